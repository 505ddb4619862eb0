using System.Diagnostics.CodeAnalysis;
using OtelGenAI.Pricing;
using OtelGenAI.Storage.Sqlite.Packing;
using OtelGenAI.Telemetry.Records;

namespace OtelGenAI.Storage.Sqlite.Writing;

/// <summary>Spans and log records on their way through a writer, and the caller that waits for them.</summary>
/// <param name="batch">The batch; read only by who has taken it.</param>
[SuppressMessage("Design", "CA1001", Justification = "What it has rented is given back when the caller is told.")]
internal sealed class PendingAppend(TelemetryBatch batch) : PendingAppend<AppendResult>(batch.RecordCount, PayloadBytes(batch))
{
    private PreparedBatch? _prepared;

    /// <summary>The batch; read only by who has taken it.</summary>
    public TelemetryBatch Batch => batch;

    /// <summary>What was worked out of the batch before.</summary>
    public PreparedBatch Prepared => _prepared ?? throw new InvalidOperationException("The batch was not prepared.");

    /// <summary>Does what the writer need not do.</summary>
    public void Prepare(PieceHash pieceHash, PriceBook prices) => _prepared = new PreparedBatch(Batch, pieceHash, prices);

    protected override void GiveBack() => _prepared?.Dispose();

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
