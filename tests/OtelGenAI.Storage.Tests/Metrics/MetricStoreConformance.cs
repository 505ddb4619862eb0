using System.Text;
using OtelGenAI.Storage.Metrics;
using OtelGenAI.Storage.Tests.Builders;
using OtelGenAI.Telemetry.Metrics;

namespace OtelGenAI.Storage.Tests.Metrics;

/// <summary>What every metric store does, whatever the engine. A store may have four series.</summary>
public abstract class MetricStoreConformance : IAsyncLifetime
{
    protected const int MaxSeries = 4;

    private static readonly MetricRange Day = new(Some.Midnight, Some.Second(86_400));

    protected IMetricStore Store { get; private set; } = null!;

    public async Task InitializeAsync() => Store = await OpenAsync();

    public virtual async Task DisposeAsync() => await Store.DisposeAsync();

    [Fact]
    public async Task Points_come_back_in_the_order_of_their_times()
    {
        await Append(new PointSpec(Second: 20, Value: 2), new PointSpec(Second: 10, Value: 1));
        await Append(new PointSpec(Second: 30, Value: 3));

        Assert.Equal([1, 2, 3], (await ReadOnly("calls")).Points.Select(point => point.Value));
    }

    [Fact]
    public async Task A_retry_changes_nothing()
    {
        var first = await Append(new PointSpec(Second: 10), new PointSpec(Second: 20));
        var second = await Append(new PointSpec(Second: 10), new PointSpec(Second: 20), new PointSpec(Second: 30));

        Assert.Equal(new MetricAppendResult(2, 0, 0, 0), first);
        Assert.Equal(new MetricAppendResult(1, 2, 0, 0), second);
        Assert.Equal(3, (await ReadOnly("calls")).Points.Count);
    }

    [Fact]
    public async Task A_point_that_is_sent_again_with_other_content_wins()
    {
        await Append(new PointSpec(Second: 10, Value: 1) { Trace = 1 });
        var second = await Append(new PointSpec(Second: 10, Value: 5) { Trace = 2 });

        Assert.Equal(new MetricAppendResult(0, 0, 1, 0), second);
        var series = await ReadOnly("calls");
        Assert.Equal(5, Assert.Single(series.Points).Value);
        Assert.Equal(Some.TraceId(2), Assert.Single(series.Exemplars).TraceId);
    }

    [Fact]
    public async Task Attributes_in_another_order_are_the_same_series()
    {
        await Append(new PointSpec(Second: 10), new PointSpec(Second: 20) { IsTurned = true });

        var series = Assert.Single(await Store.ListSeriesAsync(Some.Tenant, new MetricSelection(["calls"], Day), default));
        Assert.Equal(("calls", "m1", "eu", "api"), (series.Series.Unit, series.Series.Attributes["model"], series.Series.Attributes["region"], series.Series.Service));
        Assert.Equal((MetricKind.Sum, MetricTemporality.Cumulative, true), (series.Series.Kind, series.Series.Temporality, series.Series.IsMonotonic));
    }

    [Fact]
    public async Task Metrics_are_listed_with_series_and_newest_time()
    {
        await Append(new PointSpec(Second: 10), new PointSpec(Second: 20) { Model = "m2" }, new PointSpec("duration", 5) { Kind = MetricKind.Gauge });

        Assert.Equal(
            [("calls", MetricKind.Sum, 2, Some.Second(20)), ("duration", MetricKind.Gauge, 1, Some.Second(5))],
            (await Store.ListMetricsAsync(Some.Tenant, default)).Select(metric => (metric.Name, metric.Kind, metric.SeriesCount, metric.LastTimeUnixNano)));
    }

    [Fact]
    public async Task Series_without_points_in_the_range_are_not_found()
    {
        await Append(new PointSpec(Second: 10), new PointSpec(Second: 100) { Model = "m2" });

        var found = await Store.ListSeriesAsync(Some.Tenant, new MetricSelection(["calls", "other"], new MetricRange(Some.Second(50), Some.Second(200))), default);

        Assert.Equal("m2", Assert.Single(found).Series.Attributes["model"]);
    }

    [Fact]
    public async Task The_last_point_before_the_range_is_given_to_compare_with()
    {
        await Append(new PointSpec(Second: 10, Value: 1), new PointSpec(Second: 20, Value: 2), new PointSpec(Second: 30, Value: 3), new PointSpec(Second: 40, Value: 4));

        Assert.Equal([2, 3], (await ReadOnly("calls", new MetricRange(Some.Second(25), Some.Second(40)))).Points.Select(point => point.Value));
    }

    [Fact]
    public async Task Histograms_keep_their_buckets()
    {
        await Append(
            new PointSpec("h", 10, Value: 30) { Kind = MetricKind.Histogram, Buckets = "1,2,0,0" },
            new PointSpec("e", 10, Value: 30) { Kind = MetricKind.ExponentialHistogram, Buckets = "1,300" });

        var histogram = Assert.Single((await ReadOnly("h")).Points);
        Assert.Equal((3UL, 30, "1,10,100", "1,2,0,0"), (histogram.Count, histogram.Sum, Text(histogram.Buckets!.Bounds), Text(histogram.Buckets.Counts)));
        var exponential = Assert.Single((await ReadOnly("e")).Points);
        Assert.Equal(("0,0.5,1,2", "1,0,1,300,0"), (Text(exponential.Buckets!.Bounds), Text(exponential.Buckets.Counts)));
    }

