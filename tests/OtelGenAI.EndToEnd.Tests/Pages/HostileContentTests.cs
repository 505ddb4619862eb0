using Microsoft.Playwright;

namespace OtelGenAI.EndToEnd.Tests.Pages;

/// <summary>What somebody sent is text in every page, in a real browser, and no page asks anybody else for anything.</summary>
public sealed class HostileContentTests(HostileRun run) : IClassFixture<HostileRun>
{
    // These show no name that a client chose: the change of cost names users only when their cost changed, and these models have no price.
    private static readonly string[] WithoutNames = ["/dashboard/change", "/nowhere"];

    [BrowserFact]
    public async Task Nothing_that_a_span_carries_runs_or_becomes_part_of_a_page()
    {
        var page = await run.Browser.NewPageAsync();
        var problems = new List<string>();
        var place = "";
        void Note(string problem) => problems.Add($"{place}: {problem}");
        page.PageError += (_, error) => Note(error);
        page.Console += (_, message) =>
        {
            // A search that cannot be read is refused, which the browser writes to its console by itself.
            if (message.Type == "error" && !(place.StartsWith("/?q=", StringComparison.Ordinal) && message.Text.Contains("status of 400", StringComparison.Ordinal)))
            {
                Note(message.Text);
            }
        };
        page.Dialog += async (_, dialog) =>
        {
            Note($"a dialog: {dialog.Message}");
            await dialog.DismissAsync();
        };
        page.Request += (_, request) =>
        {
            if (!request.Url.StartsWith(run.Collector.Http.AbsoluteUri, StringComparison.Ordinal) && !request.Url.StartsWith("data:", StringComparison.Ordinal))
            {
                Note($"asked {request.Url}");
            }
        };

        foreach (var path in HostileRun.Pages)
        {
            place = path;
            await run.OpenAsync(page, path);
            if (!WithoutNames.Contains(path))
            {
                // A busy browser may not have drawn it when the network is silent.
                await page.Locator("body", new() { HasText = HostileRun.Markup }).WaitForAsync();
            }

            await LookAsync();
            foreach (var tab in await page.GetByRole(AriaRole.Tab).AllAsync())
            {
                await tab.ClickAsync();
                await LookAsync();
            }

            var text = await page.Locator("body").InnerTextAsync();
            if (!WithoutNames.Contains(path) && !text.Contains(HostileRun.Markup, StringComparison.Ordinal))
            {
                Note("does not show the name as it is");
            }
        }

        Assert.True(problems.Count == 0, string.Join('\n', problems));

        async Task LookAsync()
        {
            if (await page.Locator("body").GetAttributeAsync("data-owned") is not null)
            {
                Note("ran what a span carried");
            }

            var injected = await page.EvaluateAsync<int>("document.querySelectorAll('img:not([src^=\"data:\"]), script:not([src]), iframe, object, a[href^=\"javascript:\"]').length");
            if (injected != 0)
            {
                Note($"{injected} elements that are not ours");
            }
        }
    }

    [BrowserFact]
    public async Task A_page_and_the_login_allow_no_script_and_no_style_but_their_own()
    {
        using var page = await run.Collector.Api.GetAsync(new Uri("/", UriKind.Relative));
        using var data = new TempFolder();
        await CollectorProcess.RunAsync("keys", "add", "--data", data.Path);
        await using var guarded = await CollectorProcess.StartAsync(data.Path);
        using var login = await guarded.Api.GetAsync(new Uri("/login", UriKind.Relative));

        foreach (var answer in new[] { page, login })
        {
            var policy = Assert.Single(answer.Headers.GetValues("Content-Security-Policy"));
            Assert.StartsWith("default-src 'none';", policy, StringComparison.Ordinal);
            Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
            Assert.DoesNotContain("http", policy, StringComparison.Ordinal);
        }

        // The one style of the login is let through by its hash, and only if the hash is right.
        var shown = await run.Browser.NewPageAsync();
        await shown.GotoAsync(new Uri(guarded.Http, "/login").AbsoluteUri);
        Assert.Equal("480px", await shown.EvaluateAsync<string>("getComputedStyle(document.body).maxWidth"));
    }
}
