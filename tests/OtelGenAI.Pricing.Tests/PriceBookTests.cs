using System.Text;

namespace OtelGenAI.Pricing.Tests;

public class PriceBookTests
{
    private const string Table = """
        {"version":"t","alsoTry":{"p.host":["p"]},"prices":[
          {"provider":"p","match":["m"],"validTo":"2023-01-01","input":100,"source":"s","checkedOn":"c"},
          {"provider":"p","match":["m"],"validFrom":"2023-01-01","input":2,"output":10,"cacheRead":0.2,"cacheWrite":2.5,"cacheWrite1h":4,"tiers":{"batch":0.5},"source":"s","checkedOn":"c"},
          {"provider":"p","match":["m"],"validFrom":"2023-01-01","serviceTier":"priority","input":3,"output":30,"source":"s","checkedOn":"c"},
          {"provider":"p","match":["m"],"validFrom":"2023-01-01","contextOver":1000,"input":4,"output":20,"source":"s","checkedOn":"c"},
          {"provider":"p","match":["omni"],"input":1,"output":2,"audioInput":10,"audioOutput":20,"imageInput":5,"imageOutput":40,"reasoning":3,"source":"s","checkedOn":"c"},
          {"provider":"p","match":["m-2024-05-13"],"input":7,"source":"s","checkedOn":"c"},
          {"provider":"p","match":["eu.m"],"input":8,"source":"s","checkedOn":"c"},
          {"provider":"p","match":["tuned:m*"],"input":9,"source":"s","checkedOn":"c"},
          {"provider":"p","match":["tuned:m-large*"],"input":19,"source":"s","checkedOn":"c"},
          {"provider":"q","match":["m"],"input":1000,"source":"s","checkedOn":"c"},
          {"provider":"p","match":["rerank"],"perCall":0.002,"source":"s","checkedOn":"c"}]}
        """;

    // 2023-11-14
    private const long EndUnixNano = 1_700_000_000_000_000_000;

    private static readonly PriceBook Prices = Read(Table);

    [Fact]
    public void Each_part_of_the_tokens_has_its_own_price_and_is_counted_once()
    {
        var cost = Cost(Call("m", new TokenUsage(1000, 100, 600, 300, 50) { CacheWrite1h = 100 }))!;

        // 100 × 2 + 600 × 0.2 + 200 × 2.5 + 100 × 4 + 100 × 10
        Assert.Equal(0.00222m, cost.Usd);
        Assert.StartsWith("(100 input × $2 + 600 cache read × $0.2 + ", cost.Arithmetic, StringComparison.Ordinal);
    }

    [Fact]
    public void Audio_images_and_reasoning_have_their_own_prices_where_the_row_has_one()
    {
        var tokens = new TokenUsage(100, 100, null, null, 10) { AudioInput = 30, ImageInput = 20, AudioOutput = 40, ImageOutput = 15 };

        // 50 × 1 + 30 × 10 + 20 × 5, and 35 × 2 + 40 × 20 + 15 × 40 + 10 × 3; the other row has one price for all of the input
        Assert.Equal(0.00195m, Cost(Call("omni", tokens))!.Usd);
        Assert.Equal(0.0012m, Cost(Call("m", tokens))!.Usd);
    }

    [Fact]
    public void Parts_that_are_larger_than_their_whole_are_not_paid_twice()
    {
        // 80 of the 100 were read from the cache, so at most 20 can be fresh audio
        Assert.Equal(0.00028m, Cost(Call("omni", new TokenUsage(100, 0, 80, null, null) { AudioInput = 90 }))!.Usd);
    }

    [Theory]
    [InlineData(1000, 0.002)]
    [InlineData(1001, 0.004004)]
    public void A_context_tier_is_a_cliff_for_all_tokens_of_the_call(long input, double expected) =>
        Assert.Equal((decimal)expected, Cost(Call("m", new TokenUsage(input, 0, null, null, null)))!.Usd);

    [Theory]
    [InlineData(null, 2, null)]
    [InlineData("default", 2, null)]
    [InlineData("STANDARD", 2, null)]
    [InlineData("batch", 1, "service tier batch: 0.5 times the standard price")]
    [InlineData("priority", 3, "service tier priority")]
    [InlineData("warp", 2, "the table has no price for the service tier 'warp': the standard one was taken")]
    public void A_service_tier_has_its_price_and_an_unknown_one_the_standard_price_with_a_note(string? tier, int perMillion, string? note)
    {
        var cost = Cost(Call("m", new TokenUsage(1000, 0, null, null, null)) with { ServiceTier = tier })!;

        Assert.Equal(perMillion / 1000m, cost.Usd);
        Assert.Equal(note, cost.TierNote);
    }

