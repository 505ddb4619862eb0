using OtelGenAI.Storage.Sqlite.Days;
using OtelGenAI.Storage.Sqlite.Native;
using OtelGenAI.Storage.Sqlite.Reading;
using OtelGenAI.Telemetry;

namespace OtelGenAI.Storage.Sqlite.Logs;

/// <summary>Reads rows of <c>logs</c> over one connection. Not thread-safe.</summary>
/// <param name="connection">The connection.</param>
internal readonly struct LogRows(SqliteConnection connection)
{
    /// <summary>The columns, in the order that <see cref="Read(SqliteStatement, int, DayFile, TraceId)"/> expects.</summary>
    public const string Columns = "span_id, time, content_hash, resource_no, scope_no, segment_no, message_offset, message_length, plain_length";

    /// <summary>The number of a trace, or <see langword="null"/> when the file has no log records of it.</summary>
    public long? FindTrace(TraceId traceId)
    {
        var query = connection.Statement("SELECT log_trace_no FROM log_traces WHERE trace_id = ?");
        try
        {
            DayReader.BindId(query, index: 1, traceId);
            return query.Step() ? query.Int64(0) : null;
        }
        finally
        {
            query.Reset();
        }
    }

    /// <summary>Whether the file has a record.</summary>
    public bool Has(long traceNo, in LogIdentity identity)
    {
        var query = connection.Statement("SELECT 1 FROM logs WHERE log_trace_no = ? AND span_id = ? AND time = ? AND content_hash = ?");
        try
        {
            query.Bind(1, traceNo);
            query.Bind(2, unchecked((long)identity.SpanId.Value));
            query.Bind(3, identity.TimeUnixNano);
            query.Bind(4, identity.Hash);
            return query.Step();
        }
        finally
        {
            query.Reset();
        }
    }

    /// <summary>Records of a trace: of one span, or all.</summary>
    public List<LogEntry> OfTrace(DayFile file, TraceId traceId, long traceNo, SpanId? spanId)
    {
        var query = connection.Statement(
            $"SELECT {Columns} FROM logs WHERE log_trace_no = ?" + (spanId is null ? "" : " AND span_id = ?"));
        query.Bind(1, traceNo);
        if (spanId is { } span)
        {
            query.Bind(2, unchecked((long)span.Value));
        }

        return Read(query, file, traceId);
    }

    /// <summary>Records without a trace, newest first.</summary>
    public List<LogEntry> WithoutTrace(DayFile file, LogFilter filter, LogCursor? after, int limit)
    {
        var query = connection.Statement(
            $"SELECT {Columns} FROM logs WHERE log_trace_no = 0 AND span_id = 0 AND time >= ? AND time < ? AND (time, content_hash) < (?, ?) " +
            "ORDER BY time DESC, content_hash DESC LIMIT ?");
        query.Bind(1, filter.FromUnixNano ?? long.MinValue);
        query.Bind(2, filter.BeforeUnixNano ?? long.MaxValue);
        query.Bind(3, after?.TimeUnixNano ?? long.MaxValue);
        query.Bind(4, after?.Identity ?? long.MaxValue);
        query.Bind(5, limit);
        return Read(query, file, traceId: default);
    }

    /// <summary>One record without a trace, when the file has it.</summary>
    public List<LogEntry> WithoutTrace(DayFile file, in LogIdentity identity)
    {
        var query = connection.Statement($"SELECT {Columns} FROM logs WHERE log_trace_no = 0 AND span_id = 0 AND time = ? AND content_hash = ?");
        query.Bind(1, identity.TimeUnixNano);
        query.Bind(2, identity.Hash);
        return Read(query, file, traceId: default);
    }

    /// <summary>The earliest and the latest time of records without a trace; the wrong way round when there is none.</summary>
    public (long Min, long Max) TimesWithoutTrace()
    {
        const string without = "FROM logs WHERE log_trace_no = 0 AND span_id = 0";
        return connection.QueryInt64($"SELECT EXISTS(SELECT 1 {without})") == 0
            ? (long.MaxValue, long.MinValue)
            : (connection.QueryInt64($"SELECT min(time) {without}"), connection.QueryInt64($"SELECT max(time) {without}"));
    }

    /// <summary>A row.</summary>
    public static LogEntry Read(SqliteStatement row, int firstColumn, DayFile file, TraceId traceId) => new(
        file,
        new LogIdentity(traceId, new SpanId(unchecked((ulong)row.Int64(firstColumn))), row.Int64(firstColumn + 1), row.Int64(firstColumn + 2)),
        row.Int64(firstColumn + 3),
        row.Int64(firstColumn + 4),
        new PayloadPlace(row.Int64(firstColumn + 5), (int)row.Int64(firstColumn + 6), (int)row.Int64(firstColumn + 7), (int?)row.Int64OrNull(firstColumn + 8)));

    private static List<LogEntry> Read(SqliteStatement query, DayFile file, TraceId traceId)
    {
        List<LogEntry> entries = [];
        try
        {
            while (query.Step())
            {
                entries.Add(Read(query, firstColumn: 0, file, traceId));
            }
        }
        finally
        {
            query.Reset();
        }

        return entries;
    }
}
