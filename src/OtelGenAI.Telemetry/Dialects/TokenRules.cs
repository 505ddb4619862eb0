namespace OtelGenAI.Telemetry.Dialects;

/// <summary>Brings the counts of any producer to one meaning: input includes the cache, output includes reasoning.</summary>
/// <remarks>
/// Producers that leave the cache out are found by three signs, the surest first: parts larger than their whole; a total that only fits
/// one reading; a producer known for it. Source: the providers' own documentation of their usage objects.
/// </remarks>
internal static class TokenRules
{
    /// <summary>The counts in their one meaning.</summary>
    /// <param name="raw">As reported.</param>
    /// <param name="total">Total as reported, or <see langword="null"/>.</param>
    /// <param name="inputExcludesCache">Whether the producer is known to leave the cache out of input.</param>
    /// <param name="outputExcludesReasoning">Whether it is known to leave reasoning out of output.</param>
    /// <param name="added">What had to be added.</param>
    public static TokenUsage Normalize(
        TokenUsage raw, long? total, bool inputExcludesCache, bool outputExcludesReasoning, out SpanFlags added)
    {
        added = SpanFlags.None;
        var tokens = raw;
        var cache = (raw.CacheRead ?? 0) + (raw.CacheWrite ?? 0);
        if (raw.Input is { } input && cache > 0 && IsOutside(cache, input, raw.Output ?? 0, raw.Reasoning ?? 0, total, inputExcludesCache))
        {
            tokens = tokens with { Input = input + cache };
            added |= SpanFlags.CacheAdded;
        }

        if (raw.Output is { } output && raw.Reasoning is > 0 and var reasoning &&
            IsOutside(reasoning, output, tokens.Input ?? 0, 0, total, outputExcludesReasoning))
        {
            tokens = tokens with { Output = output + reasoning };
            added |= SpanFlags.ReasoningAdded;
        }

        return tokens;
    }

    private static bool IsOutside(long part, long whole, long other, long otherPart, long? total, bool isKnownFor)
    {
        if (part > whole)
        {
            return true;
        }

        if (total is { } sum)
        {
            if (sum == whole + other || (otherPart > 0 && sum == whole + other + otherPart))
            {
                return false;
            }

            if (sum == whole + part + other || (otherPart > 0 && sum == whole + part + other + otherPart))
            {
                return true;
            }
        }

        return isKnownFor;
    }
}
