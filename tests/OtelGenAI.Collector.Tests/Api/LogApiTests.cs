using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace OtelGenAI.Collector.Tests.Api;

/// <summary>What log records add to a trace, over real sockets.</summary>
public sealed class LogApiTests : IAsyncLifetime
{
    private const string TraceId = "0af7651916cd43dd8448eb211c80319c";
    private const string SpanPath = $"/api/v1/traces/{TraceId}/spans/000000000000000a";

    private const string Spans = """
        {"resourceSpans":[{"scopeSpans":[{"spans":[
          {"traceId":"0af7651916cd43dd8448eb211c80319c","spanId":"000000000000000a","name":"chat m","startTimeUnixNano":"1000000000","endTimeUnixNano":"2000000000",
           "attributes":[{"key":"gen_ai.operation.name","value":{"stringValue":"chat"}},{"key":"gen_ai.response.id","value":{"stringValue":"r1"}}],
           "events":[{"timeUnixNano":"1900000000","name":"gen_ai.evaluation.result","attributes":[{"key":"gen_ai.evaluation.name","value":{"stringValue":"tone"}},{"key":"gen_ai.evaluation.score.label","value":{"stringValue":"polite"}}]}]}]}]}]}
        """;

    private const string Logs = """
        {"resourceLogs":[{"scopeLogs":[{"logRecords":[
          {"traceId":"0af7651916cd43dd8448eb211c80319c","spanId":"000000000000000a","timeUnixNano":"1500000000","severityNumber":9,"eventName":"gen_ai.choice","body":{"kvlistValue":{"values":[{"key":"finish_reason","value":{"stringValue":"stop"}},{"key":"message","value":{"kvlistValue":{"values":[{"key":"content","value":{"stringValue":"hello"}}]}}}]}}},
          {"traceId":"0af7651916cd43dd8448eb211c80319c","spanId":"000000000000000a","timeUnixNano":"1100000000","body":{"kvlistValue":{"values":[{"key":"content","value":{"stringValue":"hi"}}]}},"attributes":[{"key":"event.name","value":{"stringValue":"gen_ai.user.message"}}]},
          {"traceId":"0af7651916cd43dd8448eb211c80319c","spanId":"000000000000000a","timeUnixNano":"1800000000","eventName":"gen_ai.evaluation.result","attributes":[{"key":"gen_ai.evaluation.name","value":{"stringValue":"relevance"}},{"key":"gen_ai.evaluation.score.value","value":{"doubleValue":0.5}},{"key":"gen_ai.evaluation.explanation","value":{"stringValue":"short"}}]},
          {"traceId":"0af7651916cd43dd8448eb211c80319c","timeUnixNano":"1850000000","eventName":"gen_ai.evaluation.result","attributes":[{"key":"gen_ai.evaluation.name","value":{"stringValue":"by response"}},{"key":"gen_ai.evaluation.score.value","value":{"intValue":"1"}},{"key":"gen_ai.response.id","value":{"stringValue":"r1"}}]},
          {"traceId":"0af7651916cd43dd8448eb211c80319c","timeUnixNano":"1700000000","severityNumber":13,"body":{"stringValue":"of the trace"}}]}]}]}
        """;

    private TestCollector _collector = null!;

    [Theory]
    [InlineData(Logs, "/v1/logs", Spans, "/v1/traces")]
    [InlineData(Spans, "/v1/traces", Logs, "/v1/logs")]
    public async Task A_span_shows_what_its_log_records_say_whichever_arrives_first(string first, string firstPath, string second, string secondPath)
    {
        await PostAsync(first, firstPath);
        await PostAsync(second, secondPath);

        var (_, span) = await _collector.GetAsync(SpanPath);

        Assert.Equal("""[{"role":"user","parts":[{"type":"text","content":"hi"}]}]""", span["input"]!.ToJsonString());
        Assert.Equal("""[{"role":"assistant","finishReason":"stop","parts":[{"type":"text","content":"hello"}]}]""", span["output"]!.ToJsonString());
        Assert.Equal(
            ["gen_ai.user.message", "gen_ai.choice", "gen_ai.evaluation.result"], span["logs"]!.AsArray().Select(log => (string?)log!["eventName"]));
        Assert.Equal("info", (string?)span["logs"]![1]!["severity"]);
        var explained = span["explain"]!.AsArray().ToDictionary(line => (string)line!["field"]!, line => (string)line!["because"]!);
        Assert.Equal(("logs[0] gen_ai.user.message", "logs[1] gen_ai.choice"), (explained["input"], explained["output"]));
    }