    [Fact]
    public void A_price_for_the_call_needs_no_tokens() => Assert.Equal((0.002m, "$0.002 for the call"), Cost(Call("rerank", default)) is { } cost ? (cost.Usd, cost.Arithmetic) : default);

    [Fact]
    public void The_day_of_the_call_decides_the_price() =>
        Assert.Equal(0.1m, Cost(new PricedCall("p", "m", null, new TokenUsage(1000, null, null, null, null), 1_600_000_000_000_000_000))!.Usd);

    [Fact]
    public void A_model_without_a_price_is_unpriced_and_not_free()
    {
        var one = new TokenUsage(1, 1, null, null, null);
        Assert.Null(Cost(new PricedCall("p", "other", "another", one, EndUnixNano)));
        Assert.Null(Cost(new PricedCall("nobody", "m", null, one, EndUnixNano)));
        Assert.Null(Cost(Call("m", default)));
    }

    [Theory]
    [InlineData("p", "m-2025-01-01", 2)]
    [InlineData("p", "m-2024-05-13", 7)]
    [InlineData("p", "eu.m-v1:0", 8)]
    [InlineData("p", "us.m-v1:0", 2)]
    [InlineData("p", "tuned:m:org::abc", 9)]
    [InlineData("p", "tuned:m-large:org::abc", 19)]
    [InlineData("p.host", "m", 2)]
    [InlineData(null, "m", 2)]
    public void A_name_with_a_price_of_its_own_wins_over_the_shorter_ones_it_stands_for(string? provider, string model, int perMillion) =>
        Assert.Equal(perMillion, Cost(new PricedCall(provider, model, null, new TokenUsage(1_000_000 / 1_000, 0, null, null, null), EndUnixNano))!.Usd * 1_000);

    [Fact]
    public void A_deployment_is_priced_by_the_model_that_answered()
    {
        var call = new PricedCall("p", "m-2025-01-01", "our-production-bot", new TokenUsage(1000, 0, null, null, null), EndUnixNano);

        Assert.Equal(0.002m, Cost(call)!.Usd);
        Assert.Null(Cost(call with { ResponseModel = "our-production-bot" }));
    }

    [Theory]
    [InlineData("us.anthropic.claude-sonnet-4-5-20250929-v1:0", "claude-sonnet-4-5")]
    [InlineData("arn:aws:bedrock:eu-central-1:123456789012:inference-profile/eu.anthropic.claude-sonnet-4-5-20250929-v1:0", "claude-sonnet-4-5")]
    [InlineData("apac.amazon.nova-pro-v1:0", "nova-pro")]
    [InlineData("openai/gpt-4o", "gpt-4o")]
    [InlineData("gpt-4o-mini-2024-07-18", "gpt-4o-mini")]
    [InlineData("claude-3-5-haiku@20241022", "claude-3-5-haiku")]
    [InlineData("claude-sonnet-4@default", "claude-sonnet-4")]
    [InlineData("publishers/google/models/gemini-2.0-flash-001", "gemini-2.0-flash")]
    [InlineData("models/gemini-2.5-flash", "gemini-2.5-flash")]
    [InlineData("gemini-2.5-flash-preview-09-2025", "gemini-2.5-flash")]
    [InlineData("gpt-4.1", "gpt-4.1")]
    [InlineData("mistral-large-2411", "mistral-large")]
    [InlineData("gpt-4-0613", "gpt-4")]
    [InlineData("o3", "o3")]
    public void A_model_is_known_under_the_names_that_hosts_give_it(string model, string bare) => Assert.Equal(bare, ModelName.Bare(model));

    [Theory]
    [InlineData(CostRule.Computed, 0.5, "m", 0.002)]
    [InlineData(CostRule.Reported, 0.5, "m", 0.5)]
    [InlineData(CostRule.ReportedIfUnpriced, 0.5, "m", 0.002)]
    [InlineData(CostRule.Computed, 0.5, "unknown", null)]
    [InlineData(CostRule.Reported, 0.5, "unknown", 0.5)]
    [InlineData(CostRule.ReportedIfUnpriced, 0.5, "unknown", 0.5)]
    [InlineData(CostRule.Reported, 0.0, "m", 0.002)]
    [InlineData(CostRule.Reported, 0.0, "unknown", null)]
    [InlineData(CostRule.Reported, -1.0, "m", 0.002)]
    [InlineData(CostRule.Reported, double.NaN, "m", 0.002)]
    public void A_setting_says_whether_the_reported_cost_wins_and_a_reported_0_is_never_believed(CostRule rule, double reported, string model, double? expected)
    {
        var call = Call(model, new TokenUsage(1000, 0, null, null, null)) with { ReportedUsd = reported };

        Assert.Equal((decimal?)expected, Prices.With(rule).CostOf(call)?.Usd);
    }

