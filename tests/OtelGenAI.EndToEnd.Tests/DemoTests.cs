using System.Diagnostics;
using System.Text.Json.Nodes;
using Microsoft.Playwright;
using OtelGenAI.Conventions;

namespace OtelGenAI.EndToEnd.Tests;

/// <summary>The demo as the README starts it, once; then what it left in the store, by API and in a browser.</summary>
public sealed class DemoTests(DemoTests.DemoRun demo) : IClassFixture<DemoTests.DemoRun>
{
    [Fact]
    public void It_ends_by_printing_a_link_for_each_run() => Assert.Equal(3, demo.TraceIds.Count);

    [Fact]
    public async Task The_good_run_is_one_tree_from_the_agent_over_tool_and_MCP_to_the_other_process_and_its_sub_agent()
    {
        var spans = await SpansAsync("good");
        var way = new List<string>();
        for (var span = spans.Last(span => Is(span, "llm", "travel-tools")); span is not null; span = ParentOf(span, spans))
        {
            way.Insert(0, $"{span["kind"]} {span["name"]} @{span["service"]}");
        }

        Assert.Equal(
            [
                "agent invoke_agent travel-agent @travel-agent",
                "tool execute_tool ask_hotel_expert @travel-agent",
                "mcp tools/call ask_hotel_expert @travel-tools",
                "agent invoke_agent hotel-expert @travel-tools",
                "llm chat gpt-4.1-mini @travel-tools",
            ],
            way);
        Assert.Single(spans, span => (int)span["depth"]! == 0);
        Assert.All(spans, span => Assert.DoesNotContain("orphan", span["flags"]!.ToJsonString(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Its_spans_follow_the_conventions()
    {
        var report = await demo.Collector.GetAsync("/api/v1/findings/conventions");

        // The MCP SDK speaks a newer protocol than the conventions have: server/discover.
        Assert.Equal((0, 0), ((int)report["violations"]!, (int)report["improvements"]!));
        Assert.All(report["items"]!.AsArray(), item => Assert.Equal(McpAttributes.MethodName, (string?)item!["attribute"]));
        Assert.True((int)report["genAISpans"]! > 10, report.ToJsonString());
    }

    [Fact]
    public async Task What_the_new_prompt_costs_more_is_explained_by_the_cache_and_by_longer_input()
    {
        var to = DateTimeOffset.UtcNow.AddHours(1);
        to = to.AddTicks(-(to.Ticks % TimeSpan.TicksPerHour));
        var change = await demo.Collector.GetAsync($"/api/v1/cost/change?baseFrom={Hour(-14)}&baseTo={Hour(-7)}&from={Hour(-7)}&to={Hour(0)}");
        var prompts = await demo.Collector.GetAsync("/api/v1/prompts");

        var causes = change["causes"]!.AsArray().OrderByDescending(cause => (double)cause!["effectUsd"]!).Select(cause => (string?)cause!["cause"]).Take(2).Order();
        Assert.Equal(["cache", "context"], causes);
        Assert.True((double)change["after"]!["costUsd"]! > 2 * (double)change["before"]!["costUsd"]!, change.ToJsonString());
        Assert.Equal(["1", "2"], prompts["items"]!.AsArray().Where(prompt => (string?)prompt!["name"] == "travel-planner").Select(prompt => (string?)prompt!["version"]).Order());

        string Hour(int days) => $"{to.AddDays(days):yyyy-MM-ddTHH:mm:ssZ}";
    }

    [Fact]
    public async Task A_tool_over_HTTP_goes_through_the_client_to_the_server()
    {
        var spans = await SpansAsync("good");
        var server = spans.Single(span => (string?)span["name"] == "GET /convert");
        var client = ParentOf(server, spans)!;

        Assert.Equal(("GET", "travel-agent"), ((string?)client["name"], (string?)client["service"]));
        Assert.Equal("execute_tool convert_currency", (string?)ParentOf(client, spans)!["name"]);
    }

    [Fact]
    public async Task Each_HTTP_request_to_the_model_is_a_child_of_its_chat_span()
    {
        var spans = await SpansAsync("good");

        Assert.All(spans.Where(span => (string?)span["kind"] == "llm"), chat =>
            Assert.Single(spans, span => (string?)span["parentSpanId"] == (string?)chat["spanId"] && (string?)span["name"] == "POST"));
    }

    [Fact]
    public async Task The_quietly_wrong_run_has_no_error_but_shows_the_value_that_was_wrong()
    {
        var spans = await SpansAsync("wrong-value");
        var tool = spans.Single(span => Is(span, "tool", "travel-agent"));
        var opened = await demo.Collector.GetAsync($"/api/v1/traces/{demo.TraceIds["wrong-value"]}/spans/{tool["spanId"]}");

        Assert.All(spans, span => Assert.NotEqual("error", (string?)span["status"]));
        Assert.Equal(12500, (double)opened["toolArguments"]!["amount"]!);
        Assert.Equal(1415, (double)opened["toolResult"]!["result"]!);
    }

    [Fact]
    public async Task The_loud_run_shows_every_attempt_with_what_the_provider_answered()
    {
        var failed = (await SpansAsync("provider-down")).Where(span => Is(span, "llm", "travel-agent") && (string?)span["status"] == "error").ToArray();

        Assert.Equal("429", (string?)failed[0]["errorType"]);
        Assert.True(failed.Length > 1);
        Assert.All(failed, attempt => Assert.Null(attempt["tokens"]));
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

    private async Task<JsonNode[]> SpansAsync(string run) =>
        [.. (await demo.Collector.GetAsync($"/api/v1/traces/{demo.TraceIds[run]}"))["spans"]!.AsArray().Select(span => span!)];

    private static JsonNode? ParentOf(JsonNode span, JsonNode[] spans) =>
        spans.SingleOrDefault(other => (string?)other["spanId"] == (string?)span["parentSpanId"]);

    private static bool Is(JsonNode span, string kind, string service) =>
        (string?)span["kind"] == kind && (string?)span["service"] == service;

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
