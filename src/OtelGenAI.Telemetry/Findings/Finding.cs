namespace OtelGenAI.Telemetry.Findings;

/// <summary>Something about a run that a person should look at, found without a model.</summary>
/// <param name="Rule">The rule that found it: a fixed word for programs.</param>
/// <param name="Severity">How much it matters.</param>
/// <param name="Title">It in a few words.</param>
/// <param name="Explanation">What was seen, and why it matters. Never holds what a model or user wrote.</param>
/// <param name="Evidence">Spans that show it, the first to look at first; at least one.</param>
public sealed record Finding(string Rule, FindingSeverity Severity, string Title, string Explanation, IReadOnlyList<SpanId> Evidence);

/// <summary>How much a finding matters.</summary>
public enum FindingSeverity
{
    /// <summary>Good to know.</summary>
    Info,

    /// <summary>The answer may be worse, or dearer, than it had to be.</summary>
    Warning,

    /// <summary>Something failed.</summary>
    Error,
}
