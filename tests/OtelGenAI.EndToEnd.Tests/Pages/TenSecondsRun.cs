using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Playwright;
using OtelGenAI.Conventions;

namespace OtelGenAI.EndToEnd.Tests.Pages;

/// <summary>The runs of the demo, an older one that failed and of which not all was captured, and a browser.</summary>
public sealed class TenSecondsRun : IAsyncLifetime
{
    /// <summary>The older run: an agent that failed, with a call whose input was cut off and one without content.</summary>
    public const string ClippedTraceId = "0af7651916cd43dd8448eb211c80319c";

    /// <summary>Its call whose input was cut off.</summary>
    public const string CutOffSpanId = "000000000000000b";

    /// <summary>Its call without content.</summary>
    public const string SilentSpanId = "000000000000000c";

    private readonly DemoTests.DemoRun _demo = new();
    private IPlaywright? _playwright;

    internal CollectorProcess Collector => _demo.Collector;

    internal IBrowser Browser { get; private set; } = null!;

    /// <summary>Id of a run of the demo by its name: good, wrong-value, provider-down.</summary>
    public string TraceId(string run) => _demo.TraceIds[run];

    public async Task InitializeAsync()
    {
        if (EndToEnd.Tests.Browser.Path is null)
        {
            return;
        }

        await _demo.InitializeAsync();
        await SendAsync();
        _playwright = await Playwright.CreateAsync();
        Browser = await EndToEnd.Tests.Browser.StartAsync(_playwright);
    }

    public async Task DisposeAsync()
    {
        if (Browser is not null)
        {
            await Browser.DisposeAsync();
            _playwright?.Dispose();
            await _demo.DisposeAsync();
        }
    }

    /// <summary>A page of its own: no other test's clicks and no other test's memory.</summary>
    internal async Task<IPage> OpenAsync(string path)
    {
        var page = await Browser.NewPageAsync(new() { ViewportSize = new() { Width = 1280, Height = 800 }, Permissions = ["clipboard-read", "clipboard-write"] });
        await page.GotoAsync(new Uri(Collector.Http, path).AbsoluteUri);
        return page;
    }

    private async Task SendAsync()
    {
        static JsonObject Text(string key, string value) => new() { ["key"] = key, ["value"] = new JsonObject { ["stringValue"] = value } };
        var start = DateTimeOffset.UtcNow.AddHours(-1).ToUnixTimeMilliseconds();
        JsonObject Span(string id, string? parent, string operation, params JsonObject[] attributes) => new()
        {
            ["traceId"] = ClippedTraceId,
            ["spanId"] = id,
            ["parentSpanId"] = parent ?? "",
            ["name"] = operation,
            ["startTimeUnixNano"] = (start * 1_000_000).ToString(CultureInfo.InvariantCulture),
            ["endTimeUnixNano"] = ((start + 500) * 1_000_000).ToString(CultureInfo.InvariantCulture),
            ["attributes"] = new JsonArray([Text(GenAIAttributes.OperationName, operation), .. attributes]),
        };
        var agent = Span("000000000000000a", null, "invoke_agent");
        agent["status"] = new JsonObject { ["code"] = 2 };
        var body = new JsonObject
        {
            ["resourceSpans"] = new JsonArray(new JsonObject
            {
                ["resource"] = new JsonObject { ["attributes"] = new JsonArray(Text(ServiceAttributes.Name, "clipped")) },
                ["scopeSpans"] = new JsonArray(new JsonObject
                {
                    ["spans"] = new JsonArray(
                        agent,
                        Span(CutOffSpanId, "000000000000000a", "chat", Text(GenAIAttributes.InputMessages, """[{"role":"user","parts":[{"type":"text","content":"What came before the c""")),
                        Span(SilentSpanId, "000000000000000a", "chat")),
                }),
            }),
        };
        using var client = new HttpClient();
        using var content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        using var response = await client.PostAsync(new Uri(Collector.OtlpHttp, "/v1/traces"), content);
        Assert.True(response.StatusCode == HttpStatusCode.OK, await response.Content.ReadAsStringAsync());
    }
}
