using OtelGenAI.Telemetry.Records;

namespace OtelGenAI.Storage.Sqlite.Writing;

/// <summary>Spans and log records on their way through a writer, and the caller that waits for them.</summary>
/// <param name="batch">The batch; read only by who has taken it.</param>
internal sealed class PendingAppend(TelemetryBatch batch) : PendingAppend<AppendResult>(batch.RecordCount, PayloadBytes(batch))
{
    /// <summary>The batch; read only by who has taken it.</summary>
    public TelemetryBatch Batch => batch;

    private static long PayloadBytes(TelemetryBatch batch)
    {
        var bytes = 0L;
        foreach (ref readonly var span in batch.Spans)
        {
            bytes += span.Message.Length;
        }

        foreach (ref readonly var log in batch.Logs)
        {
            bytes += log.Message.Length;
        }

        return bytes;
    }
}
