using System.Diagnostics.CodeAnalysis;
using System.Text;
using OtelGenAI.Storage.Query;
using OtelGenAI.Storage.Sqlite.Days;
using OtelGenAI.Storage.Sqlite.Native;
using OtelGenAI.Storage.Sqlite.TextIndex;
using OtelGenAI.Telemetry;
using OtelGenAI.Telemetry.Pricing;
using OtelGenAI.Telemetry.Traces;

namespace OtelGenAI.Storage.Sqlite.Reading;

/// <summary>Lists the traces of a tenant over all its day files, newest start or highest cost first.</summary>
/// <remarks>
/// Newest first, the files are gone through together, each in order from an index, and only as far as the page goes; a file whose traces are all older
/// is not opened. So a page that takes too long ends at a place where the next one goes on, and one that takes a while goes on as of a later moment: the
/// log of the file that is written cannot start over while somebody reads it. A trace that arrived in several files counts in the newest
/// one, which has its whole summary.
/// By cost there is no index, because every span of a trace would change it: lines are looked through, the costliest kept, and asked in that order.
/// </remarks>
/// <param name="begin">Begins to read as of now.</param>
/// <param name="filter">Which traces.</param>
/// <param name="after">Where the page begins.</param>
/// <param name="limit">Most traces of the page.</param>
/// <param name="evaluation">Asks what the columns of a trace's line do not say; <see langword="null"/> when nothing else is asked.</param>
/// <param name="budget">How long it may take.</param>
internal sealed class TraceListing(
    Func<ReadSession> begin, TraceFilter filter, TraceCursor? after, int limit, QueryEvaluation? evaluation, QueryBudget budget)
{
    // Half a second of log is 16 MB where 10,000 spans/s of 3 KB arrive; to begin again takes a millisecond.
    private static readonly TimeSpan SliceLength = TimeSpan.FromMilliseconds(250);

    // Of those that are left a next page begins where these end; 20,000 are what is asked in some seconds, and a megabyte.
    private const int MostCostlyAsked = 20_000;

    // How long traces are read whose words wait to be indexed, the newest first. Those that are left then are said to be missing, and are found by
    // who asks again: under load somebody who searches waits for the words of a second, not for those of a minute. When more wait than could ever be
    // read, those few that are read make hardly a difference.
    private static readonly TimeSpan MostForWaiting = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan MostForManyWaiting = TimeSpan.FromMilliseconds(15);

    // One more than the page, to know whether there is a next one.
    private readonly int _wanted = limit + 1;
    private readonly TraceQuestions _questions = new(filter, budget);
    private readonly byte[]? _namePart = string.IsNullOrEmpty(filter.NameContains) ? null : Encoding.UTF8.GetBytes(filter.NameContains);
    private ReadSession _session = null!;
    private TraceCursor? _after = after;
    private TextConditions? _texts;
    private bool _hasLookedForTexts;
    private bool _isSliceOver;
    private long _unindexed;
    private TimeSpan _spentOnWaiting;
    private readonly List<TraceSummary> _best = [];
    private Costly[]? _costliest;
    private int _asked;

    // Of the file that is written: a span that comes between two slices can move the start of its trace down the list, where it would count again.
    private readonly HashSet<TraceId> _taken = [];
    private long _examined;
    private Action<IQueriedTrace>? _visit;

    public TracePage Run()
    {
        var stopped = RunSlices(() =>
        {
            if (filter.IsPinned is true)
            {
                TakePinned();
                return null;
            }

            return filter.Order == TraceOrder.CostliestFirst ? TakeCostliest() : TakeNewest();
        }, out var ranOutOfTime);
        if (_best.Count > limit)
        {
            _best.RemoveRange(limit, _best.Count - limit);
            stopped = ranOutOfTime ? null : TracePosition.After(_best[^1]);
        }

        return new TracePage(_best, stopped) { Examined = _examined, Unindexed = Unindexed, RanOutOfTime = ranOutOfTime };
    }

    /// <summary>Shows every trace of the filter, the newest first, instead of making a page.</summary>
    /// <param name="visit">Told of each; asks what it wants to know of it.</param>
    /// <returns>How many there were, and whether some were left out because the time was over, or too many wait to be indexed.</returns>
    public (long Examined, bool RanOutOfTime) Visit(Action<IQueriedTrace> visit)
    {
        _visit = visit;
        _ = RunSlices(TakeNewest, out var ranOutOfTime);
        return (_examined, ranOutOfTime || Unindexed > 0);
    }

    /// <summary>Reads slice by slice, each as of its own moment.</summary>
    /// <param name="run">Reads one; returns where it stopped, when it did.</param>
    /// <param name="ranOutOfTime">Whether it stopped because all of the time was over.</param>
    private TraceCursor? RunSlices(Func<TraceCursor?> run, out bool ranOutOfTime)
    {
        ranOutOfTime = false;
        while (true)
        {
            using var session = begin();
            (_session, _isSliceOver) = (session, false);
            budget.BeginSlice(SliceLength);
            TraceCursor? stopped = null;
            try
            {
                if (session.Live is { } live)
                {
                    // Also when nothing of it is wanted: from here on it is read as of now, and so is what it continues.
                    _ = session.Reader(live);
                    FindTexts();
                    stopped = run();
                    ranOutOfTime = stopped is not null && !_isSliceOver;
                }
            }
            catch (QueryTimeException)
            {
                ranOutOfTime = true;
            }

            session.Succeed();
            if (!_isSliceOver)
            {
                return stopped;
            }

            _after = stopped;
        }
    }

    private void FindTexts()
    {
        // Once: what a trace gains later is not looked for, as if all were read at that moment.
        if (!_hasLookedForTexts && filter is { Query: { } query, IsPinned: not true })
        {
            _texts = TextConditions.Find(_session, query);
        }

        _hasLookedForTexts = true;
    }

    // They are few, and may be anywhere: each is looked up.
    private void TakePinned()
    {
        var found = _session.Pinned.Select(traceId => TraceParts.Find(_session, traceId))
            .Where(parts => parts.Count > 0)
            .Select(parts => TraceParts.SummaryOf(_session, parts[0].Row))
            .Where(trace => filter.Matches(trace) && (_after is not { } cursor || Position(trace).CompareTo(TracePosition.Of(cursor, filter.Order)) < 0))
            .OrderByDescending(Position);
        foreach (var trace in found)
        {
            if (_best.Count < _wanted && IsAskedFor(trace))
            {
                _best.Add(trace);
            }
        }
    }

    /// <summary>Goes through the files from the newest trace on.</summary>
    /// <returns>Where the time was over, or that of the slice, when it was.</returns>
    [SuppressMessage("Reliability", "CA2000", Justification = "Those that were opened are disposed of in the end.")]
    private TraceCursor? TakeNewest()
    {
        var closed = new Queue<DayFile>(_session.OldestFirst[..^1].Where(MayHaveAny).OrderByDescending(file => _session.Sealed(file).MaxStart));
        var heads = new PriorityQueue<FileRows, TracePosition>(Comparer<TracePosition>.Create((x, y) => y.CompareTo(x)));
        List<FileRows> opened = [];
        var before = _examined;
        var stopped = _after ?? Newest;
        try
        {
            Open(_session.Live!);
            while (_best.Count < _wanted)
            {
                while (closed.TryPeek(out var next) && (!heads.TryPeek(out _, out var head) || _session.Sealed(next).MaxStart >= head.Key))
                {
                    Open(closed.Dequeue());
                }

                if (!heads.TryDequeue(out var rows, out var position))
                {
                    return null;
                }

                if (budget.IsSliceOver && _examined > before)
                {
                    _isSliceOver = true;
                    return Before(position);
                }

                stopped = Before(position);
                Examine(rows);
                stopped = new TraceCursor(position.Key, new TraceId(position.TraceId));
                Advance(rows);
            }
        }
        catch (QueryTimeException)
        {
            // What the index has named so far is not looked up again by the next slice.
            _isSliceOver = !budget.IsSpent;
            return stopped;
        }
        finally
        {
            opened.ForEach(rows => rows.Dispose());
        }

        return null;

        void Open(DayFile file)
        {
            foreach (var rows in _questions.Ask(_session, file, _after, _texts))
            {
                opened.Add(rows);
                Advance(rows);
            }
        }

        void Advance(FileRows rows)
        {
            if (rows.Step())
            {
                heads.Enqueue(rows, new TracePosition(rows.Statement.Int64(filter.Query is null ? TraceQuestions.StartColumn : TraceQuestions.QueryStartColumn), TraceRows.Id(rows.Statement).Value));
            }
        }
    }

    // Before every trace.
    private static TraceCursor Costliest => new(StartUnixNano: 0, new TraceId(UInt128.MaxValue)) { Cost = new PicoUsd(long.MaxValue) };

    private static TraceCursor Newest => new(long.MaxValue, new TraceId(UInt128.MaxValue));

    private static TraceCursor Before(TracePosition position) => new(position.Key, new TraceId(position.TraceId + 1));

    private void Examine(FileRows rows)
    {
        _examined++;
        _session.ThrowIfCancelled();
        budget.Tick();
        var row = rows.Statement;
        if (filter.Query is null)
        {
            if (NameMatches(row, TraceRows.NameColumn) && !IsPinnedAway(row) && !_session.IsContinuedLater(rows.File, TraceRows.Id(row)))
            {
                Take(rows.File, TraceParts.SummaryOf(_session, TraceRows.Read(row)));
            }
        }
        else if (row.Int64(TraceQuestions.QueryFlagColumn) != 0 && !IsLeftOut(rows.File, row.Int64(0)) && !IsPinnedAway(row) && !_session.IsContinuedLater(rows.File, TraceRows.Id(row)))
        {
            var trace = TraceParts.SummaryOf(_session, _session.Reader(rows.File).ReadTrace(row.Int64(0)));
            if (filter.Matches(trace) && (_visit is not null || IsAskedFor(rows.File, row.Int64(0), trace)))
            {
                Take(rows.File, trace);
            }
        }
    }

    private void Take(DayFile file, TraceSummary trace)
    {
        if (file == _session.Live && !_taken.Add(trace.TraceId))
        {
            return;
        }

        if (_visit is null)
        {
            _best.Add(trace);
        }
        else
        {
            _visit(new SqliteQueriedTrace(_session, trace));
        }
    }

    private long Unindexed => _unindexed + (_texts?.Unindexed ?? 0);

    private bool IsAskedFor(DayFile file, long traceNo, TraceSummary trace)
    {
        if (!IsWaiting(file, traceNo))
        {
            return IsAskedFor(trace);
        }

        var began = budget.Elapsed;
        var isAskedFor = IsAskedFor(trace);
        _spentOnWaiting += budget.Elapsed - began;
        return isAskedFor;
    }

    private bool IsWaiting(DayFile file, long traceNo) =>
        evaluation is not null && filter.Query is { Depth: QueryDepth.Payloads } && _texts?.IsWaiting(file, traceNo) == true;

    // Also its line is not read then: under load there are a thousand.
    private bool IsLeftOut(DayFile file, long traceNo)
    {
        if (!IsWaiting(file, traceNo) || _spentOnWaiting < (_texts!.Unindexed > 0 ? MostForManyWaiting : MostForWaiting))
        {
            return false;
        }

        _unindexed++;
        return true;
    }

    private bool IsAskedFor(TraceSummary trace) => evaluation is null || evaluation.Matches(new SqliteQueriedTrace(_session, trace));

    private bool MayHaveAny(DayFile file) => _session.Sealed(file) is var day && day.MaxStart >= (filter.StartFromUnixNano ?? long.MinValue) &&
        day.MinStart < (filter.StartBeforeUnixNano ?? long.MaxValue) &&
        (filter.Order == TraceOrder.CostliestFirst || day.MinStart <= (_after?.StartUnixNano ?? long.MaxValue));

    /// <summary>Keeps the costliest lines, then asks of each, the costliest first, what its line does not say.</summary>
    /// <returns>Where the time was over, or where the lines that are kept ended, when the page was not full then.</returns>
    private TraceCursor? TakeCostliest()
    {
        var isFirst = _costliest is null;
        if (_costliest is null)
        {
            var kept = new PriorityQueue<Costly, TracePosition>();
            Keep(_session.Live!, kept);
            foreach (var file in _session.OldestFirst[..^1].Where(MayHaveAny))
            {
                Keep(file, kept);
            }

            var costliest = new Costly[kept.Count];
            for (var at = kept.Count - 1; at >= 0; at--)
            {
                costliest[at] = kept.Dequeue();
            }

            _costliest = costliest;
        }

        var before = _asked;
        try
        {
            for (; _asked < _costliest.Length && _best.Count < _wanted; _asked++)
            {
                if (budget.IsSliceOver && _asked > before)
                {
                    _isSliceOver = true;
                    return _after;
                }

                Ask(_costliest[_asked], isFirst);
            }
        }
        catch (QueryTimeException)
        {
            return _asked > 0 ? After(_costliest[_asked - 1]) : _after ?? Costliest;
        }

        return _best.Count < _wanted && _costliest.Length == MostCostly ? After(_costliest[^1]) : null;

        static TraceCursor After(Costly last) =>
            new(StartUnixNano: 0, new TraceId(last.Position.TraceId)) { Cost = last.Position.Cost };
    }

    private void Ask(Costly costly, bool isFirstSlice)
    {
        if (IsLeftOut(costly.File, costly.TraceNo))
        {
            return;
        }

        // Later, the trace may be in another file, or gone.
        var row = isFirstSlice
            ? _session.Reader(costly.File).ReadTrace(costly.TraceNo)
            : TraceParts.Find(_session, new TraceId(costly.Position.TraceId)).Select(part => part.Row).FirstOrDefault();
        if (row is not null && TraceParts.SummaryOf(_session, row) is var trace && (evaluation is null || IsAskedFor(costly.File, costly.TraceNo, trace)))
        {
            _best.Add(trace);
        }
    }

    // As many as the page has, where the line says all.
    private int MostCostly => evaluation is null ? _wanted : MostCostlyAsked;

    private void Keep(DayFile file, PriorityQueue<Costly, TracePosition> kept)
    {
        foreach (var rows in _questions.Ask(_session, file, _after, _texts))
        {
            using (rows)
            {
                while (rows.Step())
                {
                    var row = rows.Statement;
                    _examined++;
                    _session.ThrowIfCancelled();
                    budget.Tick();
                    var position = TracePosition.Of(row.Int64OrNull(TraceQuestions.CostColumn), TraceRows.Id(row));
                    if ((_after is not { } cursor || position.CompareTo(TracePosition.Of(cursor, filter.Order)) < 0) &&
                        (kept.Count < MostCostly || (kept.TryPeek(out _, out var least) && position.CompareTo(least) > 0)) &&
                        (filter.Query is null || row.Int64(TraceQuestions.CostFlagColumn) != 0) &&
                        NameMatches(row, TraceQuestions.CostNameColumn) && !IsPinnedAway(row) && !_session.IsContinuedLater(file, TraceRows.Id(row)))
                    {
                        _ = kept.Count < MostCostly ? default : kept.Dequeue();
                        kept.Enqueue(new Costly(file, row.Int64(0), position), position);
                    }
                }
            }
        }
    }

    private bool NameMatches(SqliteStatement row, int column) =>
        _namePart is null || TraceFilterMatching.ContainsIgnoringAsciiCase(row.Bytes(column), _namePart);

    private bool IsPinnedAway(SqliteStatement row) => filter.IsPinned is false && _session.Pinned.Contains(TraceRows.Id(row));

    private TracePosition Position(TraceSummary trace) => TracePosition.Of(trace, filter.Order);

    /// <summary>A line that is one of the costliest.</summary>
    private readonly record struct Costly(DayFile File, long TraceNo, TracePosition Position);
}
