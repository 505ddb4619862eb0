namespace OtelGenAI.Telemetry.Metrics;

/// <summary>Adds series up to a chart, one after the other. Not thread-safe.</summary>
/// <param name="query">What the chart shall show.</param>
/// <param name="kind">What is charted; series of other kinds are skipped and counted.</param>
/// <param name="isCounter">Whether series are read as counters: their points are sums that only grow.</param>
/// <param name="unit">Unit.</param>
public sealed class MetricChartBuilder(MetricChartQuery query, MetricKind kind, bool isCounter, string? unit)
{
    /// <summary>The group of series whose own would be one too many.</summary>
    public const string Other = "(other)";

    // More lines than a chart can show; each may hold a bucket sum per bucket of time.
    private const int MaxGroups = 200;

    private const int ExemplarsPerGroup = 100;

    // A key that stands for null.
    private static readonly object s_noGroup = new();

    private readonly Dictionary<object, Group> _groups = [];
    private int _skippedSeries;
    private int _otherSeries;

    /// <summary>Adds a series.</summary>
    /// <param name="series">The series.</param>
    /// <param name="points">Its points, oldest first; the first one may lie before the stretch of time, to compare with.</param>
    /// <param name="exemplars">Its exemplars.</param>
    public void Add(MetricSeries series, IReadOnlyList<MetricPoint> points, IReadOnlyList<MetricExemplar> exemplars)
    {
        if (!IsOfKind(series.Kind))
        {
            _skippedSeries++;
            return;
        }

        var group = GroupOf(series);
        group.SeriesCount++;
        group.AddExemplars(exemplars);
        if (!isCounter && kind is MetricKind.Gauge or MetricKind.Sum)
        {
            AddValues(group, points);
        }
        else
        {
            // A summary counts from its start: that is all its definition says.
            var temporality = series.Kind == MetricKind.Summary ? MetricTemporality.Cumulative : series.Temporality;
            AddIncreases(group, MetricIncreases.Of(temporality, points, query.FromUnixNano));
        }
    }

    /// <summary>The chart.</summary>
    public MetricChart Build() => new(
        kind, isCounter, unit,
        [.. _groups.Values.Select(group => group.Build(this)).OrderByDescending(group => SizeOf(group.Total)).ThenBy(group => group.Group, StringComparer.Ordinal)],
        _skippedSeries, _otherSeries);

    private static double SizeOf(MetricChartPoint total) => total.Count ?? total.Increase ?? total.Value ?? 0;

    // Explicit and exponential histograms measure the same, and old names of counters were histograms, whose sum counts.
    private bool IsOfKind(MetricKind seriesKind) => seriesKind == kind
        || (kind is MetricKind.Histogram or MetricKind.ExponentialHistogram && seriesKind is MetricKind.Histogram or MetricKind.ExponentialHistogram)
        || (isCounter && seriesKind is MetricKind.Histogram or MetricKind.ExponentialHistogram or MetricKind.Sum);

    private Group GroupOf(MetricSeries series)
    {
        var name = query.GroupOf(series);
        var key = name ?? s_noGroup;
        if (!_groups.ContainsKey(key) && _groups.Count >= MaxGroups)
        {
            _otherSeries++;
            key = name = Other;
        }

        if (!_groups.TryGetValue(key, out var group))
        {
            _groups[key] = group = new Group(name);
        }

        return group;
    }

    private void AddValues(Group group, IReadOnlyList<MetricPoint> points)
    {
        for (var at = 0; at < points.Count; at++)
        {
            var point = points[at];
            if (point.HasNoRecordedValue || point.Value is not { } value || !double.IsFinite(value) || !IsInside(point.TimeUnixNano))
            {
                continue;
            }

            var bucket = BucketOf(point.TimeUnixNano);
            var isLastOfSeries = !HasLater(points, at, bucket);
            group.Bucket(bucket).AddValue(value, isLastOfSeries);
            group.Total.AddValue(value, !HasLater(points, at, bucket: null));
        }
    }

    private bool HasLater(IReadOnlyList<MetricPoint> points, int at, long? bucket)
    {
        for (var later = at + 1; later < points.Count && IsInside(points[later].TimeUnixNano); later++)
        {
            if (bucket is { } same && BucketOf(points[later].TimeUnixNano) != same)
            {
                return false;
            }

            if (!points[later].HasNoRecordedValue && points[later].Value is { } value && double.IsFinite(value))
            {
                return true;
            }
        }

        return false;
    }

    private void AddIncreases(Group group, IEnumerable<MetricIncrease> increases)
    {
        foreach (var increase in increases)
        {
            if (IsInside(increase.TimeUnixNano))
            {
                group.Bucket(BucketOf(increase.TimeUnixNano)).AddIncrease(increase);
                group.Total.AddIncrease(increase);
            }
        }
    }

    private bool IsInside(long time) => time >= query.FromUnixNano && time < query.ToUnixNano;

    private long BucketOf(long time) => (time - query.FromUnixNano) / query.BucketNanoseconds;

    private MetricChartPoint PointOf(long start, long nanoseconds, MetricChartSum sum) =>
        isCounter ? sum.AsCounter(start, nanoseconds)
        : kind == MetricKind.Gauge ? sum.AsMean(start)
        : kind == MetricKind.Sum ? sum.AsSum(start)
        : sum.AsHistogram(start);

    private sealed class Group(string? name)
    {
        private readonly SortedDictionary<long, MetricChartSum> _buckets = [];
        private readonly List<MetricExemplar> _exemplars = [];

        public int SeriesCount { get; set; }

        public MetricChartSum Total { get; } = new();

        public MetricChartSum Bucket(long bucket)
        {
            if (!_buckets.TryGetValue(bucket, out var sum))
            {
                _buckets[bucket] = sum = new MetricChartSum();
            }

            return sum;
        }

        public void AddExemplars(IReadOnlyList<MetricExemplar> exemplars) =>
            _exemplars.AddRange(exemplars.Take(ExemplarsPerGroup - _exemplars.Count));

        public MetricChartGroup Build(MetricChartBuilder chart)
        {
            var query = chart.Query;
            return new MetricChartGroup(
                name,
                SeriesCount,
                chart.PointOf(query.FromUnixNano, query.ToUnixNano - query.FromUnixNano, Total),
                [.. _buckets.Select(bucket => chart.PointOf(query.FromUnixNano + (bucket.Key * query.BucketNanoseconds), query.BucketNanoseconds, bucket.Value))],
                [.. _exemplars.OrderBy(exemplar => exemplar.TimeUnixNano)]);
        }
    }

    private MetricChartQuery Query => query;
}
