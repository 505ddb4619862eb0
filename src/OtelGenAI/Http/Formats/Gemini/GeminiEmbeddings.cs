using OtelGenAI.Conventions;

namespace OtelGenAI.Http.Formats.Gemini;

/// <summary>Gemini's embedContent and batchEmbedContents. Inputs and vectors are never captured: the conventions have no place for them.</summary>
internal static class GeminiEmbeddings
{
    private static readonly FieldTable s_request = new()
    {
        ["content"] = RequestFields.UncapturedInput,
        ["requests"] = RequestFields.UncapturedInput,
        ["outputDimensionality"] = RequestFields.EmbeddingDimensions,
        ["output_dimensionality"] = RequestFields.EmbeddingDimensions,
    };

    private static readonly FieldTable s_error = new()
    {
        ["status"] = static (ref reader, facts, _) => facts.ProviderError = ProviderErrors.Word(JsonFields.ReadString(ref reader)),
    };

    private static readonly FieldTable s_usage = new()
    {
        ["promptTokenCount"] = static (ref reader, facts, _) => facts.Usage = new GenAIUsage(JsonFields.ReadInteger(ref reader), OutputTokens: null),
    };

    private static readonly FieldTable s_response = new()
    {
        ["error"] = s_error.ReadValue,
        ["usageMetadata"] = s_usage.ReadValue,
    };

    /// <summary>The format.</summary>
    public static readonly IWireFormat Format = new TableFormat(GenAIOperationNameValues.Embeddings, GenAIProviderNameValues.GcpGenAI, [":embedContent", ":batchEmbedContents"], s_request, s_response)
    {
        ModelIn = static path => PathModels.Between(path, "/models/", ':'),
    };
}
