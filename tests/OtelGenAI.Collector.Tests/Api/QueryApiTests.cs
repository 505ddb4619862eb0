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

    private Task<(HttpStatusCode Status, JsonNode Body)> GetAsync(string path, string query) => _collector.GetAsync($"/api/v1/{path}{Uri.EscapeDataString(query)}");

    private static string Found(JsonNode page) =>
        string.Join(' ', page["items"]!.AsArray().Select(item => int.Parse(((string)item!["traceId"]!)[^4..], NumberStyles.HexNumber, CultureInfo.InvariantCulture)));

    private async Task SendAsync(int trace, int second, string tool, bool isError, string said)
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
        using var answer = await _collector.PostAsync(Encoding.UTF8.GetBytes(body.ToJsonString()), "application/json");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }
}
