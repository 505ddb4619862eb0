using OtelGenAI.Storage.Metrics;
using OtelGenAI.Telemetry;

namespace OtelGenAI.Storage;

/// <summary>Deletes what belongs together from every store: traces with their log records, and the exemplars that were measured in them.</summary>
/// <remarks>
/// Thread-safe. Metrics first: while the traces are there, who is told that a deletion failed can ask again, and it finds the same.
/// </remarks>
/// <param name="traces">Traces and log records.</param>
/// <param name="metrics">Metrics.</param>
public sealed class TelemetryRemoval(ITraceRemoval traces, IMetricRemoval metrics)
{
    /// <summary>Deletes a trace.</summary>
    /// <returns>What was deleted; nothing when there is no such trace.</returns>
    /// <inheritdoc cref="ITraceRemoval.DeleteTraceAsync"/>
    public async Task<DeletionResult> DeleteTraceAsync(TenantId tenant, TraceId traceId, CancellationToken cancellationToken)
    {
        var points = await metrics.DeleteExemplarsAsync(tenant, new HashSet<TraceId> { traceId }, userId: null, cancellationToken);
        return With(await traces.DeleteTraceAsync(tenant, traceId, cancellationToken), points);
    }

    /// <summary>Deletes everything that names a user: whole traces, log records without one, exemplars and data points.</summary>
    /// <inheritdoc cref="ITraceRemoval.DeleteUserAsync"/>
    public async Task<DeletionResult> DeleteUserAsync(TenantId tenant, string userId, CancellationToken cancellationToken)
    {
        var found = await traces.FindUserTracesAsync(tenant, userId, cancellationToken);
        var points = await metrics.DeleteExemplarsAsync(tenant, found, userId, cancellationToken);
        return With(await traces.DeleteUserAsync(tenant, userId, cancellationToken), points);
    }

    private static DeletionResult With(DeletionResult traces, MetricDeletionResult points) =>
        traces with { Exemplars = points.Exemplars, DataPoints = points.Points };
}
