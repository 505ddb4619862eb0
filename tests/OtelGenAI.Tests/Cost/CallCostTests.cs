using System.Diagnostics;
using System.Text;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OtelGenAI.Conventions;
using OtelGenAI.Pricing;
using OtelGenAI.Tests.Conformance;
using OtelGenAI.Tests.Exchanges;
using OtelGenAI.Tests.Support;

namespace OtelGenAI.Tests.Cost;

/// <summary>The cost on spans, against what the collector makes of the same spans.</summary>
[Collection(ProcessWideCollection.Name)]
public sealed class CallCostTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("otelgenai-prices-").FullName;

    [Fact]
    public async Task A_call_of_every_row_of_the_price_table_costs_what_the_collector_says()
    {
        using var telemetry = new Telemetry(static options => options.RecordCost = true);
        foreach (var row in PriceBook.BuiltIn.Rows)
        {
            // Every kind of token, so that a kind that only one side knows is a difference.
            var input = Math.Max(row.ContextOver + 1, 1_000);
            Record(row.Provider, row.Match[0].TrimEnd('*'), row.ServiceTier, new GenAIUsage(input, 400)
            {
                CacheReadInputTokens = 300,
                CacheWriteInputTokens = 70,
                ReasoningOutputTokens = 90,
                AudioInputTokens = 110,
                AudioOutputTokens = 50,
                AudioCacheReadInputTokens = 13,
                ImageInputTokens = 17,
                ImageOutputTokens = 19,
            });
            foreach (var tier in row.Tiers.Keys.Append("a-tier-of-tomorrow"))
            {
                Record(row.Provider, row.Match[^1].TrimEnd('*'), tier, new GenAIUsage(input, 400));
            }
        }

        var costs = await CostsAsync(telemetry, PriceBook.BuiltIn);

        Assert.All(costs, static cost => Assert.Equal(cost.Priced, cost.Said));
        Assert.True(costs.Count(static cost => cost.Said > 0) > PriceBook.BuiltIn.Rows.Count, "most calls have a cost");
    }

    [Fact]
    public async Task A_call_of_every_recorded_exchange_costs_what_the_collector_says()
    {
        await using var provider = await FakeProvider.StartAsync();
        using var telemetry = new Telemetry(
            options =>
            {
                options.RecordCost = true;
                options.PriceFile = EveryModel();
            },
            withHttpSpans: false);
        using var client = new HttpClient { BaseAddress = provider.Address };
        foreach (var exchange in ExchangeServer.Exchanges.Where(static exchange => !exchange.BreaksOff))
        {
            provider.NextExchange(exchange);
            using var content = new StringContent(exchange.Request, Encoding.UTF8, "application/json");
            using var response = await client.PostAsync(new Uri(exchange.Path, UriKind.Relative), content);
        }

        var costs = await CostsAsync(telemetry, PriceBook.Read(await File.ReadAllBytesAsync(EveryModel()), "prices", PriceBook.BuiltIn));

        Assert.All(costs, static cost => Assert.Equal(cost.Priced, cost.Said));
        Assert.True(costs.Count(static cost => cost.Said > 0) > costs.Count / 2, "most exchanges count tokens");
    }

    [Fact]
    public async Task Names_of_other_libraries_and_parts_that_are_larger_than_their_whole_are_read_as_the_collector_reads_them()
    {
        using var telemetry = new Telemetry(static options =>
        {
            options.RecordCost = true;
            options.AdditionalSources.Add("somebody.else");
        });
        using (var source = new ActivitySource("somebody.else"))
        {
            using var old = source.StartActivity("chat")!;
            old.SetTag(GenAIAttributes.OperationName, GenAIOperationNameValues.Chat)
                .SetTag(DeprecatedAttributes.GenAISystem, "az.ai.openai")
                .SetTag(GenAIAttributes.RequestModel, "gpt-4o")
                .SetTag(DeprecatedAttributes.GenAIUsagePromptTokens, 1_000)
                .SetTag(DeprecatedAttributes.GenAIUsageCompletionTokens, 200L);
            old.Stop();
            using var outside = source.StartActivity("chat")!;
            outside.SetTag(GenAIAttributes.OperationName, GenAIOperationNameValues.Chat)
                .SetTag(GenAIAttributes.ProviderName, "claude")
                .SetTag(GenAIAttributes.RequestModel, "claude-sonnet-4-5")
                .SetTag(GenAIAttributes.UsageInputTokens, 10)
                .SetTag(GenAIAttributes.UsageCacheReadInputTokens, 900)
                .SetTag(GenAIAttributes.UsageCacheWriteInputTokens, 50)
                .SetTag(HourOfCache, 20)
                .SetTag(GenAIAttributes.UsageOutputTokens, 20);
        }

        var costs = await CostsAsync(telemetry, PriceBook.BuiltIn);

        Assert.Equal(2, costs.Count);
        Assert.All(costs, static cost => Assert.True(cost.Said > 0 && cost.Said == cost.Priced, $"{cost}"));
    }

    [Fact]
    public async Task A_model_without_a_price_has_no_cost_and_explain_names_it()
    {
        using var telemetry = new Telemetry(static options => options.RecordCost = true);

        Record("openai", "gpt-of-our-own", tier: null, new GenAIUsage(100, 10));
        Record("openai", "gpt-4o", tier: null, new GenAIUsage(null, null));

        Assert.All(await CostsAsync(telemetry, PriceBook.BuiltIn), static cost => Assert.Null(cost.Said));
        Assert.Contains("1 openai: gpt-of-our-own: no cost", GenAI.Explain(), StringComparison.Ordinal);
        Assert.Contains($"Cost: by the price table {PriceBook.BuiltIn.Version}", GenAI.Explain(), StringComparison.Ordinal);
    }

    [Fact]
    public void Without_being_asked_for_no_span_has_a_cost()
    {
        using var telemetry = new Telemetry();

        Record("openai", "gpt-4o", tier: null, new GenAIUsage(100, 10));

        Assert.Null(telemetry.OwnSpan.Tag(OtelGenAIAttributes.CostTotal));
    }

    [Fact]
    public void What_the_application_says_of_the_cost_stays_and_an_agent_has_none()
    {
        using var telemetry = new Telemetry(static options => options.RecordCost = true);

        using (var agent = GenAI.StartAgent("desk"))
        {
            agent.SetUsage(new GenAIUsage(1_000, 100));
            using var chat = GenAI.StartChat("openai", "gpt-4o");
            chat.SetUsage(new GenAIUsage(1_000, 100));
            chat.Activity!.SetTag(OtelGenAIAttributes.CostTotal, 0.5);
        }

        Assert.Equal([0.5, null], telemetry.Spans.Select(static span => span.Tag(OtelGenAIAttributes.CostTotal)));
    }

    [Fact]
    public async Task A_row_of_the_applications_own_file_wins_and_the_log_line_and_the_event_have_the_cost_too()
    {
        await using var provider = await FakeProvider.StartAsync();
        using var logs = new LogExporter();
        using var factory = LoggerFactory.Create(logging => logging
            .SetMinimumLevel(LogLevel.Debug)
            .AddOpenTelemetry(options => options.AddProcessor(new OpenTelemetry.SimpleLogRecordExportProcessor(logs))));
        using var telemetry = new Telemetry(options =>
        {
            options.RecordCost = true;
            options.PriceFile = Prices("""{"prices":[{"provider":"openai","match":["gpt-x"],"input":1,"cacheRead":0.5,"output":10}]}""");
            options.LoggerFactory = factory;
            options.LogOperations = true;
            options.EmitInferenceEvents = true;
        });

        await Some.ChatClient(provider).CompleteChatAsync(Some.Question);
        using (GenAI.StartTool("search"))
        {
        }

        // 8 × 1 + 3 × 0.5 + 7 × 10
        Assert.Equal(0.0000795, telemetry.Of(GenAI.SourceName)[0].Tag(OtelGenAIAttributes.CostTotal));
        var lines = logs.Records.Where(static record => record.Attributes.ContainsKey("Operation")).ToList();
        Assert.Equal([0.0000795, null], lines.Select(static line => line.Attributes["CostUsd"]));
        Assert.Equal(0.0000795, Assert.Single(logs.Records, static record => record.Name == GenAIEvents.ClientInferenceOperationDetails).Attributes[OtelGenAIAttributes.CostTotal]);
    }

    [Theory]
    [InlineData("""{"prices":[{"provider":"openai","match":["m"]}]}""", "prices.json:1: the row has no input price")]
    [InlineData(null, "prices.json cannot be read")]
    public void A_file_of_prices_that_is_not_right_is_refused_at_the_start(string? content, string problem)
    {
        var path = content is null ? Path.Combine(_folder, "prices.json") : Prices(content);

        var refused = Assert.Throws<OptionsValidationException>(() => new Telemetry(options =>
        {
            options.RecordCost = true;
            options.PriceFile = path;
        }));

        Assert.Contains(problem, refused.Message, StringComparison.Ordinal);
        Assert.Contains(nameof(GenAIInstrumentationOptions.PriceFile), refused.Message, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    // Not in any registry: a name of Anthropic's own, known as data.
    private static string HourOfCache { get; } = DialectRegistry.Dialects.Single(static dialect => dialect.Name == "anthropic").Fields
        .Single(static field => field.Field == "cache_write_1h_tokens").From[0];

    private static void Record(string provider, string model, string? tier, GenAIUsage usage)
    {
        using var chat = GenAI.StartChat(provider, model);
        chat.SetUsage(usage);
        if (tier is not null)
        {
            chat.Activity!.SetTag(OpenAIAttributes.ResponseServiceTier, tier);
        }
    }

    private static async Task<IReadOnlyList<(string Model, double? Said, double? Priced)>> CostsAsync(Telemetry telemetry, PriceBook prices) =>
        (await ReceivedBatch.OfAsync(telemetry.Spans)).Costs(prices);

    // Models of the exchanges have names that no table has: each provider has a price for all of them.
    private string EveryModel() => Prices(
        $$"""{"prices":[{{string.Join(',', ((string[])["openai", "anthropic", "gcp.gemini", "cohere", "aws.bedrock", "ollama", "azure.ai.openai"]).SelectMany(
            static provider => "abcdefghijklmnopqrstuvwxyz".Select(letter => $$"""{"provider":"{{provider}}","match":["{{letter}}*"],"input":1,"output":7,"cacheRead":0.1,"cacheWrite":1.25,"audioInput":3,"reasoning":9,"perCall":0.002}""")))}}]}""");

    private string Prices(string json)
    {
        var path = Path.Combine(_folder, "prices.json");
        File.WriteAllText(path, json);
        return path;
    }
}
