using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OtelGenAI.Conventions;
using OtelGenAI.Tests.Support;

namespace OtelGenAI.Tests.Registration;

[Collection(ProcessWideCollection.Name)]
public sealed class ConventionsVersionTests
{
    [Theory]
    [InlineData(null, GenAIConventionsVersion.Latest)]
    [InlineData(" ", GenAIConventionsVersion.Latest)]
    [InlineData("gen_ai_latest_experimental", GenAIConventionsVersion.Latest)]
    [InlineData("http/dup, gen_ai_latest_experimental", GenAIConventionsVersion.Latest)]
    [InlineData("http", GenAIConventionsVersion.Core136)]
    [InlineData("gen_ai", GenAIConventionsVersion.Core136)]
    public void The_variable_says_who_has_opted_in(string? value, GenAIConventionsVersion expected) =>
        Assert.Equal(expected, RegistrationTests.OptionsWith("OTEL_SEMCONV_STABILITY_OPT_IN", value, configure: null).ConventionsVersion);

    [Fact]
    public async Task Metrics_of_version_1_36_have_its_names_and_no_others()
    {
        await using var provider = await FakeProvider.StartAsync();
        using var telemetry = new Telemetry(static options => options.ConventionsVersion = GenAIConventionsVersion.Core136, withMetrics: true);

        await Some.ChatClient(provider).CompleteChatAsync(Some.Question);
        await foreach (var update in Some.ChatClient(provider).CompleteChatStreamingAsync(Some.Question))
        {
        }

        var metrics = telemetry.CollectMetrics();
        Assert.Equal([GenAIMetrics.ClientOperationDuration, DeprecatedMetrics.GenAIClientTokenUsage], metrics.Select(static metric => metric.Name).Distinct());
        Assert.All(metrics, static metric =>
        {
            Assert.Equal("openai", metric.Tags[DeprecatedAttributes.GenAISystem]);
            Assert.DoesNotContain(GenAIAttributes.ProviderName, metric.Tags.Keys);
        });
        var input = Assert.Single(metrics, static metric => metric.Tags.TryGetValue(DeprecatedAttributes.GenAITokenType, out var type) && type is GenAITokenTypeValues.Input);
        Assert.Equal((22, 2), (input.Sum, input.Count));
    }

    [Fact]
    public async Task Values_and_names_are_as_they_were_on_events_too_and_on_spans_of_sdks()
    {
        await using var provider = await FakeProvider.StartAsync();
        using var logs = new LogExporter();
        using var factory = LoggerFactory.Create(logging => logging.SetMinimumLevel(LogLevel.Debug).AddOpenTelemetry(options => options.AddProcessor(new SimpleLogRecordExportProcessor(logs))));
        using var telemetry = new Telemetry(options =>
        {
            options.ConventionsVersion = GenAIConventionsVersion.Core136;
            options.EmitInferenceEvents = true;
            options.LoggerFactory = factory;
        });

        GenAI.StartChat(GenAIProviderNameValues.XAI, "grok").Dispose();
        using (var retrieval = GenAI.StartRetrieval("docs", topK: 3))
        {
        }

        using var anthropic = new Anthropic.AnthropicClient { BaseUrl = provider.Address.ToString().TrimEnd('/'), ApiKey = "key" };
        await anthropic.Messages.Create(new() { MaxTokens = 1, Model = "claude-x", Messages = [new Anthropic.Models.Messages.UserMessageParam("hi")] });

        var chat = telemetry.Of(GenAI.SourceName)[0];
        Assert.Equal(("xai", null), (chat.Tag(DeprecatedAttributes.GenAISystem), chat.Tag(GenAIAttributes.ProviderName)));
        Assert.Equal(["xai", "anthropic"], logs.Records.Select(static details => details.Attributes[DeprecatedAttributes.GenAISystem]));
        Assert.All(logs.Records, static details => Assert.False(details.Attributes.ContainsKey(GenAIAttributes.ProviderName)));
        Assert.Equal(3L, telemetry.Of(GenAI.SourceName)[1].Tag(GenAIAttributes.RequestTopK));
        var native = Assert.Single(telemetry.Of("com.anthropic.sdk.csharp"));
        Assert.Equal(("anthropic", null), (native.Tag(DeprecatedAttributes.GenAISystem), native.Tag(GenAIAttributes.ProviderName)));
        Assert.Equal(2L, Convert.ToInt64(native.Tag(DeprecatedAttributes.GenAIUsageCacheCreationInputTokens), System.Globalization.CultureInfo.InvariantCulture));
        Assert.Contains("Conventions: Core136", GenAI.Explain(), StringComparison.Ordinal);
    }
}
