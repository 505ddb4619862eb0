using OtelGenAI.Storage.Sqlite.Days;

namespace OtelGenAI.Storage.Sqlite.Metrics;

/// <summary>The tables of a day file with metrics.</summary>
internal static class MetricDaySchema
{
    private const int Version = 1;

    // "OGAM".
    private const int ApplicationId = 0x4F47414D;

    /// <summary>
    /// Tables. A series is described once; its points are narrow rows in the order of series and time, which finds a client's retry and
    /// reads a chart in one piece. Messages are in compressed segments, as spans are.
    /// </summary>
    /// <remarks>
    /// Times are nanoseconds since 1970 UTC. <c>series_id</c> is the same in every file. <c>buckets</c> is written by <see cref="BucketBlob"/>.
    /// <c>extent</c> has one row: the times that the file has points of.
    /// </remarks>
    private static readonly string[] Tables =
    [
        """
        CREATE TABLE series(
            series_no INTEGER PRIMARY KEY, series_id BLOB NOT NULL UNIQUE, name TEXT NOT NULL, kind INTEGER NOT NULL, unit TEXT, description TEXT,
            temporality INTEGER NOT NULL, is_monotonic INTEGER NOT NULL, attributes TEXT NOT NULL, resource_key TEXT NOT NULL,
            resource_no INTEGER NOT NULL, scope_no INTEGER NOT NULL, metric_no INTEGER NOT NULL, data_no INTEGER NOT NULL)
        """,
        "CREATE INDEX series_name ON series(name)",
        """
        CREATE TABLE points(
            series_no INTEGER NOT NULL, time INTEGER NOT NULL, start_time INTEGER NOT NULL, flags INTEGER NOT NULL, value, count INTEGER, sum REAL,
            min REAL, max REAL, bounds_no INTEGER, buckets BLOB, content_hash INTEGER NOT NULL, segment_no INTEGER NOT NULL,
            message_offset INTEGER NOT NULL, message_length INTEGER NOT NULL, PRIMARY KEY(series_no, time)) WITHOUT ROWID
        """,
        """
        CREATE TABLE exemplars(
            series_no INTEGER NOT NULL, time INTEGER NOT NULL, exemplar_no INTEGER NOT NULL, trace_id BLOB NOT NULL, span_id INTEGER NOT NULL,
            exemplar_time INTEGER NOT NULL, value, PRIMARY KEY(series_no, time, exemplar_no)) WITHOUT ROWID
        """,
        "CREATE INDEX exemplars_trace ON exemplars(trace_id)",
        "CREATE TABLE bounds(bounds_no INTEGER PRIMARY KEY, bounds BLOB NOT NULL UNIQUE)",
        "CREATE TABLE segments(segment_no INTEGER PRIMARY KEY, codec INTEGER NOT NULL, length INTEGER NOT NULL, payload BLOB NOT NULL)",
        """
        CREATE TABLE envelopes(
            envelope_no INTEGER PRIMARY KEY, digest BLOB NOT NULL UNIQUE, service TEXT, release TEXT, environment TEXT,
            envelope BLOB NOT NULL)
        """,
        "CREATE TABLE extent(extent_no INTEGER PRIMARY KEY, min_time INTEGER NOT NULL, max_time INTEGER NOT NULL)",
    ];

    /// <summary>Files with metrics.</summary>
    public static DayFileKind Kind { get; } = new(".metrics.db", ApplicationId, Version, Tables);
}
