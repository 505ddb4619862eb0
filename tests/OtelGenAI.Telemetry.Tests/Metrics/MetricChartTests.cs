using System.Collections.Immutable;
using OtelGenAI.Telemetry.Metrics;

namespace OtelGenAI.Telemetry.Tests.Metrics;

public sealed class MetricChartTests
{
    private const long Second = 1_000_000_000;

    [Fact]
    public void Totals_become_increases_per_bucket_and_second()
    {
        var chart = Counter(MetricTemporality.Cumulative, from: 60, (60, 1, 10), (70, 1, 15), (80, 1, 18), (130, 1, 28));

        Assert.Equal([(60L, 8.0), (120L, 10.0)], chart.Points.Select(point => (point.TimeUnixNano / Second, point.Increase!.Value)));
        Assert.Equal(10.0 / 60, chart.Points[1].Rate!.Value, precision: 9);
        Assert.Equal(18, chart.Total.Increase);
    }

    [Fact]
    public void A_total_that_began_in_the_range_counts_from_its_start() =>
        Assert.Equal(10, Counter(MetricTemporality.Cumulative, from: 0, (60, 5, 10)).Total.Increase);

    [Fact]
    public void A_total_that_began_before_anything_known_does_not_count() =>
        Assert.Equal(3, Counter(MetricTemporality.Cumulative, from: 50, (60, 5, 100), (70, 5, 103)).Total.Increase);

    [Fact]
    public void The_point_before_the_range_is_compared_with_and_not_counted() =>
        Assert.Equal(3, Counter(MetricTemporality.Cumulative, from: 65, (60, 5, 100), (70, 5, 103)).Total.Increase);

    [Fact]
    public void A_restart_is_seen_by_its_start_time_also_when_the_total_is_higher() =>
        Assert.Equal(10 + 12, Counter(MetricTemporality.Cumulative, from: 0, (60, 5, 10), (70, 65, 12)).Total.Increase);

    [Fact]
    public void A_restart_without_start_times_is_seen_by_a_total_that_fell() =>
        Assert.Equal(5 + 2, Counter(MetricTemporality.Cumulative, from: 0, (60, 0, 10), (70, 0, 15), (80, 0, 2)).Total.Increase);

    [Fact]
    public void Differences_are_added_up() =>
        Assert.Equal(33, Counter(MetricTemporality.Delta, from: 0, (60, 50, 10), (70, 60, 12), (80, 70, 11)).Total.Increase);

    [Fact]
    public void NaN_and_infinity_are_left_out() => Assert.Equal(
        7, Counter(MetricTemporality.Cumulative, from: 0, (60, 5, 3), (70, 5, double.NaN), (80, 5, double.PositiveInfinity), (90, 5, 7)).Total.Increase);

    [Fact]
    public void Quantiles_come_from_the_buckets_of_all_series()
    {
        var builder = new MetricChartBuilder(Query(), MetricKind.Histogram, isCounter: false, "s");
        builder.Add(Series(MetricKind.Histogram, MetricTemporality.Delta), [Histogram(60, [1, 2, 4], [50, 40, 0, 0])], []);
        builder.Add(Series(MetricKind.Histogram, MetricTemporality.Delta, "b"), [Histogram(61, [1, 2, 4], [0, 0, 10, 0])], []);

        var total = Assert.Single(builder.Build().Groups).Total;

        Assert.Equal((100, 1.0, 3.0, 3.8), (total.Count, total.P50!.Value, total.P95!.Value, Math.Round(total.P99!.Value, 9)));
    }

    [Fact]
    public void Cumulative_buckets_are_compared_with_those_before()
    {
        var builder = new MetricChartBuilder(Query(from: 65), MetricKind.Histogram, isCounter: false, "s");
        builder.Add(Series(MetricKind.Histogram, MetricTemporality.Cumulative), [Histogram(60, [1, 2], [100, 0, 0]), Histogram(70, [1, 2], [100, 10, 0])], []);

        var total = Assert.Single(builder.Build().Groups).Total;

        Assert.Equal((10, 1.5), (total.Count, total.P50!.Value));
    }

