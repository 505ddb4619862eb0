using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using OpenTelemetry.Exporter;

namespace OtelGenAI.EndToEnd.Tests.ExistingCollectors;

/// <summary>A real OpenTelemetry Collector between the sender and the real program.</summary>
public sealed class OtelcolTests : IDisposable
{
    private const int Traces = 10;
    private const int SpansPerTrace = 20;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly TempFolder _data = new();
    private readonly SpanLedger _ledger = new();

    /// <summary>Configurations of core components that send to otelgenai alone, and how their variables begin.</summary>
    public static TheoryData<string, string> Senders => new() { { "agent.yaml", "AGENT" }, { "gateway.yaml", "GATEWAY" }, { "large-spans.yaml", "LARGE" } };

    [OtelcolTheory]
    [InlineData("agent.yaml")]
    [InlineData("gateway.yaml")]
    [InlineData("large-spans.yaml")]
    [InlineData("fan-out.yaml")]
    public async Task A_Collector_finds_nothing_wrong_with_the_file(string name) =>
        Assert.Equal("", await Otelcol.ValidateAsync(Path.Combine(ConfigurationFile.Folder, name)));

    [OtelcolTheory]
    [MemberData(nameof(Senders))]
    public async Task Every_span_that_a_Collector_took_arrives_once(string name, string prefix)
    {
        await using var collector = await CollectorProcess.StartAsync(_data.Path);
        await using var otelcol = await StartAsync(name, prefix, collector);

        Assert.True(SendBothWays(otelcol));

        await HasAllAsync(collector, otelcol);
        await _ledger.AssertIsInAsync(collector);
    }

    [OtelcolTheory]
    [MemberData(nameof(Senders))]
    public async Task A_Collector_waits_as_long_as_it_is_told_and_sends_again(string name, string prefix)
    {
        // A compressed request takes two buffers of 64 KiB: the tenant has room for one, but not beside the request that is held open here.
        await using var collector = await CollectorProcess.StartAsync(_data.Path, "--config", Write(
            """{ "Receivers": { "Otlp": { "MaxRequestBytes": 65536, "MaxInFlightBytes": 200000 } } }"""));
        await using var otelcol = await StartAsync(name, prefix, collector);
        await using (await HeldRequest.BeginAsync(collector))
        {
            Assert.True(_ledger.Send(OtlpExportProtocol.Grpc, otelcol.Grpc, Traces / 2, SpansPerTrace));
            await Eventually.IsAsync(() => Task.FromResult(otelcol.Log), log => log.Contains("Throttle", StringComparison.Ordinal), Patience);
            Assert.Equal(0, await collector.MetricAsync("otelgenai_spans_stored_total"));
        }

        await HasAllAsync(collector, otelcol);
        await _ledger.AssertIsInAsync(collector);
    }

    [OtelcolTheory]
    [MemberData(nameof(Senders))]
    public async Task A_Collector_delivers_everything_although_otelgenai_was_killed_in_between(string name, string prefix)
    {
        await using var collector = await CollectorProcess.StartToReturnAsync(_data.Path);
        await using var otelcol = await StartAsync(name, prefix, collector);
        Assert.True(SendBothWays(otelcol));
        await Eventually.IsAsync(() => collector.MetricAsync("otelgenai_spans_stored_total"), stored => stored > 0, Patience, () => otelcol.Log);

        await collector.KillAsync();
        Assert.True(SendBothWays(otelcol));
        await using var restarted = await CollectorProcess.StartAgainAsync(_data.Path, collector);

        await Eventually.IsAsync(() => SpansAsync(restarted), spans => spans == _ledger.Count, Patience, () => otelcol.Log);
        await _ledger.AssertIsInAsync(restarted);
    }

    [OtelcolFact]
    public async Task The_fan_out_sends_every_span_to_every_destination()
    {
        await using var collector = await CollectorProcess.StartAsync(_data.Path);
        var http = Url(collector.OtlpHttp);
        await using var otelcol = await Otelcol.StartAsync(
            Path.Combine(ConfigurationFile.Folder, "fan-out.yaml"), "FANOUT_GRPC", "FANOUT_HTTP",
            ("OTELGENAI_GRPC", collector.Grpc.Authority), ("JAEGER_ENDPOINT", collector.Grpc.Authority), ("TEMPO_ENDPOINT", collector.Grpc.Authority),
            ("LANGFUSE_ENDPOINT", $"{http}/api/public/otel"), ("LANGSMITH_ENDPOINT", http), ("PHOENIX_ENDPOINT", http), ("MLFLOW_ENDPOINT", http),
            ("HONEYCOMB_ENDPOINT", http), ("DATADOG_TRACES_ENDPOINT", $"{http}/v1/traces"));
        var destinations = ConfigurationFile.Read("fan-out.yaml").Components("exporters").Count;

        Assert.True(SendBothWays(otelcol));

        await Eventually.IsAsync(
            () => collector.MetricAsync("otelgenai_spans_received_total"), received => received == _ledger.Count * destinations, Patience, () => otelcol.Log);
        Assert.Equal(_ledger.Count, await collector.MetricAsync("otelgenai_spans_stored_total"));
        Assert.Equal(_ledger.Count * (destinations - 1), await collector.MetricAsync("otelgenai_spans_duplicate_total"));
    }

