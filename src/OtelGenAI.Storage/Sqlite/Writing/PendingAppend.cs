using OtelGenAI.Telemetry.Records;

namespace OtelGenAI.Storage.Sqlite.Writing;

/// <summary>A batch on its way through a writer, and the caller that waits for it.</summary>
/// <remarks>
/// The batch is borrowed. A caller that leaves gets it back at once while it waits, but only after the commit once the writer has taken
/// it: nobody may change it while it is read.
/// </remarks>
internal sealed class PendingAppend : TaskCompletionSource<AppendResult>
{
    private const int Waiting = 0;
    private const int Taken = 1;
    private const int Left = 2;

    private int _state;

    public PendingAppend(TelemetryBatch batch)
        : base(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        Batch = batch;
        Spans = batch.Spans.Length;
        foreach (ref readonly var span in batch.Spans)
        {
            Bytes += span.Message.Length;
        }
    }

    /// <summary>The batch; read only by who has taken it.</summary>
    public TelemetryBatch Batch { get; }

    /// <summary>How many spans.</summary>
    public int Spans { get; }

    /// <summary>How many bytes of payload.</summary>
    public long Bytes { get; }

    /// <summary>What became of the spans, counted while they are written.</summary>
    public AppendResult Result { get; set; }

    /// <summary>Takes it for writing.</summary>
    /// <returns><see langword="false"/> when the caller has left.</returns>
    public bool TryTake() => Interlocked.CompareExchange(ref _state, Taken, Waiting) == Waiting;

    /// <summary>The caller leaves; without effect once the batch is being written.</summary>
    public void Leave(CancellationToken cancellationToken)
    {
        if (Interlocked.CompareExchange(ref _state, Left, Waiting) == Waiting)
        {
            TrySetCanceled(cancellationToken);
        }
    }
}
