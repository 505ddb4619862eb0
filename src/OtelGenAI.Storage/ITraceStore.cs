using OtelGenAI.Telemetry;
using OtelGenAI.Telemetry.Records;
using OtelGenAI.Telemetry.Traces;

namespace OtelGenAI.Storage;

/// <summary>Keeps spans and log records and gives them back. Every engine passes the same conformance suite (StoreConformance).</summary>
/// <remarks>
/// Thread-safe. Tenants never see each other. What an append acknowledged is durable and visible to every later read, also after
/// the process was killed. Ids that are not there are not an error: the answer is <see langword="null"/> or empty.
/// </remarks>
public interface ITraceStore : ILogStore, IAsyncDisposable
{
    /// <summary>Stores the spans and log records of a batch that a dialect reader has read.</summary>
    /// <param name="tenant">Whose they are.</param>
    /// <param name="batch">The batch; borrowed until the task completes, then the caller's again.</param>
    /// <param name="cancellationToken">Stops waiting; what was already queued may be stored all the same.</param>
    /// <returns>What became of them. When the task completes they are durable.</returns>
    /// <exception cref="StoreUnavailableException">Nothing was stored; the same batch may be sent again.</exception>
    Task<AppendResult> AppendAsync(TenantId tenant, TelemetryBatch batch, CancellationToken cancellationToken);

    /// <summary>Lists traces, newest start first.</summary>
    /// <param name="tenant">Whose.</param>
    /// <param name="filter">Which of them.</param>
    /// <param name="after">Where the previous page ended, or <see langword="null"/> for the first page.</param>
    /// <param name="limit">At most this many, 1 to 1,000.</param>
    /// <param name="cancellationToken">Stops the query.</param>
    /// <returns>A page. Paging to the end visits every trace that was there at the beginning exactly once, also while others arrive.</returns>
    Task<TracePage> ListTracesAsync(
        TenantId tenant, TraceFilter filter, TraceCursor? after, int limit, CancellationToken cancellationToken);

    /// <summary>Loads a trace without payloads.</summary>
    /// <param name="tenant">Whose.</param>
    /// <param name="traceId">Which.</param>
    /// <param name="cancellationToken">Stops the query.</param>
    /// <returns>The trace with its spans in no particular order, or <see langword="null"/>.</returns>
    Task<StoredTrace?> GetTraceAsync(TenantId tenant, TraceId traceId, CancellationToken cancellationToken);

    /// <summary>Loads the line of a trace and nothing of its spans.</summary>
    /// <param name="tenant">Whose.</param>
    /// <param name="traceId">Which.</param>
    /// <param name="cancellationToken">Stops the query.</param>
    /// <returns>The line, or <see langword="null"/>. One that was stored by an earlier version may have no fingerprint.</returns>
    Task<TraceSummary?> GetTraceSummaryAsync(TenantId tenant, TraceId traceId, CancellationToken cancellationToken);

    /// <summary>Loads one span with its payload.</summary>
    /// <param name="tenant">Whose.</param>
    /// <param name="traceId">Its trace.</param>
    /// <param name="spanId">Which.</param>
    /// <param name="cancellationToken">Stops the query.</param>
    Task<StoredSpan?> GetSpanAsync(TenantId tenant, TraceId traceId, SpanId spanId, CancellationToken cancellationToken);

    /// <summary>Loads the payloads of a whole trace, in the order of arrival.</summary>
    /// <param name="tenant">Whose.</param>
    /// <param name="traceId">Which.</param>
    /// <param name="cancellationToken">Stops the query.</param>
    IAsyncEnumerable<StoredSpan> ReadSpansAsync(TenantId tenant, TraceId traceId, CancellationToken cancellationToken);

    /// <summary>What the engine did since it started, for <c>/metrics</c>.</summary>
    StoreStatistics Statistics { get; }
}
