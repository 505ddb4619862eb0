using Google.Protobuf;
using OtelGenAI.Otlp.Json;
using OtelGenAI.Otlp.Metrics;
using OtelGenAI.Otlp.Tests.Oracle;

namespace OtelGenAI.Otlp.Tests.Metrics;

public sealed class OtlpMetricDecoderTests
{
    [Fact]
    public void Decoding_into_a_reused_batch_allocates_nothing()
    {
        var histogram = new Metric { Name = "duration", Unit = "s", Histogram = new Histogram { AggregationTemporality = AggregationTemporality.Delta } };
        for (var at = 0; at < 500; at++)
        {
            histogram.Histogram.DataPoints.Add(new HistogramDataPoint
            {
                TimeUnixNano = SomeMetrics.Time + (ulong)at,
                Attributes = { Some.Attribute("model", "m"), Some.Attribute("provider", "p") },
                Count = 3,
                Sum = 1.5,
                BucketCounts = { 1, 2, 0 },
                ExplicitBounds = { 0.1, 1 },
                Exemplars = { new Exemplar { AsDouble = 0.5, TraceId = ByteString.CopyFrom(Some.TraceId), SpanId = ByteString.CopyFrom(Some.SpanId()) } },
            });
        }

        var body = SomeMetrics.Request(histogram).ToByteArray();
        var batch = Some.Batch();

        Assert.Equal(0, Allocations.Least(() => OtlpMetricDecoder.Decode(batch, body, OtlpLimits.Default)));
        Assert.Equal(500, batch.Metrics.Points.Length);
    }

    [Fact]
    public void One_bad_point_costs_one_point_and_the_client_is_told_which()
    {
        var batch = SomeMetrics.Decoded(SomeMetrics.Request(
            SomeMetrics.Counter(new NumberDataPoint { AsInt = 1 }, new NumberDataPoint { AsInt = 2, TimeUnixNano = SomeMetrics.Time })));

        Assert.Equal(1, batch.Metrics.Points.Length);
        Assert.Equal("Data point of metric \"calls\" (time 0): time_unix_nano is missing.", Assert.Single(batch.Rejections.Reasons));
    }

    [Fact]
    public void A_sum_that_does_not_say_what_it_counts_is_refused()
    {
        var metric = SomeMetrics.Counter(new NumberDataPoint { AsInt = 1, TimeUnixNano = SomeMetrics.Time });
        metric.Sum.AggregationTemporality = AggregationTemporality.Unspecified;

        var batch = SomeMetrics.Decoded(SomeMetrics.Request(metric));

        Assert.Equal((0, 0, 0), (batch.Metrics.Points.Length, batch.Metrics.Metrics.Length, batch.Resources.Length));
        Assert.Equal(1, batch.Rejections.CountByCause["aggregation_temporality"]);
    }

    [Fact]
    public void A_number_that_does_not_fit_costs_one_point_in_json()
    {
        using var decoder = new OtlpJsonDecoder();
        var batch = Some.Batch();

        var result = decoder.DecodeMetrics(
            batch,
            """
            {"resourceMetrics":[{"scopeMetrics":[{"metrics":[{"name":"m","gauge":{"dataPoints":[
              {"timeUnixNano":"1","asInt":"99999999999999999999"},{"timeUnixNano":"2","asDouble":"NaN"}]}}]}]}]}
            """u8.ToArray(),
            OtlpLimits.Default);

        Assert.IsType<OtlpDecodeResult.Decoded>(result);
        Assert.Equal(1, batch.Metrics.Points.Length);
        Assert.Equal("Data point: asInt is not a number that fits (99999999999999999999).", Assert.Single(batch.Rejections.Reasons));
    }

    [Fact]
    public void Empty_metrics_leave_no_rows()
    {
        var batch = SomeMetrics.Decoded(SomeMetrics.Request(new Metric { Name = "none" }, new Metric { Name = "empty", Gauge = new Gauge() }));

        Assert.Equal((0, 0, 0), (batch.Metrics.Metrics.Length, batch.Resources.Length, batch.Scopes.Length));
        Assert.Equal(0, batch.Rejections.Count);
    }
}
