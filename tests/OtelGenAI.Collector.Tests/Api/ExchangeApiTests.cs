using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using OtelGenAI.Conventions;

namespace OtelGenAI.Collector.Tests.Api;

/// <summary>What was asked of runs and what they answered, by which a list tells one from another.</summary>
public sealed class ExchangeApiTests : IAsyncLifetime
{
    private const string TraceId = "7af7651916cd43dd8448eb211c80319c";

    private TestCollector _collector = null!;

    public async Task InitializeAsync() => _collector = await TestCollector.StartAsync();

    public async Task DisposeAsync() => await _collector.DisposeAsync();

    [Fact]
    public async Task The_outermost_agent_says_what_was_asked_and_answered_whatever_agents_inside_it_were_asked()
    {
        await PostAsync(
            Span(1, 0, "invoke_agent", asked: "Plan a weekend in Oslo", answered: "Take the Harbour Inn."),
            Span(2, 1, "chat", asked: "Plan a weekend in Oslo", answered: "I ask an expert."),
            Span(3, 1, "invoke_agent", asked: "Which hotel fits?", answered: "The Harbour Inn."),
            Span(4, 3, "chat", asked: "Which hotel fits?", answered: "The Harbour Inn."));

        Assert.Equal(("Plan a weekend in Oslo", "Take the Harbour Inn."), await ExchangeAsync());
    }

    [Fact]
    public async Task Where_the_agent_says_nothing_its_first_and_last_calls_say_it()
    {
        await PostAsync(Span(1, 0, "invoke_agent"), Span(2, 1, "chat", asked: "Where is it?", answered: "Let me see."), Span(3, 1, "chat", asked: "Where is it?", answered: "On its way."));

        Assert.Equal(("Where is it?", "On its way."), await ExchangeAsync());
    }

    [Fact]
    public async Task A_run_that_could_have_said_something_is_told_from_one_in_which_nobody_speaks()
    {
        await PostAsync(Span(1, 0, "invoke_agent"), Span(2, 1, "chat"));
        var silent = await ItemAsync();
        await PostAsync(Span(1, 0, "", trace: 8));
        var (_, mute) = await _collector.GetAsync($"/api/v1/exchanges?traces={TraceOf(8)}");

        Assert.Equal((true, null, null), ((bool)silent["hasSpeaker"]!, silent["asked"], silent["answered"]));
        Assert.False((bool)mute["items"]![0]!["hasSpeaker"]!);
    }

    [Fact]
    public async Task A_long_question_is_cut_between_characters()
    {
        await PostAsync(Span(1, 0, "chat", asked: new string('a', 599) + "😀 and more"));

        var asked = (string)(await ItemAsync())["asked"]!["text"]!;

        Assert.Equal(new string('a', 599), asked);
    }

    [Fact]
    public async Task Traces_that_are_not_there_are_left_out()
    {
        await PostAsync(Span(1, 0, "chat", asked: "Where is it?"));

        var (_, body) = await _collector.GetAsync($"/api/v1/exchanges?traces={TraceOf(9)},{TraceId}");

        Assert.Equal([TraceId], body["items"]!.AsArray().Select(item => (string?)item!["traceId"]));
    }

    [Theory]
    [InlineData("", "traces names 0 traces; 1 to 100 are answered at once.")]
    [InlineData("nonsense", "traces has 'nonsense', which is not a trace id: 32 hexadecimal digits.")]
    public async Task What_names_no_traces_is_refused(string traces, string message)
    {
        var (status, body) = await _collector.GetAsync($"/api/v1/exchanges?traces={traces}");

        Assert.Equal((HttpStatusCode.BadRequest, message), (status, (string?)body["error"]!["message"]));
    }

    private async Task<JsonNode> ItemAsync()
    {
        var (_, body) = await _collector.GetAsync($"/api/v1/exchanges?traces={TraceId}");
        return body["items"]![0]!;
    }

    private async Task<(string? Asked, string? Answered)> ExchangeAsync()
    {
        var item = await ItemAsync();
        return ((string?)item["asked"]?["text"], (string?)item["answered"]?["text"]);
    }

    private static string TraceOf(int number) => $"{number}{TraceId[1..]}";

    private static JsonObject Span(int number, int parent, string operation, string? asked = null, string? answered = null, int trace = 7)
    {
        var attributes = new JsonArray();
        Add(GenAIAttributes.OperationName, operation);
        Add(GenAIAttributes.InputMessages, asked is null ? "" : MessageOf("user", asked));
        Add(GenAIAttributes.OutputMessages, answered is null ? "" : MessageOf("assistant", answered));
        return new JsonObject
        {
            ["traceId"] = TraceOf(trace),
            ["spanId"] = $"{number:x16}",
            ["parentSpanId"] = parent == 0 ? "" : $"{parent:x16}",
            ["name"] = operation.Length > 0 ? operation : "GET /",
            ["startTimeUnixNano"] = $"{number}000000000",
            ["endTimeUnixNano"] = $"{number + 1}000000000",
            ["attributes"] = attributes,
        };

        void Add(string key, string value)
        {
            if (value.Length > 0)
            {
                attributes.Add((JsonNode)new JsonObject { ["key"] = key, ["value"] = new JsonObject { ["stringValue"] = value } });
            }
        }
    }

    private static string MessageOf(string role, string text) => new JsonArray(new JsonObject
    {
        ["role"] = role,
        ["parts"] = new JsonArray(new JsonObject { ["type"] = "text", ["content"] = text }),
    }).ToJsonString();

    private async Task PostAsync(params JsonNode?[] spans)
    {
        var body = new JsonObject
        {
            ["resourceSpans"] = new JsonArray(new JsonObject { ["scopeSpans"] = new JsonArray(new JsonObject { ["spans"] = new JsonArray(spans) }) }),
        };
        using var content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        using var response = await _collector.OtlpHttp.PostAsync(new Uri("/v1/traces", UriKind.Relative), content);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
    }
}
