using OtelGenAI.Pricing;
using OtelGenAI.Telemetry.Traces;

namespace OtelGenAI.Telemetry.Tests.Traces;

/// <summary>Two instrumentations of one call: which of their spans counts.</summary>
public class CoveredCallsTests
{
    [Fact]
    public void Of_nested_views_with_the_same_totals_the_one_counts_that_knows_more()
    {
        var summary = Summarize(
            Call(1, "OpenAI Chat Completions", new TokenUsage(1300, 50, 1024, null, 20)),
            Call(2, "chat m", new TokenUsage(1300, 50, null, null, null), parent: 1));

        Assert.Equal((1300, 50, 1024, 20, 1), (summary.InputTokens, summary.OutputTokens, summary.CacheReadTokens, summary.ReasoningTokens, summary.InferenceCalls));
    }

    [Fact]
    public void Of_views_that_know_the_same_the_innermost_counts()
    {
        var tree = TraceTree.Build([
            Call(1, "outer", new TokenUsage(10, 3, null, null, null)), Call(2, "middle", new TokenUsage(10, 3, null, null, null), parent: 1),
            Call(3, "inner", new TokenUsage(10, 3, null, null, null), parent: 2)]);

        Assert.Equal([true, true, false], tree.Nodes.Select(node => node.Flags.HasFlag(SpanFlags.CoveredCall)));
    }

    [Fact]
    public void A_call_around_two_does_not_stand_for_the_one_whose_figures_it_repeats()
    {
        var summary = Summarize(
            Call(1, "chat with tools", new TokenUsage(10, 3, 5, null, 1)),
            Call(2, "chat m", new TokenUsage(10, 3, null, null, null), parent: 1),
            Call(3, "chat m", new TokenUsage(20, 4, null, null, null), parent: 1));

        Assert.Equal((30, 7, 2), (summary.InputTokens, summary.OutputTokens, summary.InferenceCalls));
    }

    [Fact]
    public void A_call_around_the_steps_of_a_workflow_is_their_sum()
    {
        var summary = Summarize(
            Call(1, "clerk", new TokenUsage(30, 7, null, null, null)),
            Some.Span(2, parent: 1, kind: ObservationKind.Workflow),
            Call(3, "Model invoke", new TokenUsage(10, 3, null, null, null), parent: 2),
            Call(4, "Model invoke", new TokenUsage(20, 4, null, null, null), parent: 2));

        Assert.Equal((30, 7, 2), (summary.InputTokens, summary.OutputTokens, summary.InferenceCalls));
    }

    [Fact]
    public void A_call_around_one_that_has_other_totals_is_covered()
    {
        var summary = Summarize(
            Call(1, "chat with tools", new TokenUsage(11, 3, 5, null, 1)),
            Call(2, "chat m", new TokenUsage(10, 3, null, null, null), parent: 1));

        Assert.Equal(10, summary.InputTokens);
    }

