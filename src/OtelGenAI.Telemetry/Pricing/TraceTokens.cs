using OtelGenAI.Pricing;
using OtelGenAI.Telemetry.Traces;

namespace OtelGenAI.Telemetry.Pricing;

/// <summary>The tokens of a trace: those of the calls that count, each once, in every kind that was reported.</summary>
public static class TraceTokens
{
    /// <summary>Sums up a tree.</summary>
    /// <param name="tree">The tree.</param>
    public static TokenUsage Of(TraceTree tree)
    {
        var sum = default(TokenUsage);
        foreach (var node in tree.Nodes)
        {
            if (TraceCost.IsCounted(node))
            {
                sum = sum.Plus(node.Span.Tokens);
            }
        }

        return sum;
    }
}
