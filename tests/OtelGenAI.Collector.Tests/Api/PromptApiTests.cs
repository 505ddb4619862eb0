using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using OtelGenAI.Conventions;
using OtelGenAI.Otlp.Records;
using OtelGenAI.Storage.InMemory;

namespace OtelGenAI.Collector.Tests.Api;

/// <summary>Sums that are read from the spans themselves: of prompts, and of what happened after tools failed.</summary>
public sealed class PromptApiTests : IAsyncLifetime
{
    private TestCollector _collector = null!;

    public async Task InitializeAsync() => _collector = await TestCollector.StartAsync(new InMemoryTraceStore(format: new OtlpMessageFormat()));

    public async Task DisposeAsync() => await _collector.DisposeAsync();

    [Fact]
    public async Task Each_version_of_a_prompt_has_its_runs_calls_tokens_cost_latency_errors_and_scores()
    {
        await SendAsync(1, Call(11, 10, input: 1_000_000, Prompt("triage", "1")), Call(12, 11, input: 1_000_000, Prompt("triage", "1")));
        await SendAsync(2, Score(Call(21, 20, input: 3_000_000, Prompt("triage", "2")), 0.5));
        await SendAsync(3, Score(Failed(Call(31, 30, input: 0, Prompt("triage", "2"))), 1));
        await SendAsync(4, Call(41, 40, input: 7));

        var (_, body) = await _collector.GetAsync("/api/v1/prompts");

        Assert.Equal(
            ["triage 2: 2 runs, 1 failed, 0.45 USD, 0.5 errors, scores 0.75", "triage 1: 1 runs, 0 failed, 0.3 USD, 0 errors, scores "],
            body["items"]!.AsArray().Select(item => string.Create(
                CultureInfo.InvariantCulture,
                $"{item!["name"]} {item["version"]}: {item["traces"]} runs, {item["failedTraces"]} failed, {item["usage"]!["costUsd"]} USD, {item["usage"]!["errorRate"]} errors, scores {string.Join(' ', item["scores"]!.AsArray().Select(score => (double)score!["value"]!))}")));
        Assert.Equal((2, 2_000_000L), ((int)body["items"]![1]!["usage"]!["calls"]!, (long)body["items"]![1]!["usage"]!["inputTokens"]!));
        Assert.InRange((double)body["items"]![1]!["usage"]!["durationMs"]!["p50"]!, 930, 1_070);
        Assert.Equal(("1970-01-01T00:00:10+00:00", "1970-01-01T00:00:11+00:00"), ((string?)body["items"]![1]!["firstSeen"], (string?)body["items"]![1]!["lastSeen"]));
        Assert.Equal((3, true), ((int)body["examined"]!, (bool)body["isComplete"]!));
    }

    [Fact]
    public async Task Prompts_of_other_clients_are_read_as_they_name_them_and_each_leads_to_its_runs()
    {
        var langfuse = DialectRegistry.Dialects.Single(dialect => dialect.Name == "langfuse").Prompt;
        var (name, version) = (langfuse.Single(field => field.Field == "name").From[0], langfuse.Single(field => field.Field == "version").From[0]);
        await SendAsync(1, Call(11, 10, input: 1, Text(name, "it's \"quoted\""), new JsonObject { ["key"] = version, ["value"] = new JsonObject { ["intValue"] = 3 } }));
        await SendAsync(2, Call(21, 20, input: 1, Text(name, "it's \"quoted\"")));

        var (_, body) = await _collector.GetAsync("/api/v1/prompts");
        Assert.Equal(["", "3"], body["items"]!.AsArray().Select(item => (string?)item!["version"] ?? "").Order(StringComparer.Ordinal));
        foreach (var item in body["items"]!.AsArray())
        {
            var (status, runs) = await _collector.GetAsync($"/api/v1/traces?q={Uri.EscapeDataString((string)item!["query"]!)}");
            Assert.Equal(HttpStatusCode.OK, status);
            Assert.Contains(TraceId((string?)item["version"] == "3" ? 1 : 2), runs["items"]!.AsArray().Select(run => (string)run!["traceId"]!));
        }
    }

