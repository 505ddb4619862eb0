using OtelGenAI.Conventions.Generator.Registry;

namespace OtelGenAI.Conventions.Generator.Rendering;

/// <summary>Finds what took the place of deprecated names; the renames are the only entries that say so.</summary>
internal sealed class SuccessorLookup(ConventionModel registry)
{
    private readonly Dictionary<string, AttributeRenameEntry> _attributes = registry.AttributeRenames.ToDictionary(rename => rename.From, StringComparer.Ordinal);
    private readonly Dictionary<string, MetricRenameEntry> _metrics = registry.MetricRenames.ToDictionary(rename => rename.From, StringComparer.Ordinal);
    private readonly Dictionary<string, EventRenameEntry> _events = registry.EventRenames.ToDictionary(rename => rename.From, StringComparer.Ordinal);

    /// <summary>Says in a sentence what to use instead of a deprecated attribute, or <see langword="null"/> if it is current.</summary>
    public string? Attribute(string name) =>
        _attributes.GetValueOrDefault(name) is { } rename ? Sentence(rename.Since, Targets(rename), rename.Note) : null;

    public string? Metric(string name) =>
        _metrics.GetValueOrDefault(name) is { } rename ? Sentence(rename.Since, rename.To, rename.Note) : null;

    public string? Event(string name) =>
        _events.GetValueOrDefault(name) is { } rename ? Sentence(rename.Since, rename.To, rename.Note) : null;

    /// <summary>Writes the same as a C# expression.</summary>
    public string AttributeDeprecation(string name) =>
        _attributes[name] is var rename ? Expression(rename.Since, Targets(rename), rename.Note) : "";

    public string MetricDeprecation(string name) =>
        _metrics[name] is var rename ? Expression(rename.Since, rename.To, rename.Note) : "";

    public string EventDeprecation(string name) =>
        _events[name] is var rename ? Expression(rename.Since, rename.To, rename.Note) : "";

    private static string[] Targets(AttributeRenameEntry rename) => rename.To is { } target ? [target] : [];

    private static string Sentence(string since, IReadOnlyList<string> use, string? note)
    {
        var sentence = use.Count > 0 ? $"Deprecated since {since}: use {string.Join(", ", use)}." : $"Deprecated since {since}, without a successor.";
        return note is null ? sentence : $"{sentence} {note}";
    }

    private static string Expression(string since, IReadOnlyList<string> use, string? note) =>
        $"new Deprecation({Literal.Text(since)}, {Literal.List(use)}, {Literal.Text(note)})";
}
