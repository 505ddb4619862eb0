namespace OtelGenAI.Storage.Sqlite.Writing;

/// <summary>Committed batches whose callers are told once they are on the disk, while the writer writes the next ones.</summary>
/// <remarks>
/// One flush for all commits that wait for one. After a flush has failed nothing is acknowledged before <see cref="Wait"/>: the system may
/// have forgotten what it could not write, and the next flush would not say so. The writer adds and waits; a thread of the pool flushes.
/// </remarks>
/// <typeparam name="TAppend">What was committed.</typeparam>
/// <param name="succeed">Tells callers that their batches are durable.</param>
/// <param name="fail">Tells callers that they are not.</param>
internal sealed class AcknowledgementQueue<TAppend>(Action<List<TAppend>> succeed, Action<List<TAppend>, IDayWriter<TAppend>, Exception> fail)
{
    private readonly object _gate = new();
    private List<(IDayWriter<TAppend> Writer, List<TAppend> Group)> _waiting = [];
    private List<(IDayWriter<TAppend> Writer, List<TAppend> Group)> _flushing = [];
    private Exception? _failure;
    private bool _isRunning;

    /// <summary>Whether a flush has failed since the last <see cref="Wait"/>.</summary>
    public bool HasFailed => Volatile.Read(ref _failure) is not null;

    /// <summary>Adds a group that was committed.</summary>
    /// <param name="writer">Who committed it.</param>
    /// <param name="group">The group; it belongs to the queue now.</param>
    public void Add(IDayWriter<TAppend> writer, List<TAppend> group)
    {
        lock (_gate)
        {
            _waiting.Add((writer, group));
            if (!_isRunning)
            {
                _isRunning = true;
                ThreadPool.UnsafeQueueUserWorkItem(static queue => queue.Run(), this, preferLocal: false);
            }
        }
    }

    /// <summary>Waits until every caller has been told; before the file is closed. What failed is forgotten then.</summary>
    /// <returns>Whether a flush of the file has failed.</returns>
    public bool Wait()
    {
        lock (_gate)
        {
            while (_isRunning)
            {
                Monitor.Wait(_gate);
            }

            var hasFailed = HasFailed;
            _failure = null;
            return hasFailed;
        }
    }

    private void Run()
    {
        while (TakeWaiting())
        {
            var failure = _failure;
            try
            {
                if (failure is null)
                {
                    // All of one file: the writer waits before it closes one.
                    _flushing[0].Writer.Flush();
                }
            }
            catch (Exception thrown)
            {
                Volatile.Write(ref _failure, failure = thrown);
            }

            foreach (var (writer, group) in _flushing)
            {
                if (failure is null)
                {
                    succeed(group);
                }
                else
                {
                    fail(group, writer, failure);
                }
            }
        }
    }

    private bool TakeWaiting()
    {
        lock (_gate)
        {
            _flushing.Clear();
            (_flushing, _waiting) = (_waiting, _flushing);
            _isRunning = _flushing.Count > 0;
            if (!_isRunning)
            {
                Monitor.PulseAll(_gate);
            }

            return _isRunning;
        }
    }
}
