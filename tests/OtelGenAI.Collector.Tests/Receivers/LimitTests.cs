using System.Net;
using System.Text;

namespace OtelGenAI.Collector.Tests.Receivers;

/// <summary>Every limit of the receivers can be set, holds at the value that was set, and counts by reason what it refused.</summary>
public class LimitTests
{
    private const string Json = "application/json";
    private const string Protobuf = "application/x-protobuf";
    private const string Section = "Receivers:Otlp:";
    private const string Ids = "\"traceId\":\"0af7651916cd43dd8448eb211c80319c\",\"spanId\":\"00f067aa0ba902b7\"";

    private static readonly byte[] Good = OtlpBytes.Request("00f067aa0ba902b7");

    /// <summary>Settings; three of a thing, of which the last is over it; the limit as /metrics calls it.</summary>
    public static TheoryData<string, string, string, string> RowLimits => new()
    {
        { "MaxAttributes", "/v1/traces", Span("\"attributes\":[{\"key\":\"a\"},{\"key\":\"b\"},{\"key\":\"c\"}]"), "attributes" },
        { "MaxEvents", "/v1/traces", Span("\"events\":[{},{},{}]"), "events" },
        { "MaxLinks", "/v1/traces", Span("\"links\":[{},{},{}]"), "links" },
        { "MaxValueDepth", "/v1/traces", Span($"\"attributes\":[{{\"key\":\"a\",\"value\":{Nested(2)}}}]"), "depth" },
        { "MaxKeyBytes", "/v1/traces", Span("\"attributes\":[{\"key\":\"a\"},{\"key\":\"bb\"},{\"key\":\"ccc\"}]"), "key_length" },
        {
            "MaxExemplars", "/v1/metrics",
            """{"resourceMetrics":[{"scopeMetrics":[{"metrics":[{"name":"m","gauge":{"dataPoints":[{"timeUnixNano":"7","asInt":"1","exemplars":[{"asInt":"1"},{"asInt":"1"},{"asInt":"1"}]}]}}]}]}]}""",
            "exemplars"
        },
    };

    [Theory]
    [MemberData(nameof(RowLimits))]
    public async Task What_is_over_a_limit_of_rows_is_kept_and_counted_and_costs_nothing_else(string setting, string path, string body, string limit)
    {
        await using var collector = await TestCollector.StartAsync(settings: (Section + setting, "2"));
        await using var larger = await TestCollector.StartAsync(settings: (Section + setting, "3"));
        foreach (var each in new[] { collector, larger })
        {
            using var answer = await each.PostAsync(Encoding.UTF8.GetBytes(body), Json, path);
            Assert.Equal((HttpStatusCode.OK, "{}"), (answer.StatusCode, await answer.Content.ReadAsStringAsync()));
        }

        Assert.Equal(1, await collector.MetricAsync($"otelgenai_values_unindexed_total{{limit=\"{limit}\"}}"));
        Assert.Equal(1, await collector.MetricAsync("otelgenai_values_unindexed_total"));
        Assert.Equal(0, await larger.MetricAsync("otelgenai_values_unindexed_total"));
    }

    [Fact]
    public async Task A_request_as_large_as_the_limit_is_taken_and_one_byte_more_is_not()
    {
        var fitting = OtlpBytes.Field(9, new byte[2045]);
        var larger = OtlpBytes.Field(9, new byte[2046]);
        await using var collector = await TestCollector.StartAsync(settings: (Section + "MaxRequestBytes", "2048"));
        Assert.Equal((2048, 2049), (fitting.Length, larger.Length));

        foreach (var (body, status, code) in new[] { (fitting, HttpStatusCode.OK, 0), (larger, HttpStatusCode.RequestEntityTooLarge, 8) })
        {
            using var plain = await collector.PostAsync(body, Protobuf);
            using var gzip = await collector.PostAsync(OtlpBytes.Gzip(body), Protobuf, encoding: "gzip");
            using var zlib = await collector.PostAsync(OtlpBytes.Zlib(body), Protobuf, encoding: "deflate");
            var call = await collector.CallAsync(OtlpBytes.Framed(body));
            var compressed = await collector.CallAsync(OtlpBytes.Framed(OtlpBytes.Gzip(body), flag: 1), headers: ("grpc-encoding", "gzip"));

            Assert.Equal((status, status, status, code, code), (plain.StatusCode, gzip.StatusCode, zlib.StatusCode, call.Status, compressed.Status));
            Assert.All(new[] { plain, gzip, zlib }, response => Assert.Null(response.Headers.RetryAfter));
            Assert.Null(compressed.Details);
        }

        Assert.Equal(1, await RefusedAsync(collector, "http", "too_large"));
        Assert.Equal(2, await RefusedAsync(collector, "http", "too_large_inflated"));
        Assert.Equal(1, await RefusedAsync(collector, "grpc", "too_large"));
        Assert.Equal(1, await RefusedAsync(collector, "grpc", "too_large_inflated"));
    }

