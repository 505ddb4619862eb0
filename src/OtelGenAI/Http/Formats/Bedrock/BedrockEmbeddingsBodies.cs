using OtelGenAI.Content;
using OtelGenAI.Conventions;
using OtelGenAI.Invocations;

namespace OtelGenAI.Http.Formats.Bedrock;

/// <summary>The bodies of embedding models on Bedrock: Amazon's and Cohere's. Never matched by a path, only read inside of Bedrock's frame.</summary>
internal sealed class BedrockEmbeddingsBodies : IWireFormat
{
    private static readonly FieldTable s_request = new()
    {
        ["inputText"] = RequestFields.UncapturedInput,
        ["inputImage"] = RequestFields.UncapturedInput,
        ["texts"] = RequestFields.UncapturedInput,
        ["images"] = RequestFields.UncapturedInput,
        ["inputs"] = RequestFields.UncapturedInput,
        ["dimensions"] = RequestFields.EmbeddingDimensions,
        ["output_dimension"] = RequestFields.EmbeddingDimensions,
        ["embeddingTypes"] = RequestFields.EncodingFormats,
        ["embedding_types"] = RequestFields.EncodingFormats,
    };

    private static readonly FieldTable s_response = new()
    {
        ["inputTextTokenCount"] = static (ref reader, facts, _) =>
            facts.Usage = new GenAIUsage(JsonFields.ReadInteger(ref reader) ?? facts.Usage.InputTokens, OutputTokens: null),
    };

    public string Operation => GenAIOperationNameValues.Embeddings;

    public string Provider => GenAIProviderNameValues.AwsBedrock;

    public bool MatchesPath(ReadOnlySpan<char> path) => false;

    public bool ReadRequest(ReadOnlySpan<byte> body, string path, InvocationFacts facts, ContentPolicy policy)
    {
        s_request.ReadBody(body, facts, policy);
        return facts.HasInput;
    }

    public void ReadResponse(ReadOnlySpan<byte> body, InvocationFacts facts, ContentPolicy policy)
    {
        s_response.ReadBody(body, facts, policy);

        // The header counts an output of zero for what has none.
        facts.Usage = new GenAIUsage(facts.Usage.InputTokens, OutputTokens: null);
    }

    public IStreamedResponse CreateStreamedResponse(InvocationFacts facts, ContentPolicy policy) => NoStream.Instance;
}
