using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using OtelGenAI.Conventions;

namespace OtelGenAI.Collector.Tests.Api;

/// <summary>Two hours in which one thing differs: gpt-4o costs $2.50, $1.25 from the cache and $10 of output per million tokens.</summary>
public sealed class CostChangeApiTests : IAsyncLifetime
{
    private const string Model = "gpt-4o";
    private const string Both = "baseFrom=2026-01-05T00:00:00Z&baseTo=2026-01-05T01:00:00Z&from=2026-01-05T01:00:00Z&to=2026-01-05T02:00:00Z";

    private TestCollector _collector = null!;
    private int _traces;

    public async Task InitializeAsync() => _collector = await TestCollector.StartAsync();

    public async Task DisposeAsync() => await _collector.DisposeAsync();

    [Fact]
    public async Task A_cache_that_is_no_longer_hit_is_the_cause()
    {
        await SendAsync(hour: 0, new Call { Cached = 800_000 });
        await SendAsync(hour: 1, new Call());

        // 0.2 M × 2.50 + 0.8 M × 1.25 = 1.50 became 2.50.
        var change = await ChangeAsync();
        Assert.Equal(["cache 1.00 0.8 0"], Causes(change));
        Assert.Equal((1.5, 2.5, 1.0), ((double)change["before"]!["costUsd"]!, (double)change["after"]!["costUsd"]!, (double)change["changeUsd"]!));
    }

    [Fact]
    public async Task Longer_input_and_longer_output_are_told_apart()
    {
        await SendAsync(hour: 0, new Call());
        await SendAsync(hour: 1, new Call { Input = 1_400_000, Output = 50_000 });

        Assert.Equal(["context 1.00 1000000 1400000", "output 0.50 0 50000"], Causes(await ChangeAsync()));
    }

    [Fact]
    public async Task More_calls_a_trace_and_more_traces_are_told_apart()
    {
        await SendAsync(hour: 0, new Call());
        await SendAsync(hour: 1, new Call(), new Call());
        await SendAsync(hour: 1, new Call(), new Call());

        Assert.Equal(["traffic 2.50 1 2", "turns 5.00 1 2"], Causes(await ChangeAsync()));
    }

    [Fact]
    public async Task A_dearer_model_is_the_cause_and_not_its_price()
    {
        await SendAsync(hour: 0, new Call { Model = "gpt-4o-mini" });
        await SendAsync(hour: 1, new Call());

        Assert.Equal(["models 2.35  "], Causes(await ChangeAsync()));
    }

    [Fact]
    public async Task The_parts_add_up_to_the_difference_whatever_changed()
    {
        await SendAsync(hour: 0, new Call { Cached = 100_000, Output = 3_000 }, new Call { Model = "gpt-4o-mini", Input = 77_777 });
        await SendAsync(hour: 1, new Call { Input = 333_333, Output = 999 }, new Call { Input = 5 }, new Call { Model = "unheard-of" });
        await SendAsync(hour: 1, new Call { Model = "gpt-4o-mini", Cached = 5_000, Output = 123_456 });

        var change = await ChangeAsync();

        Assert.Equal((double)change["changeUsd"]!, change["causes"]!.AsArray().Sum(cause => (double)cause!["effectUsd"]!), 9);
        Assert.Equal(1, (int)change["after"]!["unpricedCalls"]!);
    }

    [Fact]
    public async Task The_user_whose_traces_cost_more_is_named_and_so_is_the_tool_that_began_to_fail()
    {
        await SendAsync(hour: 0, new Call { User = "quiet" });
        await SendAsync(hour: 1, new Call { User = "quiet" });
        await SendAsync(hour: 1, new Call { User = "heavy", Tool = "look", HasToolFailed = true });

        var change = await ChangeAsync();

        Assert.Equal("""{"userId":"heavy","beforeUsd":0,"afterUsd":2.5}""", change["users"]![0]!.ToJsonString());
        Assert.Equal("""{"tool":"look","beforeRuns":0,"beforeErrors":0,"afterRuns":1,"afterErrors":1}""", change["tools"]![0]!.ToJsonString());
        Assert.True((bool)change["isComplete"]!);
    }

