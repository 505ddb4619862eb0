using OtelGenAI.Pricing;
using OtelGenAI.Telemetry;
using OtelGenAI.Telemetry.Pricing;
using OtelGenAI.Telemetry.Records;
using OtelGenAI.Telemetry.Traces;

namespace OtelGenAI.Storage;

/// <summary>Prices calls as they arrive, so that lists, sums and filters have a cost without asking again.</summary>
internal static class SpanPricing
{
    /// <summary>What a span that was just read cost; <see langword="null"/> when it is no model call, or has no price.</summary>
    /// <param name="batch">A batch that a dialect reader has read.</param>
    /// <param name="spanIndex">Which of its spans.</param>
    /// <param name="strings">Where its texts become strings.</param>
    /// <param name="prices">The prices.</param>
    public static PicoUsd? CostOf(TelemetryBatch batch, int spanIndex, Utf8StringPool strings, PriceBook prices)
    {
        ref readonly var columns = ref batch.Columns[spanIndex];
        if (!columns.Kind.IsInference)
        {
            return null;
        }

        ref readonly var span = ref batch.Spans[spanIndex];
        var (_, end) = SpanTimes.Normalize(span.StartUnixNano, span.EndUnixNano);
        return CostOf(prices, new PricedCall(
            strings.Get(columns.Provider.Span), strings.Get(columns.ResponseModel.Span), strings.Get(columns.RequestModel.Span), columns.Tokens, end)
        {
            ServiceTier = strings.Get(columns.ServiceTier.Span),
            ReportedUsd = columns.ReportedCostUsd,
        });
    }

    /// <summary>What a stored span costs by these prices; <see langword="null"/> when it is no model call, or has no price.</summary>
    public static PicoUsd? CostOf(SpanRecord span, PriceBook prices) => span.Kind.IsInference ? CostOf(prices, PricedCall.Of(span)) : null;

    private static PicoUsd? CostOf(PriceBook prices, in PricedCall call) => prices.CostOf(in call) is { } cost ? PicoUsd.Of(cost.Usd) : null;
}
