using System.Text.Json;

namespace OtelGenAI.Http.Formats.OpenAI;

/// <summary>Reads the <c>usage</c> of an answer. OpenAI's input count already includes the cached tokens, as the conventions want it.</summary>
internal static class OpenAIUsage
{
    public static GenAIUsage Read(ref Utf8JsonReader reader, GenAIUsage known)
    {
        if (!JsonFields.EnterObject(ref reader))
        {
            return known;
        }

        while (JsonFields.NextProperty(ref reader))
        {
            if (reader.ValueTextEquals("prompt_tokens"u8) || reader.ValueTextEquals("input_tokens"u8))
            {
                known = known with { InputTokens = JsonFields.ReadInteger(ref reader) };
            }
            else if (reader.ValueTextEquals("completion_tokens"u8) || reader.ValueTextEquals("output_tokens"u8))
            {
                known = known with { OutputTokens = JsonFields.ReadInteger(ref reader) };
            }
            else if (reader.ValueTextEquals("prompt_tokens_details"u8) || reader.ValueTextEquals("input_tokens_details"u8))
            {
                known = ReadInputDetails(ref reader, known);
            }
            else if (reader.ValueTextEquals("completion_tokens_details"u8) || reader.ValueTextEquals("output_tokens_details"u8))
            {
                known = ReadOutputDetails(ref reader, known);
            }
            else if (reader.ValueTextEquals("prompt_cache_hit_tokens"u8))
            {
                // DeepSeek's name for it, beside OpenAI's details.
                known = known with { CacheReadInputTokens = JsonFields.ReadInteger(ref reader) ?? known.CacheReadInputTokens };
            }
            else
            {
                JsonFields.SkipValue(ref reader);
            }
        }

        return known;
    }

    private static GenAIUsage ReadInputDetails(ref Utf8JsonReader reader, GenAIUsage known)
    {
        if (!JsonFields.EnterObject(ref reader))
        {
            return known;
        }

        while (JsonFields.NextProperty(ref reader))
        {
            if (reader.ValueTextEquals("cached_tokens"u8))
            {
                known = known with { CacheReadInputTokens = JsonFields.ReadInteger(ref reader) };
            }
            else if (reader.ValueTextEquals("audio_tokens"u8))
            {
                known = known with { AudioInputTokens = NullIfZero(JsonFields.ReadInteger(ref reader)) };
            }
            else if (reader.ValueTextEquals("text_tokens"u8))
            {
                known = known with { TextInputTokens = NullIfZero(JsonFields.ReadInteger(ref reader)) };
            }
            else if (reader.ValueTextEquals("image_tokens"u8))
            {
                known = known with { ImageInputTokens = NullIfZero(JsonFields.ReadInteger(ref reader)) };
            }
            else
            {
                JsonFields.SkipValue(ref reader);
            }
        }

        return known;
    }

    private static GenAIUsage ReadOutputDetails(ref Utf8JsonReader reader, GenAIUsage known)
    {
        if (!JsonFields.EnterObject(ref reader))
        {
            return known;
        }

        while (JsonFields.NextProperty(ref reader))
        {
            if (reader.ValueTextEquals("reasoning_tokens"u8))
            {
                known = known with { ReasoningOutputTokens = JsonFields.ReadInteger(ref reader) };
            }
            else if (reader.ValueTextEquals("audio_tokens"u8))
            {
                known = known with { AudioOutputTokens = NullIfZero(JsonFields.ReadInteger(ref reader)) };
            }
            else if (reader.ValueTextEquals("text_tokens"u8))
            {
                known = known with { TextOutputTokens = NullIfZero(JsonFields.ReadInteger(ref reader)) };
            }
            else if (reader.ValueTextEquals("image_tokens"u8))
            {
                known = known with { ImageOutputTokens = NullIfZero(JsonFields.ReadInteger(ref reader)) };
            }
            else
            {
                JsonFields.SkipValue(ref reader);
            }
        }

        return known;
    }

    // OpenAI sends 0 for modalities a model does not have; "no audio" is not worth an attribute on every span.
    private static long? NullIfZero(long? count) => count is 0 ? null : count;
}
