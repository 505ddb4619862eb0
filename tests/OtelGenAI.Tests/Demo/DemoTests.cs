using OtelGenAI.Conventions;

namespace OtelGenAI.Tests.Demo;

public sealed class DemoTests(DemoTests.Runs runs) : IClassFixture<DemoTests.Runs>
{
    [Theory]
    [InlineData("good")]
    [InlineData("wrong-value")]
    [InlineData("provider-down")]
    public void A_run_is_one_tree_across_both_processes(string run)
    {
        var spans = runs.Of(run);
        var ids = spans.Select(span => span.SpanId).ToHashSet();

        Assert.Equal(["travel-agent", "travel-tools"], spans.Select(span => span.Service).Distinct().Order());
        Assert.Equal("invoke_agent travel-agent", Assert.Single(spans, span => span.ParentSpanId.Length == 0).Name);
        Assert.All(spans, span => Assert.True(span.ParentSpanId.Length == 0 || ids.Contains(span.ParentSpanId), span.Name));
        Assert.Equal(ids.Count, spans.Count);
    }

    [Fact]
    public void The_good_run_hands_over_to_a_sub_agent_in_the_other_process()
    {
        var spans = runs.Of("good");
        var expert = Assert.Single(spans, span => span.Name == "invoke_agent hotel-expert");
        var path = new List<string>();
        for (var span = expert; span is not null; span = spans.SingleOrDefault(parent => parent.SpanId == span.ParentSpanId))
        {
            path.Add($"{span.Service}: {span.Name}");
        }

        Assert.Equal(
            [
                "travel-tools: invoke_agent hotel-expert", "travel-tools: tools/call ask_hotel_expert",
                "travel-agent: execute_tool ask_hotel_expert", "travel-agent: invoke_agent travel-agent",
            ],
            path);
    }

    [Fact]
    public void The_good_run_has_no_error_and_five_chats_with_tokens()
    {
        var spans = runs.Of("good");
        var counted = spans.Where(span => span.Attributes.ContainsKey(GenAIAttributes.UsageInputTokens)).ToList();

        Assert.DoesNotContain(spans, span => span.IsError);
        Assert.Contains(spans, span => span is { Service: "travel-tools", Scope: "Microsoft.AspNetCore", Name: "GET /convert" });
        Assert.Equal(5, counted.Count);
        Assert.All(counted, span => Assert.StartsWith("chat gpt-4", span.Name, StringComparison.Ordinal));
        Assert.Contains(counted, span => (long)span.Attributes[GenAIAttributes.UsageCacheReadInputTokens] > 0);
        Assert.All(counted, span => Assert.Contains(span.Attributes.Keys, key => key == GenAIAttributes.OutputMessages));
    }

    [Fact]
    public void The_wrong_run_has_a_wrong_answer_and_no_error()
    {
        Assert.DoesNotContain(runs.Of("wrong-value"), span => span.IsError);
        Assert.Contains(runs.Output, line => line.Contains("12500 SEK are 1415.00 EUR. Yes", StringComparison.Ordinal));
    }

    [Fact]
    public void The_failing_run_shows_every_attempt_and_the_agent_failing()
    {
        var spans = runs.Of("provider-down");
        var attempts = spans.Where(span => span.Name.StartsWith("chat", StringComparison.Ordinal) && span.IsError).ToList();

        // Before it tries again the SDK throws a streamed answer away unread; then the status is all there is to know.
        Assert.Equal(["429", "500", "500", "server_error"], attempts.Select(span => span.Attributes[ErrorAttributes.Type]));
        Assert.All(attempts, span => Assert.DoesNotContain(GenAIAttributes.UsageInputTokens, span.Attributes.Keys));
        Assert.True(Assert.Single(spans, span => span.Name == "invoke_agent travel-agent").IsError);
    }

    [Fact]
    public void All_programs_end_cleanly()
    {
        Assert.Equal((0, 0, 0), runs.ExitCodes);
    }

    /// <summary>The three programs, run once for all tests.</summary>
    public sealed class Runs : IAsyncLifetime
    {
        private IReadOnlyList<ReceivedSpan> _spans = [];

        public IReadOnlyList<string> Output { get; private set; } = [];

        public (int Agent, int Tools, int Provider) ExitCodes { get; private set; }

        public async Task InitializeAsync()
        {
            await using var sink = await OtlpSink.StartAsync();
            await using var provider = DemoProcess.Start("provider");
            var providerUrl = await provider.ListeningAsync();
            await using var tools = DemoProcess.Start("tools", "--provider", providerUrl, "--otlp-http", sink.Address);
            var toolsUrl = await tools.ListeningAsync();
            await using var agent = DemoProcess.Start("agent", "--provider", providerUrl, "--tools", toolsUrl, "--otlp-http", sink.Address);
            var (exitCode, lines) = await agent.EndedAsync();
            Output = lines;
            ExitCodes = (exitCode, await tools.TerminateAsync(), await provider.TerminateAsync());
            _spans = sink.Spans;
        }

        public Task DisposeAsync() => Task.CompletedTask;

        internal IReadOnlyList<ReceivedSpan> Of(string run)
        {
            var traceId = Assert.Single(Output, line => line.StartsWith($"trace {run} ", StringComparison.Ordinal)).Split(' ')[2];
            return [.. _spans.Where(span => span.TraceId == traceId)];
        }
    }
}
