using OtelGenAI.Conventions;

namespace OtelGenAI.Http.Formats.Bedrock;

/// <summary>The bodies of embedding models on Bedrock: Amazon's and Cohere's. Never matched by a path, only read inside of Bedrock's frame.</summary>
internal static class BedrockEmbeddings
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

    /// <summary>The format.</summary>
    public static readonly IWireFormat Format = new TableFormat(GenAIOperationNameValues.Embeddings, GenAIProviderNameValues.AwsBedrock, [], s_request, s_response);
}
