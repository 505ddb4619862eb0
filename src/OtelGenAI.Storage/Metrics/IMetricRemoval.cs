using OtelGenAI.Telemetry;

namespace OtelGenAI.Storage.Metrics;

/// <summary>Takes metrics out of a store: what somebody wants deleted, and what is past retention.</summary>
/// <remarks>Thread-safe.</remarks>
public interface IMetricRemoval
{
    /// <summary>The tenants that have metrics.</summary>
    IReadOnlyCollection<TenantId> Tenants { get; }

    /// <summary>Bytes of a tenant's files with metrics, their logs included; 0 where there is no disk.</summary>
    long StoredBytesOf(TenantId tenant);

    /// <summary>Deletes the exemplars of traces, and every exemplar, data point and series that names a user; from the files too.</summary>
    /// <param name="tenant">Whose.</param>
    /// <param name="traceIds">Traces that are deleted.</param>
    /// <param name="userId">The end user, exactly; <see langword="null"/> for nobody.</param>
    /// <param name="cancellationToken">Stops waiting; a deletion under way goes on.</param>
    /// <exception cref="StoreUnavailableException">A file cannot be read or written. What was deleted before stays deleted; ask again.</exception>
    Task<MetricDeletionResult> DeleteExemplarsAsync(
        TenantId tenant, IReadOnlySet<TraceId> traceIds, string? userId, CancellationToken cancellationToken);

    /// <summary>Drops the oldest days of a tenant, whole, until its limits hold.</summary>
    /// <param name="tenant">Whose.</param>
    /// <param name="limits">What may stay.</param>
    /// <param name="cancellationToken">Stops waiting; a sweep under way goes on.</param>
    /// <returns>The days that were dropped, oldest first.</returns>
    /// <exception cref="StoreUnavailableException">A file cannot be deleted. The next sweep tries again.</exception>
    Task<IReadOnlyList<DroppedDay>> DropExpiredAsync(TenantId tenant, RetentionLimits limits, CancellationToken cancellationToken);
}

/// <summary>What was deleted of metrics.</summary>
/// <param name="Exemplars">Exemplars.</param>
/// <param name="Points">Data points.</param>
public readonly record struct MetricDeletionResult(long Exemplars, long Points);
