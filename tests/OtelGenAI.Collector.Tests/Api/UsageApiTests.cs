using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using OtelGenAI.Conventions;

namespace OtelGenAI.Collector.Tests.Api;

/// <summary>Sums over many traces, over real sockets, fed by OTLP/JSON.</summary>
public sealed class UsageApiTests : IAsyncLifetime
{
    private TestCollector _collector = null!;

    public async Task InitializeAsync()
    {
        _collector = await TestCollector.StartAsync();
        await SendAsync(trace: 1, second: 10, model: "gpt-4o-mini", session: "s/1", user: "u1", input: 1_000_000);
        await SendAsync(trace: 2, second: 3_700, model: "gpt-4o-mini", session: "s/1", user: "u1", input: 1_000_000);
        await SendAsync(trace: 3, second: 20, model: "unheard-of", session: "s2", user: "u1", input: 5);
    }

    public async Task DisposeAsync() => await _collector.DisposeAsync();

    [Fact]
    public async Task Usage_is_told_apart_and_bucketed_as_asked()
    {
        var (_, body) = await _collector.GetAsync("/api/v1/usage?by=model&bucket=hour&kind=llm");

        Assert.Equal(
            ["00:00 gpt-4o-mini 1 0.15", "00:00 unheard-of 1 ", "01:00 gpt-4o-mini 1 0.15"],
            body["items"]!.AsArray().Select(item => string.Create(
                CultureInfo.InvariantCulture, $"{(DateTimeOffset)item!["time"]!:HH:mm} {item["key"]!["model"]} {item["calls"]} {item["costUsd"]}")));
        Assert.True((bool)body["isExact"]!);
        Assert.Equal(1, (int)body["items"]![1]!["unpricedCalls"]!);
        Assert.InRange((double)body["items"]![0]!["durationMs"]!["p95"]!, 1_870, 2_130);
    }

    [Fact]
    public async Task A_range_that_is_not_whole_hours_says_what_was_read_instead()
    {
        var (_, body) = await _collector.GetAsync("/api/v1/usage?from=1970-01-01T00:00:15Z&to=1970-01-01T00:30:00Z");

        Assert.False((bool)body["isExact"]!);
        Assert.Equal(("1970-01-01T00:00:00+00:00", "1970-01-01T01:00:00+00:00"), ((string?)body["from"], (string?)body["to"]));
        Assert.Equal(4, (int)Assert.Single(body["items"]!.AsArray())!["count"]!);
    }

    [Fact]
    public async Task Models_tools_and_services_are_listed_most_used_first_in_pages()
    {
        var (_, models) = await _collector.GetAsync("/api/v1/models?limit=1");
        var (_, rest) = await _collector.GetAsync($"/api/v1/models?limit=1&cursor={models["next"]}");
        var (_, tools) = await _collector.GetAsync("/api/v1/tools");
        var (_, services) = await _collector.GetAsync("/api/v1/services");

        Assert.Equal("""{"provider":"openai","model":"gpt-4o-mini"}""", models["items"]![0]!["key"]!.ToJsonString());
        Assert.Equal("unheard-of", (string?)rest["items"]![0]!["key"]!["model"]);
        Assert.Null(rest["next"]);
        var tool = Assert.Single(tools["items"]!.AsArray())!;
        Assert.Equal(("look", 3, 1.0), ((string?)tool["key"]!["tool"], (int)tool["count"]!, (double)tool["errorRate"]!));
        Assert.Equal(("agent", 6), ((string?)services["items"]![0]!["key"]!["service"], (int)services["items"]![0]!["count"]!));
    }

    [Fact]
    public async Task Sessions_are_listed_newest_first_and_opened_with_their_traces()
    {
        var (_, first) = await _collector.GetAsync("/api/v1/sessions?limit=1");
        var (_, second) = await _collector.GetAsync($"/api/v1/sessions?limit=1&cursor={first["next"]}");
        var (_, session) = await _collector.GetAsync("/api/v1/sessions/s%2F1");
        var (status, unknown) = await _collector.GetAsync("/api/v1/sessions/nobody");

        var item = Assert.Single(first["items"]!.AsArray())!;
        Assert.Equal(("s/1", 2, 4, 2_000_000, "u1"), ((string?)item["id"], (int)item["traceCount"]!, (int)item["spanCount"]!, (int)item["inputTokens"]!, (string?)item["userId"]));
        Assert.Equal(0.3, (double)item["costUsd"]!, 9);
        Assert.Equal("s2", (string?)second["items"]![0]!["id"]);
        Assert.Null(second["next"]);
        Assert.Equal(2, session["traces"]!.AsArray().Count);
        Assert.Equal((HttpStatusCode.NotFound, "session_not_found"), (status, (string?)unknown["error"]!["code"]));
    }

    [Fact]
    public async Task Users_are_listed_and_opened_with_their_traces()
    {
        var (_, users) = await _collector.GetAsync("/api/v1/users");
        var (_, opened) = await _collector.GetAsync("/api/v1/users/u1");
        var (status, unknown) = await _collector.GetAsync("/api/v1/users/nobody");

        var user = Assert.Single(users["items"]!.AsArray())!;
        Assert.Equal(("u1", 3, 1), ((string?)user["id"], (int)user["traceCount"]!, (int)user["unpricedCalls"]!));
        Assert.Equal(user.ToJsonString(), opened["summary"]!.ToJsonString());
        Assert.Equal(3, opened["traces"]!.AsArray().Count);
        Assert.Equal((HttpStatusCode.NotFound, "user_not_found"), (status, (string?)unknown["error"]!["code"]));
    }

