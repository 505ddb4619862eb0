using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Playwright;
using OtelGenAI.Conventions;

namespace OtelGenAI.EndToEnd.Tests.Pages;

/// <summary>The real program with runs in which everything that can have a name has a hostile one, and a browser to look at it.</summary>
public sealed class HostileRun : IAsyncLifetime
{
    /// <summary>A run, of which every text wants to be more than text.</summary>
    public const string TraceId = "0af7651916cd43dd8448eb211c80319c";

    /// <summary>Another one, to compare with.</summary>
    public const string OtherTraceId = "1bf7651916cd43dd8448eb211c80319c";

    /// <summary>Markup that runs when it is taken for markup, in every page where a name is shown.</summary>
    public const string Markup = "<img src=x onerror=document.body.dataset.owned=1>";

    // Right-to-left override, zero-width space, a terminal's escape, and the templates of several engines.
    private const string Tricks = "<script>document.body.dataset.owned=1</script>\u202Egnp.exe\u200B\u001b[31mred'\"`${7*7}{{7*7}}javascript:alert(1)//";
    private const int HugeLength = 300_000;

    private readonly TempFolder _data = new();
    private IPlaywright? _playwright;

    /// <summary>Id of the conversation.</summary>
    public static string Session => Hostile("session");

    /// <summary>Id of the user.</summary>
    public static string User => Hostile("user");

    /// <summary>Name of the prompt.</summary>
    public static string Prompt => Hostile("prompt");

    internal CollectorProcess Collector { get; private set; } = null!;

    internal IBrowser Browser { get; private set; } = null!;

    /// <summary>Every page that there is, by its address.</summary>
    public static IReadOnlyList<string> Pages { get; } =
    [
        "/", $"/traces/{TraceId}", $"/traces/{TraceId}/spans/000000000000000b", $"/traces/{TraceId}/spans/000000000000000c", $"/traces/{TraceId}/transcript", $"/traces/{TraceId}/cost",
        "/sessions", $"/sessions/{Uri.EscapeDataString(Session)}", "/users", $"/users/{Uri.EscapeDataString(User)}",
        "/models", "/tools", "/services", "/prompts", $"/prompts/{Uri.EscapeDataString(Prompt)}", "/unpriced", "/unmapped", "/conventions",
        "/dashboard", "/dashboard?by=tool&range=24h", "/dashboard?by=user", "/dashboard?by=session", "/dashboard/change",
        $"/compare?left={TraceId}", $"/compare?left={TraceId}&right={OtherTraceId}",
        $"/?q={Uri.EscapeDataString(Markup)}", "/nowhere",
    ];

    public async Task InitializeAsync()
    {
        Collector = await CollectorProcess.StartAsync(_data.Path);
        await SendAsync(TraceId, hasFailed: false);
        await SendAsync(OtherTraceId, hasFailed: true);
        if (EndToEnd.Tests.Browser.Path is not null)
        {
            _playwright = await Playwright.CreateAsync();
            Browser = await EndToEnd.Tests.Browser.StartAsync(_playwright);
        }
    }

    public async Task DisposeAsync()
    {
        await (Browser?.DisposeAsync() ?? ValueTask.CompletedTask);
        _playwright?.Dispose();
        await Collector.DisposeAsync();
        _data.Dispose();
    }

    /// <summary>Opens a page and waits until it has all that it asks for.</summary>
    internal async Task OpenAsync(IPage page, string path)
    {
        await page.GotoAsync(Collector.Http.GetLeftPart(UriPartial.Authority) + path);
        await page.WaitForLoadStateAsync(LoadState.NetworkIdle);
    }

    private static string Hostile(string place) => $"{place} {Markup} {Tricks}";

