using System.Collections.Frozen;

namespace OtelGenAI.Http.Formats;

/// <summary>Translates the providers' finish reasons into the vocabulary of output messages; the span attribute keeps the provider's word.</summary>
internal static class OutputFinishReasons
{
    private static readonly FrozenDictionary<string, string> s_known = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        // OpenAI and those who speak its format
        ["tool_calls"] = "tool_call",
        ["function_call"] = "tool_call",
        // Anthropic, and Bedrock's Converse
        ["end_turn"] = "stop",
        ["stop_sequence"] = "stop",
        ["max_tokens"] = "length",
        ["model_context_window_exceeded"] = "length",
        ["tool_use"] = "tool_call",
        ["refusal"] = "content_filter",
        ["content_filtered"] = "content_filter",
        ["guardrail_intervened"] = "content_filter",
        // Gemini
        ["STOP"] = "stop",
        ["MAX_TOKENS"] = "length",
        ["SAFETY"] = "content_filter",
        ["RECITATION"] = "content_filter",
        ["BLOCKLIST"] = "content_filter",
        ["PROHIBITED_CONTENT"] = "content_filter",
        ["SPII"] = "content_filter",
        ["IMAGE_SAFETY"] = "content_filter",
        ["MALFORMED_FUNCTION_CALL"] = "error",
        // Cohere
        ["COMPLETE"] = "stop",
        ["STOP_SEQUENCE"] = "stop",
        ["TOOL_CALL"] = "tool_call",
        ["ERROR"] = "error",
        ["TIMEOUT"] = "error",
        // Titan
        ["FINISH"] = "stop",
        ["LENGTH"] = "length",
        ["CONTENT_FILTERED"] = "content_filter",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Translates one.</summary>
    /// <param name="reason">The provider's word.</param>
    /// <returns>The conventions' word, or the same one where none is known.</returns>
    public static string Of(string reason) => s_known.GetValueOrDefault(reason, reason);
}
