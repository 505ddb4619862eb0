using OtelGenAI.Storage.Metrics;
using OtelGenAI.Storage.Sqlite.Writing;
using OtelGenAI.Telemetry.Records;

namespace OtelGenAI.Storage.Sqlite.Metrics;

/// <summary>Data points on their way through a writer, and the caller that waits for them.</summary>
/// <param name="batch">The batch; read only by who has taken it.</param>
internal sealed class PendingMetrics(TelemetryBatch batch) : PendingAppend<MetricAppendResult>(batch.Metrics.Points.Length, PayloadBytes(batch))
{
    /// <summary>The batch; read only by who has taken it.</summary>
    public TelemetryBatch Batch => batch;

    private static long PayloadBytes(TelemetryBatch batch)
    {
        var bytes = 0L;
        foreach (ref readonly var point in batch.Metrics.Points)
        {
            bytes += point.Message.Length;
        }

        return bytes;
    }
}
