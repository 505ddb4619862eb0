using System.Globalization;
using System.Text;
using OtelGenAI.Storage.Query;
using OtelGenAI.Storage.Sqlite.Native;
using OtelGenAI.Storage.Sqlite.Reading;
using OtelGenAI.Telemetry;

namespace OtelGenAI.Storage.Sqlite.TextIndex;

/// <summary>The traces of one day file that may say what is looked for: those that the index names, and those that are not all in it.</summary>
/// <param name="TraceNos">Traces of the file whose spans may.</param>
/// <param name="Waiting">Traces of which something waits to be indexed.</param>
/// <param name="ByLogs">Traces, of whatever file, whose log records in this one may.</param>
/// <param name="Unindexed">Traces of which something waits to be indexed, and that are not among those: too many.</param>
internal sealed record TextCandidates(IReadOnlySet<long> TraceNos, IReadOnlySet<long> Waiting, IReadOnlySet<TraceId> ByLogs, int Unindexed)
{
    /// <summary>The lowest number of all that wait.</summary>
    public long WaitingFrom { get; private init; } = long.MaxValue;

    // More than are read in the time that a search takes for them (TraceListing).
    private const int MostWaiting = 2_000;

    /// <summary>Most candidates of a file. What more traces say is found soon by reading the newest ones.</summary>
    public const int Most = 10_000;

    /// <summary>Finds them.</summary>
    /// <param name="day">The day file, as of one moment.</param>
    /// <param name="index">Its index, as of that moment or later.</param>
    /// <param name="phrase">What they have to say, in whatever span or log record.</param>
    /// <param name="waitingFrom">The lowest number of a trace that may wait to be indexed.</param>
    /// <returns><see langword="null"/> when there are too many.</returns>
    public static TextCandidates? Find(SqliteConnection day, SqliteConnection index, WordPhrase phrase, long waitingFrom)
    {
        if (Search(index, phrase) is not var (traces, logs))
        {
            return null;
        }

        List<long> waiting = [];
        if (index.QueryInt64("SELECT is_complete FROM progress") == 0)
        {
            waiting.AddRange(DayTextIndexer.Pending(day, index, waitingFrom).Select(trace => trace.TraceNo).Where(traceNo => !traces.Contains(traceNo)));
            var later = day.Statement("SELECT DISTINCT log_trace_no FROM logs WHERE segment_no > ? AND log_trace_no <> 0");
            later.Bind(1, index.QueryInt64("SELECT log_segment_no FROM progress"));
            while (logs.Count <= Most && later.Step())
            {
                logs.Add(later.Int64(0));
            }

            later.Reset();
        }

        // The newest, when not all can be read.
        return logs.Count > Most ? null : new TextCandidates(
            traces, waiting.TakeLast(MostWaiting).ToHashSet(), TraceIds(day, logs), Math.Max(0, waiting.Count - MostWaiting))
        {
            WaitingFrom = waiting.Count > 0 ? waiting[0] : long.MaxValue,
        };
    }

    /// <summary>All traces of a file that has no index.</summary>
    public static TextCandidates? All(SqliteConnection day)
    {
        var traces = Numbers(day, "SELECT trace_no FROM traces");
        var logs = Numbers(day, "SELECT log_trace_no FROM log_traces");
        return traces.Count + logs.Count > Most ? null : new TextCandidates(traces, new HashSet<long>(), TraceIds(day, logs), Unindexed: 0);
    }

    /// <summary>The condition, in SQL: numbers of traces, so that no other line is looked at.</summary>
    /// <param name="byLogs">Traces that log records of any file name.</param>
    /// <param name="withAllWaiting">Whether all traces that wait are candidates, or only <see cref="Waiting"/>.</param>
    public string ToSql(IEnumerable<TraceId> byLogs, bool withAllWaiting) => string.Create(
        CultureInfo.InvariantCulture,
        $"""
        trace_no IN (SELECT trace_no FROM traces WHERE trace_no IN ({string.Join(',', TraceNos.Concat(Waiting))})
        UNION ALL SELECT trace_no FROM traces WHERE trace_no >= {(withAllWaiting ? WaitingFrom : long.MaxValue)}
        UNION ALL SELECT trace_no FROM traces INDEXED BY traces_continued WHERE earlier_day IS NOT NULL
        UNION ALL SELECT trace_no FROM traces WHERE trace_id IN ({string.Join(',', byLogs.Select(id => $"x'{id}'"))}))
        """);

    private static HashSet<long> Numbers(SqliteConnection day, string sql)
    {
        HashSet<long> numbers = [];
        var query = day.Statement($"{sql} LIMIT {Most + 1}");
        while (query.Step())
        {
            numbers.Add(query.Int64(0));
        }

        query.Reset();
        return numbers;
    }

    private static (HashSet<long> Spans, HashSet<long> Logs)? Search(SqliteConnection index, WordPhrase phrase)
    {
        // The index knows in which place a word is, not where in it: all of the phrase's words, in whatever order.
        var words = string.Join(" AND ", phrase.Words.Select(word => $"\"{Encoding.UTF8.GetString(word)}\""));
        var query = index.Statement("SELECT DISTINCT trace_no, log_trace_no FROM places WHERE place_no IN (SELECT rowid FROM words WHERE words MATCH ?)");
        query.BindText(1, phrase.IsPrefix ? words + " *" : words);
        HashSet<long> spans = [], logs = [];
        try
        {
            while (query.Step())
            {
                _ = query.Int64(1) == 0 ? spans.Add(query.Int64(0)) : logs.Add(query.Int64(1));
                if (spans.Count + logs.Count > Most)
                {
                    return null;
                }
            }
        }
        finally
        {
            query.Reset();
        }

        return (spans, logs);
    }

    private static HashSet<TraceId> TraceIds(SqliteConnection day, HashSet<long> logTraceNos)
    {
        HashSet<TraceId> ids = [];
        var query = day.Statement("SELECT trace_id FROM log_traces WHERE log_trace_no = ?");
        foreach (var number in logTraceNos)
        {
            query.Bind(1, number);
            if (query.Step())
            {
                ids.Add(TraceRows.IdAt(query, column: 0));
            }

            query.Reset();
        }

        return ids;
    }
}
