using OtelGenAI.Telemetry.Traces;

namespace OtelGenAI.Storage.Sqlite.Reading;

/// <summary>A trace as one day file has it.</summary>
/// <param name="TraceNo">Its number in that file.</param>
/// <param name="EarlierDay">The next earlier day file that has spans of it.</param>
/// <param name="Summary">Its line in the list.</param>
internal sealed record TraceRow(long TraceNo, DateOnly? EarlierDay, TraceSummary Summary);

/// <summary>A span as one day file has it.</summary>
/// <param name="Record">Its columns.</param>
/// <param name="ContentHash">Hash of its payload.</param>
/// <param name="ResourceNo">Its resource's envelope.</param>
/// <param name="ScopeNo">Its scope's envelope.</param>
/// <param name="Place">Where its payload is.</param>
internal readonly record struct SpanEntry(SpanRecord Record, ulong ContentHash, long ResourceNo, long ScopeNo, PayloadPlace Place);

/// <summary>Where a payload is. Places of one trace are ordered by arrival.</summary>
/// <param name="SegmentNo">Segment of the file.</param>
/// <param name="Offset">Offset in the segment, decompressed.</param>
/// <param name="Length">Bytes there.</param>
/// <param name="PlainLength">Bytes of the message, when what is there is its packed form; else <see langword="null"/>.</param>
internal readonly record struct PayloadPlace(long SegmentNo, int Offset, int Length, int? PlainLength) : IComparable<PayloadPlace>
{
    public int CompareTo(PayloadPlace other) =>
        (SegmentNo, Offset, Length).CompareTo((other.SegmentNo, other.Offset, other.Length));
}