    [Fact]
    public void A_view_inside_that_counted_nothing_is_not_another_call()
    {
        var summary = Summarize(
            Call(1, "chat m", new TokenUsage(10, 3, null, null, null)),
            Call(2, "stream", default, parent: 1));

        Assert.Equal((10, 1), (summary.InputTokens, summary.InferenceCalls));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Views_side_by_side_are_one_call_whichever_arrives_first(bool isReversed)
    {
        SpanRecord[] views =
        [
            Call(2, "OpenAI.chat", new TokenUsage(1300, 50, 1024, null, 20), parent: 1),
            Call(3, "OpenAI Chat Completions", new TokenUsage(1300, 50, null, null, null), parent: 1, model: "gpt-4.1-mini-2025-04-14"),
        ];

        var summary = Summarize([Some.Span(1), .. isReversed ? views.Reverse() : views]);

        Assert.Equal((1300, 1024, 1), (summary.InputTokens, summary.CacheReadTokens, summary.InferenceCalls));
    }

    [Fact]
    public void A_view_beside_with_the_same_tokens_may_take_a_small_part_of_the_time()
    {
        var tokens = new TokenUsage(1300, 50, null, null, null);

        var summary = Summarize(
            Some.Span(1),
            Call(2, "OpenAI.chat", tokens, parent: 1) with { EndUnixNano = Some.Moment(500) },
            Call(3, "OpenAI Chat Completions", tokens, parent: 1));

        Assert.Equal(1, summary.InferenceCalls);
    }

    [Fact]
    public void A_view_beside_that_counted_nothing_is_not_another_call()
    {
        var summary = Summarize(
            Some.Span(1),
            Call(2, "OpenAI Chat Completions", default, parent: 1),
            Call(3, "OpenAI.chat", new TokenUsage(900, 40, null, null, null), parent: 1));

        Assert.Equal((900, 1), (summary.InputTokens, summary.InferenceCalls));
    }

    public static TheoryData<string, SpanRecord> Others
    {
        get
        {
            var view = Call(3, "beside", new TokenUsage(10, 3, null, null, null), parent: 1);
            return new()
            {
                { "the same name: the application asks twice at once", view with { Name = "chat m" } },
                { "another model", view with { RequestModel = "gpt-4o" } },
                { "other tokens", view with { Tokens = new TokenUsage(10, 4, null, null, null) } },
                { "after it", view with { StartUnixNano = Some.Moment(500), EndUnixNano = Some.Moment(510) } },
                { "begun before it had ended", view with { StartUnixNano = Some.Moment(9), EndUnixNano = Some.Moment(19) } },
                { "begun before it had ended, with no tokens", view with { StartUnixNano = Some.Moment(9), EndUnixNano = Some.Moment(19), Tokens = default } },
                { "under another parent", view with { ParentSpanId = Some.SpanId(7) } },
                { "no tokens, but it failed", view with { Tokens = default, StatusCode = 2 } },
            };
        }
    }

    [Theory]
    [MemberData(nameof(Others))]
    public void What_differs_from_the_call_beside_it_is_another_call(string how, SpanRecord other)
    {
        _ = how;
        var summary = Summarize(Some.Span(1), Call(2, "chat m", new TokenUsage(10, 3, null, null, null), parent: 1), Some.Span(7, parent: 1), other);

        Assert.Equal(2, summary.InferenceCalls);
    }

    [Fact]
    public void Two_answers_with_ids_of_their_own_are_two_calls()
    {
        var summary = Summarize(
            Some.Span(1),
            Call(2, "chat m", new TokenUsage(10, 3, null, null, null), parent: 1) with { ResponseId = "a" },
            Call(3, "beside", new TokenUsage(10, 3, null, null, null), parent: 1) with { ResponseId = "b" },
            Call(4, "embeddings e", new TokenUsage(1, null, null, null, null), parent: 1));

        Assert.Equal(3, summary.InferenceCalls);
    }

    [Fact]
    public void Two_calls_at_once_that_two_libraries_report_are_two_calls()
    {
        var tokens = new TokenUsage(10, 3, null, null, null);
        SpanRecord[] views = [Call(2, "a", tokens, 1), Call(3, "b", tokens, 1), Call(4, "a", tokens, 1), Call(5, "b", tokens, 1)];

        Assert.Equal(2, Summarize([Some.Span(1), .. views]).InferenceCalls);
    }

    private static SpanRecord Call(int id, string name, TokenUsage tokens, int parent = 0, string model = "gpt-4.1-mini") =>
        Some.Span(id, parent: parent, kind: ObservationKind.Llm, model: model) with { Name = name, Tokens = tokens };

    private static TraceSummary Summarize(params IEnumerable<SpanRecord> spans)
    {
        var accumulator = new TraceAccumulator(Some.TraceId);
        foreach (var span in spans)
        {
            accumulator.Add(span);
        }

        return accumulator.Summarize();
    }
}
