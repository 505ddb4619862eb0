using System.Text.Json.Nodes;

namespace OtelGenAI.EndToEnd.Tests;

/// <summary>A client whose content is only in log records: what OpenTelemetry's OpenAI instrumentation for JavaScript really sent.</summary>
public sealed class LogTests : IDisposable
{
    private readonly TempFolder _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task A_conversation_that_came_as_log_records_before_its_spans_is_read_after_restarts()
    {
        // One document with spans and log records: each path takes its own.
        var captured = await File.ReadAllTextAsync(
            Path.Combine(Checkout.Root, "tests", "OtelGenAI.Telemetry.Tests", "Golden", "opentelemetry", "js-content-in-logs.in.json"));
        foreach (var path in (string[])["/v1/logs", "/v1/logs", "/v1/traces"])
        {
            await using var collector = await CollectorProcess.StartAsync(_data.Path);
            await PostAsync(collector, path, captured);
            await collector.KillAsync();
        }

        await using var restarted = await CollectorProcess.StartAsync(_data.Path);
        var span = await restarted.GetAsync("/api/v1/traces/391e1fe4b075bd0960d5f5d35717930f/spans/c6cf7bcc0de7428f");
        Assert.Equal(["system", "user", "assistant", "tool"], span["input"]!.AsArray().Select(message => (string?)message!["role"]));
        Assert.Equal("It is sunny in Paris.", (string?)span["output"]![0]!["parts"]![0]!["content"]);
        Assert.Equal(5, span["logs"]!.AsArray().Count);
        var otlp = await restarted.GetAsync("/api/v1/traces/391e1fe4b075bd0960d5f5d35717930f/otlp");
        Assert.Equal(5, otlp["resourceLogs"]![0]!["scopeLogs"]![0]!["logRecords"]!.AsArray().Count);
    }

    private static async Task PostAsync(CollectorProcess collector, string path, string json)
    {
        using var client = new HttpClient();
        using var content = new StringContent(json, System.Text.Encoding.UTF8, "application/json");
        using var response = await client.PostAsync(new Uri(collector.OtlpHttp, path), content);
        Assert.Equal("{}", JsonNode.Parse(await response.Content.ReadAsStringAsync())!.ToJsonString());
    }
}
