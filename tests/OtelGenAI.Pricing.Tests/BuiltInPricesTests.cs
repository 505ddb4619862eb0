namespace OtelGenAI.Pricing.Tests;

/// <summary>The table of <c>conventions/prices</c>: a call of each provider, its cost worked out by hand, and what holds for every row.</summary>
public class BuiltInPricesTests
{
    private const long Million = 1_000_000;

    // 2026-11-15
    private const long Day = 1_794_700_800_000_000_000;

    [Theory]
    [InlineData("openai", "gpt-4o", 1.0 * 2.5)]
    [InlineData("openai", "o3-2025-04-16", 2.0)]
    [InlineData("openai", "text-embedding-3-small", 0.02)]
    [InlineData("openai", "gpt-4o-2024-05-13", 5.0)]
    [InlineData("azure.ai.openai", "gpt-4o-2024-08-06", 2.5)]
    [InlineData("azure.ai.inference", "gpt-4.1-mini", 0.4)]
    [InlineData("anthropic", "claude-opus-5-5", 4.0)]
    [InlineData("anthropic", "claude-3-5-haiku-20241022", 0.8)]
    [InlineData("aws.bedrock", "us.anthropic.claude-sonnet-4-5-20250929-v1:0", 3.3)]
    [InlineData("aws.bedrock", "global.anthropic.claude-sonnet-4-5-20250929-v1:0", 3.0)]
    [InlineData("aws.bedrock", "arn:aws:bedrock:eu-west-1:123456789012:inference-profile/eu.anthropic.claude-opus-4-8", 5.5)]
    [InlineData("aws.bedrock", "apac.amazon.nova-pro-v1:0", 0.8)]
    [InlineData("aws.bedrock", "openai.gpt-oss-120b-1:0", 0.15)]
    [InlineData("gcp.vertex_ai", "claude-sonnet-4-5@20250929", 3.0)]
    [InlineData("gcp.vertex_ai", "publishers/google/models/gemini-2.5-flash", 0.3)]
    [InlineData("gcp.gemini", "models/gemini-2.5-flash-lite", 0.1)]
    [InlineData("gcp.gen_ai", "gemini-2.5-flash", 0.3)]
    [InlineData("mistral_ai", "mistral-large-2411", 2.0)]
    [InlineData("mistral_ai", "mistral-large-latest", 0.5)]
    [InlineData("mistral_ai", "mistral-embed", 0.1)]
    [InlineData("cohere", "command-a-03-2025", 2.5)]
    [InlineData("cohere", "embed-v4.0", 0.12)]
    [InlineData("x_ai", "grok-4-0709", 3.0)]
    [InlineData("deepseek", "deepseek-chat", 0.14)]
    [InlineData("groq", "openai/gpt-oss-120b", 0.15)]
    [InlineData("groq", "llama-3.3-70b-versatile", 0.59)]
    [InlineData("together_ai", "meta-llama/Llama-3.3-70B-Instruct-Turbo", 0.88)]
    [InlineData("perplexity", "sonar-pro", 3.0)]
    [InlineData("moonshot_ai", "kimi-k2-0905-preview", 0.6)]
    [InlineData("alibaba_cloud", "qwen-plus", 0.4)]
    [InlineData("voyage_ai", "voyage-3.5", 0.06)]
    [InlineData("voyage_ai", "rerank-2.5", 0.05)]
    public void A_million_input_tokens_of_a_model_of_each_provider(string provider, string model, double usd) =>
        Assert.Equal((decimal)usd, Cost(provider, model, new TokenUsage(100_000, 0, null, null, null))! * 10);

    [Fact]
    public void Half_of_the_input_of_OpenAI_from_the_cache() =>
        // 0.5 × 0.15 + 0.5 × 0.075 + 1 × 0.6
        Assert.Equal(0.7125m, Cost("openai", "gpt-4o-mini-2024-07-18", new TokenUsage(Million, Million, Million / 2, null, null)));

