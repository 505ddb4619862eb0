using OtelGenAI.Telemetry;

namespace OtelGenAI.Storage.Metrics;

/// <summary>Takes metrics out of a store: what is past retention.</summary>
/// <remarks>Thread-safe.</remarks>
public interface IMetricRemoval
{
    /// <summary>The tenants that have metrics.</summary>
    IReadOnlyCollection<TenantId> Tenants { get; }

    /// <summary>Bytes of a tenant's files with metrics, their logs included; 0 where there is no disk.</summary>
    long StoredBytesOf(TenantId tenant);

    /// <summary>Drops the oldest days of a tenant, whole, until its limits hold.</summary>
    /// <param name="tenant">Whose.</param>
    /// <param name="limits">What may stay.</param>
    /// <param name="cancellationToken">Stops waiting; a sweep under way goes on.</param>
    /// <returns>The days that were dropped, oldest first.</returns>
    /// <exception cref="StoreUnavailableException">A file cannot be deleted. The next sweep tries again.</exception>
    Task<IReadOnlyList<DroppedDay>> DropExpiredAsync(TenantId tenant, RetentionLimits limits, CancellationToken cancellationToken);
}
