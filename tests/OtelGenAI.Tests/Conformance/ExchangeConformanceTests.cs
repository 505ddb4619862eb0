using System.Diagnostics;
using System.Text;
using OtelGenAI.Conventions;
using OtelGenAI.Tests.Exchanges;
using OtelGenAI.Tests.Support;

namespace OtelGenAI.Tests.Conformance;

/// <summary>Every recorded exchange, against the conventions, in both versions of them.</summary>
[Collection(ProcessWideCollection.Name)]
public sealed class ExchangeConformanceTests
{
    // Asked for of every Bedrock call, and known only of those that use a guardrail. The lists of providers and operations are open, and know neither Ollama
    // nor reranking.
    private static readonly string[] Allowed =
    [
        $"MissingRequired {AwsAttributes.BedrockGuardrailId}", $"UnknownValue {GenAIAttributes.OperationName}", $"UnknownValue {GenAIAttributes.ProviderName}",
    ];

    [Fact]
    public async Task Spans_of_all_providers_have_everything_that_the_conventions_ask_for_and_nothing_that_they_do_not_know()
    {
        var received = await ReceivedBatch.OfAsync(await RecordAsync(GenAIConventionsVersion.Latest));

        Assert.Equal(Allowed, received.Findings.Select(static finding => finding[..finding.IndexOf(':', StringComparison.Ordinal)]).Order());
    }

    [Fact]
    public async Task Under_the_names_of_version_1_36_a_reader_knows_the_same_of_every_call()
    {
        var latest = await ReceivedBatch.OfAsync(await RecordAsync(GenAIConventionsVersion.Latest));
        var spans = await RecordAsync(GenAIConventionsVersion.Core136);
        var earlier = await ReceivedBatch.OfAsync(spans);

        Assert.Equal(latest.Calls, earlier.Calls);
        Assert.Contains(latest.Calls, static call => call.Tokens.CacheWrite is not null);
        Assert.Contains(latest.Calls, static call => call.ServiceTier.Length > 0);
        string[] later =
        [
            GenAIAttributes.ProviderName, GenAIAttributes.UsageCacheWriteInputTokens, OpenAIAttributes.RequestServiceTier, OpenAIAttributes.ResponseServiceTier,
            OpenAIAttributes.ResponseSystemFingerprint,
        ];
        Assert.All(spans, span =>
        {
            Assert.All(later, name => Assert.Null(span.Tag(name)));
            Assert.NotNull(span.Tag(DeprecatedAttributes.GenAISystem));
        });
    }

    // With content, for that has a shape too.
    private static async Task<IReadOnlyList<Activity>> RecordAsync(GenAIConventionsVersion version)
    {
        await using var provider = await FakeProvider.StartAsync();
        using var telemetry = new Telemetry(
            options =>
            {
                options.ConventionsVersion = version;
                options.CaptureContent = GenAIContentCaptureMode.SpanOnly;
                options.CaptureToolDetails = true;
            },
            withHttpSpans: false);
        using var client = new HttpClient { BaseAddress = provider.Address };
        foreach (var exchange in ExchangeServer.Exchanges.Where(static exchange => !exchange.BreaksOff))
        {
            provider.NextExchange(exchange);
            using var content = new StringContent(exchange.Request, Encoding.UTF8, "application/json");
            using var response = await client.PostAsync(new Uri(exchange.Path, UriKind.Relative), content);
        }

        return telemetry.Of(GenAI.SourceName);
    }
}
