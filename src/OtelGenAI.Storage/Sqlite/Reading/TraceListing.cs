using System.Text;
using OtelGenAI.Storage.Sqlite.Days;
using OtelGenAI.Storage.Sqlite.Native;
using OtelGenAI.Telemetry.Traces;

namespace OtelGenAI.Storage.Sqlite.Reading;

/// <summary>Lists the traces of a tenant over all its day files, newest start or highest cost first.</summary>
/// <remarks>
/// Newest first, each file gives at most one page, in order, from an index; files that cannot have a place on the page are not opened. A trace that
/// arrived in several files counts in the newest one, which has its whole summary.
/// By cost there is no index, because every span of a trace would change it: lines are looked through, and the costliest kept.
/// </remarks>
internal sealed class TraceListing(ReadSession session, TraceFilter filter, TraceCursor? after, int limit)
{
    // All that is looked at of a line that may not be kept.
    private const string CostColumns = "trace_no, trace_id, cost, name";
    private const int CostColumn = 2;
    private const int CostNameColumn = 3;

    // One more than the page, to know whether there is a next one.
    private readonly int _wanted = limit + 1;
    private readonly byte[]? _namePart = string.IsNullOrEmpty(filter.NameContains) ? null : Encoding.UTF8.GetBytes(filter.NameContains);
    private List<TraceSummary> _best = [];

    public TracePage Run()
    {
        if (filter.IsPinned is true)
        {
            TakePinned();
        }
        else if (session.Live is { } live)
        {
            // Also when nothing of it is wanted: from here on it is read as of now, and so is what it continues.
            Take(live);
            foreach (var file in EarlierFiles())
            {
                Take(file);
            }
        }

        if (_best.Count <= limit)
        {
            return new TracePage(_best, Next: null);
        }

        _best.RemoveAt(limit);
        return new TracePage(_best, TracePosition.After(_best[^1]));
    }

    // They are few, and may be anywhere: each is looked up.
    private void TakePinned() => _best =
    [
        .. session.Pinned.Select(traceId => TraceParts.Find(session, traceId))
            .Where(parts => parts.Count > 0)
            .Select(parts => TraceParts.SummaryOf(session, parts[0].Row))
            .Where(trace => filter.Matches(trace) &&
                (after is not { } cursor || Position(trace).CompareTo(TracePosition.Of(cursor, filter.Order)) < 0))
            .OrderByDescending(Position)
            .Take(_wanted),
    ];

    private IEnumerable<DayFile> EarlierFiles()
    {
        var files = session.OldestFirst[..^1]
            .Where(file => session.Sealed(file) is var day && day.MaxStart >= (filter.StartFromUnixNano ?? long.MinValue) &&
                day.MinStart < (filter.StartBeforeUnixNano ?? long.MaxValue) && (IsByCost || day.MinStart <= (after?.StartUnixNano ?? long.MaxValue)))
            .OrderByDescending(file => session.Sealed(file).MaxStart);
        foreach (var file in files)
        {
            if (!IsByCost && _best.Count == _wanted && session.Sealed(file).MaxStart < _best[^1].StartUnixNano)
            {
                yield break;
            }

            yield return file;
        }
    }

    private bool IsByCost => filter.Order == TraceOrder.CostliestFirst;

    private void Take(DayFile file) => _best = Merge(_best, IsByCost ? Costliest(file) : Newest(file));

    private List<TraceSummary> Newest(DayFile file)
    {
        List<TraceSummary> found = [];
        var rows = Query(session.Reader(file).Connection);
        try
        {
            while (found.Count < _wanted && rows.Step())
            {
                session.ThrowIfCancelled();
                if (IsBehindThePage(rows))
                {
                    break;
                }

                if (NameMatches(rows, TraceRows.NameColumn) && !IsPinnedAway(rows) && !session.IsContinuedLater(file, TraceRows.Id(rows)))
                {
                    found.Add(TraceParts.SummaryOf(session, TraceRows.Read(rows)));
                }
            }
        }
        finally
        {
            rows.Reset();
        }

        return found;
    }

