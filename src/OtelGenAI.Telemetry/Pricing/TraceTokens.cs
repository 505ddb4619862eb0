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
                var tokens = node.Span.Tokens;
                sum = new TokenUsage(
                    Add(sum.Input, tokens.Input), Add(sum.Output, tokens.Output), Add(sum.CacheRead, tokens.CacheRead),
                    Add(sum.CacheWrite, tokens.CacheWrite), Add(sum.Reasoning, tokens.Reasoning))
                {
                    CacheWrite1h = Add(sum.CacheWrite1h, tokens.CacheWrite1h),
                    AudioInput = Add(sum.AudioInput, tokens.AudioInput),
                    AudioOutput = Add(sum.AudioOutput, tokens.AudioOutput),
                    ImageInput = Add(sum.ImageInput, tokens.ImageInput),
                    ImageOutput = Add(sum.ImageOutput, tokens.ImageOutput),
                };
            }
        }

        return sum;
    }

    private static long? Add(long? sum, long? more) => more is null ? sum : (sum ?? 0) + more;
}
