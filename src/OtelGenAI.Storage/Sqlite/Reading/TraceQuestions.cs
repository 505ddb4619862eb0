using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using OtelGenAI.Storage.Query;
using OtelGenAI.Storage.Sqlite.Days;
using OtelGenAI.Storage.Sqlite.Native;
using OtelGenAI.Storage.Sqlite.TextIndex;
using OtelGenAI.Telemetry;

namespace OtelGenAI.Storage.Sqlite.Reading;

/// <summary>Asks one day file for the lines of traces, in SQL; <see cref="TraceListing"/> goes through the files with it.</summary>
/// <param name="filter">Which traces.</param>
/// <param name="budget">How long it may take.</param>
internal sealed class TraceQuestions(TraceFilter filter, QueryBudget budget)
{
    // Places in the rows of Ask: by cost; newest first; of a query, newest first.
    public const int CostColumn = 2;
    public const int CostNameColumn = 3;
    public const int CostFlagColumn = 4;
    public const int StartColumn = 3;
    public const int QueryStartColumn = 2;
    public const int QueryFlagColumn = 3;

    // All that is looked at of a line that may not be kept.
    private const string CostColumns = "trace_no, trace_id, cost, name";
    private const string QueryColumns = "trace_no, trace_id, start_time";
    private const string PositionColumns = "start_time, trace_id";
    private const string ContinuedTraces = "SELECT trace_no FROM traces INDEXED BY traces_continued WHERE earlier_day IS NOT NULL";

    /// <summary>The question to one file, and how to bind its values; each shape of it but those by cost is answered from an index, in order.</summary>
    public static (string Sql, List<Action<SqliteStatement, int>> Values) Question(
        TraceFilter filter, TraceCursor? after, string? columns = null, string? condition = null)
    {
        columns ??= filter.Order == TraceOrder.CostliestFirst ? CostColumns : TraceRows.Columns;
        var sql = new StringBuilder($"SELECT {columns} FROM traces WHERE {condition ?? "1"}");
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

    /// <summary>What is asked of one file: lines in order, of candidates where something says which they are.</summary>
    /// <param name="session">Reads it.</param>
    /// <param name="file">Which.</param>
    /// <param name="after">Where the page begins.</param>
    /// <param name="texts">Which traces may say what is looked for; <see langword="null"/> when that is not known.</param>
    [SuppressMessage("Reliability", "CA2000", Justification = "Whoever asks disposes of them.")]
    public IEnumerable<FileRows> Ask(ReadSession session, DayFile file, TraceCursor? after, TextConditions? texts)
    {
        var connection = session.Reader(file).Connection;
        if (filter.Query is not { } query)
        {
            var (known, bound) = Question(filter, after);
            yield return new ScannedRows(file, Bind(connection.Statement(known), bound), isOnce: false);
            yield break;
        }

        var isOfContinued = new QuerySql(connection).IsOfContinued(query.Root);
        var candidates = isOfContinued ? null : texts?.Of(session, file);
        if (!isOfContinued && candidates is null)
        {
            yield return Scan("1");
            yield break;
        }

        var (line, numberAt) = Line("trace_no = ?");
        var (position, values) = Question(filter, after, PositionColumns, "trace_no = ?");
        var positions = connection.StatementOnce(position);
        for (var at = 0; at < values.Count; at++)
        {
            values[at](positions, at + 2);
        }

        yield return new CandidateRows(
            session, file, candidates, Others(connection, candidates, texts), positions, line, numberAt, candidates?.WaitingFrom ?? long.MaxValue, CheckTime);
        if (candidates is { WaitingFrom: < long.MaxValue })
        {
            yield return Scan(string.Create(CultureInfo.InvariantCulture, $"trace_no >= {candidates.WaitingFrom}"));
        }

        ScannedRows Scan(string which) => new(file, Line(which).Statement, isOnce: true);

        // What no index answers is a column of the row, so that the search can be stopped at any row.
        (SqliteStatement Statement, int NumberAt) Line(string which)
        {
            var (flag, index) = (new QuerySql(connection), new QuerySql(connection));
            var columns = $"{(filter.Order == TraceOrder.CostliestFirst ? CostColumns : QueryColumns)}, {flag.OfTraces(query.Root) ?? "1"}";
            var condition = index.OfIndex(query.Root) ?? "1";
            var (sql, values) = Question(filter, after, columns, $"{condition} AND {which}");
            var statement = connection.StatementOnce(sql);
            var at = 1;
            foreach (var bind in flag.Values.Concat(index.Values))
            {
                bind(statement, at++);
            }

            var number = at;
            at += which.EndsWith('?') ? 1 : 0;
            foreach (var bind in values)
            {
                bind(statement, at++);
            }

            return (statement, number);
        }
    }

    private static List<long> Others(SqliteConnection connection, TextCandidates? candidates, TextConditions? texts)
    {
        List<long> others = [.. candidates?.Waiting ?? new HashSet<long>()];
        TextCandidates.ForEach(connection, ContinuedTraces, row => others.Add(row.Int64(0)));
        var find = connection.Statement("SELECT trace_no FROM traces WHERE trace_id = ?");
        foreach (var id in candidates is null ? new HashSet<TraceId>() : texts!.ByLogs)
        {
            DayReader.BindId(find, index: 1, id);
            if (find.Step())
            {
                others.Add(find.Int64(0));
            }

            find.Reset();
        }

        return others;
    }

    private void CheckTime()
    {
        budget.Check();
        if (filter.Order == TraceOrder.NewestFirst && budget.IsSliceOver)
        {
            throw new QueryTimeException();
        }
    }

    private static SqliteStatement Bind(SqliteStatement statement, IEnumerable<Action<SqliteStatement, int>> values)
    {
        var at = 1;
        foreach (var bind in values)
        {
            bind(statement, at++);
        }

        return statement;
    }
}
