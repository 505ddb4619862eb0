using OtelGenAI.Storage.Metrics;
using OtelGenAI.Storage.Sqlite.Native;
using OtelGenAI.Storage.Sqlite.Reading;
using OtelGenAI.Storage.Sqlite.Writing;
using OtelGenAI.Telemetry;
using OtelGenAI.Telemetry.Metrics;
using OtelGenAI.Telemetry.Records;

namespace OtelGenAI.Storage.Sqlite.Removal;

/// <summary>Takes exemplars of deleted traces, and what names a user, out of one day file with metrics, and their bytes with them.</summary>
/// <remarks>When there is anything, every message of the file is written anew: metrics are small, and bytes that no row points to any more go too.</remarks>
/// <param name="connection">The only connection that writes the file.</param>
/// <param name="format">Knows the messages.</param>
internal sealed class MetricErasure(SqliteConnection connection, IMessageFormat format)
{
    private readonly DayReader _reader = new(connection, FileSegments.While(connection));

    /// <summary>Erases exemplars of traces and of a user, points and series that name the user.</summary>
    /// <param name="traceIds">The traces.</param>
    /// <param name="userId">The user; <see langword="null"/> for nobody.</param>
    public MetricDeletionResult Erase(IReadOnlySet<TraceId> traceIds, string? userId)
    {
        connection.Execute("CREATE TEMP TABLE IF NOT EXISTS erased_series(series_no INTEGER PRIMARY KEY)");
        connection.Execute("BEGIN IMMEDIATE");
        if (userId is not null)
        {
            ChooseSeries(userId);
        }

        if (!HasExemplars(traceIds) && !HasMention(userId) && HasOnlyWhatRowsPointTo())
        {
            connection.Execute("ROLLBACK");
            return default;
        }

        var lastSegment = connection.QueryInt64("SELECT max(segment_no) FROM segments");
        var result = MovePoints(traceIds, userId);
        connection.Execute($"DELETE FROM segments WHERE segment_no <= {lastSegment}");
        DropUnused();
        FileCleaning.Note(connection);
        connection.Execute("COMMIT");
        return result;
    }

    // What a series is stands in its envelopes: those of its resource, its scope, its metric.
    private void ChooseSeries(string userId)
    {
        var query = connection.Statement("SELECT envelope_no, envelope FROM envelopes");
        List<long> named = [];
        while (query.Step())
        {
            if (format.NamesUser(query.Bytes(1), userId))
            {
                named.Add(query.Int64(0));
            }
        }

        query.Reset();
        var choose = connection.Statement(
            "INSERT OR IGNORE INTO erased_series SELECT series_no FROM series WHERE ?1 IN (resource_no, scope_no, metric_no, data_no)");
        foreach (var envelope in named)
        {
            choose.Bind(1, envelope);
            choose.Run();
        }
    }

    private bool HasExemplars(IReadOnlySet<TraceId> traceIds)
    {
        var query = connection.Statement("SELECT 1 FROM exemplars WHERE trace_id = ?");
        foreach (var traceId in traceIds)
        {
            DayReader.BindId(query, index: 1, traceId);
            var isThere = query.Step();
            query.Reset();
            if (isThere)
            {
                return true;
            }
        }

        return false;
    }

    private bool HasMention(string? userId) =>
        connection.QueryInt64("SELECT count(*) FROM erased_series") > 0 ||
        (userId is not null && Points().Exists(point => format.NamesUser(_reader.Message(point.Place).Span, userId)));

    // Of a point that was sent again with other content, the bytes from before are still in their segment.
    private bool HasOnlyWhatRowsPointTo() =>
        connection.QueryInt64("SELECT sum(length) FROM segments") == connection.QueryInt64("SELECT sum(message_length) FROM points");

    private MetricDeletionResult MovePoints(IReadOnlySet<TraceId> traceIds, string? userId)
    {
        var segments = new SegmentWriter(connection);
        var result = default(MetricDeletionResult);
        foreach (var point in Points())
        {
            var message = _reader.Message(point.Place);
            if (format.WithoutExemplars(point.Kind, message.Span, traceIds, userId) is var (rest, removed))
            {
                message = rest;
                result = result with { Exemplars = result.Exemplars + removed.Count };
                DeleteExemplars(point, removed);
            }

            if (point.IsErased || (userId is not null && format.NamesUser(message.Span, userId)))
            {
                Delete(point);
                result = result with { Points = result.Points + 1 };
                continue;
            }

            var place = segments.Next;
            segments.Add(message.Span);
            var update = connection.Statement("UPDATE points SET segment_no = ?, message_offset = ?, message_length = ? WHERE series_no = ? AND time = ?");
            update.Bind(1, place.SegmentNo);
            update.Bind(2, place.Offset);
            update.Bind(3, message.Length);
            update.Bind(4, point.SeriesNo);
            update.Bind(5, point.Time);
            update.Run();
        }

        segments.Flush();
        return result;
    }

    private List<StoredPoint> Points()
    {
        List<StoredPoint> points = [];
        var query = connection.Statement(
            """
            SELECT series_no, time, kind, series_no IN erased_series, segment_no, message_offset, message_length FROM points JOIN series USING(series_no)
            ORDER BY segment_no, message_offset
            """);
        while (query.Step())
        {
            points.Add(new StoredPoint(
                query.Int64(0), query.Int64(1), (MetricKind)query.Int64(2), query.Int64(3) != 0,
                new PayloadPlace(query.Int64(4), (int)query.Int64(5), (int)query.Int64(6), PlainLength: null)));
        }

        query.Reset();
        return points;
    }

    private void DeleteExemplars(StoredPoint point, IReadOnlyList<int> removed)
    {
        var delete = connection.Statement("DELETE FROM exemplars WHERE series_no = ? AND time = ? AND exemplar_no = ?");
        foreach (var exemplar in removed)
        {
            delete.Bind(1, point.SeriesNo);
            delete.Bind(2, point.Time);
            delete.Bind(3, exemplar);
            delete.Run();
        }
    }

    private void Delete(StoredPoint point)
    {
        foreach (var table in (string[])["points", "exemplars"])
        {
            var delete = connection.Statement($"DELETE FROM {table} WHERE series_no = ? AND time = ?");
            delete.Bind(1, point.SeriesNo);
            delete.Bind(2, point.Time);
            delete.Run();
        }
    }

    private void DropUnused()
    {
        connection.Execute("DELETE FROM series WHERE series_no NOT IN (SELECT series_no FROM points)");
        connection.Execute(
            "DELETE FROM envelopes WHERE envelope_no NOT IN (SELECT resource_no FROM series UNION SELECT scope_no FROM series " +
            "UNION SELECT metric_no FROM series UNION SELECT data_no FROM series)");
        connection.Execute("DELETE FROM bounds WHERE bounds_no NOT IN (SELECT bounds_no FROM points WHERE bounds_no IS NOT NULL)");
        connection.Execute("DELETE FROM extent");
        connection.Execute(
            "INSERT INTO extent(extent_no, min_time, max_time) " +
            "SELECT 1, first, last FROM (SELECT min(time) AS first, max(time) AS last FROM points) WHERE first IS NOT NULL");
    }

    private readonly record struct StoredPoint(long SeriesNo, long Time, MetricKind Kind, bool IsErased, PayloadPlace Place);
}
