using OtelGenAI.Telemetry;
using OtelGenAI.Telemetry.Records;

namespace OtelGenAI.Storage.Metrics;

/// <summary>Keeps metrics as time series and gives them back. Every engine passes the same conformance suite (MetricStoreConformance).</summary>
/// <remarks>
/// Thread-safe. Tenants never see each other. What an append acknowledged is durable and visible to every later read, also after
/// the process was killed. A point is identified by its series and its time: sent again it changes nothing; sent with other content, the
/// new one wins. Names that are not there are not an error: the answer is empty.
/// </remarks>
public interface IMetricStore : IAsyncDisposable
{
    /// <summary>Stores the data points of a batch whose resources a dialect reader has read.</summary>
    /// <param name="tenant">Whose they are.</param>
    /// <param name="batch">The batch; borrowed until the task completes, then the caller's again.</param>
    /// <param name="cancellationToken">Stops waiting; points that were already queued may be stored all the same.</param>
    /// <returns>What became of them. When the task completes they are durable.</returns>
    /// <exception cref="StoreUnavailableException">Nothing was stored; the same batch may be sent again.</exception>
    Task<MetricAppendResult> AppendAsync(TenantId tenant, TelemetryBatch batch, CancellationToken cancellationToken);

    /// <summary>Lists metrics, by name.</summary>
    /// <param name="tenant">Whose.</param>
    /// <param name="cancellationToken">Stops the query.</param>
    Task<IReadOnlyList<MetricSummary>> ListMetricsAsync(TenantId tenant, CancellationToken cancellationToken);

    /// <summary>Finds series that have points in a stretch of time.</summary>
    /// <param name="tenant">Whose.</param>
    /// <param name="selection">Which.</param>
    /// <param name="cancellationToken">Stops the query.</param>
    /// <returns>The series, in no particular order.</returns>
    Task<IReadOnlyList<StoredSeries>> ListSeriesAsync(TenantId tenant, MetricSelection selection, CancellationToken cancellationToken);

    /// <summary>Reads the points of series, one series after the other, without holding all of them.</summary>
    /// <param name="tenant">Whose.</param>
    /// <param name="series">Which.</param>
    /// <param name="range">When; the last point before it is given too, to compare with, unless it is more than a day older.</param>
    /// <param name="visit">Told of each series that has points, on one thread at a time, before the task completes.</param>
    /// <param name="cancellationToken">Stops the query.</param>
    Task ReadPointsAsync(
        TenantId tenant, IReadOnlyCollection<MetricSeriesId> series, MetricRange range, Action<SeriesPoints> visit, CancellationToken cancellationToken);

    /// <summary>Reads the points of a series as they arrived.</summary>
    /// <param name="tenant">Whose.</param>
    /// <param name="series">Which.</param>
    /// <param name="range">When.</param>
    /// <param name="cancellationToken">Stops the query.</param>
    /// <returns>The pieces they were stored in, or <see langword="null"/> when there is no such series or it has no such points.</returns>
    Task<RawSeries?> ReadRawAsync(TenantId tenant, MetricSeriesId series, MetricRange range, CancellationToken cancellationToken);

    /// <summary>Finds the exemplars that were measured in a trace.</summary>
    /// <param name="tenant">Whose.</param>
    /// <param name="traceId">The trace.</param>
    /// <param name="cancellationToken">Stops the query.</param>
    /// <returns>At most 1,000, oldest first.</returns>
    Task<IReadOnlyList<TraceExemplar>> FindExemplarsAsync(TenantId tenant, TraceId traceId, CancellationToken cancellationToken);

    /// <summary>What the engine did since it started, for <c>/metrics</c>.</summary>
    MetricStoreStatistics Statistics { get; }
}
