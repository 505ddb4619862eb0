namespace OtelGenAI.Telemetry.Records;

/// <summary>The metrics of a batch: its data points, and what belongs to them, as rows over the received bytes.</summary>
/// <remarks>Part of a <see cref="TelemetryBatch"/>, under the same rules; made when the first metric arrives, since most batches have none.</remarks>
public sealed class MetricTables
{
    private const int InitialRows = 256;

    private RowTable<MetricRow> _metrics = new(64);
    private RowTable<DataPointRow> _points = new(InitialRows);
    private RowTable<ulong> _bucketCounts = new(InitialRows * 16);
    private RowTable<double> _numbers = new(InitialRows * 16);
    private RowTable<ExemplarRow> _exemplars = new(64);

    /// <summary>The metrics that have data points.</summary>
    public Span<MetricRow> Metrics => _metrics.Rows;

    /// <summary>The data points, in the order of arrival.</summary>
    public Span<DataPointRow> Points => _points.Rows;

    /// <summary>Counts of buckets.</summary>
    public Span<ulong> BucketCounts => _bucketCounts.Rows;

    /// <summary>Bounds of buckets, and quantiles.</summary>
    public Span<double> Numbers => _numbers.Rows;

    /// <summary>Exemplars of all points.</summary>
    public Span<ExemplarRow> Exemplars => _exemplars.Rows;

    /// <summary>Adds a metric. The reference dies with the next addition.</summary>
    public ref MetricRow AddMetric() => ref _metrics.Add();

    /// <summary>Adds a data point. The reference dies with the next addition.</summary>
    public ref DataPointRow AddPoint() => ref _points.Add();

    /// <summary>Adds an exemplar. The reference dies with the next addition.</summary>
    public ref ExemplarRow AddExemplar() => ref _exemplars.Add();

    /// <summary>Adds the count of a bucket.</summary>
    public void AddBucketCount(ulong count) => _bucketCounts.Add() = count;

    /// <summary>Adds a bound, a quantile or its value.</summary>
    public void AddNumber(double number) => _numbers.Add() = number;

    /// <summary>Where the tables stand now.</summary>
    public MetricMark Mark() => new(_metrics.Count, _points.Count, _bucketCounts.Count, _numbers.Count, _exemplars.Count);

    /// <summary>Takes back what turned out to be unacceptable, with all that was added for it.</summary>
    /// <param name="mark">Where the tables stood before it, from <see cref="Mark"/>.</param>
    public void TakeBack(MetricMark mark)
    {
        _metrics.TruncateTo(mark.Metrics);
        _points.TruncateTo(mark.Points);
        _bucketCounts.TruncateTo(mark.BucketCounts);
        _numbers.TruncateTo(mark.Numbers);
        _exemplars.TruncateTo(mark.Exemplars);
    }

    /// <summary>Forgets everything.</summary>
    internal void Clear()
    {
        _metrics.Clear(64);
        _points.Clear(InitialRows);
        _bucketCounts.Clear(InitialRows * 16);
        _numbers.Clear(InitialRows * 16);
        _exemplars.Clear(64);
    }
}

/// <summary>How many rows each table of the metrics had at some moment.</summary>
/// <param name="Metrics">Metrics.</param>
/// <param name="Points">Data points.</param>
/// <param name="BucketCounts">Bucket counts.</param>
/// <param name="Numbers">Bounds and quantiles.</param>
/// <param name="Exemplars">Exemplars.</param>
public readonly record struct MetricMark(int Metrics, int Points, int BucketCounts, int Numbers, int Exemplars);
