using System.Text.Json;
using OtelGenAI.Content;
using OtelGenAI.Conventions;
using OtelGenAI.Invocations;

namespace OtelGenAI.Http.Formats.OpenAI;

/// <summary>OpenAI's embeddings. Inputs and vectors are never captured: the conventions have no place for them.</summary>
internal sealed class OpenAIEmbeddingsFormat : IWireFormat
{
    public string Operation => GenAIOperationNameValues.Embeddings;

    public string Provider => GenAIProviderNameValues.OpenAI;

    public IReadOnlyList<string> PathEndings { get; } = ["/embeddings"];

    public bool ReadRequest(ReadOnlySpan<byte> body, string path, InvocationFacts facts, ContentPolicy policy)
    {
        var hasInput = false;
        var reader = new Utf8JsonReader(body);
        try
        {
            if (!JsonFields.EnterObject(ref reader))
            {
                return false;
            }

            while (JsonFields.NextProperty(ref reader))
            {
                if (reader.ValueTextEquals("model"u8))
                {
                    facts.RequestModel = JsonFields.ReadString(ref reader);
                }
                else if (reader.ValueTextEquals("encoding_format"u8))
                {
                    facts.EncodingFormats = JsonFields.ReadStrings(ref reader);
                }
                else if (reader.ValueTextEquals("dimensions"u8))
                {
                    facts.EmbeddingDimensions = JsonFields.ReadInteger(ref reader);
                }
                else
                {
                    hasInput |= reader.ValueTextEquals("input"u8);
                    JsonFields.SkipValue(ref reader);
                }
            }
        }
        catch (JsonException)
        {
            // Cut at the limit, or not JSON at all: what was read until here stands.
        }

        facts.RequestModel ??= OpenAIChatFormat.DeploymentIn(path);
        return hasInput || facts.RequestModel is not null;
    }

    public void ReadResponse(ReadOnlySpan<byte> body, InvocationFacts facts, ContentPolicy policy)
    {
        var reader = new Utf8JsonReader(body);
        if (!JsonFields.EnterObject(ref reader))
        {
            return;
        }

        while (JsonFields.NextProperty(ref reader))
        {
            OpenAIChatResponse.ReadFrame(ref reader, facts);
        }
    }

    public IStreamedResponse CreateStreamedResponse(InvocationFacts facts, ContentPolicy policy) => NoStream.Instance;
}
