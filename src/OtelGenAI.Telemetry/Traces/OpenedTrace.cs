using OtelGenAI.Telemetry.Content;

namespace OtelGenAI.Telemetry.Traces;

/// <summary>A trace with what its spans said: what transcripts and findings are made of.</summary>
/// <param name="Tree">Its spans.</param>
/// <param name="RollUps">Their sums, in the order of the tree.</param>
/// <param name="Contents">What each said, in the order of the tree; <see langword="null"/> where nothing was captured or nobody looked.</param>
public sealed record OpenedTrace(TraceTree Tree, IReadOnlyList<SubtreeRollUp> RollUps, IReadOnlyList<SpanContent?> Contents)
{
    /// <summary>Whether the content of every span was looked at. A trace that is too large for it is opened in part.</summary>
    public bool IsWhole { get; init; } = true;
}
