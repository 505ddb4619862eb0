using OtelGenAI.Conventions;
using OtelGenAI.Http.Formats.Ollama;

namespace OtelGenAI.Http.Formats;

/// <summary>Which provider a host belongs to, where the wire format alone does not say.</summary>
internal static class ProviderHosts
{
    private const int OllamaPort = 11434;

    // A leading * matches any beginning. Names the conventions have no value for are those that other instrumentations write.
    private static readonly (string Host, string Provider)[] s_known =
    [
        ("api.openai.com", GenAIProviderNameValues.OpenAI),
        ("*.api.openai.com", GenAIProviderNameValues.OpenAI),
        ("*.openai.azure.com", GenAIProviderNameValues.AzureAIOpenAI),
        ("*.cognitiveservices.azure.com", GenAIProviderNameValues.AzureAIOpenAI),
        ("*.services.ai.azure.com", GenAIProviderNameValues.AzureAIInference),
        ("*.models.ai.azure.com", GenAIProviderNameValues.AzureAIInference),
        ("models.inference.ai.azure.com", GenAIProviderNameValues.AzureAIInference),
        ("api.anthropic.com", GenAIProviderNameValues.Anthropic),
        ("generativelanguage.googleapis.com", GenAIProviderNameValues.GcpGemini),
        ("aiplatform.googleapis.com", GenAIProviderNameValues.GcpVertexAI),
        ("*-aiplatform.googleapis.com", GenAIProviderNameValues.GcpVertexAI),
        ("*.amazonaws.com", GenAIProviderNameValues.AwsBedrock),
        ("*.amazonaws.com.cn", GenAIProviderNameValues.AwsBedrock),
        ("api.cohere.com", GenAIProviderNameValues.Cohere),
        ("api.cohere.ai", GenAIProviderNameValues.Cohere),
        ("api.deepseek.com", GenAIProviderNameValues.Deepseek),
        ("api.groq.com", GenAIProviderNameValues.Groq),
        ("api.mistral.ai", GenAIProviderNameValues.MistralAI),
        ("codestral.mistral.ai", GenAIProviderNameValues.MistralAI),
        ("api.x.ai", GenAIProviderNameValues.XAI),
        ("*.api.x.ai", GenAIProviderNameValues.XAI),
        ("api.perplexity.ai", GenAIProviderNameValues.Perplexity),
        ("api.moonshot.ai", GenAIProviderNameValues.MoonshotAI),
        ("api.moonshot.cn", GenAIProviderNameValues.MoonshotAI),
        ("*.ml.cloud.ibm.com", GenAIProviderNameValues.IbmWatsonxAI),
        ("api.together.xyz", "together_ai"),
        ("api.together.ai", "together_ai"),
        ("openrouter.ai", "openrouter"),
        ("api.fireworks.ai", "fireworks_ai"),
        ("api.cerebras.ai", "cerebras"),
        ("api.sambanova.ai", "sambanova"),
        ("integrate.api.nvidia.com", "nvidia"),
        ("router.huggingface.co", "huggingface"),
    ];

    /// <summary>Names the provider.</summary>
    /// <param name="host">Host of the request.</param>
    /// <param name="port">Port of the request: servers at home have no name of their own, but Ollama has a port nobody else has.</param>
    /// <param name="format">The format spoken, whose own provider is the answer for gateways (LiteLLM) and local servers (vLLM).</param>
    /// <returns>Value of <c>gen_ai.provider.name</c>.</returns>
    public static string ProviderOf(string host, int port, IWireFormat format)
    {
        foreach (var (known, provider) in s_known)
        {
            var matches = known[0] == '*'
                ? host.AsSpan().EndsWith(known.AsSpan(1), StringComparison.OrdinalIgnoreCase)
                : host.Equals(known, StringComparison.OrdinalIgnoreCase);
            if (matches)
            {
                return provider;
            }
        }

        return port == OllamaPort ? OllamaFields.ProviderName : format.Provider;
    }
}