    private async Task SendAsync(string traceId, bool hasFailed)
    {
        static JsonObject Text(string key, string value) => new() { ["key"] = key, ["value"] = new JsonObject { ["stringValue"] = value } };
        static JsonObject Number(string key, int value) => new() { ["key"] = key, ["value"] = new JsonObject { ["intValue"] = value } };
        static string Message(string role, string text) =>
            new JsonArray(new JsonObject { ["role"] = role, ["parts"] = new JsonArray(new JsonObject { ["type"] = "text", ["content"] = text }) }).ToJsonString();
        var now = DateTimeOffset.UtcNow.AddMinutes(-1).ToUnixTimeMilliseconds();
        JsonObject Span(string id, string? parent, string name, params JsonObject[] attributes) => new()
        {
            ["traceId"] = traceId,
            ["spanId"] = id,
            ["parentSpanId"] = parent ?? "",
            ["name"] = Hostile(name),
            ["startTimeUnixNano"] = (now * 1_000_000).ToString(CultureInfo.InvariantCulture),
            ["endTimeUnixNano"] = ((now + 500) * 1_000_000).ToString(CultureInfo.InvariantCulture),
            ["attributes"] = new JsonArray([Text(GenAIAttributes.ConversationId, Session), Text(UserAttributes.Id, User), .. attributes]),
        };
        var agent = Span("000000000000000a", null, "agent", Text(GenAIAttributes.OperationName, "invoke_agent"), Text(GenAIAttributes.AgentName, Hostile("agent")));
        var chat = Span(
            "000000000000000b", "000000000000000a", "chat",
            Text(GenAIAttributes.OperationName, "chat"), Text(GenAIAttributes.ProviderName, Hostile("provider")), Text(GenAIAttributes.RequestModel, Hostile("model")),
            Text(GenAIAttributes.PromptName, Prompt), Text(GenAIAttributes.PromptVersion, Hostile("version")),
            Number(GenAIAttributes.UsageInputTokens, hasFailed ? 900 : 100), Number(GenAIAttributes.UsageOutputTokens, 10),
            Text(GenAIAttributes.SystemInstructions, $"[{{\"type\":\"text\",\"content\":{JsonValue.Create(Hostile("system"))!.ToJsonString()}}}]"),
            Text(GenAIAttributes.InputMessages, Message("user", Hostile("asked") + new string('x', HugeLength))),
            Text(GenAIAttributes.OutputMessages, Message("assistant", Hostile("[answered](javascript:alert(1)) **bold**"))),
            Text(Hostile("attribute"), Hostile("value") + "\0\u0001\uFFFE"),
            new JsonObject { ["key"] = "binary", ["value"] = new JsonObject { ["bytesValue"] = Convert.ToBase64String([0, 1, 2, 0xff, 0xfe]) } });
        var tool = Span(
            "000000000000000c", "000000000000000a", "tool", Text(GenAIAttributes.OperationName, "execute_tool"), Text(GenAIAttributes.ToolName, Hostile("tool")),
            Text(GenAIAttributes.ToolCallArguments, Hostile("arguments")), Text(GenAIAttributes.ToolCallResult, Hostile("result")));
        tool["status"] = new JsonObject { ["code"] = 2, ["message"] = Hostile("status") };
        tool["events"] = new JsonArray(new JsonObject { ["name"] = Hostile("event"), ["attributes"] = new JsonArray(Text(Hostile("key"), Hostile("of the event"))) });
        if (hasFailed)
        {
            chat["status"] = new JsonObject { ["code"] = 2, ["message"] = Hostile("failed") };
        }

        var body = new JsonObject
        {
            ["resourceSpans"] = new JsonArray(new JsonObject
            {
                ["resource"] = new JsonObject { ["attributes"] = new JsonArray(Text(ServiceAttributes.Name, Hostile("service")), Text(DeploymentAttributes.EnvironmentName, Hostile("environment"))) },
                ["scopeSpans"] = new JsonArray(new JsonObject { ["scope"] = new JsonObject { ["name"] = Hostile("scope") }, ["spans"] = new JsonArray(agent, chat, tool) }),
            }),
        };
        using var client = new HttpClient();
        using var content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        using var response = await client.PostAsync(new Uri(Collector.OtlpHttp, "/v1/traces"), content);
        Assert.True(response.StatusCode == HttpStatusCode.OK, await response.Content.ReadAsStringAsync());
    }
}