    [Theory]
    [InlineData("from=2026-01-05T01:00:00Z&to=2026-01-05T02:00:00Z", "baseFrom and baseTo are both needed")]
    [InlineData("baseFrom=2026-01-05T00:00:00Z&baseTo=2026-01-05T01:00:00Z&from=2026-01-05T01:30:00Z&to=2026-01-05T02:00:00Z", "from and to are not a period of whole hours")]
    [InlineData("baseFrom=2026-01-05T02:00:00Z&baseTo=2026-01-05T01:00:00Z&from=2026-01-05T01:00:00Z&to=2026-01-05T02:00:00Z", "baseFrom and baseTo are not a period")]
    public async Task A_period_that_is_none_is_refused_by_name(string query, string message)
    {
        var (status, body) = await _collector.GetAsync($"/api/v1/cost/change?{query}");

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.StartsWith(message, (string?)body["error"]!["message"], StringComparison.Ordinal);
    }

    private async Task<JsonNode> ChangeAsync() => (await _collector.GetAsync($"/api/v1/cost/change?{Both}")).Body;

    /// <summary>The causes that have an effect, each with the figures behind it.</summary>
    private static string[] Causes(JsonNode change) =>
    [
        .. change["causes"]!.AsArray().Where(cause => Math.Abs((double)cause!["effectUsd"]!) > 1e-9)
            .Select(cause => string.Create(CultureInfo.InvariantCulture, $"{cause!["cause"]} {(double)cause["effectUsd"]!:F2} {cause["before"]} {cause["after"]}")),
    ];

    private async Task SendAsync(int hour, params Call[] calls)
    {
        var trace = ++_traces;
        var start = new DateTimeOffset(2026, 1, 5, hour, 10, 0, TimeSpan.Zero).ToUnixTimeSeconds();
        static JsonObject Text(string key, string value) => new() { ["key"] = key, ["value"] = new JsonObject { ["stringValue"] = value } };
        static JsonObject Number(string key, long value) => new() { ["key"] = key, ["value"] = new JsonObject { ["intValue"] = value } };
        JsonObject Span(int id, int status, params JsonObject[] attributes) => new()
        {
            ["traceId"] = trace.ToString("x32", CultureInfo.InvariantCulture),
            ["spanId"] = id.ToString("x16", CultureInfo.InvariantCulture),
            ["name"] = "step",
            ["startTimeUnixNano"] = ((start + id) * 1_000_000_000L).ToString(CultureInfo.InvariantCulture),
            ["endTimeUnixNano"] = ((start + id + 1) * 1_000_000_000L).ToString(CultureInfo.InvariantCulture),
            ["status"] = new JsonObject { ["code"] = status },
            ["attributes"] = new JsonArray([.. attributes]),
        };
        var spans = calls.SelectMany((call, at) => (JsonObject[])
        [
            Span(
                (2 * at) + 1, 0, Text(GenAIAttributes.OperationName, "chat"), Text(GenAIAttributes.ProviderName, "openai"), Text(GenAIAttributes.RequestModel, call.Model),
                Number(GenAIAttributes.UsageInputTokens, call.Input), Number(GenAIAttributes.UsageOutputTokens, call.Output),
                Number(GenAIAttributes.UsageCacheReadInputTokens, call.Cached), Text(UserAttributes.Id, call.User)),
            .. call.Tool is null
                ? (JsonObject[])[]
                : [Span((2 * at) + 2, call.HasToolFailed ? 2 : 0, Text(GenAIAttributes.OperationName, "execute_tool"), Text(GenAIAttributes.ToolName, call.Tool))],
        ]);
        var body = new JsonObject
        {
            ["resourceSpans"] = new JsonArray(new JsonObject { ["scopeSpans"] = new JsonArray(new JsonObject { ["spans"] = new JsonArray([.. spans]) }) }),
        };
        using var answer = await _collector.PostAsync(Encoding.UTF8.GetBytes(body.ToJsonString()), "application/json");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    private sealed record Call
    {
        public string Model { get; init; } = CostChangeApiTests.Model;

        public long Input { get; init; } = 1_000_000;

        public long Output { get; init; }

        public long Cached { get; init; }

        public string User { get; init; } = "u1";

        public string? Tool { get; init; }

        public bool HasToolFailed { get; init; }
    }
}