    [Fact]
    public void Flex_and_batch_of_OpenAI_cost_half_and_priority_its_own_price()
    {
        // 0.5 × (1.25 + 0.1 × 10); 0.25 + 1, which is a row of its own; 1.7 × 2.5
        Assert.Equal(1.125m, Cost("openai", "gpt-5-2025-08-07", new TokenUsage(Million, 100_000, null, null, null), "flex"));
        Assert.Equal(1.25m, Cost("openai", "gpt-4o-mini", new TokenUsage(Million, Million, null, null, null), "priority"));
        Assert.Equal(4.25m, Cost("openai", "gpt-4o", new TokenUsage(Million, 0, null, null, null), "priority"));
        Assert.Equal(1.25m, Cost("openai", "gpt-4o", new TokenUsage(Million, 0, null, null, null), "batch"));
    }

    [Fact]
    public void A_long_call_of_OpenAI_costs_more_for_all_of_its_tokens_and_nothing_known_where_the_price_is_not()
    {
        // 0.3 × 5 + 0.01 × 22.5
        Assert.Equal(1.725m, Cost("openai", "gpt-5.4", new TokenUsage(300_000, 10_000, null, null, null)));
        Assert.Equal(0.544m, Cost("openai", "gpt-6-sol", new TokenUsage(272_000, 0, null, null, null)));
        Assert.Null(Cost("openai", "gpt-6-sol", new TokenUsage(272_001, 0, null, null, null)));
    }

    [Fact]
    public void Cache_writes_of_Anthropic_for_five_minutes_and_an_hour_have_their_own_prices() =>
        // 3,000 × 3 + 4,000 × 0.3 + 2,000 × 3.75 + 1,000 × 6 + 500 × 15
        Assert.Equal(0.0312m, Cost("anthropic", "claude-sonnet-4-5-20250929", new TokenUsage(10_000, 500, 4_000, 3_000, null) { CacheWrite1h = 1_000 }));

    [Theory]
    [InlineData(100_000, 0.01)]
    [InlineData(100_001, 0.0500005)]
    public void Haiku_costs_five_times_as_much_from_100_001_tokens_on(long input, double usd) =>
        Assert.Equal((decimal)usd, Cost("anthropic", "claude-haiku-5-5", new TokenUsage(input, 0, null, null, null)));

    [Fact]
    public void A_batch_of_Anthropic_costs_half() =>
        Assert.Equal(2.5m, Cost("anthropic", "claude-opus-4-8", new TokenUsage(Million, 0, null, null, null), "batch"));

    [Theory]
    [InlineData(200_000, 0.26)]
    [InlineData(200_001, 0.5150025)]
    public void Gemini_has_a_cliff_above_200_000_tokens(long input, double usd) =>
        // 200,000 × 1.25 + 1,000 × 10, and 200,001 × 2.5 + 1,000 × 15
        Assert.Equal((decimal)usd, Cost("gcp.gemini", "gemini-2.5-pro", new TokenUsage(input, 1_000, null, null, null)));

    [Fact]
    public void Audio_read_from_the_cache_has_its_own_price_and_is_paid_once()
    {
        var tokens = new TokenUsage(1_000, 0, 500, null, null) { AudioInput = 600, AudioCacheRead = 300 };

        // 200 × 0.6 + 200 × 0.06 + 300 × 0.3 + 300 × 10; gpt-audio-1.5 has no price for the cache: 200 × 2.5 + 200 × 2.5 + 300 × 2.5 + 300 × 32
        Assert.Equal(0.003222m, Cost("openai", "gpt-realtime-mini", tokens));
        Assert.Equal(0.01135m, Cost("openai", "gpt-audio-1.5", tokens));
    }

    [Fact]
    public void Audio_has_its_own_price()
    {
        // 600 × 0.3 + 400 × 1; 100 × 2.5 + 900 × 32 + 200 × 10 + 800 × 64
        Assert.Equal(0.00058m, Cost("gcp.gemini", "gemini-2.5-flash", new TokenUsage(1_000, 0, null, null, null) { AudioInput = 400 }));
        Assert.Equal(0.08225m, Cost("openai", "gpt-audio", new TokenUsage(1_000, 1_000, null, null, null) { AudioInput = 900, AudioOutput = 800 }));
    }

