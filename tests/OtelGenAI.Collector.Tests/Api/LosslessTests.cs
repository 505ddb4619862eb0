using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using OtelGenAI.EndToEnd.Tests;
using OtelGenAI.Otlp.Responses;
using OtelGenAI.Otlp.Schema;

namespace OtelGenAI.Collector.Tests.Api;

/// <summary>Every field of OTLP, sent to the real server, stored in SQLite, read back after a restart through <c>/otlp</c>.</summary>
public sealed class LosslessTests : IDisposable
{
    private readonly TempFolder _data = new();
    private readonly EveryField _fields = new();

    [Fact]
    public async Task Every_field_of_traces_comes_back_from_the_store()
    {
        var sent = Single(_fields.Of(TraceSchema.Request));

        var returned = await SendAndReadAsync(sent, "/v1/traces", $"/api/v1/traces/{EveryField.TraceId}/otlp?signal=traces");

        Assert.Equal(OtlpJson.Plain(sent)!.ToJsonString(), OtlpJson.Plain(returned)!.ToJsonString());
        AssertEveryFieldWasMade(OtlpSignal.Traces, TraceSchema.Request);
    }

    [Fact]
    public async Task Every_field_of_logs_comes_back_from_the_store()
    {
        var sent = Single(_fields.Of(LogSchema.Request));

        var returned = await SendAndReadAsync(sent, "/v1/logs", $"/api/v1/traces/{EveryField.TraceId}/otlp?signal=logs");

        Assert.Equal(OtlpJson.Plain(sent)!.ToJsonString(), OtlpJson.Plain(returned)!.ToJsonString());
        AssertEveryFieldWasMade(OtlpSignal.Logs, LogSchema.Request);
    }

    [Fact]
    public async Task Every_field_of_metrics_comes_back_from_the_store()
    {
        var sent = Single(_fields.Of(MetricSchema.Request));
        var metrics = sent["resourceMetrics"]![0]!["scopeMetrics"]![0]!["metrics"]!.AsArray().Select(metric => metric!.DeepClone()).ToArray();
        const string Range = "/otlp?from=1970-01-01T00:00:00Z&to=1970-01-02T00:00:00Z";

        foreach (var metric in metrics)
        {
            // Each metric by itself: that is how they are asked for.
            sent["resourceMetrics"]![0]!["scopeMetrics"]![0]!["metrics"] = new JsonArray(metric.DeepClone());
            var returned = await SendAndReadAsync(sent, "/v1/metrics", $"/api/v1/metrics/{Uri.EscapeDataString((string)metric["name"]!)}{Range}");

            var scope = returned["resourceMetrics"]![0]!["scopeMetrics"]![0]!;
            scope["metrics"] = new JsonArray(OtlpJson.Metric(scope["metrics"]!.AsArray().Select(part => part!)));
            sent["resourceMetrics"]![0]!["scopeMetrics"]![0]!["metrics"] = new JsonArray(OtlpJson.Metric([metric]));
            Assert.Equal(OtlpJson.Plain(sent)!.ToJsonString(), OtlpJson.Plain(returned)!.ToJsonString());
        }

        AssertEveryFieldWasMade(OtlpSignal.Metrics, MetricSchema.Request);
    }

    public void Dispose() => _data.Dispose();

    private async Task<JsonNode> SendAndReadAsync(JsonNode request, string path, string otlp)
    {
        await using (var collector = await TestCollector.StartOnAsync(_data.Path))
        {
            using var answer = await collector.PostAsync(Encoding.UTF8.GetBytes(request.ToJsonString()), "application/json", path);
            Assert.Equal("{}", await answer.Content.ReadAsStringAsync());
        }

        await using var restarted = await TestCollector.StartOnAsync(_data.Path);
        var (status, body) = await restarted.GetAsync(otlp);
        Assert.True(status == HttpStatusCode.OK, body.ToJsonString());
        return body;
    }

    private void AssertEveryFieldWasMade(OtlpSignal signal, MessageSchema request)
    {
        var all = new HashSet<string>();
        Reach(request, all, []);
        var missing = all.Except(_fields.Made);
        Assert.True(!missing.Any(), $"{signal}: {string.Join(", ", missing)}");
    }

    private static void Reach(MessageSchema message, HashSet<string> fields, HashSet<MessageSchema> seen)
    {
        if (!seen.Add(message))
        {
            return;
        }

        foreach (var field in message.Fields)
        {
            fields.Add($"{message.Name}.{field.JsonText}");
            if (field.Message is { } part)
            {
                Reach(part, fields, seen);
            }
        }
    }

    private static JsonObject Single(IReadOnlyList<JsonObject> cases) => cases.Count == 1 ? cases[0] : throw new InvalidOperationException("A request has no choices.");
}
