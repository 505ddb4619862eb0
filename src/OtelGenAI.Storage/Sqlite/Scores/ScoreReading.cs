using OtelGenAI.Storage.Sqlite.Days;
using OtelGenAI.Storage.Sqlite.Logs;
using OtelGenAI.Storage.Sqlite.Native;
using OtelGenAI.Storage.Sqlite.Reading;
using OtelGenAI.Telemetry;

namespace OtelGenAI.Storage.Sqlite.Scores;

/// <summary>Reads rows of <c>scores</c> over all day files.</summary>
internal static class ScoreReading
{
    private const string Columns = "name, value, label, span_id, response_id, time, content_hash";

    /// <summary>The scores of traces, in the order of time; a trace without any is missing.</summary>
    public static Dictionary<TraceId, IReadOnlyList<TraceScore>> OfTraces(ReadSession session, IReadOnlyList<TraceId> traceIds)
    {
        var loose = FilesWithLoose(session);
        Dictionary<TraceId, IReadOnlyList<TraceScore>> scores = [];
        foreach (var traceId in traceIds.Distinct())
        {
            List<TraceScore> found = [];
            HashSet<SpanId> spansOfLaterFiles = [];
            foreach (var file in session.OldestFirst.Reverse().Where(file => session.MayHave(file, traceId)))
            {
                var query = session.Reader(file).Connection.Statement($"SELECT {Columns} FROM scores WHERE trace_id = ?");
                DayReader.BindId(query, index: 1, traceId);
                Read(query, found, spansOfLaterFiles);
            }

            foreach (var responseId in loose.Count == 0 ? [] : ResponseIds(session, traceId))
            {
                loose.ForEach(file => Read(OfResponse(session, file, Columns, responseId), found, spansOfLaterFiles: []));
            }

            if (found.Count > 0)
            {
                scores[traceId] = [.. found.OrderBy(score => score.TimeUnixNano).ThenBy(score => score.Name, StringComparer.Ordinal)];
            }
        }

        return scores;
    }

    /// <summary>The earliest log records that evaluate a response and belong to no trace.</summary>
    public static List<StoredLog> LogsOfResponse(ReadSession session, string responseId, int limit)
    {
        List<LogEntry> entries = [];
        foreach (var file in FilesWithLoose(session))
        {
            List<LogIdentity> identities = [];
            var query = OfResponse(session, file, "time, content_hash", responseId);
            try
            {
                while (query.Step())
                {
                    identities.Add(new LogIdentity(default, default, query.Int64(0), query.Int64(1)));
                }
            }
            finally
            {
                query.Reset();
            }

            var rows = new LogRows(session.Reader(file).Connection);
            entries.AddRange(identities.SelectMany(identity => rows.WithoutTrace(file, identity)));
        }

        return LogParts.Load(session, entries.OrderBy(entry => entry.Identity.TimeUnixNano).Take(limit));
    }

    // Evaluations without a trace are log records without one, whose times are known of every file that is over.
    private static List<DayFile> FilesWithLoose(ReadSession session) =>
    [
        .. session.OldestFirst.Where(file =>
            (file == session.Live || (session.Sealed(file) is var day && day.MinLogTime <= day.MaxLogTime)) &&
            session.Reader(file).Connection.QueryInt64("SELECT EXISTS(SELECT 1 FROM scores INDEXED BY scores_response WHERE trace_id IS NULL)") != 0),
    ];

    private static HashSet<string> ResponseIds(ReadSession session, TraceId traceId)
    {
        HashSet<string> ids = [];
        foreach (var (file, row) in TraceParts.Find(session, traceId))
        {
            var query = session.Reader(file).Connection.Statement("SELECT response_id FROM spans WHERE trace_no = ? AND response_id IS NOT NULL");
            query.Bind(1, row.TraceNo);
            try
            {
                while (query.Step())
                {
                    ids.Add(query.Text(0)!);
                }
            }
            finally
            {
                query.Reset();
            }
        }

        return ids;
    }

    private static SqliteStatement OfResponse(ReadSession session, DayFile file, string columns, string responseId)
    {
        var query = session.Reader(file).Connection.Statement($"SELECT {columns} FROM scores WHERE trace_id IS NULL AND response_id = ?");
        query.BindText(1, responseId);
        return query;
    }

    private static void Read(SqliteStatement query, List<TraceScore> into, HashSet<SpanId> spansOfLaterFiles)
    {
        HashSet<SpanId> spans = [];
        try
        {
            while (query.Step())
            {
                var score = new TraceScore(
                    query.Text(0) ?? "", query.DoubleOrNull(1), query.Text(2), new SpanId(unchecked((ulong)query.Int64(3))), query.Text(4), query.Int64(5));
                var isEvent = query.IsNull(6);
                if (isEvent && spansOfLaterFiles.Contains(score.SpanId))
                {
                    continue;
                }

                if (isEvent)
                {
                    spans.Add(score.SpanId);
                }

                if (score is not { Name: "", Value: null, Label: null })
                {
                    into.Add(score);
                }
            }
        }
        finally
        {
            query.Reset();
        }

        spansOfLaterFiles.UnionWith(spans);
    }
}
