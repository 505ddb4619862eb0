using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using OtelGenAI.Collector.Tests.Keys;

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

    private const string Alone = """
        {"resourceLogs":[
          {"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"billing"}}]},"scopeLogs":[{"scope":{"name":"jobs"},"logRecords":[
            {"timeUnixNano":"1000000000","severityNumber":9,"body":{"stringValue":"Job started"}},
            {"timeUnixNano":"2000000000","severityNumber":17,"body":{"kvlistValue":{"values":[{"key":"what","value":{"stringValue":"Out of paper"}}]}}},
            {"timeUnixNano":"3000000000","severityNumber":13,"severityText":"Careful","body":{"stringValue":"job late"}}]}]},
          {"scopeLogs":[{"logRecords":[{"timeUnixNano":"4000000000","eventName":"job.ended"}]}]}]}
        """;

    private TestCollector _collector = null!;

    [Theory]
    [InlineData("", "4 3 2 1")]
    [InlineData("?severity=warn", "3 2")]
    [InlineData("?severity=ERROR", "2")]
    [InlineData("?service=billing", "3 2 1")]
    [InlineData("?text=JOB", "4 3 1")]
    [InlineData("?text=out%20of", "2")]
    [InlineData("?text=nothing", "")]
    [InlineData("?from=1970-01-01T00:00:02Z&to=1970-01-01T00:00:04Z", "3 2")]
    [InlineData("?service=billing&text=job&severity=warn", "3")]
    public async Task Records_without_a_trace_are_listed_newest_first_by_time_severity_service_and_text(string query, string seconds)
    {
        await PostAsync(Alone, "/v1/logs");
        await PostAsync(Logs, "/v1/logs");

        var (status, page) = await _collector.GetAsync("/api/v1/logs" + query);

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(seconds, string.Join(' ', page["items"]!.AsArray().Select(item => (((DateTimeOffset)item!["time"]!) - DateTimeOffset.UnixEpoch).TotalSeconds)));
        Assert.Null(page["next"]);
    }

    [Fact]
    public async Task A_record_without_a_trace_says_where_it_came_from()
    {
        await PostAsync(Alone, "/v1/logs");

        var (_, page) = await _collector.GetAsync("/api/v1/logs?severity=warn&limit=1");

        Assert.Equal(
            ["1970-01-01T00:00:03+00:00", "billing", "jobs", "", "Careful", "13", "job late", "{}"],
            page["items"]!.AsArray().Single()!.AsObject().Select(member => $"{member.Value}"));
    }

    [Fact]
    public async Task Pages_of_records_follow_each_other_and_none_is_missed_or_shown_twice()
    {
        await PostAsync(Alone, "/v1/logs");
        List<string> seen = [];
        string? cursor = null;
        do
        {
            var (_, page) = await _collector.GetAsync($"/api/v1/logs?limit=1&text=job{(cursor is null ? "" : $"&cursor={cursor}")}");
            seen.AddRange(page["items"]!.AsArray().Select(item => (string)item!["time"]!));
            cursor = (string?)page["next"];
        }
        while (cursor is not null);

        Assert.Equal(["1970-01-01T00:00:04+00:00", "1970-01-01T00:00:03+00:00", "1970-01-01T00:00:01+00:00"], seen);
    }

    [Theory]
    [InlineData("severity=loud", "trace, debug, info, warn, error, fatal")]
    [InlineData("from=yesterday", "RFC 3339")]
    [InlineData("limit=0", "1 to 1000")]
    [InlineData("cursor=x", "cursor 'x'")]
    public async Task A_wrong_question_about_records_is_told_what_is_wrong(string query, string message)
    {
        var (status, answer) = await _collector.GetAsync("/api/v1/logs?" + query);

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains(message, (string)answer["error"]!["message"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Records_of_another_tenant_are_not_listed_and_a_key_for_sending_lists_none()
    {
        using var keys = new KeyFolder();
        var (acme, other, sending) = (keys.Add("--tenant", "acme"), keys.Add("--tenant", "other"), keys.Add("--tenant", "acme", "--scope", "ingest"));
        await using var collector = await keys.StartAsync();
        using var sent = await collector.PostAsync(Encoding.UTF8.GetBytes(Alone), "application/json", "/v1/logs", headers: ("x-api-key", acme));
        Assert.Equal(HttpStatusCode.OK, sent.StatusCode);

        foreach (var (key, expected) in new[] { (acme, "4"), (other, "0"), (sending, "403") })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri("/api/v1/logs", UriKind.Relative));
            request.Headers.Add("x-api-key", key);
            using var response = await collector.Api.SendAsync(request);
            var items = JsonNode.Parse(await response.Content.ReadAsStringAsync())!["items"];
            Assert.Equal(expected, $"{items?.AsArray().Count ?? (int)response.StatusCode}");
        }
    }

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
        var trace = (await _collector.GetAsync($"/api/v1/traces/{TraceId}")).Body["summary"]!;
        var listed = Assert.Single((await _collector.GetAsync("/api/v1/traces")).Body["items"]!.AsArray())!;
        foreach (var summary in new[] { trace, listed })
        {
            Assert.Equal(
                ["by response 1  1", "relevance 0.5  1", "tone  polite 1"],
                summary["scores"]!.AsArray().Select(score => $"{score!["name"]} {score["value"]} {score["label"]} {score["count"]}"));
        }
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
        var (_, listed) = await _collector.GetAsync("/api/v1/traces");
        Assert.Equal(scores, listed["items"]![0]!["scores"]!.AsArray().Count(score => (string?)score!["name"] == "from elsewhere"));
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
