using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;
using OtelGenAI.Storage.Sqlite.Compaction;
using OtelGenAI.Storage.Sqlite.Days;

namespace OtelGenAI.Storage.Sqlite.Writing;

/// <summary>Writes what arrives for one tenant: takes all that waits, commits it at once, then tells every caller.</summary>
/// <remarks>
/// Only its own loop touches files. Group commit: while one transaction reaches the disk, the next one is written. After any failure the
/// file is closed and opened again, so that nothing is remembered that is not in it.
/// </remarks>
/// <typeparam name="TAppend">What arrives: spans, or the records of another signal.</typeparam>
internal sealed class TenantWriter<TAppend> : IAsyncDisposable
    where TAppend : class, IPendingAppend
{
    private readonly TenantFiles _files;
    private readonly IDaySet<TAppend> _days;
    private readonly SqliteStoreOptions _options;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly AppendQueue<TAppend> _queue;
    private readonly AcknowledgementQueue<TAppend> _acknowledgements;
    private readonly IdleCompaction<TAppend> _compaction;
    private readonly ConcurrentQueue<Action<bool>> _work = [];
    private readonly Lazy<Task> _running;

    // Files with a log that the disk may not have, whatever the next flush says: until all of it was moved into the file.
    private readonly HashSet<DayFile> _doubted = [];

    [SuppressMessage("Usage", "CA2213", Justification = "The loop closes it at its end, which DisposeAsync waits for.")]
    private IDayWriter<TAppend>? _writer;

    private long _lastAnswer;

    public TenantWriter(
        string tenant, TenantFiles files, IDaySet<TAppend> days, SqliteStoreOptions options, TimeProvider clock, ILogger logger)
    {
        _files = files;
        _days = days;
        _options = options;
        _clock = clock;
        _logger = logger;
        _running = new Lazy<Task>(() => Task.Run(RunAsync));
        _queue = new AppendQueue<TAppend>(tenant, options.MaxQueuedBatches, options.MaxQueuedBytes);
        _compaction = new IdleCompaction<TAppend>(files, days, clock);
        _acknowledgements = new AcknowledgementQueue<TAppend>(Acknowledge, (group, writer, failure) => Refuse(group, writer.File.Path, failure));
    }

    /// <summary>Records that wait or are being written.</summary>
    public long QueuedRecords => _queue.Records;

    /// <summary>Says that a batch would be refused.</summary>
    /// <exception cref="StoreUnavailableException">The queue is full.</exception>
    public void ThrowIfFull(TAppend append) => _queue.ThrowIfFull(append);

    /// <summary>Adds a batch to the queue.</summary>
    /// <exception cref="StoreUnavailableException">The queue is full.</exception>
    public void Add(TAppend append)
    {
        _queue.Add(append);
        _ = _running.Value;
    }

    /// <summary>Looks whether the file that is open for writing has gone quiet, and closes it then.</summary>
    public void CloseIfQuiet() => _queue.Wake();

    /// <summary>Does something with the files while none of them is open for writing; appends wait meanwhile.</summary>
    /// <exception cref="StoreUnavailableException">The files cannot be used.</exception>
    /// <exception cref="ObjectDisposedException">The store was closed before its turn came.</exception>
    public Task<TResult> WhileClosedAsync<TResult>(Func<TResult> work)
    {
        var result = new TaskCompletionSource<TResult>(TaskCreationOptions.RunContinuationsAsynchronously);
        _work.Enqueue(isClosing =>
        {
            try
            {
                ObjectDisposedException.ThrowIf(isClosing, this);
                LeaveFile();
                result.SetResult(work());
            }
            catch (Exception failure) when (StoreFailure.IsWorld(failure))
            {
                result.SetException(StoreFailure.Describe(_files.Folder, failure));
            }
            catch (Exception failure)
            {
                result.SetException(failure);
            }
        });
        _queue.Wake();
        if (_running.Value.IsCompleted)
        {
            // Its loop has ended: nobody else does the work.
            DoWork(isClosing: true);
        }

        return result.Task;
    }

    /// <summary>Writes what waits, and closes the file.</summary>
    public async ValueTask DisposeAsync()
    {
        _queue.Close();
        await _running.Value;
        DoWork(isClosing: true);
    }

    private void DoWork(bool isClosing)
    {
        while (_work.TryDequeue(out var work))
        {
            work(isClosing);
        }
    }

    private async Task RunAsync()
    {
        var arrival = _queue.WaitAsync().AsTask();
        while (await CompactUntilAsync(arrival))
        {
            DoWork(isClosing: false);
            List<TAppend> group = [];
            _queue.Take(group, _options.MaxSpansPerCommit);
            if (group.Count > 0)
            {
                Commit(group);
                Checkpoint(isBusy: _queue.HasMore);
            }
            else if (QuietFor() >= _options.QuietAfter)
            {
                LeaveFile();
            }

            // Work that was added after the first look may have had its wake taken off the queue with the batches.
            DoWork(isClosing: false);
            arrival = _queue.WaitAsync().AsTask();
        }

        LeaveFile();
    }

    private async Task<bool> CompactUntilAsync(Task<bool> arrival)
    {
        try
        {
            while (!arrival.IsCompleted && await _compaction.StepAsync(_writer, arrival, QuietFor))
            {
                Checkpoint(isBusy: false);
            }
        }
        catch (Exception failure)
        {
            // Whatever it is, a file that stays larger than it could be is no reason not to store what arrives.
            WriterLog.CompactionFailed(_logger, _compaction.GiveUp(), failure);
            CloseFile();
        }

        return await arrival;
    }

    private void Commit(List<TAppend> group)
    {
        var path = _files.Folder;
        try
        {
            var file = _files.Current(_clock.GetUtcNow());
            path = file.Path;
            var writer = OpenFile(file);
            writer.Commit(group);
            _acknowledgements.Add(writer, group);
        }
        catch (Exception failure) when (StoreFailure.IsWorld(failure))
        {
            CloseFile();
            Refuse(group, path, failure);
        }
        catch (Exception failure) when (group.Count > 1)
        {
            // One of them cannot be stored; it must not take its neighbours with it.
            CloseFile();
            WriterLog.OneByOne(_logger, path, group.Count, failure);
            group.ForEach(append => Commit([append]));
        }
        catch (Exception failure)
        {
            CloseFile();
            Answer(group, append => append.Fail(failure));
        }
    }

    private void Acknowledge(List<TAppend> group)
    {
        _days.Count(group);
        Answer(group, append => append.Succeed());
    }

    private void Refuse(List<TAppend> group, string path, Exception failure)
    {
        WriterLog.Unavailable(_logger, path, group.Count, failure);
        var told = StoreFailure.Describe(path, failure);
        Answer(group, append => append.Fail(told));
    }

    // Clients that wait for their acknowledgement send nothing meanwhile, and are not quiet for it.
    private TimeSpan QuietFor() => _queue.Batches > 0 ? TimeSpan.Zero : _clock.GetElapsedTime(Volatile.Read(ref _lastAnswer));

    // Room is made first: a caller that has its answer no longer counts as waiting.
    private void Answer(List<TAppend> group, Action<TAppend> tell)
    {
        Volatile.Write(ref _lastAnswer, _clock.GetTimestamp());
        group.ForEach(_queue.Release);
        group.ForEach(tell);
    }

    private IDayWriter<TAppend> OpenFile(DayFile file)
    {
        if (_acknowledgements.HasFailed)
        {
            // The log goes into the file, where its content is flushed as a whole, and starts over.
            LeaveFile();
        }

        // Writing on to a file that an operator has moved away would acknowledge what nobody can find again.
        if (_writer is not null && !File.Exists(_writer.File.Path))
        {
            CloseFile();
        }

        if (_writer is not null && _writer.File != file)
        {
            LeaveFile();
        }

        if (_writer is null)
        {
            Directory.CreateDirectory(_files.Folder);
            SealBefore(file);
            if (!File.Exists(file.Path))
            {
                _days.Forget(file);
                _files.Remove(file);
                file = _files.NewFile(file.Day);
            }

            _writer = _days.Open(file);
            _files.Add(file);
        }

        if (_doubted.Contains(file))
        {
            Trust(_writer);
        }

        return _writer;
    }

    private void Trust(IDayWriter<TAppend> writer)
    {
        if (!writer.EmptyLog())
        {
            // The default is a second: such a query is soon over.
            throw new StoreUnavailableException(
                $"{writer.File.Path} cannot be written for the moment: the disk failed to keep its log, and a query that still reads the log " +
                "keeps it from being moved into the file.");
        }

        _doubted.Remove(writer.File);
    }

    private void Checkpoint(bool isBusy)
    {
        try
        {
            _writer?.Checkpoint(isBusy);
        }
        catch (Exception failure) when (StoreFailure.IsWorld(failure))
        {
            // Everything acknowledged is in the log. The next append opens the file again and says what is wrong.
            WriterLog.CheckpointFailed(_logger, _writer!.File.Path, failure);
            CloseFile();
        }
    }

    /// <summary>Closes the file after a success.</summary>
    private void LeaveFile()
    {
        try
        {
            _ = _writer?.EmptyLog();
        }
        catch (Exception failure) when (StoreFailure.IsWorld(failure))
        {
            // The log stays, and is read with the file.
            WriterLog.CheckpointFailed(_logger, _writer!.File.Path, failure);
        }

        CloseFile();
    }

    /// <summary>Seals the file of the day before the first append of a day.</summary>
    private void SealBefore(DayFile file)
    {
        if (_files.OldestFirst is not [.., var before] || before.Day >= file.Day)
        {
            return;
        }

        try
        {
            _days.Forget(before);
            _days.Seal(before);
        }
        catch (Exception failure) when (StoreFailure.IsWorld(failure))
        {
            // It can be read all the same.
            WriterLog.CheckpointFailed(_logger, before.Path, failure);
        }
    }

    private void CloseFile()
    {
        if (_acknowledgements.Wait() && _writer is not null)
        {
            _doubted.Add(_writer.File);
        }

        _compaction.Close();
        _writer?.Dispose();
        _writer = null;
    }
}

/// <summary>What a writer tells the operator.</summary>
internal static partial class WriterLog
{
    [LoggerMessage(EventId = 3201, Level = LogLevel.Error, Message = "{Path} cannot be written; {Batches} batches were refused.")]
    public static partial void Unavailable(ILogger logger, string path, int batches, Exception failure);

    [LoggerMessage(EventId = 3202, Level = LogLevel.Error,
        Message = "A transaction on {Path} failed for another reason than the disk; its {Batches} batches are committed one by one.")]
    public static partial void OneByOne(ILogger logger, string path, int batches, Exception failure);

    [LoggerMessage(EventId = 3205, Level = LogLevel.Warning, Message = "{Path} could not be made smaller. It can be read and written as before.")]
    public static partial void CompactionFailed(ILogger logger, string path, Exception failure);

    [LoggerMessage(EventId = 3203, Level = LogLevel.Warning, Message = "The log of {Path} could not be moved into the file.")]
    public static partial void CheckpointFailed(ILogger logger, string path, Exception failure);
}
