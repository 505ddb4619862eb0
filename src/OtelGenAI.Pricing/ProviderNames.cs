using System.Collections.Frozen;
using OtelGenAI.Conventions;

namespace OtelGenAI.Pricing;

/// <summary>Names of providers as the conventions spell them, which is how the price table names them.</summary>
public static class ProviderNames
{
    // How the table of spellings says that a value names no provider.
    private const string NotAProvider = "none";

    private static readonly Lazy<FrozenDictionary<string, string>> s_bySpelling = new(static () => Spellings.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase));

    /// <summary>Other spellings and what each stands for, earlier names of the conventions included; compared without regard to case.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Spellings =>
        DialectRegistry.Spellings.Where(static spelling => spelling.Field == "provider").SelectMany(static spelling => spelling.Values)
            .Concat(ConventionRegistry.Renames.Where(static rename => rename.NewName == GenAIAttributes.ProviderName).SelectMany(static rename => rename.ValueMap))
            .DistinctBy(static pair => pair.Key, StringComparer.OrdinalIgnoreCase);

    /// <summary>The conventions' spelling of a name; the name itself if it has no other, and <see langword="null"/> if it names no provider.</summary>
    /// <param name="name">As a span has it.</param>
    public static string? Normalize(string? name) =>
        string.IsNullOrEmpty(name) ? null : !s_bySpelling.Value.TryGetValue(name, out var spelling) ? name : spelling == NotAProvider ? null : spelling;
}
