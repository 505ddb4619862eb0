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

    private static TraceCost Cost(params SpanRecord[] spans) => TraceCost.Of(TraceTree.Build(spans), PriceBook.BuiltIn);
}