    [Fact]
    public void An_image_of_Gemini_has_its_own_price() =>
        // 1,000 × 0.3 + 100 × 2.5 + 1,290 × 30
        Assert.Equal(0.03925m, Cost("gcp.gemini", "gemini-2.5-flash-image", new TokenUsage(1_000, 1_390, null, null, null) { ImageOutput = 1_290 }));

    [Fact]
    public void Reasoning_of_a_deep_research_of_Perplexity_costs_less_than_its_answer() =>
        // 1,000 × 2 + 4,000 × 8 + 6,000 × 3
        Assert.Equal(0.052m, Cost("perplexity", "sonar-deep-research", new TokenUsage(1_000, 10_000, null, null, 6_000)));

    [Fact]
    public void A_search_of_a_reranker_has_a_price_for_the_call() => Assert.Equal(0.002m, Cost("cohere", "rerank-v3.5", default));

    [Fact]
    public void An_announced_change_of_price_takes_place_on_its_day()
    {
        Assert.Equal(0.75m, Cost("gcp.gemini", "gemini-3.8-flash", new TokenUsage(Million, 0, null, null, null)));
        Assert.Equal(1.5m, Cost("gcp.gemini", "gemini-3.8-flash", new TokenUsage(Million, 0, null, null, null), day: 1_798_761_600_000_000_000));
    }

    [Fact]
    public void A_model_of_a_host_that_is_not_in_the_table_is_unpriced_although_its_maker_is() =>
        Assert.Null(Cost("openrouter", "openai/gpt-4o", new TokenUsage(1, 1, null, null, null)));

    [Fact]
    public void Every_row_says_its_source_and_how_far_it_was_checked() => Assert.All(PriceBook.BuiltIn.Rows, row =>
    {
        Assert.StartsWith("https://", row.Source, StringComparison.Ordinal);
        Assert.Matches(@"^\d{4}-\d{2}-\d{2} \(.+\)$", row.CheckedOn);
        Assert.Null(row.Place);
    });

    [Fact]
    public void No_two_rows_are_for_the_same_call()
    {
        var same = PriceBook.BuiltIn.Rows.SelectMany(row => row.Match.Select(name => (Key: (row.Provider, name, row.ServiceTier, row.ContextOver), Row: row)))
            .GroupBy(pair => pair.Key, pair => pair.Row);
        foreach (var group in same)
        {
            var rows = group.OrderBy(row => row.ValidFrom ?? DateOnly.MinValue).ToList();
            Assert.All(rows.Zip(rows.Skip(1)), pair => Assert.True(pair.First.ValidTo <= pair.Second.ValidFrom, $"{group.Key} has two prices on a day"));
        }
    }

    [Fact]
    public void Every_name_of_every_row_is_found() => Assert.All(PriceBook.BuiltIn.Rows, row => Assert.All(row.Match, name =>
    {
        Assert.Equal(name.ToLowerInvariant(), name);
        var day = row.ValidFrom ?? row.ValidTo?.AddDays(-1) ?? new DateOnly(2026, 11, 15);
        var end = (day.ToDateTime(TimeOnly.MinValue) - DateTime.UnixEpoch).Ticks * 100;
        var call = new PricedCall(row.Provider, name, RequestModel: null, new TokenUsage(row.ContextOver + 1, 1, null, null, null), end) { ServiceTier = row.ServiceTier };
        Assert.Same(row, PriceBook.BuiltIn.CostOf(in call)?.Row);
    }));

    private static decimal? Cost(string provider, string model, TokenUsage tokens, string? tier = null, long day = Day)
    {
        var call = new PricedCall(provider, model, RequestModel: null, tokens, day) { ServiceTier = tier };
        return PriceBook.BuiltIn.CostOf(in call)?.Usd;
    }
}
