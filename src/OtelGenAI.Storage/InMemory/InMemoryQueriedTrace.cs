using OtelGenAI.Storage.Query;
using OtelGenAI.Telemetry.Traces;

namespace OtelGenAI.Storage.InMemory;

/// <summary>A trace in memory, for a question.</summary>
internal sealed class InMemoryQueriedTrace(
    TraceSummary summary, IReadOnlyList<StoredSpan> spans, Func<IReadOnlyList<StoredLog>> logs, Func<IReadOnlyList<TraceScore>> scores) : IQueriedTrace
{
    public TraceSummary Summary => summary;

    public IReadOnlyList<SpanRecord> Spans { get; } = [.. spans.Select(span => span.Record)];

    public IReadOnlyList<StoredLog> Logs => field ??= logs();

    public IReadOnlyList<TraceScore> Scores => field ??= scores();

    public StoredSpan Open(int at) => spans[at];
}
