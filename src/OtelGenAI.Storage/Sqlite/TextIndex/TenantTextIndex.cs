using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;
using OtelGenAI.Storage.Query;
using OtelGenAI.Storage.Sqlite.Days;
using OtelGenAI.Storage.Sqlite.Native;
using OtelGenAI.Storage.Sqlite.Reading;
using OtelGenAI.Telemetry;
using OtelGenAI.Telemetry.Records;

namespace OtelGenAI.Storage.Sqlite.TextIndex;

/// <summary>Indexes the words of a tenant behind its commits, and finds traces by them. Thread-safe.</summary>
/// <remarks>
/// The only one that writes the files beside the day files; it never writes a day file, and its writer does not know of it. While something is taken out
/// of a day file, its index is gone, and made anew afterwards: nothing is left in it of what was deleted.
/// </remarks>
internal sealed partial class TenantTextIndex : IAsyncDisposable
{
    // What arrives together is indexed together.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    // Whoever starts the program wants to see traces and to send them first: with a month of files, the first list came half a second sooner (2026-11-20).
    private static readonly TimeSpan PauseAfterStart = TimeSpan.FromSeconds(3);

    // Pauses as long as the work was, and bytes of words at a time: a tenth of a processor while batches wait for the writer, a quarter while spans
    // arrive, all it needs else. Little at a time, because processors and disk are the writer's too: with half a processor and transactions of 4 MB, an
    // acknowledgement took 0.2 s at 10,000 spans/s and as many questions as fit (2026-11-20).
    private static readonly (int Pauses, int Bytes) Pressed = (9, 256 * 1024), Arriving = (3, 256 * 1024), Quiet = (0, 4 * 1024 * 1024);
    private static readonly TimeSpan ArrivingFor = TimeSpan.FromSeconds(1);

    private readonly TenantFiles _files;
    private readonly DayConnections _days;
    private readonly DayConnections _texts;
    private readonly IMessageFormat _format;
    private readonly AttributeKeyTable _keys;
    private readonly TimeProvider _clock;
    private readonly Func<bool> _isPressed;
    private readonly ILogger _logger;
    private readonly Lock _gate = new();
    private readonly Lock _touching = new();
    private readonly Dictionary<DayFile, long> _touched = [];
    private readonly Dictionary<DayFile, long> _committedFrom = [];
    private readonly TextReaders _readers;
    private readonly SemaphoreSlim _arrived = new(0, 1);
    private readonly CancellationTokenSource _closing = new();
    private readonly HashSet<DayFile> _finished = [];
    private readonly Lazy<Task> _running;
    private DayTextIndexer? _indexer;
    private DayFile? _current;
    private int _currentAsOf;
    private IndexedText _text;
    private TimeSpan _pause = Pause;
    private long _behindSince;
    private long _lastArrival;
    private int _arrivals;

    public TenantTextIndex(
        TenantFiles files, DayConnections days, DayConnections texts, TextReaders readers, IMessageFormat format, AttributeKeyTable keys, TimeProvider clock, Func<bool> isPressed,
        ILogger logger)
    {
        _files = files;
        _days = days;
        _texts = texts;
        _readers = readers;
        _format = format;
        _keys = keys;
        _clock = clock;
        _isPressed = isPressed;
        _logger = logger;
        _text = new IndexedText(format, keys);
        _running = new Lazy<Task>(() => Task.Run(RunAsync));
    }

    /// <summary>How long something has been waiting to be indexed; zero when nothing is.</summary>
    public TimeSpan Lag => Volatile.Read(ref _behindSince) is var since and not 0 ? _clock.GetElapsedTime(since) : TimeSpan.Zero;

    /// <summary>Says that something may have been committed before the program started; before anything else is asked of it.</summary>
    public void WakeAfterStart()
    {
        _pause = PauseAfterStart;
        Wake();
    }

