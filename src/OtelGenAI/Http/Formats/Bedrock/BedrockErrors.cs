using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using OtelGenAI.Conventions;
using OtelGenAI.Invocations;

namespace OtelGenAI.Http.Formats.Bedrock;

/// <summary>Where AWS says what went wrong: a header of the answer, or the name of a message in its stream.</summary>
internal static class BedrockErrors
{
    private const string ErrorTypeHeader = "x-amzn-ErrorType";

    /// <summary>Reads the header, which may have an address after the word.</summary>
    public static void ReadHeaders(HttpResponseHeaders headers, InvocationFacts facts)
    {
        if (headers.TryGetValues(ErrorTypeHeader, out var values))
        {
            facts.ProviderError = ProviderErrors.Word(values.FirstOrDefault()?.Split(':')[0]) ?? facts.ProviderError;
        }
    }

    /// <summary>Reads the body of a refusal, where some gateways put the word instead.</summary>
    public static void ReadBody(JsonElement body, InvocationFacts facts)
    {
        if (JsonFields.StringOf(body, "__type") is { } type)
        {
            facts.ProviderError ??= ProviderErrors.Word(type.Split('#')[^1]);
        }
    }

    /// <summary>Whether a message of a stream is an exception, which then becomes the error of the call.</summary>
    public static bool IsException(ReadOnlySpan<byte> name, InvocationFacts facts)
    {
        if (!name.EndsWith("Exception"u8))
        {
            return false;
        }

        facts.ProviderError = ProviderErrors.Word(Encoding.UTF8.GetString(name)) ?? ErrorTypeValues.Other;
        return true;
    }
}
