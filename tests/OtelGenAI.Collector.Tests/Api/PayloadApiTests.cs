using System.Net;
using System.Text;
using OtelGenAI.Conventions;
using OtelGenAI.Otlp.Records;
using OtelGenAI.Storage;
using OtelGenAI.Storage.InMemory;
using OtelGenAI.Storage.Sqlite;
using OtelGenAI.Telemetry;

namespace OtelGenAI.Collector.Tests.Api;

/// <summary>A trace whose payloads retention has dropped, over the API.</summary>
public sealed class PayloadApiTests : IDisposable
{
    private const string Trace = "/api/v1/traces/0af7651916cd43dd8448eb211c80319c";
    private const string Rule = "Storage:Retention:MaxPayloadAge = 7.00:00:00";

    private const string Request = $$$"""
        {"resourceSpans":[{"resource":{"attributes":[{"key":"{{{ServiceAttributes.Name}}}","value":{"stringValue":"agent"}}]},"scopeSpans":[{"spans":[
          {"traceId":"0af7651916cd43dd8448eb211c80319c","spanId":"000000000000000b","name":"chat gpt-4o","kind":3,"startTimeUnixNano":"1767312000000000000","endTimeUnixNano":"1767312003000000000",
           "attributes":[{"key":"{{{GenAIAttributes.OperationName}}}","value":{"stringValue":"chat"}},{"key":"{{{GenAIAttributes.ProviderName}}}","value":{"stringValue":"openai"}},
             {"key":"{{{GenAIAttributes.RequestModel}}}","value":{"stringValue":"gpt-4o"}},{"key":"{{{GenAIAttributes.UsageInputTokens}}}","value":{"intValue":"1000"}},
             {"key":"{{{GenAIAttributes.UsageOutputTokens}}}","value":{"intValue":"50"}},{"key":"secret","value":{"stringValue":"what was said"}}]}]}]}]}
        """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("payload-api");
    private readonly LaterClock _clock = new();

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task A_trace_without_payloads_shows_tree_tokens_and_cost_and_says_by_which_rule_the_rest_went()
    {
        var options = new SqliteStoreOptions { DataFolder = _folder.FullName, MessageFormat = new OtlpMessageFormat() };
        await using var store = await SqliteTraceStore.OpenAsync(options, _clock);
        await using var metrics = new InMemoryMetricStore();
        await using var collector = await TestCollector.StartAsync(store, metrics);
        await collector.PostAsync(Encoding.UTF8.GetBytes(Request), "application/json");
        var (_, before) = await collector.GetAsync(Trace);
        Assert.True((double)before["summary"]!["costUsd"]! > 0);

        _clock.Later = TimeSpan.FromDays(10);
        var limits = new RetentionLimits(TimeSpan.FromDays(28), MaxBytes: null) { MaxPayloadAge = TimeSpan.FromDays(7), PayloadRule = Rule };
        Assert.Single(await store.DropExpiredAsync(TenantId.Default, limits, CancellationToken.None));

        var (_, after) = await collector.GetAsync(Trace);
        var (_, span) = await collector.GetAsync($"{Trace}/spans/000000000000000b");
        var (status, otlp) = await collector.GetAsync($"{Trace}/otlp");
        Assert.Equal(before.ToJsonString(), after.ToJsonString());
        Assert.Equal(Rule, (string?)span["payloadDroppedBy"]);
        Assert.Equal((1000, 50), ((int)span["tokens"]!["input"]!, (int)span["tokens"]!["output"]!));
        Assert.Equal("agent", (string?)span["resource"]!["attributes"]![ServiceAttributes.Name]);
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Contains($"\"{OtelGenAIAttributes.ContentDroppedBy}\"", otlp.ToJsonString(), StringComparison.Ordinal);
        Assert.DoesNotContain("what was said", otlp.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal("1767312003000000000", (string?)otlp["resourceSpans"]![0]!["scopeSpans"]![0]!["spans"]![0]!["endTimeUnixNano"]);
    }

    private sealed class LaterClock : TimeProvider
    {
        public TimeSpan Later { get; set; }

        public override DateTimeOffset GetUtcNow() => new DateTimeOffset(2026, 1, 2, 12, 0, 0, TimeSpan.Zero) + Later;
    }
}
