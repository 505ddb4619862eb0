using System.Text.Json;

namespace OtelGenAI.Http.Formats.Cohere;

/// <summary>Reads Cohere's counts: what is billed where it says so, else what the model saw; the conventions prefer the bill.</summary>
internal static class CohereUsage
{
    /// <summary>Reads a <c>usage</c> of a chat, or the <c>meta</c> of anything else.</summary>
    public static GenAIUsage Read(JsonElement usage)
    {
        var billed = JsonFields.PropertyOf(usage, "billed_units");
        var seen = JsonFields.PropertyOf(usage, "tokens");
        return new GenAIUsage(
            CountOf(billed, "input_tokens") ?? CountOf(seen, "input_tokens"),
            CountOf(billed, "output_tokens") ?? CountOf(seen, "output_tokens"))
        {
            CacheReadInputTokens = CountOf(usage, "cached_tokens"),
        };
    }

    // Declared as numbers with a fraction.
    private static long? CountOf(JsonElement units, string property) =>
        JsonFields.PropertyOf(units, property) is { ValueKind: JsonValueKind.Number } value && value.TryGetDouble(out var count) ? (long)count : null;
}
