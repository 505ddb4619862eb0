namespace OtelGenAI.Collector.Keys;

/// <summary>What a key opens. Scopes do not include one another: a service that sends must not be able to read prompts.</summary>
[Flags]
internal enum KeyScope
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Sending telemetry.</summary>
    Ingest = 1,

    /// <summary>The API and the pages.</summary>
    Read = 2,

    /// <summary>What concerns the whole program, such as <c>/metrics</c>.</summary>
    Admin = 4,
}

/// <summary>The names of scopes on the command line and in the file of keys.</summary>
internal static class KeyScopeNames
{
    private static readonly (KeyScope Scope, string Name)[] Names =
    [
        (KeyScope.Ingest, "ingest"), (KeyScope.Read, "read"), (KeyScope.Admin, "admin"),
    ];

    /// <summary>Every name.</summary>
    public static string[] All => [.. Names.Select(entry => entry.Name)];

    /// <summary>The names of the scopes that are set.</summary>
    public static string[] Of(KeyScope scopes) => [.. Names.Where(entry => scopes.HasFlag(entry.Scope)).Select(entry => entry.Name)];

    /// <summary>Reads names.</summary>
    /// <returns><see langword="false"/> if one of them is unknown, or there is none.</returns>
    public static bool TryParse(IEnumerable<string> names, out KeyScope scopes)
    {
        scopes = KeyScope.None;
        foreach (var name in names)
        {
            var found = Names.FirstOrDefault(entry => entry.Name == name).Scope;
            if (found == KeyScope.None)
            {
                return false;
            }

            scopes |= found;
        }

        return scopes != KeyScope.None;
    }
}
