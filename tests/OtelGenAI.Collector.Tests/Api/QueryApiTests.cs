using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using OtelGenAI.Conventions;
using OtelGenAI.Otlp.Records;
using OtelGenAI.Storage.InMemory;

namespace OtelGenAI.Collector.Tests.Api;

/// <summary>Questions in the query language, over real sockets.</summary>
public sealed class QueryApiTests : IAsyncLifetime
{
    private TestCollector _collector = null!;

    public async Task InitializeAsync()
    {
        _collector = await TestCollector.StartAsync(new InMemoryTraceStore(format: new OtlpMessageFormat()));
        await SendAsync(trace: 1, second: 10, tool: "search", isError: false, said: "where is my refund");
        await SendAsync(trace: 2, second: 20, tool: "search", isError: true, said: "book a flight");
        await SendAsync(trace: 3, second: 30, tool: "book", isError: false, said: "refund the flight");
    }

    public async Task DisposeAsync() => await _collector.DisposeAsync();

    [Fact]
    public async Task The_list_has_the_traces_that_a_query_asks_for_and_says_what_that_took()
    {
        var (_, tools) = await GetAsync("traces?q=", "tool:search error:true");
        var (_, texts) = await GetAsync("traces?limit=1&q=", "refund");
        var (_, rest) = await GetAsync($"traces?limit=1&cursor={texts["next"]}&q=", "refund");
        var (_, all) = await _collector.GetAsync("/api/v1/traces");

        Assert.Equal("2", Found(tools));
        Assert.Equal(("3", "1"), (Found(texts), Found(rest)));
        Assert.Equal(("spans", "payloads", false), ((string?)tools["search"]!["reads"], (string?)texts["search"]!["reads"], (bool)texts["search"]!["ranOutOfTime"]!));
        Assert.Equal("3 2 1", Found(all));
        Assert.Null(all["search"]);
    }

