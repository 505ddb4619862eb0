using System.Text.Json.Nodes;

namespace OtelGenAI.EndToEnd.Tests.NodeExporters;

/// <summary>What the exporters of OpenTelemetry JS sent is given back field by field, whichever way it came.</summary>
public sealed class NodeExporterTests : IDisposable
{
    private readonly TempFolder _data = new();

    public static TheoryData<string, string> Ways => new()
    {
        { "grpc", "none" }, { "grpc", "gzip" }, { "proto", "none" }, { "proto", "gzip" }, { "http", "none" }, { "http", "gzip" },
    };

    [NodeTheory]
    [MemberData(nameof(Ways))]
    public async Task Every_span_of_the_JS_exporter_comes_back_as_it_was(string protocol, string compression)
    {
        await using var collector = await CollectorProcess.StartAsync(_data.Path);

        var request = await SendAsync(collector, "traces", protocol, compression);

        var sent = Records(request, "resourceSpans", "scopeSpans", "spans");
        Assert.Equal(6, sent.Count);
        foreach (var trace in sent.GroupBy(span => (string)span["traceId"]!))
        {
            var otlp = await collector.GetAsync($"/api/v1/traces/{trace.Key}/otlp?signal=traces");
            AssertSame(trace, Records(otlp, "resourceSpans", "scopeSpans", "spans"), span => (string)span["spanId"]!);
            AssertSameOrigin(request, otlp, "resourceSpans", "scopeSpans");
            var spans = (await collector.GetAsync($"/api/v1/traces/{trace.Key}"))["spans"]!.AsArray();
            Assert.Equal(["agent unset", "llm error"], spans.Select(span => $"{span!["kind"]} {span["status"]}"));
        }
    }

    [NodeTheory]
    [MemberData(nameof(Ways))]
    public async Task Every_log_record_of_the_JS_exporter_comes_back_as_it_was(string protocol, string compression)
    {
        await using var collector = await CollectorProcess.StartAsync(_data.Path);

        var request = await SendAsync(collector, "logs", protocol, compression);

        var otlp = await collector.GetAsync("/api/v1/traces/0af7651916cd43dd8448eb211c80319c/otlp?signal=logs");
        var sent = Records(request, "resourceLogs", "scopeLogs", "logRecords");
        Assert.Equal(2, sent.Count);
        AssertSame(sent, Records(otlp, "resourceLogs", "scopeLogs", "logRecords"), record => OtlpJson.Plain(record["body"])!.ToJsonString());
        AssertSameOrigin(request, otlp, "resourceLogs", "scopeLogs");
    }

    [NodeTheory]
    [MemberData(nameof(Ways))]
    public async Task Every_metric_of_the_JS_exporter_comes_back_as_it_was(string protocol, string compression)
    {
        await using var collector = await CollectorProcess.StartAsync(_data.Path);

        var request = await SendAsync(collector, "metrics", protocol, compression);

        // The reader sends once when it is flushed and once when it is shut down.
        var sent = Records(request, "resourceMetrics", "scopeMetrics", "metrics").GroupBy(metric => (string)metric["name"]!).ToArray();
        Assert.Equal(6, sent.Length);
        foreach (var metric in sent)
        {
            var otlp = await collector.GetAsync($"/api/v1/metrics/{metric.Key}/otlp");
            AssertSame(
                [OtlpJson.Metric(metric)],
                [OtlpJson.Metric(Records(otlp, "resourceMetrics", "scopeMetrics", "metrics"))],
                part => (string)part["name"]!);
            AssertSameOrigin(request, otlp, "resourceMetrics", "scopeMetrics");
        }
    }

    public void Dispose() => _data.Dispose();

    // The requests of a run, as one. An exporter may have made several.
    private static async Task<JsonNode> SendAsync(CollectorProcess collector, string signal, string protocol, string compression)
    {
        var url = protocol == "grpc" ? collector.Grpc : new Uri(collector.OtlpHttp, $"/v1/{signal}");
        var requests = await NodeExporter.SendAsync(signal, protocol, url, compression);
        var list = requests[0]!.AsObject().Single().Key;
        return new JsonObject { [list] = new JsonArray([.. requests.SelectMany(request => request![list]!.AsArray()).Select(resource => resource!.DeepClone())]) };
    }

    private static List<JsonNode> Records(JsonNode request, string resources, string scopes, string records) =>
        [.. request[resources]!.AsArray().SelectMany(resource => resource![scopes]!.AsArray()).SelectMany(scope => scope![records]!.AsArray()).Select(record => record!)];

    private static void AssertSame(IEnumerable<JsonNode> sent, IEnumerable<JsonNode> received, Func<JsonNode, string> order) => Assert.Equal(
        sent.OrderBy(order, StringComparer.Ordinal).Select(record => OtlpJson.Plain(record)!.ToJsonString()),
        received.OrderBy(order, StringComparer.Ordinal).Select(record => OtlpJson.Plain(record)!.ToJsonString()));

    private static void AssertSameOrigin(JsonNode sent, JsonNode received, string resources, string scopes)
    {
        foreach (var part in new Func<JsonNode, JsonNode?>[] { resource => resource["resource"], resource => resource[scopes]![0]!["scope"] })
        {
            Assert.Equal(OtlpJson.Plain(part(sent[resources]![0]!))!.ToJsonString(), OtlpJson.Plain(part(received[resources]![0]!))!.ToJsonString());
        }
    }
}
