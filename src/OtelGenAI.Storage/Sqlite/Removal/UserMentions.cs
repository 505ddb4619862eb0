using OtelGenAI.Storage.Sqlite.Logs;
using OtelGenAI.Storage.Sqlite.Native;
using OtelGenAI.Storage.Sqlite.Reading;
using OtelGenAI.Telemetry;
using OtelGenAI.Telemetry.Records;

namespace OtelGenAI.Storage.Sqlite.Removal;

/// <summary>Where a day file names a user.</summary>
/// <param name="Traces">Traces with a span, a log record, or a resource or scope of one, that does.</param>
/// <param name="LooseLogs">Log records without a trace that do.</param>
internal sealed record UserMentions(IReadOnlyCollection<TraceId> Traces, List<LogIdentity> LooseLogs)
{
    /// <summary>Looks everywhere: rows of spans, about five million a second, and messages of all log records.</summary>
    public static UserMentions Find(SqliteConnection connection, string userId, IMessageFormat? format)
    {
        HashSet<TraceId> traces = [.. OfSpans(connection, userId)];
        List<LogIdentity> looseLogs = [];
        if (format is not null)
        {
            var envelopes = OfEnvelopes(connection, userId, format);
            foreach (var envelope in envelopes)
            {
                Collect(
                    connection, traces, "SELECT trace_id FROM traces WHERE trace_no IN (SELECT trace_no FROM spans WHERE resource_no = ?1 OR scope_no = ?1)",
                    query => query.Bind(1, envelope));
            }

            FindInLogs(connection, userId, format, envelopes, traces, looseLogs);
        }

        return new UserMentions(traces, looseLogs);
    }

    private static HashSet<TraceId> OfSpans(SqliteConnection connection, string userId)
    {
        HashSet<TraceId> traces = [];
        Collect(
            connection, traces,
            "SELECT trace_id FROM traces WHERE user = ?1 OR trace_no IN (SELECT trace_no FROM spans WHERE user = ?1 OR user IN " +
            "(SELECT string_no FROM strings WHERE text = ?1))",
            query => query.BindText(1, userId));
        return traces;
    }

    private static HashSet<long> OfEnvelopes(SqliteConnection connection, string userId, IMessageFormat format)
    {
        HashSet<long> found = [];
        var query = connection.Statement("SELECT envelope_no, envelope FROM envelopes");
        try
        {
            while (query.Step())
            {
                if (format.NamesUser(query.Bytes(1), userId))
                {
                    found.Add(query.Int64(0));
                }
            }
        }
        finally
        {
            query.Reset();
        }

        return found;
    }

    private static void FindInLogs(
        SqliteConnection connection, string userId, IMessageFormat format, HashSet<long> envelopes, HashSet<TraceId> traces, List<LogIdentity> looseLogs)
    {
        // In the order of their segments, so that each is decompressed once.
        var reader = new DayReader(connection, FileSegments.While(connection));
        var query = connection.Statement($"SELECT log_trace_no, {LogRows.Columns} FROM logs ORDER BY segment_no, message_offset");
        HashSet<long> traceNos = [];
        try
        {
            while (query.Step())
            {
                var entry = LogRows.Read(query, firstColumn: 1, file: null!, traceId: default);
                if (!envelopes.Contains(entry.ResourceNo) && !envelopes.Contains(entry.ScopeNo) && !format.NamesUser(reader.Message(entry.Place).Span, userId))
                {
                    continue;
                }

                if (query.Int64(0) == LogTables.NoTrace)
                {
                    looseLogs.Add(entry.Identity);
                }
                else
                {
                    traceNos.Add(query.Int64(0));
                }
            }
        }
        finally
        {
            query.Reset();
        }

        foreach (var traceNo in traceNos)
        {
            Collect(connection, traces, "SELECT trace_id FROM log_traces WHERE log_trace_no = ?", row => row.Bind(1, traceNo));
        }
    }

    private static void Collect(SqliteConnection connection, HashSet<TraceId> traces, string sql, Action<SqliteStatement> bind)
    {
        var query = connection.Statement(sql);
        try
        {
            bind(query);
            while (query.Step())
            {
                if (TraceId.TryRead(query.Bytes(0), out var traceId))
                {
                    traces.Add(traceId);
                }
            }
        }
        finally
        {
            query.Reset();
        }
    }
}
