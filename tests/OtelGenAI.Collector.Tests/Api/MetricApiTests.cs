using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace OtelGenAI.Collector.Tests.Api;

public sealed class MetricApiTests
{
    private const string Range = "from=2026-01-02T00:00:00Z&to=2026-01-02T00:10:00Z&bucket=1m";

    [Fact]
    public async Task Counters_are_listed_and_charted_as_increase_and_rate()
    {
        await using var collector = await TestCollector.StartAsync();
        await collector.SendAsync(Sum("calls", Point(60, 10, "a"), Point(120, 16, "a"), Point(120, 4, "b")));

        var (_, list) = await collector.GetAsync("/api/v1/metrics");
        var (status, chart) = await collector.GetAsync($"/api/v1/metrics/calls?{Range}&by=model");

        var metric = list["items"]!.AsArray().Single()!;
        Assert.Equal("calls sum {call} 2 2026-01-02T00:02:00+00:00", $"{metric["name"]} {metric["type"]} {metric["unit"]} {metric["seriesCount"]} {metric["lastTime"]}");
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal("counter", (string?)chart["type"]);
        Assert.Equal("a 16, b 4", Groups(chart, group => $"{group["group"]} {group["total"]!["increase"]}"));
        Assert.Equal("10 6", string.Join(' ', chart["groups"]![0]!["points"]!.AsArray().Select(point => point!["increase"])));
        Assert.Equal(0.1, (double)chart["groups"]![0]!["points"]![1]!["rate"]!);
    }

    [Fact]
    public async Task Histograms_have_quantiles_and_exemplars_that_lead_to_traces()
    {
        await using var collector = await TestCollector.StartAsync();
        await collector.SendAsync(
            """
            {"name":"took","unit":"s","histogram":{"aggregationTemporality":1,"dataPoints":[{"timeUnixNano":"1767312060000000000","count":"10",
              "sum":12.5,"bucketCounts":["0","10","0"],"explicitBounds":[1,2],"exemplars":[{"timeUnixNano":"1767312059000000000","asDouble":1.5,
              "traceId":"0af7651916cd43dd8448eb211c80319c","spanId":"b7ad6b7169203331"}]}]}}
            """);

        var (_, chart) = await collector.GetAsync($"/api/v1/metrics/took?{Range}");
        var (_, ofTrace) = await collector.GetAsync("/api/v1/traces/0af7651916cd43dd8448eb211c80319c/exemplars");

        var total = chart["groups"]![0]!["total"]!;
        Assert.Equal("10 12.5 1.25 1.5 1.95", $"{total["count"]} {total["sum"]} {total["avg"]} {total["p50"]} {total["p95"]}");
        var exemplar = chart["groups"]![0]!["exemplars"]![0]!;
        Assert.Equal("1.5 0af7651916cd43dd8448eb211c80319c b7ad6b7169203331", $"{exemplar["value"]} {exemplar["traceId"]} {exemplar["spanId"]}");
        Assert.Equal("took", (string?)ofTrace["items"]![0]!["metric"]);
    }

    [Fact]
    public async Task Earlier_and_current_names_are_one_metric()
    {
        await using var collector = await TestCollector.StartAsync();
        await collector.SendAsync(Histogram("gen_ai.client.operation.duration", "chat"), service: "old");
        await collector.SendAsync(Histogram("gen_ai.client.inference.duration", "chat"), service: "new");

        var (_, current) = await collector.GetAsync($"/api/v1/metrics/gen_ai.client.inference.duration?{Range}&by=service.name");
        var (_, earlier) = await collector.GetAsync($"/api/v1/metrics/gen_ai.client.operation.duration?{Range}&by=service.name");

        Assert.Equal("new 3, old 3", Groups(current, group => $"{group["group"]} {group["total"]!["count"]}"));
        Assert.Equal("new 3, old 3", Groups(earlier, group => $"{group["group"]} {group["total"]!["count"]}"));
        Assert.Equal(2, current["readFrom"]!.AsArray().Count);
    }

    [Fact]
    public async Task What_arrived_comes_back_as_otlp()
    {
        await using var collector = await TestCollector.StartAsync();
        await collector.SendAsync(Sum("calls", Point(60, 10, "a"), Point(120, 16, "a")));

        var (_, otlp) = await collector.GetAsync($"/api/v1/metrics/calls/otlp?{Range}");
        await using var another = await TestCollector.StartAsync();
        using var sent = await another.PostAsync(Encoding.UTF8.GetBytes(otlp.ToJsonString()), "application/json", "/v1/metrics");
        var (_, again) = await another.GetAsync($"/api/v1/metrics/calls/otlp?{Range}");

        Assert.Equal(2, otlp["resourceMetrics"]![0]!["scopeMetrics"]![0]!["metrics"]![0]!["sum"]!["dataPoints"]!.AsArray().Count);
        Assert.Equal(otlp.ToJsonString(), again.ToJsonString());
    }

