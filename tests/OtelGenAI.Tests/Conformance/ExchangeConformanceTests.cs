using System.Diagnostics;
using System.Text;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OtelGenAI.Conventions;
using OtelGenAI.Events;
using OtelGenAI.Tests.Exchanges;
using OtelGenAI.Tests.Support;

namespace OtelGenAI.Tests.Conformance;

/// <summary>Every recorded exchange, against the conventions, in both versions of them.</summary>
[Collection(ProcessWideCollection.Name)]
public sealed class ExchangeConformanceTests
{
    // Findings that stay, each with the reason.
    private static readonly SortedDictionary<string, string> s_allowed = new(StringComparer.Ordinal)
    {
        [$"MissingRequired {AwsAttributes.BedrockGuardrailId}"] = "asked for of every call of Bedrock, and there is none where a call uses no guardrail",
        [$"UnknownValue {GenAIAttributes.OperationName}"] = "rerank: the list is open, and has no word for it yet",
        [$"UnknownValue {GenAIAttributes.ProviderName}"] = "ollama: the list is open, and the name that others use for it is this one",
    };

    public static TheoryData<string> Names => [.. ExchangeServer.Exchanges.Where(static exchange => !exchange.BreaksOff).Select(static exchange => exchange.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Metrics_and_event_say_what_the_span_says(string name)
    {
        using var logs = new LogExporter();
        using var logging = LoggerFactory.Create(builder => builder
            .SetMinimumLevel(LogLevel.Debug)
            .AddOpenTelemetry(options => options.AddProcessor(new EventTarget()).AddProcessor(new SimpleLogRecordExportProcessor(logs))));
        await using var provider = await FakeProvider.StartAsync();
        using var telemetry = new Telemetry(
            options =>
            {
                options.CaptureContent = GenAIContentCaptureMode.SpanAndEvent;
                options.LoggerFactory = logging;
            },
            withHttpSpans: false,
            withMetrics: true);
        using var client = new HttpClient { BaseAddress = provider.Address };

        await SendAsync(client, provider, Assert.Single(ExchangeServer.Exchanges, exchange => exchange.Name == name));

        var span = telemetry.OwnSpan;
        CallConformance.MeasuredOnce(span, telemetry.CollectMetrics());
        CallConformance.ToldOnce(span, logs.Records);
    }

    [Fact]
    public async Task Spans_of_all_providers_have_everything_that_the_conventions_ask_for_and_nothing_that_they_do_not_know()
    {
        var received = await ReceivedBatch.OfAsync(await RecordAsync(GenAIConventionsVersion.Latest));

        Assert.Equal(s_allowed.Keys, received.Findings.Select(static finding => finding[..finding.IndexOf(':', StringComparison.Ordinal)]).Order());
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
            await SendAsync(client, provider, exchange);
        }

        return telemetry.Of(GenAI.SourceName);
    }

    private static async Task SendAsync(HttpClient client, FakeProvider provider, Exchange exchange)
    {
        provider.NextExchange(exchange);
        using var content = new StringContent(exchange.Request, Encoding.UTF8, "application/json");
        using var response = await client.PostAsync(new Uri(exchange.Path, UriKind.Relative), content);
    }
}
