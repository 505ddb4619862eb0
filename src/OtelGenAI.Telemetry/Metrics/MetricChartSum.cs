namespace OtelGenAI.Telemetry.Metrics;

/// <summary>Adds up what falls into one bucket of a chart. Not thread-safe.</summary>
internal sealed class MetricChartSum
{
    private const double NanosecondsPerSecond = 1e9;

    private readonly MetricBucketSum _buckets = new();
    private double _count;
    private double _sum;
    private double _lastSum;
    private int _lastCount;
    private double? _min;
    private double? _max;
    private bool _hasAllBuckets = true;

    /// <summary>Adds a value of a gauge or up-down counter.</summary>
    public void AddValue(double value, bool isLastOfSeries)
    {
        Extend(value, value);
        if (isLastOfSeries)
        {
            _lastSum += value;
            _lastCount++;
        }
    }

    /// <summary>Adds an increase of a counter, histogram or summary.</summary>
    public void AddIncrease(MetricIncrease increase)
    {
        _count += increase.Count;
        _sum += increase.Sum;

        // The extremes of a total are those since its start, not those of this bucket; still, nothing lies outside of them.
        if (increase.Count > 0)
        {
            Extend(increase.Point.Min, increase.Point.Max);
        }

        if (increase.Buckets is { } buckets)
        {
            _buckets.Add(buckets);
        }
        else
        {
            // A quantile of some of the measurements would pass for one of all.
            _hasAllBuckets &= !(increase.Count > 0);
        }
    }

    public MetricChartPoint AsCounter(long start, long nanoseconds) => new()
    {
        TimeUnixNano = start,
        Increase = _sum,
        Rate = _sum / (nanoseconds / NanosecondsPerSecond),
    };

    public MetricChartPoint AsMean(long start) => new()
    {
        TimeUnixNano = start,
        Value = _lastCount > 0 ? _lastSum / _lastCount : null,
        Min = _min,
        Max = _max,
    };

    public MetricChartPoint AsSum(long start) => new() { TimeUnixNano = start, Value = _lastSum, Min = _min, Max = _max };

    public MetricChartPoint AsHistogram(long start)
    {
        var buckets = _hasAllBuckets ? _buckets.Build() : null;
        return new MetricChartPoint
        {
            TimeUnixNano = start,
            Count = _count,
            Sum = _sum,
            Average = _count > 0 ? _sum / _count : null,
            Min = _min,
            Max = _max,
            P50 = buckets?.Quantile(0.5, _min, _max),
            P95 = buckets?.Quantile(0.95, _min, _max),
            P99 = buckets?.Quantile(0.99, _min, _max),
        };
    }

    private void Extend(double? min, double? max)
    {
        if (min is { } low && double.IsFinite(low) && !(_min <= low))
        {
            _min = low;
        }

        if (max is { } high && double.IsFinite(high) && !(_max >= high))
        {
            _max = high;
        }
    }
}
