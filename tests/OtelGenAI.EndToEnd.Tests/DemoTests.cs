using System.Diagnostics;
using Microsoft.Playwright;

namespace OtelGenAI.EndToEnd.Tests;

/// <summary>The demo as the README starts it, once; then what it left in the store, by API and in a browser.</summary>
public sealed class DemoTests(DemoTests.DemoRun demo) : IClassFixture<DemoTests.DemoRun>
{
    [Fact]
    public void It_ends_by_printing_a_link_for_each_run() => Assert.Equal(3, demo.TraceIds.Count);

    [Fact]
    public async Task The_good_run_is_one_tree_across_both_processes()
    {
        var trace = await demo.Collector.GetAsync($"/api/v1/traces/{demo.TraceIds.First().Value}");
        var spans = trace["spans"]!.AsArray().Select(span => span!).ToArray();

        Assert.Equal(0, (int)spans[0]["depth"]!);
        Assert.All(spans.Skip(1), span => Assert.NotEqual(0, (int)span["depth"]!));
        Assert.Equal(2, spans.Select(span => (string?)span["service"]).Distinct().Count());
    }

    [Fact]
    public async Task Every_chat_span_has_tokens_and_the_trace_has_their_sum()
    {
        foreach (var traceId in demo.TraceIds.Values)
        {
            var trace = await demo.Collector.GetAsync($"/api/v1/traces/{traceId}");
            var chats = trace["spans"]!.AsArray().Where(span => (string?)span!["kind"] == "llm" && (string?)span["status"] != "error").Select(span => span!).ToArray();

            Assert.All(chats, chat => Assert.True((int?)chat["tokens"]?["input"] > 0 && (int?)chat["tokens"]?["output"] > 0, chat.ToJsonString()));
            Assert.Equal(chats.Sum(chat => (int)chat["tokens"]!["input"]!), (int)trace["summary"]!["inputTokens"]!);
            Assert.Equal(chats.Sum(chat => (int)chat["tokens"]!["output"]!), (int)trace["summary"]!["outputTokens"]!);
        }
    }

    [BrowserFact]
    public async Task A_person_reads_the_tree_and_what_was_said_in_a_browser()
    {
        var traceId = demo.TraceIds.First().Value;
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await Browser.StartAsync(playwright);
        var page = await browser.NewPageAsync();
        var problems = new List<string>();
        page.PageError += (_, problem) => problems.Add(problem);
        page.Console += (_, message) =>
        {
            if (message.Type == "error")
            {
                problems.Add(message.Text);
            }
        };

        await page.GotoAsync(new Uri(demo.Collector.Http, "/").AbsoluteUri);
        await page.Locator($"[data-testid=trace-row][data-trace-id='{traceId}']").First.ClickAsync();
        await page.Locator("[data-testid=span-row]").First.WaitForAsync();

        var kinds = await page.Locator("[data-testid=span-row]").EvaluateAllAsync<string[]>("rows => rows.map(row => row.dataset.kind)");
        Assert.Contains("agent", kinds);
        Assert.Contains("llm", kinds);
        Assert.Contains("tool", kinds);

        // A link to a span opens that span, with its messages.
        var chat = (await demo.Collector.GetAsync($"/api/v1/traces/{traceId}"))["spans"]!.AsArray().First(span => (string?)span!["kind"] == "llm")!;
        await page.GotoAsync(new Uri(demo.Collector.Http, $"/traces/{traceId}/spans/{chat["spanId"]}").AbsoluteUri);
        await page.Locator("[data-testid=span-panel] [data-testid=message][data-role=user]").First.WaitForAsync();
        Assert.Empty(problems);
    }

    public sealed class DemoRun : IAsyncLifetime
    {
        private static readonly TimeSpan TimeToRun = TimeSpan.FromMinutes(2);

        private readonly TempFolder _data = new();

        /// <summary>Trace ids by the name of the run, in the order of the runs.</summary>
        public OrderedDictionary<string, string> TraceIds { get; } = [];

        internal CollectorProcess Collector { get; private set; } = null!;

        public async Task InitializeAsync()
        {
            using var deadline = new CancellationTokenSource(TimeToRun);
            using var process = Process.Start(CollectorProcess.Program(
                "demo", "--exit", "--data", _data.Path, "--grpc", "127.0.0.1:0", "--otlp-http", "127.0.0.1:0", "--http", "127.0.0.1:0"))!;
            var errors = process.StandardError.ReadToEndAsync(deadline.Token);
            var output = await process.StandardOutput.ReadToEndAsync(deadline.Token);
            await process.WaitForExitAsync(deadline.Token);
            Assert.True(process.ExitCode == 0, $"The demo ended with {process.ExitCode}.\n{output}\n{await errors}");
            foreach (var line in output.Split('\n').Where(line => line.Contains("/traces/", StringComparison.Ordinal)))
            {
                TraceIds[line.Split(' ')[0]] = line[(line.LastIndexOf('/') + 1)..].Trim();
            }

            Collector = await CollectorProcess.StartAsync(_data.Path);
        }

        public async Task DisposeAsync()
        {
            await Collector.DisposeAsync();
            _data.Dispose();
        }
    }
}
