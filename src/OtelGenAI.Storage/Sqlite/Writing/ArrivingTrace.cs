using OtelGenAI.Telemetry;
using OtelGenAI.Telemetry.Traces;

namespace OtelGenAI.Storage.Sqlite.Writing;

/// <summary>A trace that spans are still arriving for.</summary>
/// <param name="traceNo">Its number in the file.</param>
/// <param name="accumulator">Its spans, summed up.</param>
internal sealed class ArrivingTrace(long traceNo, TraceAccumulator accumulator)
{
    /// <summary>Its number in the file.</summary>
    public long TraceNo => traceNo;

    /// <summary>Its spans, summed up; those of earlier files too.</summary>
    public TraceAccumulator Accumulator => accumulator;

    /// <summary>Its line as the file has it, or <see langword="null"/> before it has one.</summary>
    public TraceSummary? Stored { get; set; }

    /// <summary>The next earlier day file that has spans of it.</summary>
    public DateOnly? EarlierDay { get; init; }

    /// <summary>Content hashes of its spans in earlier files, when there are such files.</summary>
    public Dictionary<SpanId, ulong>? EarlierSpans { get; init; }
}
