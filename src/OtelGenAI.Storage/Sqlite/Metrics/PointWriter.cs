using OtelGenAI.Storage.Metrics;
using OtelGenAI.Storage.Sqlite.Native;
using OtelGenAI.Storage.Sqlite.Packing;
using OtelGenAI.Telemetry;
using OtelGenAI.Telemetry.Metrics;
using OtelGenAI.Telemetry.Records;

namespace OtelGenAI.Storage.Sqlite.Metrics;

/// <summary>Writes rows of points and exemplars.</summary>
/// <param name="connection">The writer's connection.</param>
internal sealed class PointWriter(SqliteConnection connection)
{
    private const string Columns =
        "points(series_no, time, start_time, flags, value, count, sum, min, max, bounds_no, buckets, content_hash, segment_no, message_offset, " +
        "message_length) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

    private readonly BoundsTable _bounds = new(connection);
    private readonly BucketBlob _blob = new();

    /// <summary>Writes a point, unless its series already has one of that time.</summary>
    /// <returns>Whether it was written.</returns>
    public bool TryInsert(TelemetryBatch batch, in DataPointRow point, long seriesNo, ulong hash, PiecePlace place)
    {
        Run(connection.Statement("INSERT INTO " + Columns + " ON CONFLICT DO NOTHING"), batch, point, seriesNo, hash, place);
        if (connection.Changes == 0)
        {
            return false;
        }

        WriteExemplars(batch, point, seriesNo);
        return true;
    }

    /// <summary>Writes a point over the one of its time.</summary>
    public void Replace(TelemetryBatch batch, in DataPointRow point, long seriesNo, ulong hash, PiecePlace place)
    {
        var delete = connection.Statement("DELETE FROM exemplars WHERE series_no = ? AND time = ?");
        delete.Bind(1, seriesNo);
        delete.Bind(2, MetricRecords.TimeOf(point.TimeUnixNano));
        delete.Run();
        Run(connection.Statement("INSERT OR REPLACE INTO " + Columns), batch, point, seriesNo, hash, place);
        WriteExemplars(batch, point, seriesNo);
    }

    /// <summary>Hash of the point of a time.</summary>
    public ulong StoredHash(long seriesNo, long time)
    {
        var query = connection.Statement("SELECT content_hash FROM points WHERE series_no = ? AND time = ?");
        try
        {
            query.Bind(1, seriesNo);
            query.Bind(2, time);
            return query.Step() ? (ulong)query.Int64(0) : 0;
        }
        finally
        {
            query.Reset();
        }
    }

    private void Run(SqliteStatement statement, TelemetryBatch batch, in DataPointRow point, long seriesNo, ulong hash, PiecePlace place)
    {
        statement.Bind(1, seriesNo);
        statement.Bind(2, MetricRecords.TimeOf(point.TimeUnixNano));
        statement.Bind(3, MetricRecords.TimeOf(point.StartUnixNano));
        statement.Bind(4, point.Flags);
        if (point.Number == MetricNumber.Int)
        {
            statement.Bind(5, point.Bits);
        }
        else
        {
            statement.Bind(5, MetricRecords.ValueOf(point.Number, point.Bits));
        }

        var kind = batch.Metrics.Metrics[point.MetricIndex].Kind;
        statement.Bind(6, kind is MetricKind.Gauge or MetricKind.Sum ? null : (long?)unchecked((long)point.Count));
        statement.Bind(7, Extreme(point, MetricExtremes.Sum, point.Sum));
        statement.Bind(8, Extreme(point, MetricExtremes.Min, point.Min));
        statement.Bind(9, Extreme(point, MetricExtremes.Max, point.Max));
        BindBuckets(statement, batch.Metrics, point, kind);
        statement.Bind(12, unchecked((long)hash));
        statement.Bind(13, place.SegmentNo);
        statement.Bind(14, place.Offset);
        statement.Bind(15, point.Message.Length);
        statement.Run();
    }

    private void BindBuckets(SqliteStatement statement, MetricTables metrics, in DataPointRow point, MetricKind kind)
    {
        statement.BindNull(10);
        statement.BindNull(11);
        var counts = metrics.BucketCounts.Slice(point.Buckets.First, point.Buckets.Count);
        if (kind == MetricKind.ExponentialHistogram)
        {
            statement.BindBlob(11, _blob.OfExponential(MetricRecords.ExponentialOf(metrics, point)));
        }
        else if (kind == MetricKind.Histogram && counts.Length > 0 && counts.Length == point.Numbers.Count + 1)
        {
            statement.Bind(10, _bounds.Number(BucketBlob.OfBounds(metrics.Numbers.Slice(point.Numbers.First, point.Numbers.Count))));
            statement.BindBlob(11, _blob.OfExplicit(counts));
        }
    }

    private void WriteExemplars(TelemetryBatch batch, in DataPointRow point, long seriesNo)
    {
        Span<byte> traceId = stackalloc byte[TraceId.SizeBytes];
        for (var at = 0; at < point.Exemplars.Count; at++)
        {
            ref readonly var exemplar = ref batch.Metrics.Exemplars[point.Exemplars.First + at];
            if (exemplar.TraceId == default)
            {
                continue;
            }

            exemplar.TraceId.WriteTo(traceId);
            var insert = connection.Statement(
                "INSERT INTO exemplars(series_no, time, exemplar_no, trace_id, span_id, exemplar_time, value) VALUES(?, ?, ?, ?, ?, ?, ?)");
            insert.Bind(1, seriesNo);
            insert.Bind(2, MetricRecords.TimeOf(point.TimeUnixNano));
            insert.Bind(3, at);
            insert.BindBlob(4, traceId);
            insert.Bind(5, unchecked((long)exemplar.SpanId.Value));
            insert.Bind(6, MetricRecords.TimeOf(exemplar.TimeUnixNano));
            insert.Bind(7, MetricRecords.ValueOf(exemplar.Number, exemplar.Bits));
            insert.Run();
        }
    }

    private static double? Extreme(in DataPointRow point, MetricExtremes which, double value) => point.Has.HasFlag(which) ? value : null;
}
