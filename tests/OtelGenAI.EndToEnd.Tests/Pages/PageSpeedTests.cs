using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Playwright;
using OtelGenAI.Conventions;
using Xunit.Abstractions;
using static Microsoft.Playwright.Assertions;

namespace OtelGenAI.EndToEnd.Tests.Pages;

/// <summary>How fast the pages are, measured in a browser. The figures go to the output; what is asserted holds on any machine.</summary>
/// <remarks>To see them: <c>dotnet test tests/OtelGenAI.EndToEnd.Tests --filter PageSpeed --logger "console;verbosity=detailed"</c>.</remarks>
public sealed class PageSpeedTests(ITestOutputHelper output) : IDisposable
{
    private const string TraceId = "b16b1600000000000000000000050000";
    private const int Spans = 50_000;
    private const int SpansARequest = 2_500;

    // More rows than any screen has: whoever draws more draws what nobody sees.
    private const int MostRows = 120;

    private readonly TempFolder _data = new();

    public void Dispose() => _data.Dispose();

    [BrowserFact]
    public async Task A_trace_of_50_000_spans_is_drawn_a_screen_at_a_time_from_the_first_span_to_the_last()
    {
        await using var collector = await CollectorProcess.StartAsync(_data.Path);
        await SendAsync(collector);
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await Browser.StartAsync(playwright);
        var page = await browser.NewPageAsync();
        var address = new Uri(collector.Http, $"/traces/{TraceId}").AbsoluteUri;
        await page.AddInitScriptAsync(
            """
            new MutationObserver((_, observer) => {
              if (document.querySelector("[data-testid=span-row]") === null) return;
              observer.disconnect();
              requestAnimationFrame(() => requestAnimationFrame(() => { document.body.dataset.firstRowsAt = String(performance.now()); }));
            }).observe(document, { subtree: true, childList: true });
            """);

        // The second opening is the one of somebody who works with the pages: scripts are in the cache of the browser, the file in that of the system.
        foreach (var opening in new[] { "first", "second" })
        {
            await page.GotoAsync(address);
            await page.Locator("body[data-first-rows-at]").WaitForAsync();
            await Expect(page.Locator("[role=treegrid]")).ToHaveAttributeAsync("aria-rowcount", Spans.ToString(CultureInfo.InvariantCulture));
            var (painted, whole) = (await page.EvaluateAsync<double>("Number(document.body.dataset.firstRowsAt)"), await page.EvaluateAsync<double>("performance.now()"));
            output.WriteLine($"{opening} opening: first rows painted after {painted:0} ms, all of it there after {whole:0} ms");
        }

        var frames = await page.EvaluateAsync<JsonElement>(
            """
            () => new Promise((done) => {
              const scroller = document.querySelector("[role=treegrid]");
              const frames = [];
              let last = null;
              let most = 0;
              function step(now) {
                if (last !== null) frames.push(now - last);
                last = now;
                scroller.scrollTop += 120;
                most = Math.max(most, document.querySelectorAll("[data-testid=span-row]").length);
                if (frames.length < 300) requestAnimationFrame(step);
                else done({ frames: frames.sort((a, b) => a - b), most, scrolled: scroller.scrollTop });
              }
              requestAnimationFrame(step);
            })
            """);
        double[] times = [.. frames.GetProperty("frames").EnumerateArray().Select(time => time.GetDouble())];
        output.WriteLine(
            $"scrolling 120 pixels a frame: {1000 / times.Average():0.0} frames a second, p50 {times[150]:0.0} ms, p95 {times[285]:0.0} ms, p99 {times[297]:0.0} ms, longest {times[^1]:0.0} ms, {times.Count(time => time > 20)} of {times.Length} frames over 20 ms");
        Assert.InRange(frames.GetProperty("most").GetInt32(), 1, MostRows);
        Assert.True(frames.GetProperty("scrolled").GetDouble() > 10_000);

        await page.Keyboard.PressAsync("End");
        await page.Locator($"[data-testid=span-row][data-span-id='{SpanId(Spans - 1)}'][aria-selected=true]").WaitForAsync();
        Assert.InRange(await page.Locator("[data-testid=span-row]").CountAsync(), 1, MostRows);
    }

