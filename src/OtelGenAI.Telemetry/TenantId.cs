namespace OtelGenAI.Telemetry;

/// <summary>Names a tenant: whose telemetry it is. Tenants never see each other.</summary>
/// <param name="Name">1 to 64 characters of <c>a-z 0-9 - _</c>; also the tenant's folder on disk.</param>
public readonly record struct TenantId(string Name)
{
    /// <summary>The tenant of a program that has no keys configured.</summary>
    public static TenantId Default { get; } = new("default");

    /// <summary>Longest name, in characters.</summary>
    public const int MaxLength = 64;

    /// <summary>Whether a text may name a tenant. It becomes a folder, so anything a path could misread is refused.</summary>
    /// <param name="name">The text.</param>
    public static bool IsValid(ReadOnlySpan<char> name)
    {
        if (name.Length is 0 or > MaxLength)
        {
            return false;
        }

        foreach (var c in name)
        {
            if (!(c is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '-' or '_'))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
