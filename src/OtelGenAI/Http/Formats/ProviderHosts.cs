using OtelGenAI.Conventions;

namespace OtelGenAI.Http.Formats;

/// <summary>Which provider a host belongs to, where the wire format alone does not say.</summary>
internal static class ProviderHosts
{
    private static readonly (string Host, string Provider)[] s_known =
    [
        ("api.openai.com", GenAIProviderNameValues.OpenAI),
        (".openai.azure.com", GenAIProviderNameValues.AzureAIOpenAI),
        (".services.ai.azure.com", GenAIProviderNameValues.AzureAIInference),
        ("api.deepseek.com", GenAIProviderNameValues.Deepseek),
        ("api.groq.com", GenAIProviderNameValues.Groq),
        ("api.mistral.ai", GenAIProviderNameValues.MistralAI),
        ("api.x.ai", GenAIProviderNameValues.XAI),
        ("api.perplexity.ai", GenAIProviderNameValues.Perplexity),
        ("api.moonshot.ai", GenAIProviderNameValues.MoonshotAI),
    ];

    /// <summary>Names the provider.</summary>
    /// <param name="host">Host of the request.</param>
    /// <param name="format">The format spoken, whose own provider is the answer for gateways and local servers.</param>
    /// <returns>Value of <c>gen_ai.provider.name</c>.</returns>
    public static string ProviderOf(string host, IWireFormat format)
    {
        foreach (var (known, provider) in s_known)
        {
            var matches = known[0] == '.'
                ? host.EndsWith(known, StringComparison.OrdinalIgnoreCase)
                : host.Equals(known, StringComparison.OrdinalIgnoreCase);
            if (matches)
            {
                return provider;
            }
        }

        return format.Provider;
    }
}
