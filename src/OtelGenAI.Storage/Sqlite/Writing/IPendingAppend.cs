namespace OtelGenAI.Storage.Sqlite.Writing;

/// <summary>A batch on its way through a writer, whatever is in it.</summary>
internal interface IPendingAppend
{
    /// <summary>How many spans, log records or data points.</summary>
    int Records { get; }

    /// <summary>How many bytes of payload.</summary>
    long Bytes { get; }

    /// <summary>Takes it for writing.</summary>
    /// <returns><see langword="false"/> when the caller has left.</returns>
    bool TryTake();

    /// <summary>Tells the caller what became of the records: they are durable.</summary>
    void Succeed();

    /// <summary>Tells the caller that nothing was stored.</summary>
    void Fail(Exception failure);
}

/// <summary>A batch on its way through a writer, and the caller that waits for it.</summary>
/// <remarks>
/// The batch is borrowed. A caller that leaves gets it back at once while it waits, but only after the commit once the writer has taken
/// it: nobody may change it while it is read.
/// </remarks>
/// <typeparam name="TResult">What the caller is told.</typeparam>
internal abstract class PendingAppend<TResult> : TaskCompletionSource<TResult>, IPendingAppend
    where TResult : struct
{
    private const int Waiting = 0;
    private const int Taken = 1;
    private const int Left = 2;

    private int _state;

    protected PendingAppend(int records, long bytes)
        : base(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        Records = records;
        Bytes = bytes;
    }

    public int Records { get; }

    public long Bytes { get; }

    /// <summary>What became of the records, counted while they are written.</summary>
    public TResult Result { get; set; }

    public bool TryTake() => Interlocked.CompareExchange(ref _state, Taken, Waiting) == Waiting;

    public void Succeed()
    {
        GiveBack();
        TrySetResult(Result);
    }

    public void Fail(Exception failure)
    {
        GiveBack();
        TrySetException(failure);
    }

    /// <summary>The caller leaves; without effect once the batch is being written.</summary>
    public void Leave(CancellationToken cancellationToken)
    {
        if (Interlocked.CompareExchange(ref _state, Left, Waiting) == Waiting)
        {
            TrySetCanceled(cancellationToken);
        }
    }

    /// <summary>Gives back what was rented for the writer; it has done its work.</summary>
    protected virtual void GiveBack()
    {
    }
}
