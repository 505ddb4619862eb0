namespace OtelGenAI.Otlp.Schema;

/// <summary>Names of an OTLP enum. OTLP/JSON wants numbers; names are accepted because proto3 JSON writes them.</summary>
/// <param name="prefix">What all names begin with; may be left out by the sender.</param>
/// <param name="names">The rest of the names; the place in the list is the number.</param>
internal sealed class EnumSchema(string prefix, params string[] names)
{
    /// <summary>The number of a name, in any case.</summary>
    /// <returns>0, which stands for "unspecified" in every OTLP enum, for an unknown name.</returns>
    public int NumberOf(ReadOnlySpan<char> name)
    {
        if (name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
        {
            name = name[prefix.Length..];
        }

        for (var number = 0; number < names.Length; number++)
        {
            if (name.Equals(names[number], StringComparison.OrdinalIgnoreCase))
            {
                return number;
            }
        }

        return 0;
    }
}
