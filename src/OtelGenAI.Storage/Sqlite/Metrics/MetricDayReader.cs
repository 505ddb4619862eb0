using System.Buffers.Binary;
using System.Text.Json;
using OtelGenAI.Storage.Metrics;
using OtelGenAI.Storage.Sqlite.Days;
using OtelGenAI.Storage.Sqlite.Native;
using OtelGenAI.Telemetry;
using OtelGenAI.Telemetry.Metrics;

namespace OtelGenAI.Storage.Sqlite.Metrics;

/// <summary>Asks one day file with metrics, at one moment. Not thread-safe.</summary>
internal sealed class MetricDayReader : IDisposable
{
    private const string PointColumns = "time, start_time, flags, value, count, sum, min, max, bounds_no, buckets";

    private readonly DayConnections _connections;
    private readonly Dictionary<long, double[]> _bounds = [];

    public MetricDayReader(DayFile file, DayConnections connections)
    {
        _connections = connections;
        Connection = connections.OpenReader(file.Path);
        try
        {
            Connection.Statement("BEGIN").Run();
            Extent = MetricExtent.Read(Connection);
        }
        catch
        {
            connections.Close(Connection);
            throw;
        }
    }

    public SqliteConnection Connection { get; }

    /// <summary>The times that the file has points of, both ends included.</summary>
    public MetricRange Extent { get; }

    public void Dispose() => _connections.Close(Connection);

    /// <summary>Every series, with the time of its newest point.</summary>
    public IEnumerable<(MetricSeriesId Id, MetricSummary Summary)> Metrics()
    {
        var query = Connection.Statement(
            """
            SELECT series_id, name, kind, unit, description, (SELECT max(time) FROM points WHERE points.series_no = series.series_no) AS last_time
            FROM series WHERE last_time IS NOT NULL
            """);
        try
        {
            while (query.Step())
            {
                yield return (
                    new MetricSeriesId(BinaryPrimitives.ReadUInt128BigEndian(query.Bytes(0))),
                    new MetricSummary(query.Text(1) ?? "", (MetricKind)query.Int64(2), query.Text(3), query.Text(4), SeriesCount: 1, query.Int64(5)));
            }
        }
        finally
        {
            query.Reset();
        }
    }

    /// <summary>Series of a name that have points in a range.</summary>
    public IEnumerable<StoredSeries> Series(string name, MetricRange range)
    {
        var query = Connection.Statement(
            """
            SELECT series_id, name, kind, unit, description, temporality, is_monotonic, attributes, resource_key, service, release, environment
            FROM series JOIN envelopes ON envelope_no = resource_no
            WHERE name = ? AND EXISTS(SELECT 1 FROM points WHERE points.series_no = series.series_no AND time >= ? AND time < ?)
            """);
        try
        {
            query.BindText(1, name);
            query.Bind(2, range.FromUnixNano);
            query.Bind(3, range.ToUnixNano);
            while (query.Step())
            {
                yield return new StoredSeries(new MetricSeriesId(BinaryPrimitives.ReadUInt128BigEndian(query.Bytes(0))), new MetricSeries
                {
                    Name = query.Text(1) ?? "",
                    Kind = (MetricKind)query.Int64(2),
                    Unit = query.Text(3),
                    Description = query.Text(4),
                    Temporality = (MetricTemporality)query.Int64(5),
                    IsMonotonic = query.Int64(6) != 0,
                    Attributes = Attributes(query.Bytes(7)),
                    ResourceKey = query.Text(8) ?? "",
                    Service = query.Text(9),
                    Release = query.Text(10),
                    Environment = query.Text(11),
                });
            }
        }
        finally
        {
            query.Reset();
        }
    }

    /// <summary>Number of a series in this file; 0 when it is not there.</summary>
    public long SeriesNo(MetricSeriesId id)
    {
        var query = Connection.Statement("SELECT series_no FROM series WHERE series_id = ?");
        try
        {
            SeriesTable.BindId(query, 1, id);
            return query.Step() ? query.Int64(0) : 0;
        }
        finally
        {
            query.Reset();
        }
    }

