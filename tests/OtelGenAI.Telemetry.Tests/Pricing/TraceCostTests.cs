using OtelGenAI.Pricing;
using OtelGenAI.Telemetry.Pricing;
using OtelGenAI.Telemetry.Traces;

namespace OtelGenAI.Telemetry.Tests.Pricing;

public class TraceCostTests
{
    [Fact]
    public void A_call_of_an_unknown_model_is_unpriced()
    {
        var cost = Cost(Some.Span(1, kind: ObservationKind.Llm, input: 10, output: 2, model: "nobody-knows-this-model"));

        Assert.Equal((null, 1), (cost.Usd, cost.UnpricedCalls));
    }

    [Fact]
    public void A_call_that_failed_before_anything_was_counted_has_nothing_to_price()
    {
        var cost = Cost(
            Some.Span(1, kind: ObservationKind.Llm, model: "nobody-knows-this-model", status: 2),
            Some.Span(2, kind: ObservationKind.Llm, model: "nobody-knows-this-model", input: 10, status: 2));

        Assert.Equal(1, cost.UnpricedCalls);
    }

    [Fact]
    public void A_call_without_tokens_that_did_not_fail_is_unpriced() =>
        Assert.Equal(1, Cost(Some.Span(1, kind: ObservationKind.Llm, model: "nobody-knows-this-model")).UnpricedCalls);

    [Fact]
    public void A_trace_costs_what_its_calls_cost_and_says_how_many_have_no_price()
    {
        var agent = Some.Span(id: 1, kind: ObservationKind.Agent, input: 5000, model: "gpt-4o");
        var call = Some.Span(id: 2, parent: 1, kind: ObservationKind.Llm, input: 400, model: "gpt-4o");
        var unknown = Some.Span(id: 3, parent: 1, kind: ObservationKind.Llm, input: 500, model: "nobody-knows-this-model");

        // 400 × 2.5 per million
        Assert.Equal(new TraceCost(0.001m, 1), Cost(agent, call, unknown));
        Assert.Equal(new TraceCost(null, 1), Cost(agent, unknown));
    }

    [Fact]
    public void An_answer_that_two_instrumentations_report_side_by_side_is_one_call()
    {
        SpanRecord Call(int id) => Some.Span(id, parent: 1, kind: ObservationKind.Llm, input: 500, model: "m") with { ResponseId = "chatcmpl-1" };
        SpanRecord[] spans = [Some.Span(id: 1), Call(2), Call(3)];

        foreach (var order in new[] { spans, [.. spans.Reverse()] })
        {
            var accumulator = new TraceAccumulator(Some.TraceId);
            foreach (var span in order)
            {
                accumulator.Add(span);
            }

            Assert.Equal(500, accumulator.Summarize().InputTokens);
            var covered = TraceTree.Build(order).Nodes.Where(node => node.Flags.HasFlag(SpanFlags.CoveredCall));
            Assert.Equal(Some.SpanId(3), Assert.Single(covered).Span.SpanId);
        }
    }

    private static TraceCost Cost(params SpanRecord[] spans) => TraceCost.Of(TraceTree.Build(spans), PriceBook.BuiltIn);
}
