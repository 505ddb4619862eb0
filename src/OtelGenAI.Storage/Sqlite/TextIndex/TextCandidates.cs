using System.Globalization;
using System.Text;
using OtelGenAI.Storage.Query;
using OtelGenAI.Storage.Sqlite.Native;
using OtelGenAI.Storage.Sqlite.Reading;
using OtelGenAI.Telemetry;

namespace OtelGenAI.Storage.Sqlite.TextIndex;

/// <summary>The traces of one day file that may say what is looked for: those that the index names, and those that are not all in it.</summary>
/// <param name="TraceNos">Traces of the file whose spans may.</param>
/// <param name="ByLogs">Traces, of whatever file, whose log records in this one may.</param>
/// <param name="Unindexed">Traces of which something waits to be indexed, and that are too many to be read.</param>
internal sealed record TextCandidates(IReadOnlySet<long> TraceNos, IReadOnlySet<TraceId> ByLogs, int Unindexed)
{
    private const int MostPending = 2_000;

    /// <summary>Most candidates of a file. What more traces say is found soon by reading the newest ones.</summary>
    public const int Most = 10_000;

    /// <summary>Finds them.</summary>
    /// <param name="day">The day file, as of one moment.</param>
    /// <param name="index">Its index, as of that moment or later.</param>
    /// <param name="phrase">What they have to say, in whatever span or log record.</param>
    /// <returns><see langword="null"/> when there are too many.</returns>
    public static TextCandidates? Find(SqliteConnection day, SqliteConnection index, WordPhrase phrase)
    {
        if (Search(index, phrase) is not var (traces, logs))
        {
            return null;
        }

        var unindexed = 0;
        if (index.QueryInt64("SELECT is_complete FROM progress") == 0)
        {
            var pending = 0;
            foreach (var (_, traceNo, _, _) in DayTextIndexer.Pending(day, index))
            {
                // Reading more of them takes longer than anybody waits for a search; they are said to be missing.
                if (++pending <= MostPending)
                {
                    traces.Add(traceNo);
                }
            }

            unindexed = Math.Max(0, pending - MostPending);

            var later = day.Statement("SELECT DISTINCT log_trace_no FROM logs WHERE segment_no > ? AND log_trace_no <> 0");
            later.Bind(1, index.QueryInt64("SELECT log_segment_no FROM progress"));
            while (logs.Count <= Most && later.Step())
            {
                logs.Add(later.Int64(0));
            }

            later.Reset();
        }

        return logs.Count > Most ? null : new TextCandidates(traces, TraceIds(day, logs), unindexed);
    }

    /// <summary>All traces of a file that has no index.</summary>
    public static TextCandidates? All(SqliteConnection day)
    {
        var traces = Numbers(day, "SELECT trace_no FROM traces");
        var logs = Numbers(day, "SELECT log_trace_no FROM log_traces");
        return traces.Count + logs.Count > Most ? null : new TextCandidates(traces, TraceIds(day, logs), Unindexed: 0);
    }

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

    /// <summary>The condition, in SQL.</summary>
    /// <param name="byLogs">Traces that log records of any file name.</param>
    public string ToSql(IEnumerable<TraceId> byLogs) => string.Create(
        CultureInfo.InvariantCulture,
        $"(earlier_day IS NOT NULL OR trace_no IN ({string.Join(',', TraceNos)}) OR trace_id IN ({string.Join(',', byLogs.Select(id => $"x'{id}'"))}))");

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