    /// <summary>Points of a range, by time.</summary>
    public IEnumerable<MetricPoint> Points(long seriesNo, MetricKind kind, MetricRange range) => Points(
        $"SELECT {PointColumns} FROM points WHERE series_no = ? AND time >= ? AND time < ? ORDER BY time", seriesNo, kind, range);

    /// <summary>The last point of a range.</summary>
    public MetricPoint? LastPoint(long seriesNo, MetricKind kind, MetricRange range) => Points(
        $"SELECT {PointColumns} FROM points WHERE series_no = ? AND time >= ? AND time < ? ORDER BY time DESC LIMIT 1", seriesNo, kind, range).FirstOrDefault();

    /// <summary>What the points of a series are.</summary>
    public MetricKind KindOf(long seriesNo)
    {
        var query = Connection.Statement("SELECT kind FROM series WHERE series_no = ?");
        try
        {
            query.Bind(1, seriesNo);
            return query.Step() ? (MetricKind)query.Int64(0) : MetricKind.None;
        }
        finally
        {
            query.Reset();
        }
    }

    /// <summary>Exemplars of the points of a range, with the time of their point.</summary>
    public IEnumerable<(long Time, MetricExemplar Exemplar)> Exemplars(long seriesNo, MetricRange range)
    {
        var query = Connection.Statement(
            "SELECT time, exemplar_time, value, trace_id, span_id FROM exemplars WHERE series_no = ? AND time >= ? AND time < ? ORDER BY time, exemplar_no");
        try
        {
            query.Bind(1, seriesNo);
            query.Bind(2, range.FromUnixNano);
            query.Bind(3, range.ToUnixNano);
            while (query.Step())
            {
                yield return (query.Int64(0), ExemplarAt(query, column: 1));
            }
        }
        finally
        {
            query.Reset();
        }
    }

    /// <summary>Exemplars of a trace.</summary>
    public IEnumerable<TraceExemplar> ExemplarsOf(TraceId traceId, int limit)
    {
        var query = Connection.Statement(
            """
            SELECT name, unit, exemplar_time, value, trace_id, span_id FROM exemplars JOIN series USING(series_no)
            WHERE trace_id = ? ORDER BY exemplar_time LIMIT ?
            """);
        try
        {
            Span<byte> bytes = stackalloc byte[TraceId.SizeBytes];
            traceId.WriteTo(bytes);
            query.BindBlob(1, bytes);
            query.Bind(2, limit);
            List<TraceExemplar> found = [];
            while (query.Step())
            {
                found.Add(new TraceExemplar(query.Text(0) ?? "", query.Text(1), ExemplarAt(query, column: 2)));
            }

            return found;
        }
        finally
        {
            query.Reset();
        }
    }

    /// <summary>The envelopes of a series, without messages.</summary>
    public RawSeries RawOf(long seriesNo)
    {
        var query = Connection.Statement(
            """
            SELECT kind, d.envelope, m.envelope, s.envelope, r.envelope FROM series
            JOIN envelopes AS d ON d.envelope_no = data_no JOIN envelopes AS m ON m.envelope_no = metric_no
            JOIN envelopes AS s ON s.envelope_no = scope_no JOIN envelopes AS r ON r.envelope_no = resource_no WHERE series_no = ?
            """);
        try
        {
            query.Bind(1, seriesNo);
            return query.Step()
                ? new RawSeries(
                    (MetricKind)query.Int64(0), [], query.Bytes(1).ToArray(), query.Bytes(2).ToArray(), query.Bytes(3).ToArray(), query.Bytes(4).ToArray())
                : throw new StoreUnavailableException($"{Connection.Path} is damaged: an envelope of series {seriesNo} is not there.");
        }
        finally
        {
            query.Reset();
        }
    }

