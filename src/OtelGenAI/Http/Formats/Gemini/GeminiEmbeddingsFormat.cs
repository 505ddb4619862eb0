using OtelGenAI.Content;
using OtelGenAI.Conventions;
using OtelGenAI.Invocations;

namespace OtelGenAI.Http.Formats.Gemini;

/// <summary>Gemini's embedContent and batchEmbedContents. Inputs and vectors are never captured: the conventions have no place for them.</summary>
internal sealed class GeminiEmbeddingsFormat : IWireFormat
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

    public string Operation => GenAIOperationNameValues.Embeddings;

    public string Provider => GenAIProviderNameValues.GcpGenAI;

    public bool MatchesPath(ReadOnlySpan<char> path) =>
        path.EndsWith(":embedContent", StringComparison.OrdinalIgnoreCase) || path.EndsWith(":batchEmbedContents", StringComparison.OrdinalIgnoreCase);

    public bool ReadRequest(ReadOnlySpan<byte> body, string path, InvocationFacts facts, ContentPolicy policy)
    {
        facts.RequestModel = PathModels.Between(path, "/models/", ':');
        s_request.ReadBody(body, facts, policy);
        return facts.HasInput;
    }

    public void ReadResponse(ReadOnlySpan<byte> body, InvocationFacts facts, ContentPolicy policy) => s_response.ReadBody(body, facts, policy);

    public IStreamedResponse CreateStreamedResponse(InvocationFacts facts, ContentPolicy policy) => NoStream.Instance;
}