    [Fact]
    public void Buckets_with_other_bounds_are_spread_over_the_bounds_of_both()
    {
        var sum = new MetricBucketSum();
        sum.Add(new MetricBuckets([0, 10], [0, 10, 0]));
        sum.Add(new MetricBuckets([0, 5, 10], [0, 4, 0, 1]));

        var both = sum.Build()!;

        Assert.Equal<double>([0, 5, 10], [.. both.Bounds]);
        Assert.Equal<double>([0, 9, 5, 1], [.. both.Counts]);
    }

    [Fact]
    public void Exponential_buckets_have_the_bounds_they_stand_for()
    {
        var buckets = MetricBuckets.OfExponential(new ExponentialBuckets
        {
            Scale = 0,
            ZeroCount = 2,
            Offset = 1,
            Positive = [3, 4],
            NegativeOffset = 0,
            Negative = [5],
        })!;

        Assert.Equal<double>([-2, -1, 0, 2, 4, 8], [.. buckets.Bounds]);
        Assert.Equal<double>([0, 5, 2, 0, 3, 4, 0], [.. buckets.Counts]);
    }

    [Fact]
    public void Gauges_show_the_mean_of_the_last_values_of_their_series()
    {
        var builder = new MetricChartBuilder(Query(), MetricKind.Gauge, isCounter: false, null);
        builder.Add(Series(MetricKind.Gauge, MetricTemporality.Unspecified), [Value(61, 100), Value(62, 4)], []);
        builder.Add(Series(MetricKind.Gauge, MetricTemporality.Unspecified, "b"), [Value(63, 6)], []);

        var point = Assert.Single(Assert.Single(builder.Build().Groups).Points);

        Assert.Equal((5, 4, 100), (point.Value, point.Min, point.Max));
    }

    [Fact]
    public void Groups_are_made_by_an_attribute_and_what_has_it_not_is_a_group_too()
    {
        var builder = new MetricChartBuilder(Query(by: "model"), MetricKind.Sum, isCounter: true, null);
        builder.Add(Series(MetricKind.Sum, MetricTemporality.Delta), [Value(61, 1)], []);
        builder.Add(Series(MetricKind.Sum, MetricTemporality.Delta) with { Attributes = new Dictionary<string, string> { ["model"] = "m" } }, [Value(61, 5)], []);

        Assert.Equal([("m", 5.0), (null, 1.0)], builder.Build().Groups.Select(group => (group.Group, group.Total.Increase!.Value)));
    }

    [Fact]
    public void Groups_that_are_too_many_become_one()
    {
        var builder = new MetricChartBuilder(Query(by: "model"), MetricKind.Sum, isCounter: true, null);
        for (var at = 0; at < 300; at++)
        {
            var attributes = new Dictionary<string, string> { ["model"] = $"m{at}" };
            builder.Add(Series(MetricKind.Sum, MetricTemporality.Delta) with { Attributes = attributes }, [Value(61, 1)], []);
        }

        var chart = builder.Build();

        Assert.Equal((201, 100), (chart.Groups.Count, chart.OtherSeries));
        Assert.Equal((MetricChartBuilder.Other, 100), (chart.Groups[0].Group, chart.Groups[0].Total.Increase));
    }

    private static MetricChartGroup Counter(MetricTemporality temporality, long from, params (long Time, long Start, double Value)[] points)
    {
        var builder = new MetricChartBuilder(Query(from), MetricKind.Sum, isCounter: true, null);
        builder.Add(Series(MetricKind.Sum, temporality), [.. points.Select(point => Value(point.Time, point.Value) with { StartUnixNano = point.Start * Second })], []);
        return Assert.Single(builder.Build().Groups);
    }

    private static MetricChartQuery Query(long from = 0, string? by = null) => new(from * Second, 1_000 * Second, 60 * Second, by);

    private static MetricSeries Series(MetricKind kind, MetricTemporality temporality, string resource = "a") => new()
    {
        Name = "m",
        Kind = kind,
        Temporality = temporality,
        IsMonotonic = kind == MetricKind.Sum,
        ResourceKey = resource,
        Attributes = ImmutableDictionary<string, string>.Empty,
    };

    private static MetricPoint Value(long time, double value) => new() { TimeUnixNano = time * Second, Value = value };

    private static MetricPoint Histogram(long time, ImmutableArray<double> bounds, ImmutableArray<double> counts) => new()
    {
        TimeUnixNano = time * Second,
        StartUnixNano = Second,
        Count = (ulong)counts.Sum(),
        Sum = counts.Sum(),
        Buckets = new MetricBuckets(bounds, counts),
    };
}
