using OtelGenAI.Conventions;

namespace OtelGenAI.Http.Formats.Cohere;

/// <summary>Cohere's embeddings, versions 1 and 2. Inputs and vectors are never captured: the conventions have no place for them.</summary>
/// <remarks>Source: Cohere API reference, "Embed".</remarks>
internal static class CohereEmbed
{
    private static readonly FieldTable s_request = new()
    {
        ["model"] = RequestFields.Model,
        ["texts"] = RequestFields.UncapturedInput,
        ["inputs"] = RequestFields.UncapturedInput,
        ["images"] = RequestFields.UncapturedInput,
        ["embedding_types"] = RequestFields.EncodingFormats,
        ["output_dimension"] = RequestFields.EmbeddingDimensions,
    };

    private static readonly FieldTable s_response = new()
    {
        ["meta"] = static (ref reader, facts, _) => facts.Usage = JsonFields.ReadElement(ref reader, CohereUsage.Read),
    };

    /// <summary>The format.</summary>
    public static readonly IWireFormat Format = new TableFormat(GenAIOperationNameValues.Embeddings, GenAIProviderNameValues.Cohere, ["/v2/embed", "/v1/embed"], s_request, s_response);
}
