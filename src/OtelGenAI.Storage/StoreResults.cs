using OtelGenAI.Telemetry.Traces;

namespace OtelGenAI.Storage;

/// <summary>What became of the spans and log records of one batch. The three add up to the records of the batch.</summary>
/// <param name="Stored">Records that were not there before.</param>
/// <param name="Duplicates">Records that were there already, byte for byte: a client's retry.</param>
/// <param name="Replaced">Spans that were there with other content: the new one won and is flagged.</param>
public readonly record struct AppendResult(int Stored, int Duplicates, int Replaced);

/// <summary>One page of traces.</summary>
/// <param name="Items">Newest start first; equal starts by trace id, highest first.</param>
/// <param name="Next">Where the next page begins, or <see langword="null"/> when this is the last.</param>
public sealed record TracePage(IReadOnlyList<TraceSummary> Items, TraceCursor? Next)
{
    /// <summary>How many traces were looked at.</summary>
    public long Examined { get; init; }

    /// <summary>Traces that were left out because so many wait to have their words indexed (<see cref="ITextIndex.Lag"/>).</summary>
    public long Unindexed { get; init; }

    /// <summary>
    /// Whether the time was over before the page was full (<see cref="TraceFilter.Budget"/>), or, by cost, too many were asked in vain.
    /// <see cref="Next"/> then is where it stopped; by cost there is no such place while lines are looked through, which are a million a second or so.
    /// </summary>
    public bool RanOutOfTime { get; init; }
}

/// <summary>A trace without payloads.</summary>
/// <param name="Summary">Its line in the list.</param>
/// <param name="Spans">Its spans, in no particular order.</param>
public sealed record StoredTrace(TraceSummary Summary, IReadOnlyList<SpanRecord> Spans);

/// <summary>A span with its payload.</summary>
/// <param name="Record">Its columns.</param>
/// <param name="Message">The OTLP <c>Span</c> message, as it arrived.</param>
/// <param name="ResourceEnvelope">The <c>ResourceSpans</c> message without its scopes, as it arrived.</param>
/// <param name="ScopeEnvelope">The <c>ScopeSpans</c> message without its spans, as it arrived.</param>
public sealed record StoredSpan(
    SpanRecord Record, ReadOnlyMemory<byte> Message, ReadOnlyMemory<byte> ResourceEnvelope, ReadOnlyMemory<byte> ScopeEnvelope)
{
    /// <summary>
    /// The rule by which retention dropped the message; <see cref="Message"/> is then written of the columns. <see langword="null"/> while
    /// it is there.
    /// </summary>
    public string? PayloadDroppedBy { get; init; }
}

/// <summary>What an engine did since it started.</summary>
/// <param name="RecordsStored">Spans and log records written, replacements included.</param>
/// <param name="DuplicateRecords">Spans and log records that were there already.</param>
/// <param name="Commits">Transactions committed.</param>
/// <param name="QueuedRecords">Spans and log records waiting for a commit right now.</param>
/// <param name="StoredBytes">Bytes on disk right now; 0 where there is no disk.</param>
public readonly record struct StoreStatistics(long RecordsStored, long DuplicateRecords, long Commits, long QueuedRecords, long StoredBytes);