    private List<TraceSummary> Costliest(DayFile file)
    {
        var kept = new PriorityQueue<long, TracePosition>();
        var rows = Query(session.Reader(file).Connection);
        try
        {
            while (rows.Step())
            {
                session.ThrowIfCancelled();
                var position = TracePosition.Of(rows.Int64OrNull(CostColumn), TraceRows.Id(rows));
                if ((after is not { } cursor || position.CompareTo(TracePosition.Of(cursor, filter.Order)) < 0) &&
                    (kept.Count < _wanted || kept.TryPeek(out _, out var least) && position.CompareTo(least) > 0) &&
                    NameMatches(rows, CostNameColumn) && !IsPinnedAway(rows) && !session.IsContinuedLater(file, TraceRows.Id(rows)))
                {
                    _ = kept.Count < _wanted ? 0 : kept.Dequeue();
                    kept.Enqueue(rows.Int64(0), position);
                }
            }
        }
        finally
        {
            rows.Reset();
        }

        List<TraceSummary> found = new(kept.Count);
        while (kept.TryDequeue(out var traceNo, out _))
        {
            found.Add(TraceParts.SummaryOf(session, session.Reader(file).ReadTrace(traceNo)));
        }

        found.Reverse();
        return found;
    }

    /// <summary>The question to one file, and how to bind its values; each shape of it but those by cost is answered from an index, in order.</summary>
    internal static (string Sql, List<Action<SqliteStatement, int>> Values) Question(TraceFilter filter, TraceCursor? after)
    {
        var sql = new StringBuilder($"SELECT {(filter.Order == TraceOrder.CostliestFirst ? CostColumns : TraceRows.Columns)} FROM traces WHERE 1");
        List<Action<SqliteStatement, int>> values = [];
        if (filter.StartFromUnixNano is { } from)
        {
            sql.Append(" AND start_time >= ?");
            values.Add((row, at) => row.Bind(at, from));
        }

        if (filter.StartBeforeUnixNano is { } before)
        {
            sql.Append(" AND start_time < ?");
            values.Add((row, at) => row.Bind(at, before));
        }

        if (filter.ConversationId is { } conversation)
        {
            sql.Append(" AND conversation = ?");
            values.Add((row, at) => row.BindText(at, conversation));
        }

        if (filter.UserId is { } user)
        {
            sql.Append(" AND user = ?");
            values.Add((row, at) => row.BindText(at, user));
        }

        if (filter.CostAtLeast is { } least)
        {
            sql.Append(" AND cost >= ?");
            values.Add((row, at) => row.Bind(at, least.Value));
        }

        if (filter.CostAtMost is { } most)
        {
            sql.Append(" AND cost <= ?");
            values.Add((row, at) => row.Bind(at, most.Value));
        }

        sql.Append(filter.HasUnpricedCalls switch { null => "", true => " AND unpriced_calls > 0", false => " AND unpriced_calls = 0" });
        sql.Append(filter.HasError switch { null => "", true => " AND error_count > 0", false => " AND error_count = 0" });
        if (filter.Order == TraceOrder.CostliestFirst)
        {
            return (sql.ToString(), values);
        }

        if (after is { } cursor)
        {
            sql.Append(" AND (start_time, trace_id) < (?, ?)");
            values.Add((row, at) => row.Bind(at, cursor.StartUnixNano));
            values.Add((row, at) => DayReader.BindId(row, at, cursor.TraceId));
        }

        return (sql.Append(" ORDER BY start_time DESC, trace_id DESC").ToString(), values);
    }

    private SqliteStatement Query(SqliteConnection connection)
    {
        var (sql, values) = Question(filter, after);
        var statement = connection.Statement(sql);
        for (var at = 0; at < values.Count; at++)
        {
            values[at](statement, at + 1);
        }

        return statement;
    }

    private bool IsBehindThePage(SqliteStatement row)
    {
        if (_best.Count < _wanted)
        {
            return false;
        }

        var worst = _best[^1];
        return (row.Int64(3), TraceRows.Id(row).Value).CompareTo((worst.StartUnixNano, worst.TraceId.Value)) < 0;
    }

    private bool NameMatches(SqliteStatement row, int column) =>
        _namePart is null || TraceFilterMatching.ContainsIgnoringAsciiCase(row.Bytes(column), _namePart);

    private bool IsPinnedAway(SqliteStatement row) => filter.IsPinned is false && session.Pinned.Contains(TraceRows.Id(row));

    private List<TraceSummary> Merge(List<TraceSummary> x, List<TraceSummary> y)
    {
        List<TraceSummary> merged = new(Math.Min(_wanted, x.Count + y.Count));
        int i = 0, j = 0;
        while (merged.Count < _wanted && (i < x.Count || j < y.Count))
        {
            merged.Add(j == y.Count || (i < x.Count && Position(x[i]).CompareTo(Position(y[j])) > 0) ? x[i++] : y[j++]);
        }

        return merged;
    }

    private TracePosition Position(TraceSummary trace) => TracePosition.Of(trace, filter.Order);
}