    [Fact]
    public async Task NaN_and_infinity_are_stored_and_told_apart_from_values()
    {
        await Append(new PointSpec(Second: 10, Value: double.NaN), new PointSpec(Second: 20, Value: double.NegativeInfinity));

        Assert.Equal([null, double.NegativeInfinity], (await ReadOnly("calls")).Points.Select(point => point.Value));
        Assert.Equal(2, (await ReadRaw("calls")).Messages.Count);
    }

    [Fact]
    public async Task What_arrived_comes_back_in_its_pieces()
    {
        PointSpec[] sent = [new PointSpec(Second: 10) { Trace = 3 }, new PointSpec(Second: 20)];
        await Append(sent);

        var raw = await ReadRaw("calls");

        Assert.Equal(sent.Select(spec => spec.ToString()), raw.Messages.Select(Text));
        Assert.Equal(
            ("resource api", "scope of the tests", "metric calls", "data Sum Cumulative"),
            (Text(raw.ResourceEnvelope), Text(raw.ScopeEnvelope), Text(raw.MetricEnvelope), Text(raw.DataEnvelope)));
    }

    [Fact]
    public async Task Exemplars_are_found_by_their_trace()
    {
        await Append(new PointSpec("calls", 10, Value: 7) { Trace = 3 }, new PointSpec("calls", 20) { Trace = 4 }, new PointSpec("other", 5) { Trace = 3 });

        var found = await Store.FindExemplarsAsync(Some.Tenant, Some.TraceId(3), default);

        Assert.Equal([("other", Some.SpanId(3)), ("calls", Some.SpanId(3))], found.Select(one => (one.Metric, one.Exemplar.SpanId)));
        Assert.Equal((7, Some.Second(10) - 1), (found[1].Exemplar.Value, found[1].Exemplar.TimeUnixNano));
    }

    [Fact]
    public async Task Points_of_a_series_too_many_are_refused_and_the_others_are_stored()
    {
        var result = await Append([.. Enumerable.Range(1, MaxSeries + 2).Select(number => new PointSpec(Second: 10) { Model = $"m{number}" })]);
        var later = await Append(new PointSpec(Second: 20), new PointSpec(Second: 20) { Model = "another" });

        Assert.Equal(new MetricAppendResult(MaxSeries, 0, 0, Refused: 2), result);
        Assert.Equal(new MetricAppendResult(1, 0, 0, Refused: 1), later);
    }

    [Fact]
    public async Task Tenants_do_not_see_each_other()
    {
        await Append(new PointSpec(Second: 10) { Trace = 3 });

        Assert.Empty(await Store.ListMetricsAsync(Some.OtherTenant, default));
        Assert.Empty(await Store.ListSeriesAsync(Some.OtherTenant, new MetricSelection(["calls"], Day), default));
        Assert.Empty(await Store.FindExemplarsAsync(Some.OtherTenant, Some.TraceId(3), default));
    }

    [Fact]
    public async Task What_is_not_there_is_no_error()
    {
        var nothing = new MetricSeriesId(42);

        Assert.Empty(await Store.ListMetricsAsync(Some.Tenant, default));
        Assert.Null(await Store.ReadRawAsync(Some.Tenant, nothing, Day, default));
        await Store.ReadPointsAsync(Some.Tenant, [nothing], Day, _ => Assert.Fail("Nothing is there."), default);
    }

    protected abstract Task<IMetricStore> OpenAsync();

    /// <summary>Closes the store and opens it again, where that is possible.</summary>
    protected async Task ReopenAsync()
    {
        await Store.DisposeAsync();
        Store = await OpenAsync();
    }

    private protected Task<MetricAppendResult> Append(params PointSpec[] points) => Store.AppendAsync(Some.Tenant, SomeMetrics.Batch(points), default);

    private protected async Task<SeriesPoints> ReadOnly(string name, MetricRange? range = null)
    {
        List<SeriesPoints> found = [];
        await Store.ReadPointsAsync(Some.Tenant, [await SeriesOf(name)], range ?? Day, found.Add, default);
        return Assert.Single(found);
    }

    private async Task<RawSeries> ReadRaw(string name) =>
        Assert.IsType<RawSeries>(await Store.ReadRawAsync(Some.Tenant, await SeriesOf(name), Day, default));

    private async Task<MetricSeriesId> SeriesOf(string name) =>
        Assert.Single(await Store.ListSeriesAsync(Some.Tenant, new MetricSelection([name], Day), default)).Id;

    private static string Text(IEnumerable<double> numbers) =>
        string.Join(',', numbers.Select(number => number.ToString(System.Globalization.CultureInfo.InvariantCulture)));

    private static string Text(ReadOnlyMemory<byte> bytes) => Encoding.UTF8.GetString(bytes.Span);
}