    /// <summary>Says that something was committed.</summary>
    public void Wake()
    {
        Interlocked.Increment(ref _arrivals);
        Volatile.Write(ref _lastArrival, _clock.GetTimestamp());
        _ = Interlocked.CompareExchange(ref _behindSince, _clock.GetTimestamp(), 0);
        _ = _running.Value;
        try
        {
            _arrived.Release();
        }
        catch (SemaphoreFullException)
        {
            // It is awake already.
        }
    }

    /// <summary>Says which traces of the file that is written have got something: need not be waited for, and is not durable yet.</summary>
    public void Touch(DayFile file, long lowestTraceNo)
    {
        lock (_touching)
        {
            _touched[file] = Math.Min(lowestTraceNo, _touched.GetValueOrDefault(file, long.MaxValue));
        }
    }

    /// <summary>Indexes all there is, on this thread.</summary>
    /// <param name="cancellationToken">Stops it between two steps.</param>
    public void CatchUp(CancellationToken cancellationToken)
    {
        while (!Step(Quiet.Bytes))
        {
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    /// <summary>Does something to a day file while there is no index of it.</summary>
    public TResult Without<TResult>(DayFile file, Func<TResult> change)
    {
        lock (_gate)
        {
            Leave(file);
            Delete(file);
            return Change(change);
        }
    }

    /// <summary>Takes traces out of a day file that the index has nothing of any more.</summary>
    /// <param name="file">The file.</param>
    /// <param name="traceIds">Traces that it has.</param>
    /// <param name="change">Takes them out of the file, where other traces stay.</param>
    public TResult Without<TResult>(DayFile file, IReadOnlyCollection<TraceId> traceIds, Func<TResult> change)
    {
        lock (_gate)
        {
            Leave(file);
            _readers.Forget(file);
            var erasure = new TextErasure(file, _days, _texts, _text);
            if (!Try(file, () => erasure.TryErase(traceIds)))
            {
                Delete(file);
                return Change(change);
            }

            var isFinished = false;
            try
            {
                var result = Change(change);
                isFinished = Try(file, () =>
                {
                    erasure.Finish();
                    return true;
                });
                return result;
            }
            finally
            {
                if (!isFinished)
                {
                    Delete(file);
                }
            }
        }
    }

    private void Leave(DayFile file)
    {
        CloseIndexer();
        _finished.RemoveWhere(finished => finished.Day == file.Day);
        _current = null;
        lock (_touching)
        {
            _committedFrom.Remove(file);
        }

        // What was seen of a trace may be of one that goes now.
        _text = new IndexedText(_format, _keys);
    }

    private TResult Change<TResult>(Func<TResult> change)
    {
        try
        {
            return change();
        }
        finally
        {
            Wake();
        }
    }

    // Whatever it is, all can be indexed again.
    private bool Try(DayFile file, Func<bool> work)
    {
        try
        {
            return work();
        }
        catch (Exception failure) when (StoreFailure.IsWorld(failure))
        {
            LogFailed(file.Path, failure);
            return false;
        }
    }

    /// <summary>The traces of a day file that may say something, and those that are not all indexed.</summary>
    /// <param name="session">The query.</param>
    /// <param name="file">The day file.</param>
    /// <param name="phrase">What they have to say.</param>
    /// <param name="areRead">Whether what waits to be indexed is to be read.</param>
    /// <returns><see langword="null"/> when any trace may: nothing is indexed.</returns>
    public TextCandidates? Find(ReadSession session, DayFile file, WordPhrase phrase, bool areRead)
    {
        if (!File.Exists(TextIndexTables.PathOf(file.Path)))
        {
            // The first traces of a day.
            return null;
        }

        // In this order: whatever the day file says at its moment is in the index, or waits from that number on.
        var day = session.Reader(file).Connection;
        day.Statement("SELECT 1 FROM traces LIMIT 1").Run();
        var waitingFrom = WaitingFrom(file);
        var candidates = new TextCandidates(file, phrase, use => TryRead(session, file, use));
        return TryRead(session, file, index => candidates.FindWaiting(day, index, waitingFrom, areRead)) ? candidates : null;
    }

    /// <summary>Finds traces whose log records in a day file may say something, indexed or not.</summary>
    /// <param name="session">The query.</param>
    /// <param name="file">The day file.</param>
    /// <param name="phrase">What they have to say.</param>
    /// <param name="into">Gets their ids.</param>
    /// <param name="most">Most of them.</param>
    /// <returns>Whether there are no more.</returns>
    public bool FindByLogs(ReadSession session, DayFile file, WordPhrase phrase, HashSet<TraceId> into, int most)
    {
        var day = session.Reader(file).Connection;
        var any = day.Statement("SELECT 1 FROM log_traces LIMIT 1");
        var hasLogs = any.Step();
        any.Reset();
        if (!hasLogs)
        {
            return true;
        }

        HashSet<long> numbers = [];
        if (!File.Exists(TextIndexTables.PathOf(file.Path)) || !TryRead(session, file, index => FindLogs(day, index, phrase, numbers, most)))
        {
            numbers.Clear();
            TextCandidates.ForEach(day, $"SELECT log_trace_no FROM log_traces LIMIT {most + 1}", row => numbers.Add(row.Int64(0)));
        }

        var find = day.Statement("SELECT trace_id FROM log_traces WHERE log_trace_no = ?");
        foreach (var number in numbers)
        {
            find.Bind(1, number);
            if (find.Step())
            {
                into.Add(TraceRows.IdAt(find, column: 0));
            }

            find.Reset();
        }

        return numbers.Count <= most && into.Count <= most;
    }

    private static void FindLogs(SqliteConnection day, SqliteConnection index, WordPhrase phrase, HashSet<long> into, int most)
    {
        var words = index.Statement(
            "SELECT DISTINCT log_trace_no FROM places WHERE log_trace_no <> 0 AND place_no IN (SELECT rowid FROM words WHERE words MATCH ?) LIMIT ?");
        words.BindText(1, TextCandidates.Match(phrase));
        Take(words, limitAt: 2);
        if (index.QueryInt64("SELECT is_complete FROM progress") == 0)
        {
            var later = day.Statement("SELECT DISTINCT log_trace_no FROM logs WHERE segment_no > ? AND log_trace_no <> 0 LIMIT ?");
            later.Bind(1, index.QueryInt64("SELECT log_segment_no FROM progress"));
            Take(later, limitAt: 2);
        }

        void Take(SqliteStatement query, int limitAt)
        {
            try
            {
                query.Bind(limitAt, most + 1L);
                while (query.Step())
                {
                    into.Add(query.Int64(0));
                }
            }
            finally
            {
                query.Reset();
            }
        }
    }

    private bool TryRead(ReadSession session, DayFile file, Action<SqliteConnection> read)
    {
        try
        {
            _readers.Read(file, read, session.CancellationToken);
            return true;
        }
        catch (Exception failure) when (StoreFailure.IsWorld(failure))
        {
            // It was deleted this moment, or is damaged: without it, all traces are read.
            session.ThrowIfCancelled();
            return false;
        }
    }

    /// <summary>The lowest number of a trace that may wait to be indexed.</summary>
    private long WaitingFrom(DayFile file)
    {
        lock (_touching)
        {
            return Math.Min(_touched.GetValueOrDefault(file, long.MaxValue), _committedFrom.GetValueOrDefault(file));
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        if (_running.IsValueCreated)
        {
            await _running.Value;
        }

        lock (_gate)
        {
            CloseIndexer();
        }

        _closing.Dispose();
        _arrived.Dispose();
    }

    private async Task RunAsync()
    {
        try
        {
            while (true)
            {
                await _arrived.WaitAsync(_closing.Token);
                await Task.Delay(_pause, _clock, _closing.Token);
                _pause = Pause;
                for (var isDone = false; !isDone;)
                {
                    var pace = Pace;
                    var began = _clock.GetTimestamp();

                    // On a thread of its own: the pool has one for each processor, and those are for who waits.
                    isDone = await Task.Factory.StartNew(() => Step(pace.Bytes), _closing.Token, TaskCreationOptions.LongRunning, TaskScheduler.Default);
                    if (pace.Pauses > 0)
                    {
                        await Task.Delay(_clock.GetElapsedTime(began) * pace.Pauses, _clock, _closing.Token);
                    }

                    _closing.Token.ThrowIfCancellationRequested();
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The store closes; what is left is indexed when it opens again.
        }
    }

    private (int Pauses, int Bytes) Pace =>
        _isPressed() ? Pressed : _clock.GetElapsedTime(Volatile.Read(ref _lastArrival)) < ArrivingFor ? Arriving : Quiet;

    /// <summary>Indexes a part of what is not yet, today's file first.</summary>
    /// <param name="maxBytes">About how many bytes of words.</param>
    /// <returns>Whether nothing was left.</returns>
    [SuppressMessage("Reliability", "CA2000", Justification = "CloseIndexer disposes of it.")]
    private bool Step(int maxBytes)
    {
        lock (_gate)
        {
            var arrivals = Volatile.Read(ref _arrivals);
            var all = _files.OldestFirst;
            for (var at = all.Length - 1; at >= 0; at--)
            {
                var (file, isWritten) = (all[at], at == all.Length - 1);
                if (_finished.Contains(file) || !File.Exists(file.Path))
                {
                    continue;
                }

                try
                {
                    if (isWritten && (_current, _currentAsOf) == (file, arrivals))
                    {
                        continue;
                    }

                    if (_indexer?.File != file)
                    {
                        if (_indexer is { } previous)
                        {
                            previous.Commit();
                            TellCommitted(previous);
                        }

                        CloseIndexer();
                        _text = new IndexedText(_format, _keys);
                        _indexer = new DayTextIndexer(file, _days, _texts, _text, WaitingFrom(file));
                    }

                    TellTouched(_indexer);
                    var isDone = _indexer.Step(isWritten, maxBytes);
                    TellCommitted(_indexer);
                    if (!isDone)
                    {
                        return false;
                    }
                }
                catch (Exception failure)
                {
                    // Whatever it is, a search that takes longer is no reason not to store what arrives.
                    LogFailed(file.Path, failure);
                    CloseIndexer();
                    GiveUp(file);
                    continue;
                }

                if (isWritten)
                {
                    (_current, _currentAsOf) = (file, arrivals);
                }
                else
                {
                    _finished.Add(file);
                }
            }

            if (arrivals == Volatile.Read(ref _arrivals))
            {
                Volatile.Write(ref _behindSince, 0);
            }

            return true;
        }
    }

    private void TellTouched(DayTextIndexer indexer)
    {
        lock (_touching)
        {
            if (_touched.Remove(indexer.File, out var lowest))
            {
                indexer.LookFrom(lowest);
                _committedFrom[indexer.File] = indexer.CommittedFrom;
            }
        }
    }

    private void TellCommitted(DayTextIndexer indexer)
    {
        lock (_touching)
        {
            _committedFrom[indexer.File] = indexer.CommittedFrom;
        }
    }

    // What is damaged, or of another version, is made anew at the next start; until then it is not asked.
    private void GiveUp(DayFile file)
    {
        _finished.Add(file);
        try
        {
            Delete(file);
        }
        catch (StoreUnavailableException failure)
        {
            LogFailed(file.Path, failure);
        }
    }

    private void CloseIndexer()
    {
        _indexer?.Dispose();
        _indexer = null;
    }

    private void Delete(DayFile file)
    {
        _readers.Forget(file);
        _current = null;
        lock (_touching)
        {
            // What the next one is not told any more, it finds by looking at all.
            _committedFrom.Remove(file);
        }

        var path = TextIndexTables.PathOf(file.Path);
        try
        {
            // The log last: without it, the file would be one of an earlier moment.
            File.Delete(path);
            File.Delete(path + "-wal");
            File.Delete(path + "-shm");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw StoreFailure.Describe(path, failure);
        }
    }

    [LoggerMessage(EventId = 3206, Level = LogLevel.Warning, Message = "The words of {Path} could not be indexed; searches read its traces instead.")]
    private partial void LogFailed(string path, Exception failure);
}
