using System.Net;
using System.Text;
using OtelGenAI.Storage.InMemory;

namespace OtelGenAI.Collector.Tests.Receivers;

public sealed class MetricReceiverTests
{
    private const string GrpcPath = "/opentelemetry.proto.collector.metrics.v1.MetricsService/Export";

    [Fact]
    public async Task Points_arrive_over_gRPC_and_a_retry_over_http_is_a_duplicate()
    {
        await using var collector = await TestCollector.StartAsync();

        var grpc = await collector.CallAsync(OtlpBytes.Framed(Request(time: 5)), GrpcPath);
        using var http = await collector.PostAsync(Request(time: 5), "application/x-protobuf", "/api/public/otel/v1/metrics");

        Assert.Equal(0, grpc.Status);
        Assert.Equal(HttpStatusCode.OK, http.StatusCode);
        Assert.Equal(2, await collector.MetricAsync("otelgenai_data_points_received_total"));
        Assert.Equal(1, await collector.MetricAsync("otelgenai_data_points_stored_total"));
        Assert.Equal(1, await collector.MetricAsync("otelgenai_data_points_duplicate_total"));
    }

    [Fact]
    public async Task A_point_that_can_never_be_accepted_is_told_as_a_rejected_data_point()
    {
        await using var collector = await TestCollector.StartAsync();

        using var response = await collector.PostAsync(
            """
            {"resourceMetrics":[{"scopeMetrics":[{"metrics":[{"name":"m","gauge":{"dataPoints":[{"asInt":"1"},{"asInt":"2","timeUnixNano":"7"}]}}]}]}]}
            """u8.ToArray(),
            "application/json",
            "/v1/metrics");

        Assert.Equal(
            """{"partialSuccess":{"rejectedDataPoints":"1","errorMessage":"Data point of metric \u0022m\u0022 (time 0): time_unix_nano is missing."}}""",
            await response.Content.ReadAsStringAsync());
        Assert.Equal(1, await collector.MetricAsync("otelgenai_data_points_rejected_total{cause=\"time_unix_nano\"}"));
        Assert.Equal(2, await collector.MetricAsync("otelgenai_data_points_received_total"));
    }

    [Fact]
    public async Task Points_of_more_series_than_the_limit_are_refused_with_the_name_of_the_limit()
    {
        await using var metrics = new InMemoryMetricStore(maxSeries: 1);
        await using var collector = await TestCollector.StartAsync(new InMemoryTraceStore(), metrics, ("Storage:MaxMetricSeries", "1"));

        await collector.PostAsync(Request(time: 5), "application/x-protobuf", "/v1/metrics");
        using var response = await collector.PostAsync(Request(time: 5, name: "other"), "application/x-protobuf", "/v1/metrics");

        Assert.Contains("1 (Storage:MaxMetricSeries)", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(1, await collector.MetricAsync("otelgenai_data_points_rejected_total{cause=\"series_limit\"}"));
    }

    [Fact]
    public async Task Broken_bytes_are_refused_as_a_whole()
    {
        await using var collector = await TestCollector.StartAsync();

        var answer = await collector.CallAsync(OtlpBytes.Framed([.. Request(time: 5), 0x0A]), GrpcPath);

        Assert.Equal(3, answer.Status);
        Assert.Equal(0, await collector.MetricAsync("otelgenai_data_points_received_total"));
    }

    // A gauge with one point: its time, and the value 1.
    private static byte[] Request(byte time, string name = "m")
    {
        byte[] point = [(3 << 3) | 1, time, 0, 0, 0, 0, 0, 0, 0, (6 << 3) | 1, 1, 0, 0, 0, 0, 0, 0, 0];
        byte[] metric = [.. OtlpBytes.Field(1, Encoding.UTF8.GetBytes(name)), .. OtlpBytes.Field(5, OtlpBytes.Field(1, point))];
        return OtlpBytes.Field(1, OtlpBytes.Field(2, OtlpBytes.Field(2, metric)));
    }
}