    [Fact]
    public async Task Bytes_under_way_are_limited_for_all_and_for_a_tenant()
    {
        await using var all = await TestCollector.StartAsync(settings: [(Section + "MaxRequestBytes", "1024"), (Section + "MaxInFlightBytes", "1024"), ("TenantDefaults:InFlightBytes", "1000000")]);
        await using var tenant = await TestCollector.StartAsync(settings: ("TenantDefaults:InFlightBytes", "1024"));

        foreach (var (collector, setting) in new[] { (all, "Receivers:Otlp:MaxInFlightBytes"), (tenant, "Tenants:default:InFlightBytes") })
        {
            using var http = await collector.PostAsync(Good, Protobuf);
            var grpc = await collector.CallAsync(OtlpBytes.Framed(Good));

            Assert.Equal(HttpStatusCode.ServiceUnavailable, http.StatusCode);
            Assert.Contains(setting, grpc.Message, StringComparison.Ordinal);
            Assert.Equal(1, await RefusedAsync(collector, "http", "in_flight"));
            Assert.Equal(1, await RefusedAsync(collector, "grpc", "in_flight"));
        }
    }

    [Fact]
    public async Task The_time_of_a_request_is_limited_by_us_and_by_the_client()
    {
        await using var collector = await TestCollector.StartAsync(SlowStore.Create(), (Section + "MaxRequestTime", "00:00:00.1"));

        using var http = await collector.PostAsync(Good, Protobuf);
        await collector.CallAsync(OtlpBytes.Framed(Good));
        await collector.CallAsync(OtlpBytes.Framed(Good), headers: ("grpc-timeout", "1m"));
        await collector.CallAsync(OtlpBytes.Framed(Good), headers: ("grpc-timeout", "0n"));

        Assert.Equal(1, await RefusedAsync(collector, "http", "deadline"));
        Assert.Equal(3, await RefusedAsync(collector, "grpc", "deadline"));
    }

    [Fact]
    public async Task What_is_no_request_or_cannot_be_decompressed_is_counted_apart()
    {
        await using var collector = await TestCollector.StartAsync();

        using var malformed = await collector.PostAsync("[]"u8.ToArray(), Json);
        using var damaged = await collector.PostAsync(Good, Protobuf, encoding: "gzip");
        await collector.CallAsync(OtlpBytes.Framed([0xff, 0xff]));
        await collector.CallAsync(OtlpBytes.Framed(Good, flag: 1), headers: ("grpc-encoding", "gzip"));

        foreach (var transport in new[] { "http", "grpc" })
        {
            Assert.Equal((1, 1), (await RefusedAsync(collector, transport, "malformed"), await RefusedAsync(collector, transport, "bad_compression")));
        }
    }

    private static Task<long> RefusedAsync(TestCollector collector, string transport, string reason) =>
        collector.MetricAsync($"otelgenai_receiver_requests_refused_total{{transport=\"{transport}\",reason=\"{reason}\"}}");

    private static string Span(string members) => $"{{\"resourceSpans\":[{{\"scopeSpans\":[{{\"spans\":[{{{Ids},{members}}}]}}]}}]}}";

    private static string Nested(int levels) =>
        string.Concat(Enumerable.Repeat("{\"arrayValue\":{\"values\":[", levels)) + "{\"intValue\":\"1\"}" + string.Concat(Enumerable.Repeat("]}}", levels));
}
