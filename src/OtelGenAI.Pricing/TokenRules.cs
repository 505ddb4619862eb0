namespace OtelGenAI.Pricing;

/// <summary>Brings the counts of any producer to one meaning: input includes the cache, output includes reasoning.</summary>
/// <remarks>
/// Producers that leave the cache out are found by three signs, the surest first: parts larger than their whole; a total that only fits
/// one reading; a producer known for it. Source: the providers' own documentation of their usage objects.
/// </remarks>
public static class TokenRules
{
    /// <summary>The counts in their one meaning.</summary>
    /// <param name="raw">As reported.</param>
    /// <param name="total">Total as reported, or <see langword="null"/>.</param>
    /// <param name="inputExcludesCache">Whether the producer is known to leave the cache out of input.</param>
    /// <param name="outputExcludesReasoning">Whether it is known to leave reasoning out of output.</param>
    /// <param name="cacheAdded">Whether the cache had to be added to the input.</param>
    /// <param name="reasoningAdded">Whether reasoning had to be added to the output.</param>
    public static TokenUsage Normalize(
        TokenUsage raw, long? total, bool inputExcludesCache, bool outputExcludesReasoning, out bool cacheAdded, out bool reasoningAdded)
    {
        (cacheAdded, reasoningAdded) = (false, false);
        var tokens = raw;

        // Who leaves out both counts in buckets that do not overlap at all: audio and images are outside too, save audio that the cache counts.
        var isDisjoint = inputExcludesCache && outputExcludesReasoning;
        var inputParts = (raw.CacheRead ?? 0) + (raw.CacheWrite ?? 0) + (isDisjoint ? UncachedAudio(raw) + (raw.ImageInput ?? 0) : 0);
        var outputParts = (raw.Reasoning ?? 0) + (isDisjoint ? (raw.AudioOutput ?? 0) + (raw.ImageOutput ?? 0) : 0);
        if (raw.Input is { } input && inputParts > 0 && IsOutside(inputParts, input, raw.Output ?? 0, outputParts, total, inputExcludesCache))
        {
            tokens = tokens with { Input = input + inputParts };
            cacheAdded = true;
        }

        if (raw.Output is { } output && outputParts > 0 && IsOutside(outputParts, output, tokens.Input ?? 0, 0, total, outputExcludesReasoning))
        {
            tokens = tokens with { Output = output + outputParts };
            reasoningAdded = true;
        }

        return tokens;
    }

    private static long UncachedAudio(TokenUsage raw) => Math.Max(0, (raw.AudioInput ?? 0) - (raw.AudioCacheRead ?? 0));

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
