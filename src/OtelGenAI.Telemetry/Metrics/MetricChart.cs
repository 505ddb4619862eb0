namespace OtelGenAI.Telemetry.Metrics;

/// <summary>How a metric went over a stretch of time, in groups.</summary>
/// <param name="Kind">What was charted.</param>
/// <param name="IsCounter">Whether increases and rates are given, rather than values.</param>
/// <param name="Unit">Unit of the newest series; <see langword="null"/> when not said.</param>
/// <param name="Groups">The groups, largest first.</param>
/// <param name="SkippedSeries">Series left out because their points are of another kind.</param>
/// <param name="OtherSeries">Series whose group was one too many; they are in the group <see cref="MetricChartBuilder.Other"/>.</param>
public sealed record MetricChart(
    MetricKind Kind, bool IsCounter, string? Unit, IReadOnlyList<MetricChartGroup> Groups, int SkippedSeries, int OtherSeries);

/// <summary>One line of a chart.</summary>
/// <param name="Group">Value of the attribute that was grouped by; <see langword="null"/> for series that do not have it, or without grouping.</param>
/// <param name="SeriesCount">How many series are in it.</param>
/// <param name="Total">Everything in the stretch of time, as one point.</param>
/// <param name="Points">A point for each bucket that has data, oldest first.</param>
/// <param name="Exemplars">Some exemplars, oldest first.</param>
public sealed record MetricChartGroup(
    string? Group, int SeriesCount, MetricChartPoint Total, IReadOnlyList<MetricChartPoint> Points, IReadOnlyList<MetricExemplar> Exemplars);

/// <summary>What a bucket of time holds. What does not apply to the kind of metric is <see langword="null"/>.</summary>
public sealed record MetricChartPoint
{
    /// <summary>Where the bucket begins, in nanoseconds since 1970 UTC.</summary>
    public required long TimeUnixNano { get; init; }

    /// <summary>Of a gauge: the mean over its series. Of an up-down counter: the sum over its series. The last value of each in the bucket.</summary>
    public double? Value { get; init; }

    /// <summary>Of a counter: what was added.</summary>
    public double? Increase { get; init; }

    /// <summary>Of a counter: what was added per second.</summary>
    public double? Rate { get; init; }

    /// <summary>Of a histogram or summary: measurements.</summary>
    public double? Count { get; init; }

    /// <summary>Of a histogram or summary: sum of the measurements.</summary>
    public double? Sum { get; init; }

    /// <summary>Of a histogram or summary: mean of the measurements.</summary>
    public double? Average { get; init; }

    /// <summary>Smallest value known.</summary>
    public double? Min { get; init; }

    /// <summary>Largest value known.</summary>
    public double? Max { get; init; }

    /// <summary>Median, from buckets.</summary>
    public double? P50 { get; init; }

    /// <summary>Value below which 95 % of the measurements are, from buckets.</summary>
    public double? P95 { get; init; }

    /// <summary>Value below which 99 % of the measurements are, from buckets.</summary>
    public double? P99 { get; init; }
}
