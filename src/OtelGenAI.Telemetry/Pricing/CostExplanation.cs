using System.Globalization;
using System.Text;
using OtelGenAI.Pricing;
using OtelGenAI.Telemetry.Dialects;
using OtelGenAI.Telemetry.Traces;

namespace OtelGenAI.Telemetry.Pricing;

/// <summary>Says of a span's cost why it is this number, or why there is none.</summary>
public static class CostExplanation
{
    /// <summary>Explains a span's cost.</summary>
    /// <param name="columns">What was read of the span.</param>
    /// <param name="place">Where it stands in its tree.</param>
    /// <param name="prices">The prices.</param>
    public static IEnumerable<ExplanationLine> Explain(GenAIColumns columns, TraceTreeNode place, PriceBook prices) => Explain(
        PricedCall.Of(place.Span) with
        {
            Tokens = columns.Tokens,
            ServiceTier = columns.ServiceTier.IsEmpty ? null : Encoding.UTF8.GetString(columns.ServiceTier.Span),
            ReportedUsd = columns.ReportedCostUsd,
        },
        place,
        prices);

    /// <summary>Explains a call's cost.</summary>
    /// <param name="call">The call.</param>
    /// <param name="place">Where it stands in its tree.</param>
    /// <param name="prices">The prices.</param>
    public static IEnumerable<ExplanationLine> Explain(PricedCall call, TraceTreeNode place, PriceBook prices)
    {
        if (TraceCost.IsCounted(place))
        {
            foreach (var line in OfCall(call, place.Span.IsError, prices))
            {
                yield return line;
            }
        }

        if (call.ReportedUsd is { } reported)
        {
            yield return new("costUsd.reported", Text(reported), WhyReported(reported, call.Tokens, prices.Rule));
        }
    }

    private static IEnumerable<ExplanationLine> OfCall(PricedCall call, bool isError, PriceBook prices)
    {
        if (prices.CostOf(in call) is not { } cost)
        {
            yield return new("costUsd", "unpriced", call.Tokens.Input is null && call.Tokens.Output is null
                ? isError ? "it failed and nobody counted tokens" : "nobody counted its tokens"
                : $"the price table {prices.Version} has no price for this model of this provider");
            yield break;
        }

        if (cost.IsReported)
        {
            yield return new("costUsd", Text(cost.Usd), cost.Row is null
                ? $"as the client reported it; the price table {prices.Version} has no price for this model"
                : "as the client reported it, which wins by the setting Prices:Cost");
        }

        if (cost is { Row: { } row, Computed: { } computed })
        {
            yield return new(cost.IsReported ? "costUsd.computed" : "costUsd", Text(computed), $"{cost.Arithmetic}; {row.Title}; price table {prices.Version}");
            if (row.ContextOver > 0)
            {
                yield return new("costUsd.context", Text((decimal)row.ContextOver), $"a call of more than {Text((decimal)row.ContextOver)} input tokens has this price for all of its tokens");
            }
        }

        if (cost.TierNote is { } note)
        {
            yield return new("costUsd.serviceTier", call.ServiceTier!, note);
        }
    }

    private static string WhyReported(double reported, TokenUsage tokens, CostRule rule) =>
        !PriceBook.IsBelieved(reported, tokens)
            ? reported == 0 ? "the client reported 0 although there are tokens, which is not believed" : "the client reported what cannot be a cost, which is not believed"
            : rule switch
            {
                CostRule.Reported => "as the client reported it",
                CostRule.ReportedIfUnpriced => "as the client reported it; it counts where the price table has no price",
                _ => "as the client reported it; kept beside, not added up",
            };

    private static string Text(double usd) => usd.ToString("0.############", CultureInfo.InvariantCulture);

    private static string Text(decimal usd) => usd.ToString("0.############", CultureInfo.InvariantCulture);
}
