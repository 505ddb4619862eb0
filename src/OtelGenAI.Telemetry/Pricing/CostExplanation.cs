using System.Globalization;
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
    public static IEnumerable<ExplanationLine> Explain(GenAIColumns columns, TraceTreeNode place, PriceBook prices)
    {
        if (place.Span.Kind.IsInference && !place.Flags.HasFlag(SpanFlags.CoveredCall))
        {
            yield return TraceCost.OfCall(place, prices) is { } cost
                ? new("costUsd", Text(cost.Usd), $"{cost.Arithmetic}; {cost.Row.Provider} {string.Join(", ", cost.Row.Match)}, {cost.Row.Source}, checked {cost.Row.CheckedOn}")
                : new("costUsd", "unpriced", place.Span.Tokens.Input is null && place.Span.Tokens.Output is null
                    ? place.Span.IsError ? "it failed and nobody counted tokens" : "nobody counted its tokens"
                    : $"the price table {prices.Version} has no price for this model of this provider");
        }

        if (columns.ReportedCostUsd is { } reported)
        {
            yield return new("costUsd.reported", Text((decimal)reported), reported == 0 && !columns.Tokens.IsEmpty
                ? "the client reported 0 although there are tokens, which is not believed"
                : "as the client reported it; kept beside, not added up");
        }
    }

    private static string Text(decimal usd) => usd.ToString("0.############", CultureInfo.InvariantCulture);
}