    [Fact]
    public async Task Attributes_and_facets_are_listed_without_what_was_said()
    {
        var (_, attributes) = await _collector.GetAsync("/api/v1/attributes?source=span&limit=1000");
        var (_, page) = await _collector.GetAsync("/api/v1/attributes?source=resource&limit=1&values=true");
        var (_, models) = await _collector.GetAsync("/api/v1/facets?field=model");
        var (_, sessions) = await _collector.GetAsync($"/api/v1/facets?field={GenAIAttributes.ConversationId}&prefix=s2");

        var operation = attributes["items"]!.AsArray().Single(item => (string?)item!["key"] == GenAIAttributes.OperationName)!;
        Assert.Equal(("string", "agent", 6, false), ((string?)operation["type"], (string?)operation["service"], (int)operation["count"]!, (bool)operation["isContent"]!));
        Assert.Equal("""[{"value":"agent","count":6}]""", Assert.Single(page["items"]!.AsArray())!["values"]!.ToJsonString());
        Assert.Equal("""[{"value":null,"count":3},{"value":"gpt-4o-mini","count":2},{"value":"unheard-of","count":1}]""", models["values"]!.ToJsonString());
        Assert.Equal("""[{"value":"s2","count":1}]""", sessions["values"]!.ToJsonString());
    }

    [Fact]
    public async Task Facets_are_counted_for_the_traces_of_a_query_where_a_column_has_them_and_the_answer_says_so()
    {
        var (_, ofQuery) = await _collector.GetAsync("/api/v1/facets?field=model&q=session:s2%20has(tool:look)");
        var (_, ofAll) = await _collector.GetAsync("/api/v1/facets?field=model");
        var (_, ofAttribute) = await _collector.GetAsync($"/api/v1/facets?field={GenAIAttributes.RequestModel}&q=session:s2");

        Assert.Equal("""[{"value":null,"count":1},{"value":"unheard-of","count":1}]""", ofQuery["values"]!.ToJsonString());
        Assert.Equal((true, true), ((bool)ofQuery["isOfQuery"]!, (bool)ofQuery["isComplete"]!));
        Assert.Equal((false, true), ((bool)ofAll["isOfQuery"]!, (bool)ofAll["isComplete"]!));
        Assert.Equal((false, 2), ((bool)ofAttribute["isOfQuery"]!, ofAttribute["values"]!.AsArray().Count));
    }

    [Theory]
    [InlineData("facets", "field is missing")]
    [InlineData("facets?field=model&q=modle:x", "There is no field 'modle'")]
    [InlineData("attributes?source=log", "source 'log' is not known")]
    [InlineData("usage?by=colour", "'colour' is nothing that usage is told apart by: service, environment")]
    [InlineData("usage?bucket=minute", "bucket 'minute' is not known")]
    [InlineData("usage?from=yesterday", "from 'yesterday' is not an RFC 3339 time")]
    [InlineData("models?limit=0", "limit '0' is not a number from 1 to 1000")]
    [InlineData("tools?cursor=x", "cursor 'x' is not one that this API gave out")]
    [InlineData("sessions?cursor=x", "cursor 'x' is not one that this API gave out")]
    public async Task What_cannot_be_asked_is_refused_by_name(string path, string message)
    {
        var (status, body) = await _collector.GetAsync($"/api/v1/{path}");

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.StartsWith(message, (string?)body["error"]!["message"], StringComparison.Ordinal);
    }

    private async Task SendAsync(int trace, int second, string model, string session, string user, int input)
    {
        static JsonObject Text(string key, string value) => new() { ["key"] = key, ["value"] = new JsonObject { ["stringValue"] = value } };
        JsonObject Span(string id, int status, params JsonObject[] attributes) => new()
        {
            ["traceId"] = trace.ToString("x32", CultureInfo.InvariantCulture),
            ["spanId"] = id,
            ["name"] = "step",
            ["startTimeUnixNano"] = (second * 1_000_000_000L).ToString(CultureInfo.InvariantCulture),
            ["endTimeUnixNano"] = ((second + 2) * 1_000_000_000L).ToString(CultureInfo.InvariantCulture),
            ["status"] = new JsonObject { ["code"] = status },
            ["attributes"] = new JsonArray([.. attributes]),
        };
        var call = Span(
            "00000000000000aa", 0, Text(GenAIAttributes.OperationName, "chat"), Text(GenAIAttributes.ProviderName, "openai"),
            Text(GenAIAttributes.RequestModel, model), Text(GenAIAttributes.ConversationId, session), Text(UserAttributes.Id, user),
            new JsonObject { ["key"] = GenAIAttributes.UsageInputTokens, ["value"] = new JsonObject { ["intValue"] = input } });
        var tool = Span("00000000000000bb", 2, Text(GenAIAttributes.OperationName, "execute_tool"), Text(GenAIAttributes.ToolName, "look"));
        var body = new JsonObject
        {
            ["resourceSpans"] = new JsonArray(new JsonObject
            {
                ["resource"] = new JsonObject { ["attributes"] = new JsonArray(Text(ServiceAttributes.Name, "agent")) },
                ["scopeSpans"] = new JsonArray(new JsonObject { ["spans"] = new JsonArray(call, tool) }),
            }),
        };
        using var answer = await _collector.PostAsync(Encoding.UTF8.GetBytes(body.ToJsonString()), "application/json");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }
}
