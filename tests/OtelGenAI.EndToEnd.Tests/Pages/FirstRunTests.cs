using System.Diagnostics;
using System.IO.Compression;
using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace OtelGenAI.EndToEnd.Tests.Pages;

/// <summary>The first minute with the program.</summary>
public sealed partial class FirstRunTests : IDisposable
{
    private const int MostBytes = 400 * 1024;

    private readonly TempFolder _data = new();

    public void Dispose() => _data.Dispose();

    [BrowserFact]
    public async Task What_an_empty_collector_says_to_paste_works_and_shows_up_by_itself()
    {
        await using var collector = await CollectorProcess.StartAsync(_data.Path);
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await Browser.StartAsync(playwright);
        var page = await browser.NewPageAsync();
        await page.GotoAsync(collector.Http.AbsoluteUri);
        await page.GetByRole(AriaRole.Tab, new() { Name = "By hand" }).ClickAsync();
        var command = await page.GetByRole(AriaRole.Tabpanel).Locator("pre").InnerTextAsync();

        var start = new ProcessStartInfo("bash") { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add(command);
        using var process = Process.Start(start)!;
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, await process.StandardError.ReadToEndAsync());

        await page.Locator("[data-testid=trace-row]").WaitForAsync();
        Assert.Contains("chat gpt-4o", await page.Locator("[data-testid=trace-row]").InnerTextAsync(), StringComparison.Ordinal);
    }

    [BrowserFact]
    public async Task What_it_says_to_paste_into_a_net_program_compiles_and_sends_here()
    {
        await using var collector = await CollectorProcess.StartAsync(_data.Path);
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await Browser.StartAsync(playwright);
        var page = await browser.NewPageAsync();
        await page.GotoAsync(collector.Http.AbsoluteUri);
        var pasted = await page.GetByRole(AriaRole.Tabpanel).Locator("pre").InnerTextAsync();

        using var program = new UserProgram();
        await program.RunAsync($"{pasted}\nGenAI.StartAgent(\"pasted\").Dispose();\n", endpoint: null);

        await page.Locator("[data-testid=trace-row]").WaitForAsync();
        Assert.Contains("invoke_agent pasted", await page.Locator("[data-testid=trace-row]").InnerTextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_first_page_is_at_most_400_kB_of_scripts_and_styles_as_a_proxy_would_compress_them()
    {
        await using var collector = await CollectorProcess.StartAsync(_data.Path);
        var page = await collector.Api.GetStringAsync(new Uri("/", UriKind.Relative));
        var assets = Asset().Matches(page).Select(match => match.Groups[1].Value).ToArray();

        Assert.Contains(assets, asset => asset.EndsWith(".js", StringComparison.Ordinal));
        Assert.Contains(assets, asset => asset.EndsWith(".css", StringComparison.Ordinal));
        var bytes = 0L;
        foreach (var asset in assets)
        {
            using var zipped = new MemoryStream();
            await using (var gzip = new GZipStream(zipped, CompressionLevel.Optimal, leaveOpen: true))
            {
                await gzip.WriteAsync(await collector.Api.GetByteArrayAsync(new Uri(asset, UriKind.Relative)));
            }

            bytes += zipped.Length;
        }

        Assert.True(bytes is > 10_000 and <= MostBytes, $"{bytes} bytes of {string.Join(", ", assets)}; the limit is {MostBytes}.");
    }

    [GeneratedRegex("(?:src|href)=\"(/assets/[^\"]+\\.(?:js|css))\"")]
    private static partial Regex Asset();
}
