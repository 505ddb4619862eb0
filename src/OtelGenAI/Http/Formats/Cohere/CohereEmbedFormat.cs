using OtelGenAI.Content;
using OtelGenAI.Conventions;
using OtelGenAI.Invocations;

namespace OtelGenAI.Http.Formats.Cohere;

/// <summary>Cohere's embeddings, versions 1 and 2. Inputs and vectors are never captured: the conventions have no place for them.</summary>
/// <remarks>Source: Cohere API reference, "Embed".</remarks>
internal sealed class CohereEmbedFormat : IWireFormat
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

    public string Operation => GenAIOperationNameValues.Embeddings;

    public string Provider => GenAIProviderNameValues.Cohere;

    public bool MatchesPath(ReadOnlySpan<char> path) =>
        path.EndsWith("/v2/embed", StringComparison.OrdinalIgnoreCase) || path.EndsWith("/v1/embed", StringComparison.OrdinalIgnoreCase);

    public bool ReadRequest(ReadOnlySpan<byte> body, string path, InvocationFacts facts, ContentPolicy policy)
    {
        s_request.ReadBody(body, facts, policy);
        return facts.HasInput;
    }

    public void ReadResponse(ReadOnlySpan<byte> body, InvocationFacts facts, ContentPolicy policy) => s_response.ReadBody(body, facts, policy);

    public IStreamedResponse CreateStreamedResponse(InvocationFacts facts, ContentPolicy policy) => NoStream.Instance;
}
