using OtelGenAI.Conventions.Generator.Rendering;

namespace OtelGenAI.Conventions.Tests;

public sealed class CSharpNameTests
{
    [Theory]
    [InlineData("gen_ai.request.model", "GenAI", "RequestModel")]
    [InlineData("gen_ai.usage.cache_read.input_tokens", "GenAI", "UsageCacheReadInputTokens")]
    [InlineData("openai.api.type", "OpenAI", "ApiType")]
    [InlineData("otelgenai.covered_by", "OtelGenAI", "CoveredBy")]
    [InlineData("mcp.client.operation.duration", "Mcp", "ClientOperationDuration")]
    public void The_first_segment_names_the_class_and_the_rest_the_constant(string name, string root, string rest)
    {
        Assert.Equal(root, CSharpName.Root(name));
        Assert.Equal(rest, CSharpName.BelowRoot(name));
    }

    [Theory]
    [InlineData("x_ai", "XAI")]
    [InlineData("azure.ai.openai", "AzureAIOpenAI")]
    [InlineData("ibm.watsonx.ai", "IbmWatsonxAI")]
    [InlineData("notifications/resources/list_changed", "NotificationsResourcesListChanged")]
    [InlineData("logging/setLevel", "LoggingSetLevel")]
    [InlineData("_OTHER", "Other")]
    [InlineData("GET", "Get")]
    [InlineData("3d", "_3d")]
    public void A_value_becomes_a_constant_by_its_words(string value, string constant) => Assert.Equal(constant, CSharpName.Member(value));
}
