using OtelGenAI.Telemetry;
using OtelGenAI.Telemetry.Pricing;
using OtelGenAI.Telemetry.Traces;

namespace OtelGenAI.Storage;

/// <summary>Where a trace stands in a list; a list begins with the highest.</summary>
/// <param name="Key">Its start, or its cost.</param>
/// <param name="TraceId">Its id.</param>
internal readonly record struct TracePosition(long Key, UInt128 TraceId) : IComparable<TracePosition>
{
    // Below every cost there can be.
    private const long NoCost = long.MinValue;

    public static TracePosition Of(TraceSummary trace, TraceOrder order) => order == TraceOrder.CostliestFirst
        ? new(trace.Cost?.Value ?? NoCost, trace.TraceId.Value)
        : new(trace.StartUnixNano, trace.TraceId.Value);

    public static TracePosition Of(long? cost, TraceId traceId) => new(cost ?? NoCost, traceId.Value);

    public static TracePosition Of(TraceCursor cursor, TraceOrder order) => order == TraceOrder.CostliestFirst
        ? new(cursor.Cost?.Value ?? NoCost, cursor.TraceId.Value)
        : new(cursor.StartUnixNano, cursor.TraceId.Value);

    public static TraceCursor After(TraceSummary last) => new(last.StartUnixNano, last.TraceId) { Cost = last.Cost };

    /// <summary>The cost, where that is the key.</summary>
    public PicoUsd? Cost => Key == NoCost ? null : new PicoUsd(Key);

    public int CompareTo(TracePosition other) => Key != other.Key ? Key.CompareTo(other.Key) : TraceId.CompareTo(other.TraceId);
}
