using OtelGenAI.Pricing;
using OtelGenAI.Telemetry.Traces;

namespace OtelGenAI.Telemetry.Pricing;

/// <summary>What a trace cost: the calls that count, each once.</summary>
/// <param name="Usd">The sum; <see langword="null"/> when no call has a price.</param>
/// <param name="UnpricedCalls">Calls that are missing from the sum.</param>
public readonly record struct TraceCost(decimal? Usd, int UnpricedCalls)
{
    /// <summary>Sums up a tree.</summary>
    /// <param name="tree">The tree.</param>
    /// <param name="prices">The prices.</param>
    public static TraceCost Of(TraceTree tree, PriceBook prices)
    {
        decimal? usd = null;
        var unpriced = 0;
        foreach (var node in tree.Nodes)
        {
            if (OfCall(node, prices) is { } cost)
            {
                usd = (usd ?? 0) + cost.Usd;
            }
            else if (IsUnpriced(node, prices))
            {
                unpriced++;
            }
        }

        return new TraceCost(usd, unpriced);
    }

    /// <summary>What one call cost; <see langword="null"/> when it is no call that counts, or has no price.</summary>
    /// <param name="node">The call in its tree.</param>
    /// <param name="prices">The prices.</param>
    public static CallCost? OfCall(TraceTreeNode node, PriceBook prices) => IsCounted(node) ? prices.CostOf(PricedCall.Of(node.Span)) : null;

    /// <summary>Whether a call is missing from the sum. One that failed before anything was counted is not: there is nothing to price.</summary>
    /// <param name="node">The span in its tree.</param>
    /// <param name="prices">The prices.</param>
    public static bool IsUnpriced(TraceTreeNode node, PriceBook prices) =>
        IsCounted(node) && !(node.Span.IsError && node.Span.Tokens.IsEmpty) && OfCall(node, prices) is null;

    /// <summary>Whether a span is a call that is in the sums: an inference that no span inside it reports again.</summary>
    /// <param name="node">The span in its tree.</param>
    public static bool IsCounted(TraceTreeNode node) => node.Span.Kind.IsInference && !node.Flags.HasFlag(SpanFlags.CoveredCall);
}