    [Fact]
    public async Task Only_prompts_of_the_range_count()
    {
        await SendAsync(1, Call(11, 10, input: 1, Prompt("early", "1")));
        await SendAsync(2, Call(21, 5_000, input: 1, Prompt("late", "1")));

        var (_, body) = await _collector.GetAsync("/api/v1/prompts?from=1970-01-01T01:00:00Z");
        var (status, _) = await _collector.GetAsync("/api/v1/prompts?from=yesterday");

        Assert.Equal("late", (string?)Assert.Single(body["items"]!.AsArray())!["name"]);
        Assert.Equal(HttpStatusCode.BadRequest, status);
    }

    [Fact]
    public async Task A_failed_tool_is_retried_when_the_same_tool_runs_after_it_and_recovered_when_that_went_well()
    {
        await SendAsync(1, Failed(Tool(11, 10, "search")), Failed(Tool(12, 12, "search")), Tool(13, 14, "search"));
        await SendAsync(2, Failed(Tool(21, 20, "search")), Tool(22, 22, "book"));

        // Beside the failed one, not after it.
        await SendAsync(3, Failed(Tool(31, 30, "search")), Tool(32, 30, "search"));

        var (_, body) = await _collector.GetAsync("/api/v1/tools/retries");

        var search = Assert.Single(body["items"]!.AsArray())!;
        Assert.Equal(("search", 4, 2, 1), ((string?)search["tool"], (int)search["failed"]!, (int)search["retried"]!, (int)search["recovered"]!));
        Assert.Equal((3, true), ((int)body["examined"]!, (bool)body["isComplete"]!));
    }

    private static string TraceId(int number) => number.ToString("x32", CultureInfo.InvariantCulture);

    private static JsonObject Text(string key, string value) => new() { ["key"] = key, ["value"] = new JsonObject { ["stringValue"] = value } };

    private static JsonObject[] Prompt(string name, string version) => [Text(GenAIAttributes.PromptName, name), Text(GenAIAttributes.PromptVersion, version)];

    private static JsonObject Span(int number, int second, params JsonObject[] attributes) => new()
    {
        ["spanId"] = number.ToString("x16", CultureInfo.InvariantCulture),
        ["name"] = "step",
        ["startTimeUnixNano"] = $"{second}000000000",
        ["endTimeUnixNano"] = $"{second + 1}000000000",
        ["attributes"] = new JsonArray([.. attributes]),
    };

    private static JsonObject Call(int number, int second, int input, params JsonObject[] attributes) => Span(
        number, second,
        [
            Text(GenAIAttributes.OperationName, "chat"), Text(GenAIAttributes.ProviderName, "openai"), Text(GenAIAttributes.RequestModel, "gpt-4o-mini"),
            new JsonObject { ["key"] = GenAIAttributes.UsageInputTokens, ["value"] = new JsonObject { ["intValue"] = input } }, .. attributes,
        ]);

    private static JsonObject Tool(int number, int second, string name) =>
        Span(number, second, Text(GenAIAttributes.OperationName, "execute_tool"), Text(GenAIAttributes.ToolName, name));

    private static JsonObject Failed(JsonObject span)
    {
        span["status"] = new JsonObject { ["code"] = 2 };
        return span;
    }

    private static JsonObject Score(JsonObject span, double value)
    {
        span["events"] = new JsonArray(new JsonObject
        {
            ["name"] = GenAIEvents.EvaluationResult,
            ["timeUnixNano"] = span["endTimeUnixNano"]!.DeepClone(),
            ["attributes"] = new JsonArray(
                Text(GenAIAttributes.EvaluationName, "helpful"),
                new JsonObject { ["key"] = GenAIAttributes.EvaluationScoreValue, ["value"] = new JsonObject { ["doubleValue"] = value } }),
        });
        return span;
    }

    private async Task SendAsync(int trace, params JsonObject[] spans)
    {
        foreach (var span in spans)
        {
            span["traceId"] = TraceId(trace);
        }

        var body = new JsonObject { ["resourceSpans"] = new JsonArray(new JsonObject { ["scopeSpans"] = new JsonArray(new JsonObject { ["spans"] = new JsonArray([.. spans]) }) }) };
        using var answer = await _collector.PostAsync(Encoding.UTF8.GetBytes(body.ToJsonString()), "application/json");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }
}
