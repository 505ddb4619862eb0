using OtelGenAI.Pricing;
using OtelGenAI.Telemetry.Traces;

namespace OtelGenAI.Telemetry.Tests.Traces;

public class SubtreeRollUpsTests
{
    private const long Millisecond = 1_000_000;

    [Fact]
    public void Tokens_cost_calls_and_errors_are_summed_up_for_every_subtree()
    {
        var (tree, sums) = RollUp(
            Some.Span(1, kind: ObservationKind.Agent, input: 999),
            Call(2, parent: 1, input: 1_000_000, output: 0),
            Some.Span(3, parent: 1, kind: ObservationKind.Tool, status: 2),
            Call(4, parent: 3, input: 2_000_000, output: 1_000_000),
            Call(5, parent: 3, input: 7, output: 1) with { RequestModel = "nobody-knows" });

        var root = sums[0];
        Assert.Equal((5, 3, 1, 3_000_007, 1_000_001), (root.Spans, root.Calls, root.Errors, root.InputTokens, root.OutputTokens));
        Assert.Equal((0.15m * 3) + 0.60m, root.CostUsd);
        Assert.Equal(1, root.UnpricedCalls);
        var tool = sums[tree.IndexOf(Some.SpanId(3))];
        Assert.Equal((3, 2, 1, 2_000_007), (tool.Spans, tool.Calls, tool.Errors, tool.InputTokens));
    }

    [Fact]
    public void A_call_that_two_instrumentations_report_counts_once_in_every_subtree_above_it()
    {
        var (_, sums) = RollUp(Some.Span(1, kind: ObservationKind.Agent), Call(2, parent: 1, input: 5, output: 1), Call(3, parent: 2, input: 5, output: 1));

        Assert.Equal([(1, 5L), (1, 5L), (1, 5L)], sums.Select(sum => (sum.Calls, sum.InputTokens)));
    }

    [Fact]
    public void A_missing_parent_sums_up_its_children_and_is_no_span()
    {
        var (tree, sums) = RollUp(Call(2, parent: 1, input: 5, output: 1), Call(3, parent: 1, input: 6, output: 1));

        Assert.True(tree.Nodes[0].IsPlaceholder);
        Assert.Equal((2, 2, 11), (sums[0].Spans, sums[0].Calls, sums[0].InputTokens));
    }

    [Fact]
    public void Children_that_overlap_are_taken_off_once_and_what_lies_outside_the_span_is_not_taken_off()
    {
        var (_, sums) = RollUp(
            Some.Span(1, start: 0, duration: 100), Some.Span(2, parent: 1, start: 10, duration: 40), Some.Span(3, parent: 1, start: 30, duration: 40),
            Some.Span(4, parent: 1, start: 90, duration: 50));

        Assert.Equal(100 - 60 - 10, sums[0].SelfNano / Millisecond);
        Assert.Equal(140, sums[0].DurationNano / Millisecond);
    }

    [Fact]
    public void The_critical_path_is_what_was_waited_for()
    {
        // 1 ├ 2 (10..50, beside 3) ├ 3 (20..80, waited for) └ 4 (85..95)
        var (tree, sums) = RollUp(
            Some.Span(1, start: 0, duration: 100), Some.Span(2, parent: 1, start: 10, duration: 40), Some.Span(3, parent: 1, start: 20, duration: 60),
            Some.Span(4, parent: 1, start: 85, duration: 10), Some.Span(5, parent: 3, start: 30, duration: 20));

        Assert.Equal([("1", 30L), ("2", 0L), ("3", 40L), ("5", 20L), ("4", 10L)], tree.Nodes.Select((node, at) => ($"{node.Span.SpanId.Value}", sums[at].CriticalNano / Millisecond)));
        Assert.Equal(100, sums[0].CriticalBelowNano / Millisecond);
        Assert.Equal(60, sums[tree.IndexOf(Some.SpanId(3))].CriticalBelowNano / Millisecond);
    }

    [Fact]
    public void A_child_that_goes_on_after_its_parent_is_on_the_path_as_far_as_the_parent_went()
    {
        var (_, sums) = RollUp(Some.Span(1, start: 0, duration: 100), Some.Span(2, parent: 1, start: 60, duration: 500), Some.Span(3, parent: 1, start: 300, duration: 10));

        Assert.Equal([60L, 40L, 0L], sums.Select(sum => sum.CriticalNano / Millisecond));
    }

    [Fact]
    public void The_time_between_two_roots_is_nobodys()
    {
        var (_, sums) = RollUp(Some.Span(1, start: 0), Some.Span(2, start: 50));

        Assert.Equal([10L, 10L], sums.Select(sum => sum.CriticalNano / Millisecond));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void However_the_spans_lie_the_path_is_never_longer_than_the_trace_and_self_time_never_negative(int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < 300; round++)
        {
            var (tree, sums) = RollUp([.. Enumerable.Range(1, 1 + random.Next(20)).Select(id =>
                Some.Span(id, parent: random.Next(0, 24), start: random.Next(50), duration: random.Next(40), service: $"s{random.Next(2)}"))]);

            var duration = tree.Nodes.Max(node => node.DrawnEnd) - tree.Nodes.Min(node => node.DrawnStart);
            Assert.InRange(sums.Sum(sum => sum.CriticalNano), 0, duration);
            Assert.All(sums, sum => Assert.True(sum.SelfNano >= 0 && sum.CriticalNano >= 0));
            Assert.Equal(sums.Sum(sum => sum.CriticalNano), tree.Nodes.Select((node, at) => node.Depth == 0 ? sums[at].CriticalBelowNano : 0).Sum());
        }
    }

    [Fact]
    public void Chains_and_families_of_100_000_are_summed_up()
    {
        var (_, chain) = RollUp([.. Enumerable.Range(1, 100_000).Select(id => Call(id, parent: id - 1, input: 1, output: 0) with { Kind = ObservationKind.Tool })]);
        var (_, family) = RollUp([.. Enumerable.Range(1, 100_000).Select(id => Call(id, parent: id == 1 ? 0 : 1, input: 1, output: 0))]);

        Assert.Equal(100_000, chain[0].Spans);
        Assert.Equal(100_000, family[0].Spans);
    }

    private static SpanRecord Call(int id, int parent, long input, long output) =>
        Some.Span(id, parent, kind: ObservationKind.Llm, input: input, output: output, model: "gpt-4o-mini") with { Provider = "openai" };

    private static (TraceTree Tree, SubtreeRollUp[] Sums) RollUp(params SpanRecord[] spans)
    {
        var tree = TraceTree.Build(spans);
        return (tree, SubtreeRollUps.Of(tree, PriceBook.BuiltIn));
    }
}
