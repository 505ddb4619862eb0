namespace OtelGenAI.Storage.Sqlite.Scores;

/// <summary>The table of scores in a day file: an index over span events and log records that are results of evaluations.</summary>
internal static class ScoreTables
{
    /// <summary>
    /// <c>content_hash</c> is that of the log record, <c>NULL</c> for an event of a span. Evaluators that know neither trace nor span name the
    /// response: <c>trace_id</c> is <c>NULL</c> then, and time and hash are the key of the record in <c>logs</c>. What the newest file says of the events of a span holds; a row
    /// without name, value and label says that there are none any more.
    /// </summary>
    public static IReadOnlyList<string> All { get; } =
    [
        """
        CREATE TABLE scores(
            score_no INTEGER PRIMARY KEY, trace_id BLOB, span_id INTEGER NOT NULL, response_id TEXT, time INTEGER NOT NULL, content_hash INTEGER,
            name TEXT, value REAL, label TEXT)
        """,
        "CREATE INDEX scores_trace ON scores(trace_id, span_id) WHERE trace_id IS NOT NULL",
        "CREATE INDEX scores_response ON scores(response_id) WHERE trace_id IS NULL",
    ];
}
