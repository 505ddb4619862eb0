using OtelGenAI.Conventions;

namespace OtelGenAI.Telemetry.Content;

/// <summary>Where each kind of content is found: the conventions' attribute first, then every dialect's in the order of detection.</summary>
internal static class ContentSources
{
    private const string Numbered = ".N";

    private static readonly Dictionary<string, string> Canonical = new(StringComparer.Ordinal)
    {
        ["input"] = GenAIAttributes.InputMessages,
        ["output"] = GenAIAttributes.OutputMessages,
        ["system"] = GenAIAttributes.SystemInstructions,
        ["tool_definitions"] = GenAIAttributes.ToolDefinitions,
        ["tool_arguments"] = GenAIAttributes.ToolCallArguments,
        ["tool_result"] = GenAIAttributes.ToolCallResult,
        ["documents"] = GenAIAttributes.RetrievalDocuments,
    };

    private static readonly Dictionary<string, ContentSource[]> ByField = DialectRegistry.Dialects
        .SelectMany(dialect => dialect.Content)
        .GroupBy(field => field.Field, StringComparer.Ordinal)
        .ToDictionary(group => group.Key, group => Sources(group.Key, group.SelectMany(field => field.From)), StringComparer.Ordinal);

    /// <summary>The sources of a content field, the best first.</summary>
    public static IReadOnlyList<ContentSource> Of(string field) => ByField.TryGetValue(field, out var sources) ? sources : Sources(field, []);

    private static ContentSource[] Sources(string field, IEnumerable<string> names)
    {
        IEnumerable<string> canonical = Canonical.TryGetValue(field, out var name) ? [name] : [];
        var numbered = ConventionRegistry.NumberedPrefixes.Where(prefix => prefix.NewName == name).Select(prefix => prefix.Prefix + Numbered);
        return [.. canonical.Concat(numbered).Concat(names).Distinct(StringComparer.Ordinal).Select(Source)];
    }

    private static ContentSource Source(string name) => name.EndsWith(Numbered, StringComparison.Ordinal)
        ? new ContentSource(name, name[..^Numbered.Length], IsNumbered: true)
        : new ContentSource(name, name, IsNumbered: false);
}

/// <summary>One place where content is found.</summary>
/// <param name="Shown">How explanations name it.</param>
/// <param name="Name">The attribute, or what comes before the number of a numbered list.</param>
/// <param name="IsNumbered">Whether it is a list of numbered attributes.</param>
internal readonly record struct ContentSource(string Shown, string Name, bool IsNumbered);
