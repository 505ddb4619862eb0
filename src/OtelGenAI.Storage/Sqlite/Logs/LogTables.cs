namespace OtelGenAI.Storage.Sqlite.Logs;

/// <summary>The tables of log records in a day file.</summary>
internal static class LogTables
{
    /// <summary>Number that stands for "no trace" in <c>logs</c>.</summary>
    public const long NoTrace = 0;

    /// <summary>What version 9 has more: where the message is stored packed, its length when it is not.</summary>
    public const string PlainLength = "ALTER TABLE logs ADD COLUMN plain_length INTEGER";

    /// <summary>
    /// A trace with log records has a number of its own here, because its records may arrive days before its spans, or without any.
    /// Records without a trace have number 0, where the key orders them by time. What else there is of a record is in its payload.
    /// </summary>
    public static IReadOnlyList<string> All { get; } =
    [
        "CREATE TABLE log_traces(log_trace_no INTEGER PRIMARY KEY, trace_id BLOB NOT NULL UNIQUE)",
        """
        CREATE TABLE logs(
            log_trace_no INTEGER NOT NULL, span_id INTEGER NOT NULL, time INTEGER NOT NULL, content_hash INTEGER NOT NULL,
            resource_no INTEGER NOT NULL, scope_no INTEGER NOT NULL, segment_no INTEGER NOT NULL, message_offset INTEGER NOT NULL,
            message_length INTEGER NOT NULL, PRIMARY KEY(log_trace_no, span_id, time, content_hash)) WITHOUT ROWID
        """,
    ];
}