    [Fact]
    public async Task What_is_wrong_with_a_query_is_pointed_at()
    {
        var (status, body) = await GetAsync("traces?q=", "error:true modle:gpt-4o");

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Equal(
            """{"code":"bad_query","message":"There is no field 'modle'; did you mean 'model'?","column":11,"length":5,"suggestion":"model"}""",
            body["error"]!.ToJsonString().Replace("\\u0027", "'", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_time_limit_that_is_none_is_refused()
    {
        var (status, body) = await GetAsync("traces?timeoutMs=0&q=", "refund");

        Assert.Equal((HttpStatusCode.BadRequest, "timeoutMs '0' is not a number from 1 to 60000."), (status, (string?)body["error"]!["message"]));
    }

    [Fact]
    public async Task Words_are_shown_where_they_stand()
    {
        var (_, found) = await GetAsync("search?q=", "\"my refund\" or flight");
        var (status, refused) = await GetAsync("search?q=", "error:true");

        Assert.Equal(
            ["3: refund the [flight] llm", "2: book a [flight] llm", "1: where is [my refund] llm"],
            found["items"]!.AsArray().Select(item => $"{int.Parse(((string)item!["trace"]!["traceId"]!)[^4..], NumberStyles.HexNumber, CultureInfo.InvariantCulture)}: " +
                string.Join(", ", item["hits"]!.AsArray().Select(hit => $"{hit!["before"]}[{hit["match"]}]{hit["after"]} {hit["kind"]}"))));
        Assert.Equal("payloads", (string?)found["search"]!["reads"]);
        Assert.Equal((HttpStatusCode.BadRequest, "q has no words to look for: refund, or \"where is my refund\"."), (status, (string?)refused["error"]!["message"]));
    }

    [Fact]
    public async Task Words_are_found_in_one_trace_while_they_are_typed()
    {
        var trace = (string?)(await GetAsync("traces?q=", "my refund")).Body["items"]![0]!["traceId"];
        var (_, begun) = await GetAsync($"traces/{trace}/text?q=", "my ref");
        var (_, other) = await GetAsync($"traces/{trace}/text?q=", "flight");
        var (unknown, _) = await GetAsync("traces/ffffffffffffffffffffffffffffffff/text?q=", "refund");
        var (refused, problem) = await GetAsync($"traces/{trace}/text?q=", "—");

        var hit = Assert.Single(begun["items"]!.AsArray())!;
        Assert.Equal("where is [my refund]", $"{hit["before"]}[{hit["match"]}]{hit["after"]}");
        Assert.True((bool)begun["isWhole"]!);
        Assert.Empty(other["items"]!.AsArray());
        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.BadRequest), (unknown, refused));
        Assert.Equal("q has no words to look for.", (string?)problem["error"]!["message"]);
    }

    [Fact]
    public async Task The_program_indexes_words_and_says_how_far_it_is_behind()
    {
        var folder = Directory.CreateTempSubdirectory("otelgenai-query-");
        await using (var collector = await TestCollector.StartOnAsync(folder.FullName))
        {
            await AskAsync(collector);
        }

        folder.Delete(recursive: true);
    }

    private async Task AskAsync(TestCollector collector)
    {
        await SendAsync(trace: 7, second: 1, tool: "search", isError: false, said: "an oboe and a bassoon", collector);

        var (_, found) = await collector.GetAsync("/api/v1/search?q=oboe");
        var metrics = await collector.Api.GetStringAsync(new Uri("/metrics", UriKind.Relative));

        Assert.Equal("an ", (string?)Assert.Single(Assert.Single(found["items"]!.AsArray())!["hits"]!.AsArray())!["before"]);
        Assert.True((double)found["search"]!["textLagMs"]! >= 0);
        Assert.Contains("otelgenai_store_text_lag", metrics, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Measures_are_told_apart_as_asked_and_say_where_they_come_from()
    {
        var (_, rollUps) = await GetAsync("aggregate?measure=count,error_rate,tokens.total&by=tool&bucket=hour&q=", "kind:tool");
        var (_, spans) = await GetAsync("aggregate?by=tool&q=", "kind:tool error:true");
        var (_, payloads) = await GetAsync("aggregate?measure=duration_p95&bucket=15m&q=", "refund");

        Assert.Equal(
            """{"source":"rollups","from":"1970-01-01T00:00:00+00:00","to":"1970-01-01T01:00:00+00:00","isExact":true,"isComplete":true,"ranOutOfTime":false,"examined":0,"items":[{"key":{"tool":"search"},"time":"1970-01-01T00:00:00+00:00","values":{"count":2,"error_rate":0.5,"tokens.total":0}},{"key":{"tool":"book"},"time":"1970-01-01T00:00:00+00:00","values":{"count":1,"error_rate":0,"tokens.total":0}}]}""",
            rollUps.ToJsonString().Replace("\\u002B", "+", StringComparison.Ordinal));
        Assert.Equal(("spans", """[{"key":{"tool":"search"},"values":{"count":1}}]"""), ((string?)spans["source"], spans["items"]!.ToJsonString()));
        Assert.Equal("payloads", (string?)payloads["source"]);
        Assert.InRange((double)Assert.Single(payloads["items"]!.AsArray())!["values"]!["duration_p95"]!, 1_870, 2_130);
    }

    [Fact]
    public async Task Fields_and_values_are_completed_with_how_often_they_are_there()
    {
        var (_, fields) = await _collector.GetAsync("/api/v1/query/complete?q=error:true%20mo&at=13");
        var (_, kinds) = await _collector.GetAsync("/api/v1/query/complete?q=kind:to");
        var (_, attributes) = await _collector.GetAsync("/api/v1/query/complete?q=attr.gen_ai.tool");

        Assert.Equal(("model:", 11, 2), ((string?)fields["items"]![0]!["text"], (int)fields["start"]!, (int)fields["length"]!));
        Assert.Equal(["tool", "evaluator"], kinds["items"]!.AsArray().Select(item => (string?)item!["text"]));
        var attribute = Assert.Single(attributes["items"]!.AsArray(), item => item!["count"] is not null)!;
        Assert.Equal(($"attr[\"{GenAIAttributes.ToolName}\"]:", 3), ((string?)attribute["text"], (int)attribute["count"]!));
    }

    [Fact]
    public async Task Tags_metadata_and_scores_are_completed_whatever_dialect_they_came_in()
    {
        const string body = $$$$"""
            {"resourceSpans":[{"scopeSpans":[{"spans":[{"traceId":"000000000000000000000000000000c1","spanId":"00000000000000aa","name":"step","startTimeUnixNano":"1","endTimeUnixNano":"2",
            "attributes":[{"key":"langfuse.trace.metadata.plan","value":{"stringValue":"gold"}},{"key":"tag.tags","value":{"arrayValue":{"values":[{"stringValue":"needs review"}]}}}],
            "events":[{"timeUnixNano":"1","name":"{{{{GenAIEvents.EvaluationResult}}}}","attributes":[
            {"key":"{{{{GenAIAttributes.EvaluationName}}}}","value":{"stringValue":"helpfulness"}},{"key":"{{{{GenAIAttributes.EvaluationScoreLabel}}}}","value":{"stringValue":"low"}}]}]}]}]}]}
            """;
        using var answer = await _collector.PostAsync(Encoding.UTF8.GetBytes(body), "application/json");

        Assert.Equal("\"needs review\"", await FirstAsync("tag:needs"));
        Assert.Equal("metadata[\"plan\"]:", await FirstAsync("metadata.pl"));
        Assert.Equal("gold", await FirstAsync("metadata.plan:g"));
        Assert.Equal("score[\"helpfulness\"]:", await FirstAsync("score.help"));
        Assert.Equal("low", await FirstAsync("score.helpfulness:"));

        async Task<string?> FirstAsync(string query) => (string?)(await GetAsync("query/complete?q=", query)).Body["items"]![0]!["text"];
    }

    [Theory]
    [InlineData("aggregate?measure=speed", "There is no measure 'speed': count, errors")]
    [InlineData("aggregate?by=tag", "Spans cannot be told apart by 'tag': name, span")]
    [InlineData("aggregate?bucket=fortnight", "bucket 'fortnight' is not known")]
    [InlineData("aggregate?q=spans>1", "'spans' is a field of traces")]
    [InlineData("query/complete?at=x", "at 'x' is no place in the query")]
    public async Task What_cannot_be_measured_or_completed_is_refused_by_name(string path, string message)
    {
        var (status, body) = await _collector.GetAsync($"/api/v1/{path}");

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.StartsWith(message, (string?)body["error"]!["message"], StringComparison.Ordinal);
    }

    private Task<(HttpStatusCode Status, JsonNode Body)> GetAsync(string path, string query) => _collector.GetAsync($"/api/v1/{path}{Uri.EscapeDataString(query)}");

    private static string Found(JsonNode page) =>
        string.Join(' ', page["items"]!.AsArray().Select(item => int.Parse(((string)item!["traceId"]!)[^4..], NumberStyles.HexNumber, CultureInfo.InvariantCulture)));

    private async Task SendAsync(int trace, int second, string tool, bool isError, string said, TestCollector? collector = null)
    {
        static JsonObject Text(string key, string value) => new() { ["key"] = key, ["value"] = new JsonObject { ["stringValue"] = value } };
        JsonObject Span(string id, params JsonObject[] attributes) => new()
        {
            ["traceId"] = trace.ToString("x32", CultureInfo.InvariantCulture),
            ["spanId"] = id,
            ["name"] = "step",
            ["startTimeUnixNano"] = (second * 1_000_000_000L).ToString(CultureInfo.InvariantCulture),
            ["endTimeUnixNano"] = ((second + 2) * 1_000_000_000L).ToString(CultureInfo.InvariantCulture),
            ["status"] = new JsonObject { ["code"] = isError ? 2 : 0 },
            ["attributes"] = new JsonArray([.. attributes]),
        };
        var body = new JsonObject
        {
            ["resourceSpans"] = new JsonArray(new JsonObject
            {
                ["resource"] = new JsonObject { ["attributes"] = new JsonArray(Text(ServiceAttributes.Name, "agent")) },
                ["scopeSpans"] = new JsonArray(new JsonObject
                {
                    ["spans"] = new JsonArray(
                        Span(
                            "00000000000000aa", Text(GenAIAttributes.OperationName, "chat"), Text(GenAIAttributes.RequestModel, "gpt-4o"),
                            Text(GenAIAttributes.InputMessages, $$"""[{"role":"user","parts":[{"type":"text","content":"{{said}}"}]}]""")),
                        Span("00000000000000bb", Text(GenAIAttributes.OperationName, "execute_tool"), Text(GenAIAttributes.ToolName, tool))),
                }),
            }),
        };
        using var answer = await (collector ?? _collector).PostAsync(Encoding.UTF8.GetBytes(body.ToJsonString()), "application/json");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }
}
