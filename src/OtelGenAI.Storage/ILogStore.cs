using OtelGenAI.Telemetry;

namespace OtelGenAI.Storage;

/// <summary>Gives log records back that <see cref="ITraceStore.AppendAsync"/> stored.</summary>
/// <remarks>
/// The rules of <see cref="ITraceStore"/> hold. A record is what its bytes are: one that arrives again, byte for byte, is a duplicate, also
/// after a restart. The second of two equal records of one batch is another record, because clients with a coarse clock write such;
/// a retry of that batch brings both again and changes nothing.
/// </remarks>
public interface ILogStore
{
    /// <summary>Loads log records of one span, or those of a trace that name no span.</summary>
    /// <param name="tenant">Whose.</param>
    /// <param name="traceId">Their trace.</param>
    /// <param name="spanId">Their span; <see cref="SpanId.IsNone"/> for those without one.</param>
    /// <param name="limit">At most this many, 1 to 1,000; the earliest.</param>
    /// <param name="cancellationToken">Stops the query.</param>
    /// <returns>The records in the order of their time; equal times in the order of arrival.</returns>
    Task<IReadOnlyList<StoredLog>> GetLogsAsync(
        TenantId tenant, TraceId traceId, SpanId spanId, int limit, CancellationToken cancellationToken);

    /// <summary>Says which log records a trace has, in one number, without reading them.</summary>
    /// <param name="tenant">Whose.</param>
    /// <param name="traceId">Which.</param>
    /// <param name="cancellationToken">Stops the query.</param>
    /// <returns>Another number whenever a record of the trace arrives or goes, the same whatever order they came in; 0 without records.</returns>
    Task<long> GetLogFingerprintAsync(TenantId tenant, TraceId traceId, CancellationToken cancellationToken);

    /// <summary>Loads the log records that are results of evaluations of a response and belong to no trace.</summary>
    /// <param name="tenant">Whose.</param>
    /// <param name="responseId">The provider's id of the response.</param>
    /// <param name="limit">At most this many, 1 to 1,000; the earliest.</param>
    /// <param name="cancellationToken">Stops the query.</param>
    /// <returns>The records in the order of their time, however many others there are.</returns>
    Task<IReadOnlyList<StoredLog>> GetEvaluationsOfResponseAsync(TenantId tenant, string responseId, int limit, CancellationToken cancellationToken);

    /// <summary>Loads the scores of traces: of events of their spans, of their log records, and of records that name no trace but a response of theirs.</summary>
    /// <param name="tenant">Whose.</param>
    /// <param name="traceIds">Which.</param>
    /// <param name="cancellationToken">Stops the query.</param>
    /// <returns>The scores of each trace that has any, in the order of time.</returns>
    Task<IReadOnlyDictionary<TraceId, IReadOnlyList<TraceScore>>> GetScoresAsync(
        TenantId tenant, IReadOnlyList<TraceId> traceIds, CancellationToken cancellationToken);

    /// <summary>Loads all log records of a trace, in the order of arrival.</summary>
    /// <param name="tenant">Whose.</param>
    /// <param name="traceId">Which.</param>
    /// <param name="cancellationToken">Stops the query.</param>
    IAsyncEnumerable<StoredLog> ReadLogsAsync(TenantId tenant, TraceId traceId, CancellationToken cancellationToken);

    /// <summary>Lists the log records that belong to no trace, newest first.</summary>
    /// <param name="tenant">Whose.</param>
    /// <param name="filter">Which of them.</param>
    /// <param name="after">Where the previous page ended, or <see langword="null"/> for the first page.</param>
    /// <param name="limit">At most this many, 1 to 1,000.</param>
    /// <param name="cancellationToken">Stops the query.</param>
    Task<LogPage> ListLogsAsync(TenantId tenant, LogFilter filter, LogCursor? after, int limit, CancellationToken cancellationToken);
}
