using OtelGenAI.Storage.Metrics;
using OtelGenAI.Storage.Sqlite.Days;
using OtelGenAI.Storage.Sqlite.Native;
using OtelGenAI.Storage.Sqlite.Writing;
using OtelGenAI.Telemetry.Records;

namespace OtelGenAI.Storage.Sqlite.Metrics;

/// <summary>Writes one day file with metrics: the only connection that writes and checkpoints it. Not thread-safe.</summary>
/// <remarks>What it remembers is what the file has after the last commit; after a failure it is of no more use.</remarks>
internal sealed class MetricDayWriter : IDayWriter<PendingMetrics>
{
    private readonly DayConnections _connections;
    private readonly SqliteConnection _connection;
    private readonly LogFlush _flush;
    private readonly LogCheckpoints _checkpoints;
    private readonly EarlierPoints _earlier;
    private readonly SeriesTable _series;
    private readonly SegmentWriter _segments;
    private readonly PointWriter _points;
    private ulong[] _metricHashes = [];
    private MetricRange _extent;

    /// <summary>Opens a file for writing, and makes it when it is not there.</summary>
    public MetricDayWriter(DayFile file, DayConnections connections, EarlierPoints earlier, SqliteStoreOptions options)
    {
        File = file;
        _connections = connections;
        _earlier = earlier;
        _connection = connections.OpenWriter(file.Path);
        _flush = new LogFlush(_connection, options.FlushToDisk);
        _checkpoints = new LogCheckpoints(_connection);
        try
        {
            LogFlush.Prepare(_connection);
            _series = new SeriesTable(_connection, options.MaxMetricSeries);
            _segments = new SegmentWriter(_connection);
            _points = new PointWriter(_connection);
            _extent = MetricExtent.Read(_connection);
        }
        catch
        {
            _series?.Dispose();
            _flush.Dispose();
            connections.Close(_connection);
            throw;
        }
    }

    public DayFile File { get; }

    public void Commit(IReadOnlyList<PendingMetrics> appends)
    {
        _connection.Statement("BEGIN IMMEDIATE").Run();
        var extent = _extent;
        foreach (var append in appends)
        {
            append.Result = Write(append.Batch, ref extent);
        }

        if (extent != _extent)
        {
            MetricExtent.Write(_connection, extent);
        }

        _segments.Flush();
        _connection.Statement("COMMIT").Run();
        _extent = extent;
    }

    public void Flush() => _flush.Flush();

    // Points are small, and their charts do not read segments.
    public Func<Action>? NextCompaction() => null;

    public void Checkpoint(bool isBusy) => _checkpoints.MoveWhenGrown(isBusy);

    public bool EmptyLog() => _checkpoints.EmptyLog();

    public void Dispose()
    {
        _series.Dispose();
        _earlier.Dispose();
        _flush.Dispose();
        _connections.Close(_connection);
    }

    private MetricAppendResult Write(TelemetryBatch batch, ref MetricRange extent)
    {
        var metrics = batch.Metrics.Metrics;
        if (_metricHashes.Length < metrics.Length)
        {
            _metricHashes = new ulong[metrics.Length];
        }

        for (var at = 0; at < metrics.Length; at++)
        {
            _metricHashes[at] = MetricSeriesIdentity.HashOf(batch, metrics[at]);
        }

        var result = default(MetricAppendResult);
        foreach (ref readonly var point in batch.Metrics.Points)
        {
            result = Write(batch, point, ref extent) switch
            {
                Fate.Stored => result with { Stored = result.Stored + 1 },
                Fate.Duplicate => result with { Duplicates = result.Duplicates + 1 },
                Fate.Replaced => result with { Replaced = result.Replaced + 1 },
                _ => result with { Refused = result.Refused + 1 },
            };
        }

        return result;
    }

    private Fate Write(TelemetryBatch batch, in DataPointRow point, ref MetricRange extent)
    {
        var seriesNo = _series.Number(batch, _metricHashes[point.MetricIndex], point, out var id);
        if (seriesNo == 0)
        {
            return Fate.Refused;
        }

        var message = batch.Bytes(point.Message);
        var hash = ContentHash.Of(message);
        var time = MetricRecords.TimeOf(point.TimeUnixNano);
        var earlierHash = _earlier.FindHash(id, time);
        if (earlierHash == hash && _points.StoredHash(seriesNo, time) is 0)
        {
            return Fate.Duplicate;
        }

        var place = _segments.Next;
        var fate = earlierHash is null ? Fate.Stored : Fate.Replaced;
        if (!_points.TryInsert(batch, point, seriesNo, hash, place))
        {
            if (_points.StoredHash(seriesNo, time) == hash)
            {
                return Fate.Duplicate;
            }

            _points.Replace(batch, point, seriesNo, hash, place);
            fate = Fate.Replaced;
        }

        _segments.Add(message);
        extent = new MetricRange(Math.Min(extent.FromUnixNano, time), Math.Max(extent.ToUnixNano, time));
        return fate;
    }

    /// <summary>What became of a point.</summary>
    private enum Fate
    {
        Stored,
        Duplicate,
        Replaced,
        Refused,
    }
}