    [BrowserFact]
    public async Task The_first_page_shows_the_first_span_by_itself_and_how_soon_is_measured()
    {
        await using var collector = await CollectorProcess.StartAsync(_data.Path);
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await Browser.StartAsync(playwright);
        var page = await browser.NewPageAsync();
        await page.GotoAsync(collector.Http.AbsoluteUri);
        await page.GetByRole(AriaRole.Tab, new() { Name = "By hand" }).WaitForAsync();
        await page.EvaluateAsync(
            """
            new MutationObserver((_, observer) => {
              if (document.querySelector("[data-testid=trace-row]") === null) return;
              observer.disconnect();
              document.body.dataset.shownAt = String(Date.now());
            }).observe(document, { subtree: true, childList: true });
            """);

        await SendAsync(collector, first: 0, count: 1);
        var acknowledgedAt = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        await page.Locator("body[data-shown-at]").WaitForAsync();
        output.WriteLine($"the first span is shown {await page.EvaluateAsync<double>("Number(document.body.dataset.shownAt)") - acknowledgedAt:0} ms after it was acknowledged");
    }

    private static async Task SendAsync(CollectorProcess collector)
    {
        for (var first = 0; first < Spans; first += SpansARequest)
        {
            await SendAsync(collector, first, SpansARequest);
        }
    }

    private static async Task SendAsync(CollectorProcess collector, int first, int count)
    {
        static JsonObject Text(string key, string value) => new() { ["key"] = key, ["value"] = new JsonObject { ["stringValue"] = value } };
        static JsonObject Number(string key, int value) => new() { ["key"] = key, ["value"] = new JsonObject { ["intValue"] = value } };
        var start = DateTimeOffset.UtcNow.AddHours(-1).ToUnixTimeMilliseconds();
        var spans = new JsonArray();
        for (var number = first; number < first + count; number++)
        {
            // An agent with turns of ten steps: a call, tools, and the HTTP below them.
            var (isTurn, isCall) = (number % 10 == 1, number % 10 == 2);
            var operation = number == 0 || isTurn ? "invoke_agent" : isCall ? "chat" : "execute_tool";
            spans.Add((JsonNode)new JsonObject
            {
                ["traceId"] = TraceId,
                ["spanId"] = SpanId(number),
                ["parentSpanId"] = number == 0 ? "" : SpanId(isTurn || number == 10 ? 0 : number - (number % 10) + (number % 10 == 0 ? -9 : 1)),
                ["name"] = $"{operation} {number}",
                ["startTimeUnixNano"] = ((start * 1_000_000L) + (number * 1_000_000L)).ToString(CultureInfo.InvariantCulture),
                ["endTimeUnixNano"] = ((start * 1_000_000L) + ((number + (number == 0 ? Spans : 10)) * 1_000_000L)).ToString(CultureInfo.InvariantCulture),
                ["attributes"] = isCall
                    ? new JsonArray(Text(GenAIAttributes.OperationName, operation), Text(GenAIAttributes.RequestModel, "gpt-4o"), Number(GenAIAttributes.UsageInputTokens, 1_000), Number(GenAIAttributes.UsageOutputTokens, 100))
                    : new JsonArray(Text(GenAIAttributes.OperationName, operation), Text(GenAIAttributes.ToolName, "search")),
            });
        }

        var body = new JsonObject
        {
            ["resourceSpans"] = new JsonArray(new JsonObject
            {
                ["resource"] = new JsonObject { ["attributes"] = new JsonArray(Text(ServiceAttributes.Name, "large")) },
                ["scopeSpans"] = new JsonArray(new JsonObject { ["spans"] = spans }),
            }),
        };
        using var client = new HttpClient();
        using var content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        using var response = await client.PostAsync(new Uri(collector.OtlpHttp, "/v1/traces"), content);
        Assert.True(response.StatusCode == HttpStatusCode.OK, await response.Content.ReadAsStringAsync());
    }

    private static string SpanId(int number) => (number + 1).ToString("x16", CultureInfo.InvariantCulture);
}
