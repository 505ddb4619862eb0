using OtelGenAI.Conventions;
using OtelGenAI.Http.Formats;

namespace OtelGenAI.Tests.Http;

public sealed class ProviderHostsTests
{
    [Theory]
    [InlineData("https://api.openai.com/v1/chat/completions", GenAIProviderNameValues.OpenAI)]
    [InlineData("https://mine.openai.azure.com/openai/deployments/gpt/chat/completions?api-version=1", GenAIProviderNameValues.AzureAIOpenAI)]
    [InlineData("https://mine.services.ai.azure.com/models/chat/completions", GenAIProviderNameValues.AzureAIInference)]
    [InlineData("https://mine.services.ai.azure.com/anthropic/v1/messages", GenAIProviderNameValues.AzureAIInference)]
    [InlineData("https://api.deepseek.com/chat/completions", GenAIProviderNameValues.Deepseek)]
    [InlineData("https://api.groq.com/openai/v1/chat/completions", GenAIProviderNameValues.Groq)]
    [InlineData("https://api.mistral.ai/v1/fim/completions", GenAIProviderNameValues.MistralAI)]
    [InlineData("https://api.x.ai/v1/chat/completions", GenAIProviderNameValues.XAI)]
    [InlineData("https://api.perplexity.ai/chat/completions", GenAIProviderNameValues.Perplexity)]
    [InlineData("https://api.together.xyz/v1/chat/completions", "together_ai")]
    [InlineData("https://api.anthropic.com/v1/messages", GenAIProviderNameValues.Anthropic)]
    [InlineData("https://generativelanguage.googleapis.com/v1beta/models/g:generateContent", GenAIProviderNameValues.GcpGemini)]
    [InlineData("https://generativelanguage.googleapis.com/v1beta/openai/chat/completions", GenAIProviderNameValues.GcpGemini)]
    [InlineData("https://europe-west1-aiplatform.googleapis.com/v1/projects/p/locations/l/publishers/google/models/g:streamGenerateContent", GenAIProviderNameValues.GcpVertexAI)]
    [InlineData("https://aiplatform.googleapis.com/v1/projects/p/locations/l/publishers/anthropic/models/c:streamRawPredict", GenAIProviderNameValues.GcpVertexAI)]
    [InlineData("https://bedrock-runtime.eu-west-1.amazonaws.com/model/amazon.nova-x/converse", GenAIProviderNameValues.AwsBedrock)]
    [InlineData("https://api.cohere.com/v2/chat", GenAIProviderNameValues.Cohere)]
    [InlineData("http://localhost:11434/v1/chat/completions", "ollama")]
    [InlineData("http://localhost:11434/api/chat", "ollama")]
    [InlineData("http://litellm.internal:4000/v1/chat/completions", GenAIProviderNameValues.OpenAI)]
    [InlineData("http://litellm.internal:4000/v1/messages", GenAIProviderNameValues.Anthropic)]
    [InlineData("http://vllm.internal:8000/v1/completions", GenAIProviderNameValues.OpenAI)]
    [InlineData("https://evilapi.openai.com.example.com/v1/chat/completions", GenAIProviderNameValues.OpenAI)]
    public void A_host_refines_the_provider_of_the_format(string address, string provider)
    {
        var uri = new Uri(address);
        var format = WireFormats.Match(uri.PathAndQuery);

        Assert.NotNull(format);
        Assert.Equal(provider, ProviderHosts.ProviderOf(uri.Host, uri.Port, format));
    }

    [Theory]
    [InlineData("/completions")]
    [InlineData("/responses")]
    [InlineData("/messages")]
    [InlineData("/v1/messages/count_tokens")]
    [InlineData("/v1/chat/completions/chatcmpl-1")]
    [InlineData("/model/x/converse/more")]
    [InlineData("/model//converse")]
    [InlineData("/shop/model/invoke")]
    [InlineData("/v1beta/models/g:countTokens")]
    [InlineData("/chat")]
    [InlineData("/v3/chat")]
    public void Other_paths_are_nobodys(string path) => Assert.Null(WireFormats.Match(path));
}