    /// <summary>The messages of a series' points, with their times.</summary>
    public IEnumerable<(long Time, ReadOnlyMemory<byte> Message)> Messages(long seriesNo, MetricRange range)
    {
        var query = Connection.Statement(
            "SELECT time, segment_no, message_offset, message_length FROM points WHERE series_no = ? AND time >= ? AND time < ? ORDER BY time");
        try
        {
            query.Bind(1, seriesNo);
            query.Bind(2, range.FromUnixNano);
            query.Bind(3, range.ToUnixNano);
            long openNo = -1;
            byte[] open = [];
            while (query.Step())
            {
                if (query.Int64(1) != openNo)
                {
                    openNo = query.Int64(1);
                    open = Segment(openNo);
                }

                yield return (query.Int64(0), open.AsMemory((int)query.Int64(2), (int)query.Int64(3)));
            }
        }
        finally
        {
            query.Reset();
        }
    }

    private static MetricExemplar ExemplarAt(SqliteStatement query, int column)
    {
        TraceId.TryRead(query.Bytes(column + 2), out var traceId);
        return new MetricExemplar(query.Int64(column), query.DoubleOrNull(column + 1), traceId, new SpanId((ulong)query.Int64(column + 3)));
    }

    private static Dictionary<string, string> Attributes(ReadOnlySpan<byte> json)
    {
        var attributes = new Dictionary<string, string>(StringComparer.Ordinal);
        var reader = new Utf8JsonReader(json);
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.PropertyName)
            {
                var key = reader.GetString()!;
                reader.Read();
                attributes[key] = reader.GetString() ?? "";
            }
        }

        return attributes;
    }

    private IEnumerable<MetricPoint> Points(string sql, long seriesNo, MetricKind kind, MetricRange range)
    {
        var query = Connection.Statement(sql);
        try
        {
            query.Bind(1, seriesNo);
            query.Bind(2, range.FromUnixNano);
            query.Bind(3, range.ToUnixNano);
            while (query.Step())
            {
                yield return Point(query, kind);
            }
        }
        finally
        {
            query.Reset();
        }
    }

    private MetricPoint Point(SqliteStatement query, MetricKind kind) => new()
    {
        TimeUnixNano = query.Int64(0),
        StartUnixNano = query.Int64(1),
        HasNoRecordedValue = (query.Int64(2) & 1) != 0,
        Value = query.DoubleOrNull(3),
        Count = (ulong)query.Int64(4),
        Sum = query.DoubleOrNull(5),
        Min = query.DoubleOrNull(6),
        Max = query.DoubleOrNull(7),
        Buckets = query.IsNull(9) ? null
            : kind == MetricKind.ExponentialHistogram ? BucketBlob.ReadExponential(query.Bytes(9))
            : BucketBlob.ReadExplicit(Bounds(query.Int64(8)), query.Bytes(9)),
    };

    private double[] Bounds(long boundsNo)
    {
        if (_bounds.TryGetValue(boundsNo, out var known))
        {
            return known;
        }

        var query = Connection.Statement("SELECT bounds FROM bounds WHERE bounds_no = ?");
        try
        {
            query.Bind(1, boundsNo);
            return _bounds[boundsNo] = query.Step() ? BucketBlob.ReadBounds(query.Bytes(0)) : [];
        }
        finally
        {
            query.Reset();
        }
    }

    private byte[] Segment(long segmentNo)
    {
        var query = Connection.Statement("SELECT codec, length, payload FROM segments WHERE segment_no = ?");
        try
        {
            query.Bind(1, segmentNo);
            return query.Step()
                ? SegmentCodec.Decode((SegmentEncoding)query.Int64(0), (int)query.Int64(1), query.Bytes(2), Connection.Path, segmentNo)
                : throw new StoreUnavailableException($"{Connection.Path} is damaged: segment {segmentNo} is not there.");
        }
        finally
        {
            query.Reset();
        }
    }
}
