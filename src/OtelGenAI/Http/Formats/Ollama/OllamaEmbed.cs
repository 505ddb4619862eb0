using OtelGenAI.Conventions;

namespace OtelGenAI.Http.Formats.Ollama;

/// <summary>Ollama's embeddings, and its older API for one text at a time. Inputs and vectors are never captured: the conventions have no place for them.</summary>
/// <remarks>Source: Ollama, API reference, "Generate embeddings".</remarks>
internal static class OllamaEmbed
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

    /// <summary>The format.</summary>
    public static readonly IWireFormat Format = new TableFormat(GenAIOperationNameValues.Embeddings, OllamaFields.ProviderName, ["/api/embed", "/api/embeddings"], s_request, s_response);
}