    [Fact]
    public async Task Numbers_that_are_none_are_left_out_of_charts_and_come_back_as_otlp()
    {
        await using var collector = await TestCollector.StartAsync();
        await collector.SendAsync(
            """
            {"name":"load","gauge":{"dataPoints":[{"timeUnixNano":"1767312060000000000","asDouble":"NaN"},
              {"timeUnixNano":"1767312061000000000","asDouble":"Infinity"},{"timeUnixNano":"1767312062000000000","asDouble":0.5}]}}
            """);

        var (_, chart) = await collector.GetAsync($"/api/v1/metrics/load?{Range}");
        var (_, otlp) = await collector.GetAsync($"/api/v1/metrics/load/otlp?{Range}");

        Assert.Equal("0.5 0.5", $"{chart["groups"]![0]!["total"]!["value"]} {chart["groups"]![0]!["total"]!["max"]}");
        var points = otlp["resourceMetrics"]![0]!["scopeMetrics"]![0]!["metrics"]![0]!["gauge"]!["dataPoints"]!.AsArray();
        Assert.Equal("NaN Infinity 0.5", string.Join(' ', points.Select(point => point!["asDouble"])));
    }

    [Theory]
    [InlineData("from=yesterday", "from 'yesterday' is not an RFC 3339 time such as 2026-11-20T03:00:00Z.")]
    [InlineData("bucket=5", "bucket '5' is not a length of time such as 30s, 5m, 1h or 1d.")]
    [InlineData("from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z", "from (2026-01-02T00:00:00.0000000+00:00) must be before to (2026-01-01T00:00:00.0000000+00:00).")]
    [InlineData("from=2026-01-01T00:00:00Z&to=2026-01-02T00:00:00Z&bucket=1s", "bucket '1s' makes 86400 points of that stretch of time; the limit is 2000.")]
    public async Task What_is_wrong_with_a_request_is_said(string query, string message)
    {
        await using var collector = await TestCollector.StartAsync();

        var (status, body) = await collector.GetAsync($"/api/v1/metrics/calls?{query}");

        Assert.Equal((HttpStatusCode.BadRequest, message), (status, (string?)body["error"]!["message"]));
    }

    [Fact]
    public async Task A_metric_that_never_arrived_is_not_found()
    {
        await using var collector = await TestCollector.StartAsync();

        var (status, body) = await collector.GetAsync("/api/v1/metrics/a%2Fb");

        Assert.Equal(HttpStatusCode.NotFound, status);
        Assert.Equal("No metric 'a/b' has arrived; GET /api/v1/metrics lists those that have.", (string?)body["error"]!["message"]);
    }

    private static string Groups(JsonNode chart, Func<JsonNode, string> describe) =>
        string.Join(", ", chart["groups"]!.AsArray().Select(group => describe(group!)).Order(StringComparer.Ordinal));

    private static string Sum(string name, params string[] points) =>
        $$$"""{"name":"{{{name}}}","unit":"{call}","sum":{"aggregationTemporality":2,"isMonotonic":true,"dataPoints":[{{{string.Join(',', points)}}}]}}""";

    private static string Point(int second, int value, string model) =>
        $$$"""
        {"startTimeUnixNano":"1767312001000000000","timeUnixNano":"{{{1767312000L + second}}}000000000","asInt":"{{{value}}}",
         "attributes":[{"key":"model","value":{"stringValue":"{{{model}}}"}}]}
        """;

    private static string Histogram(string name, string operation) =>
        $$$"""
        {"name":"{{{name}}}","histogram":{"aggregationTemporality":1,"dataPoints":[{"timeUnixNano":"1767312060000000000","count":"3","sum":3,
         "attributes":[{"key":"gen_ai.operation.name","value":{"stringValue":"{{{operation}}}"}}]}]}}
        """;
}

/// <summary>Sends metrics in JSON.</summary>
internal static class MetricSending
{
    /// <summary>Sends one metric, which must be accepted.</summary>
    public static async Task SendAsync(this TestCollector collector, string metric, string service = "tests")
    {
        var resource = $$$"""{"attributes":[{"key":"service.name","value":{"stringValue":"{{{service}}}"}}]}""";
        var request = $$"""{"resourceMetrics":[{"resource":{{resource}},"scopeMetrics":[{"scope":{"name":"tests"},"metrics":[{{metric}}]}]}]}""";
        using var response = await collector.PostAsync(Encoding.UTF8.GetBytes(request), "application/json", "/v1/metrics");
        Assert.Equal("{}", await response.Content.ReadAsStringAsync());
    }
}