    [OtelcolTheory]
    [MemberData(nameof(Senders))]
    public async Task Metrics_and_log_records_pass_a_Collector_and_each_point_and_record_arrives_once(string name, string prefix)
    {
        const string Log = """{"resourceLogs":[{"scopeLogs":[{"logRecords":[{"timeUnixNano":"1500000000","body":{"stringValue":"through a Collector"}}]}]}]}""";
        const string Metric = """{"resourceMetrics":[{"scopeMetrics":[{"metrics":[{"name":"passed","sum":{"aggregationTemporality":2,"isMonotonic":true,"dataPoints":[{"startTimeUnixNano":"1000000000","timeUnixNano":"1500000000","asInt":"7"}]}}]}]}]}""";
        await using var collector = await CollectorProcess.StartAsync(_data.Path);
        await using var otelcol = await StartAsync(name, prefix, collector);

        await PostAsync(otelcol.Http, Log, "/v1/logs");
        await PostAsync(otelcol.Http, Metric, "/v1/metrics");

        await Eventually.IsAsync(() => collector.MetricAsync("otelgenai_log_records_stored_total"), stored => stored == 1, Patience, () => otelcol.Log);
        await Eventually.IsAsync(() => collector.MetricAsync("otelgenai_data_points_stored_total"), stored => stored == 1, Patience, () => otelcol.Log);
        Assert.Equal("through a Collector", (string?)(await collector.GetAsync("/api/v1/logs"))["items"]![0]!["body"]);
    }

    [OtelcolFact]
    public async Task What_a_Collector_gets_from_the_lossless_export_equals_what_was_sent()
    {
        var sent = await File.ReadAllTextAsync(Path.Combine(Checkout.Root, "tests", "OtelGenAI.EndToEnd.Tests", "ExistingCollectors", "every-kind-of-value.json"));
        var traceId = (string)JsonNode.Parse(sent)!["resourceSpans"]![0]!["scopeSpans"]![0]!["spans"]![0]!["traceId"]!;
        await using var first = await CollectorProcess.StartAsync(Path.Combine(_data.Path, "first"));
        await using var second = await CollectorProcess.StartAsync(Path.Combine(_data.Path, "second"));
        await using var otelcol = await StartAsync("agent.yaml", "AGENT", second);
        await PostAsync(first.OtlpHttp, sent);

        var exported = await first.GetAsync($"/api/v1/traces/{traceId}/otlp");
        await PostAsync(otelcol.Http, exported.ToJsonString());

        await Eventually.IsAsync(() => SpansAsync(second), spans => spans > 0, Patience, () => otelcol.Log);
        var returned = await second.GetAsync($"/api/v1/traces/{traceId}/otlp");
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(sent), exported), $"The first store returned {exported.ToJsonString()}");
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(sent), returned), $"Behind the Collector it is {returned.ToJsonString()}");
    }

    public void Dispose()
    {
        _ledger.Dispose();
        _data.Dispose();
    }

    private static Task<Otelcol> StartAsync(string name, string prefix, CollectorProcess collector) => Otelcol.StartAsync(
        Path.Combine(ConfigurationFile.Folder, name), $"{prefix}_GRPC", $"{prefix}_HTTP",
        ("OTELGENAI_GRPC", collector.Grpc.Authority), ("OTELGENAI_HTTP", Url(collector.OtlpHttp)));

    private static string Url(Uri address) => address.GetLeftPart(UriPartial.Authority);

    private bool SendBothWays(Otelcol otelcol) =>
        _ledger.Send(OtlpExportProtocol.Grpc, otelcol.Grpc, Traces, SpansPerTrace) &
        _ledger.Send(OtlpExportProtocol.HttpProtobuf, new Uri(otelcol.Http, "/v1/traces"), Traces, SpansPerTrace);

    private Task<long> HasAllAsync(CollectorProcess collector, Otelcol otelcol) => Eventually.IsAsync(
        () => collector.MetricAsync("otelgenai_spans_stored_total"), stored => stored == _ledger.Count, Patience, () => otelcol.Log);

    // Counted from what is stored: the counters of a process that was killed are gone.
    private static async Task<int> SpansAsync(CollectorProcess collector) =>
        (await collector.GetAsync("/api/v1/traces?limit=500"))["items"]!.AsArray().Sum(item => (int)item!["spanCount"]!);

    private static async Task PostAsync(Uri address, string json, string path = "/v1/traces")
    {
        using var client = new HttpClient { BaseAddress = address };
        using var body = new StringContent(json, Encoding.UTF8, "application/json");
        using var response = await client.PostAsync(new Uri(path, UriKind.Relative), body);
        Assert.True(response.StatusCode == HttpStatusCode.OK, await response.Content.ReadAsStringAsync());
    }

    private string Write(string settings)
    {
        var path = Path.Combine(_data.Path, "settings.json");
        File.WriteAllText(path, settings);
        return path;
    }
}
