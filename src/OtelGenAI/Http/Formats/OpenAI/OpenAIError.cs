using System.Text.Json;
using OtelGenAI.Invocations;

namespace OtelGenAI.Http.Formats.OpenAI;

/// <summary>Reads the <c>error</c> of an answer: code before type, never the message, which may quote the prompt.</summary>
internal static class OpenAIError
{
    /// <remarks>
    /// The code is what the conventions ask for in <c>error.type</c> (<c>rate_limit_exceeded</c>, <c>invalid_api_key</c>); the type is coarser and
    /// sometimes odd (<c>requests</c>). Providers that only have one of them get that one.
    /// </remarks>
    public static void Read(ref Utf8JsonReader reader, InvocationFacts facts)
    {
        if (!JsonFields.EnterObject(ref reader))
        {
            return;
        }

        string? code = null;
        string? type = null;
        while (JsonFields.NextProperty(ref reader))
        {
            if (reader.ValueTextEquals("code"u8))
            {
                code = JsonFields.ReadString(ref reader);
            }
            else if (reader.ValueTextEquals("type"u8))
            {
                type = JsonFields.ReadString(ref reader);
            }
            else
            {
                JsonFields.SkipValue(ref reader);
            }
        }

        facts.ProviderError = ProviderErrors.Word(string.IsNullOrEmpty(code) ? type : code) ?? facts.ProviderError;
    }
}