    [Fact]
    public async Task Scores_come_from_span_events_log_records_and_records_that_name_the_response()
    {
        await PostAsync(Spans, "/v1/traces");
        await PostAsync(Logs, "/v1/logs");

        var (_, span) = await _collector.GetAsync(SpanPath);

        Assert.Equal(
            ["tone  polite events[0]", "relevance 0.5  logs[2]", "by response 1  trace"],
            span["scores"]!.AsArray().Select(score => $"{score!["name"]} {score["value"]} {score["label"]} {score["source"]}"));
        Assert.Equal("short", (string?)span["scores"]![1]!["explanation"]);
    }

    [Theory]
    [InlineData("r1", 1)]
    [InlineData("r2", 0)]
    public async Task An_evaluation_that_knows_neither_trace_nor_span_is_joined_by_the_response(string responseId, int scores)
    {
        await PostAsync(Spans, "/v1/traces");
        await PostAsync(
            $$$"""
            {"resourceLogs":[{"scopeLogs":[{"logRecords":[
              {"timeUnixNano":"9000000000","eventName":"gen_ai.evaluation.result","attributes":[{"key":"gen_ai.evaluation.name","value":{"stringValue":"from elsewhere"}},{"key":"gen_ai.evaluation.score.value","value":{"doubleValue":0.5}},{"key":"gen_ai.response.id","value":{"stringValue":"{{{responseId}}}"}}]}]}]}]}
            """,
            "/v1/logs");

        var (_, span) = await _collector.GetAsync(SpanPath);

        Assert.Equal(scores, span["scores"]!.AsArray().Count(score => (string?)score!["source"] == "response" && (double?)score["value"] == 0.5));
    }

    [Fact]
    public async Task A_trace_shows_the_log_records_that_name_no_span()
    {
        await PostAsync(Spans, "/v1/traces");
        await PostAsync(Logs, "/v1/logs");

        var (_, trace) = await _collector.GetAsync($"/api/v1/traces/{TraceId}");

        Assert.Equal(["of the trace", null], trace["logs"]!.AsArray().Select(log => (string?)log!["body"]));
        Assert.Equal("warn", (string?)trace["logs"]![0]!["severity"]);
    }

    [Fact]
    public async Task The_OTLP_of_a_trace_can_be_sent_again_as_it_is_to_both_paths()
    {
        await PostAsync(Spans, "/v1/traces");
        await PostAsync(Logs, "/v1/logs");
        var (_, document) = await _collector.GetAsync($"/api/v1/traces/{TraceId}/otlp");

        Assert.Equal(["resourceSpans", "resourceLogs"], document.AsObject().Select(member => member.Key));
        await using var other = await TestCollector.StartAsync();
        foreach (var path in (string[])["/v1/traces", "/v1/logs"])
        {
            using var response = await other.PostAsync(Encoding.UTF8.GetBytes(document.ToJsonString()), "application/json", path);
            Assert.Equal("{}", await response.Content.ReadAsStringAsync());
        }

        var (_, again) = await other.GetAsync($"/api/v1/traces/{TraceId}/otlp");
        Assert.True(JsonNode.DeepEquals(document, again));
        Assert.Equal(5, await other.MetricAsync("otelgenai_log_records_stored_total"));
    }

    [Fact]
    public async Task The_OTLP_of_a_trace_is_one_signal_when_one_is_asked_for()
    {
        await PostAsync(Logs, "/v1/logs");

        var (_, logs) = await _collector.GetAsync($"/api/v1/traces/{TraceId}/otlp?signal=logs");
        var (traces, _) = await _collector.GetAsync($"/api/v1/traces/{TraceId}/otlp?signal=traces");
        var (unknown, _) = await _collector.GetAsync($"/api/v1/traces/{TraceId}/otlp?signal=x");

        Assert.Equal(["resourceLogs"], logs.AsObject().Select(member => member.Key));
        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.BadRequest), (traces, unknown));
    }

    public async Task InitializeAsync() => _collector = await TestCollector.StartAsync();

    public async Task DisposeAsync() => await _collector.DisposeAsync();

    private async Task PostAsync(string json, string path)
    {
        using var response = await _collector.PostAsync(Encoding.UTF8.GetBytes(json), "application/json", path);
        Assert.Equal("{}", await response.Content.ReadAsStringAsync());
    }
}
