using System.Text.Json;
using OtelGenAI.Invocations;

namespace OtelGenAI.Http.Formats.OpenAI;

/// <summary>Reads a streamed response. Its last event repeats the whole of it, so the pieces before only tell the time.</summary>
/// <remarks>The answer of a stream that was left early is therefore not captured.</remarks>
internal sealed class OpenAIResponsesStream(InvocationFacts facts) : IStreamedResponse
{
    private static readonly string[] s_wordFields = ["delta", "sequence_number", "obfuscation"];

    public IReadOnlyList<string> WordFields => s_wordFields;

    public bool Event(ReadOnlySpan<byte> name, ReadOnlySpan<byte> data)
    {
        var reader = new Utf8JsonReader(data);
        if (!JsonFields.EnterObject(ref reader))
        {
            return false;
        }

        var carriesContent = false;
        while (JsonFields.NextProperty(ref reader))
        {
            if (reader.ValueTextEquals("type"u8))
            {
                reader.Read();
                carriesContent = reader.TokenType == JsonTokenType.String && reader.ValueSpan.EndsWith(".delta"u8);
                if (reader.TokenType == JsonTokenType.String && reader.ValueTextEquals("error"u8))
                {
                    facts.ProviderError ??= "error";
                }
            }
            else if (reader.ValueTextEquals("response"u8))
            {
                if (JsonFields.EnterObject(ref reader))
                {
                    OpenAIResponseObject.Read(ref reader, facts);
                }
            }
            else
            {
                JsonFields.SkipValue(ref reader);
            }
        }

        return carriesContent;
    }

    public void Complete()
    {
    }
}