    [Fact]
    public void A_row_of_the_users_own_file_wins_and_is_named_with_its_line()
    {
        var own = Read("""
            {
              // negotiated
              "prices": [
                {"provider": "p", "match": ["m"], "validFrom": "2023-06-01", "input": 1, "output": 5},
              ]
            }
            """, "prices.local.json", Prices);
        var call = Call("m-2025-01-01", new TokenUsage(1000, 0, null, null, null));

        Assert.Equal((0.001m, "prices.local.json:4"), (own.CostOf(call)!.Usd, own.CostOf(call)!.Row!.Place));
        Assert.Equal(0.002m, own.CostOf(call with { EndUnixNano = 1_680_000_000_000_000_000 })!.Usd);
        Assert.StartsWith("t+", own.Version, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"prices\": [\n{\"provider\": \"p\", \"match\": [\"m\"]}]}", "own.json:2: the row has no input price.")]
    [InlineData("{\"prices\": [\n\n{\"match\": [\"m\"], \"input\": 1}]}", "own.json:3: the row has no provider.")]
    [InlineData("{\"prices\": [{\"provider\": \"p\", \"match\": [\"m\"],\n\"inputt\": 1}]}", "own.json:2: 'inputt' is no field of a price row.")]
    [InlineData("{\"prices\": [{\"provider\": \"p\", \"match\": [\"m\"],\n\n\"input\": \"1\"}]}", "own.json:3: expected a number for 'input'.")]
    [InlineData("{\"prices\": [{\"provider\": \"p\", \"match\": [\"m\"], \"input\": -1}]}", "own.json:1: 'input' must be from 0 to 1000000000.")]
    [InlineData("{\"prices\": [{\"provider\": \"p\", \"match\": [\"m\"], \"input\": 1,\n\"validFrom\": \"2026-13-01\"}]}", "own.json:2: validFrom '2026-13-01' is no day such as 2026-11-20.")]
    [InlineData("{\"prices\": [{\"provider\": \"p\", \"match\": [\"m\"], \"input\": 1, \"validFrom\": \"2026-02-01\", \"validTo\": \"2026-02-01\"}]}", "own.json:1: validTo is not after validFrom.")]
    [InlineData("{\"prices\": [{\"provider\": \"p\", \"match\": [], \"input\": 1}]}", "own.json:1: the row has no match: the names of its models.")]
    [InlineData("{\"prices\": [{\"provider\": \"p\", \"match\": [\"m\"], \"input\": 1, \"unit\": \"EUR\"}]}", "own.json:1: unit 'EUR' is not known: prices are 'USD per million tokens'.")]
    [InlineData("{\"preise\": []}", "own.json:1: 'preise' is not known here; version, prices and alsoTry are.")]
    public void What_is_wrong_with_a_file_is_said_with_its_line(string json, string message) =>
        Assert.Equal(message, Assert.Throws<FormatException>(() => Read(json, "own.json")).Message);

    [Fact]
    public void A_file_that_is_not_JSON_is_refused_with_its_line() =>
        Assert.StartsWith("own.json:2: not JSON", Assert.Throws<FormatException>(() => Read("{\"prices\": [\n}", "own.json")).Message, StringComparison.Ordinal);

    [Fact]
    public void A_million_made_up_models_are_not_remembered()
    {
        for (var i = 0; i < 10_000; i++)
        {
            Assert.Null(Cost(Call($"made-up-{i}x", new TokenUsage(1, 1, null, null, null))));
        }

        Assert.InRange(Prices.RememberedNames, 0, 4_096);
    }

    private static PriceBook Read(string json, string? place = null, PriceBook? fallback = null) => PriceBook.Read(Encoding.UTF8.GetBytes(json), place, fallback);

    private static PricedCall Call(string model, TokenUsage tokens) => new("p", model, RequestModel: null, tokens, EndUnixNano);

    private static CallCost? Cost(PricedCall call) => Prices.CostOf(in call);
}
