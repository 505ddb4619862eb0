using OtelGenAI.Content;
using OtelGenAI.Conventions;
using OtelGenAI.Invocations;

namespace OtelGenAI.Http.Formats.Ollama;

/// <summary>Ollama's embeddings, and its older API for one text at a time. Inputs and vectors are never captured: the conventions have no place for them.</summary>
/// <remarks>Source: Ollama, API reference, "Generate embeddings".</remarks>
internal sealed class OllamaEmbedFormat : IWireFormat
{
    private static readonly FieldTable s_request = new()
    {
        ["model"] = RequestFields.Model,
        ["input"] = RequestFields.UncapturedInput,
        ["prompt"] = RequestFields.UncapturedInput,
        ["dimensions"] = RequestFields.EmbeddingDimensions,
    };

    private static readonly FieldTable s_response = new()
    {
        ["model"] = static (ref reader, facts, _) => facts.ResponseModel = JsonFields.ReadString(ref reader),
        ["prompt_eval_count"] = static (ref reader, facts, _) => facts.Usage = new GenAIUsage(JsonFields.ReadInteger(ref reader), OutputTokens: null),
    };

    public string Operation => GenAIOperationNameValues.Embeddings;

    public string Provider => OllamaFields.ProviderName;

    public bool MatchesPath(ReadOnlySpan<char> path) =>
        path.EndsWith("/api/embed", StringComparison.OrdinalIgnoreCase) || path.EndsWith("/api/embeddings", StringComparison.OrdinalIgnoreCase);

    public bool ReadRequest(ReadOnlySpan<byte> body, string path, InvocationFacts facts, ContentPolicy policy)
    {
        s_request.ReadBody(body, facts, policy);
        return facts.HasInput && facts.RequestModel is not null;
    }

    public void ReadResponse(ReadOnlySpan<byte> body, InvocationFacts facts, ContentPolicy policy) => s_response.ReadBody(body, facts, policy);

    public IStreamedResponse CreateStreamedResponse(InvocationFacts facts, ContentPolicy policy) => NoStream.Instance;
}
