using System.Net;
using System.Text;
using Microsoft.Playwright;

namespace OtelGenAI.EndToEnd.Tests;

/// <summary>A person at the pages of the real program, in a browser.</summary>
public sealed class SessionTests : IDisposable
{
    private const string TraceId = "0af7651916cd43dd8448eb211c80319c";
    private const string Hostile = "<img src=x onerror=document.body.dataset.owned=1><script>document.body.dataset.owned=1</script>";

    private readonly TempFolder _data = new();

    [BrowserFact]
    public async Task When_the_key_of_a_session_is_revoked_the_page_asks_for_another_and_leads_back_to_the_same_place()
    {
        await using var collector = await CollectorProcess.StartAsync(_data.Path);
        var first = await CollectorProcess.RunAsync("keys", "add", "--data", _data.Path);
        var second = await CollectorProcess.RunAsync("keys", "add", "--data", _data.Path);
        await SendAsync(collector, first);
        var place = $"/traces/{TraceId}/spans/000000000000000a";
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await Browser.StartAsync(playwright);
        var page = await browser.NewPageAsync();
        await page.GotoAsync(new Uri(collector.Http, place).AbsoluteUri);
        await LogInAsync(page, first);
        await page.Locator("[data-testid=span-panel]").WaitForAsync();

        await CollectorProcess.RunAsync("keys", "revoke", first.Split('_')[1], "--data", _data.Path);
        await page.GetByRole(AriaRole.Button, new() { Name = "Reload" }).ClickAsync();
        await page.Locator("input[name=key]").WaitForAsync();
        Assert.Equal("/login", new Uri(page.Url).AbsolutePath);
        Assert.Contains("session has ended", await page.Locator("[role=alert]").TextContentAsync(), StringComparison.Ordinal);
        await LogInAsync(page, first);
        Assert.Contains("not known", await page.Locator("[role=alert]").TextContentAsync(), StringComparison.Ordinal);
        await LogInAsync(page, second);

        await page.Locator("[data-testid=span-panel]").WaitForAsync();
        Assert.Equal(place, new Uri(page.Url).AbsolutePath);
    }

    [BrowserFact]
    public async Task What_log_records_and_scores_say_is_readable_and_is_text_whatever_it_is()
    {
        await using var collector = await CollectorProcess.StartAsync(_data.Path);
        await SendAsync(collector, key: null);
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await Browser.StartAsync(playwright);
        var page = await browser.NewPageAsync();
        await page.GotoAsync(new Uri(collector.Http, $"/traces/{TraceId}/spans/000000000000000a").AbsoluteUri);

        foreach (var (tab, shown) in new[] { ("Logs", "of the span"), ("Trace logs", "of the trace"), ("Scores", "It shouts") })
        {
            await page.GetByRole(AriaRole.Tab, new() { NameRegex = new($"^{tab} [0-9]+$") }).ClickAsync();
            var text = await page.Locator("[role=tabpanel]").TextContentAsync();
            Assert.Contains(shown, text, StringComparison.Ordinal);
            Assert.Contains(Hostile, text, StringComparison.Ordinal);
        }

        Assert.Null(await page.Locator("body").GetAttributeAsync("data-owned"));
        Assert.Equal(0, await page.Locator("[role=tabpanel] img").CountAsync());
    }

    public void Dispose() => _data.Dispose();

    private static async Task LogInAsync(IPage page, string key)
    {
        await page.Locator("input[name=key]").FillAsync(key);
        await page.GetByRole(AriaRole.Button, new() { Name = "Open" }).ClickAsync();
    }

    private static async Task SendAsync(CollectorProcess collector, string? key)
    {
        const string Ids = $"\"traceId\":\"{TraceId}\",\"spanId\":\"000000000000000a\"";
        var hostile = Hostile.Replace("\"", "\\\"", StringComparison.Ordinal);
        await PostAsync("/v1/traces", $$"""{"resourceSpans":[{"scopeSpans":[{"spans":[{{{Ids}},"name":"run","startTimeUnixNano":"1000000000","endTimeUnixNano":"2000000000"}]}]}]}""");
        await PostAsync("/v1/logs", $$$"""
            {"resourceLogs":[{"scopeLogs":[{"logRecords":[
              {{{{Ids}}},"timeUnixNano":"1500000000","severityNumber":17,"severityText":"ERROR","body":{"stringValue":"of the span {{{hostile}}}"},"attributes":[{"key":"{{{hostile}}}","value":{"stringValue":"{{{hostile}}}"}}]},
              {{{{Ids}}},"timeUnixNano":"1600000000","eventName":"gen_ai.evaluation.result","attributes":[{"key":"gen_ai.evaluation.name","value":{"stringValue":"tone {{{hostile}}}"}},{"key":"gen_ai.evaluation.score.value","value":{"doubleValue":0.5}},{"key":"gen_ai.evaluation.score.label","value":{"stringValue":"{{{hostile}}}"}},{"key":"gen_ai.evaluation.explanation","value":{"stringValue":"It shouts {{{hostile}}}"}}]},
              {"traceId":"{{{TraceId}}}","timeUnixNano":"1700000000","severityNumber":9,"body":{"stringValue":"of the trace {{{hostile}}}"}}]}]}]}
            """);

        async Task PostAsync(string path, string json)
        {
            using var client = new HttpClient();
            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(collector.OtlpHttp, path)) { Content = new StringContent(json, Encoding.UTF8, "application/json") };
            if (key is not null)
            {
                request.Headers.Add("x-api-key", key);
            }

            using var response = await client.SendAsync(request);
            Assert.True(response.StatusCode == HttpStatusCode.OK, await response.Content.ReadAsStringAsync());
        }
    }
}
