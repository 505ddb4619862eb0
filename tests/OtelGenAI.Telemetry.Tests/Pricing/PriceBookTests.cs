using System.Text;
using OtelGenAI.Telemetry.Pricing;
using OtelGenAI.Telemetry.Traces;

namespace OtelGenAI.Telemetry.Tests.Pricing;

public class PriceBookTests
{
    private const string Table = """
        {"version":"t","prices":[
          {"provider":"p","match":["m"],"validTo":"2023-01-01","input":100,"source":"s","checkedOn":"c"},
          {"provider":"p","match":["m"],"validFrom":"2023-01-01","input":2,"output":10,"cacheRead":0.2,"cacheWrite":2.5,"cacheWrite1h":4,"source":"s","checkedOn":"c"},
          {"provider":"p","match":["m"],"validFrom":"2023-01-01","contextOver":1000,"input":4,"output":20,"source":"s","checkedOn":"c"}]}
        """;

    private static readonly PriceBook Prices = PriceBook.Read(new MemoryStream(Encoding.UTF8.GetBytes(Table)), fallback: null);

    [Fact]
    public void Each_part_of_the_tokens_has_its_own_price_and_is_counted_once()
    {
        var cost = Cost(new TokenUsage(1000, 100, 600, 300, 50) { CacheWrite1h = 100 })!;

        // 100 × 2 + 600 × 0.2 + 200 × 2.5 + 100 × 4 + 100 × 10
        Assert.Equal(0.00222m, cost.Usd);
        Assert.StartsWith("(100 input × $2 + 600 cache read × $0.2 + ", cost.Arithmetic, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1000, 0.002)]
    [InlineData(1001, 0.004004)]
    public void A_context_tier_is_a_cliff_for_all_tokens_of_the_call(long input, double expected) =>
        Assert.Equal((decimal)expected, Cost(new TokenUsage(input, 0, null, null, null))!.Usd);

    [Fact]
    public void The_day_of_the_call_decides_the_price() =>
        Assert.Equal(0.1m, Prices.CostOf("p", "m", null, new TokenUsage(1000, null, null, null, null), 1_600_000_000_000_000_000)!.Usd);

    [Fact]
    public void A_model_without_a_price_is_unpriced_and_not_free()
    {
        Assert.Null(Prices.CostOf("p", "other", "another", new TokenUsage(1, 1, null, null, null), Some.Moment(0)));
        Assert.Null(Prices.CostOf("q", "m", null, new TokenUsage(1, 1, null, null, null), Some.Moment(0)));
        Assert.Null(Cost(default));
    }

    [Theory]
    [InlineData("us.anthropic.claude-sonnet-4-5-20250929-v1:0", "claude-sonnet-4-5")]
    [InlineData("openai/gpt-4o", "gpt-4o")]
    [InlineData("gpt-4o-mini-2024-07-18", "gpt-4o-mini")]
    [InlineData("claude-3-5-haiku@20241022", "claude-3-5-haiku")]
    [InlineData("models/gemini-2.5-flash", "gemini-2.5-flash")]
    [InlineData("gpt-4.1", "gpt-4.1")]
    public void A_model_is_known_under_the_names_that_hosts_give_it(string model, string bare) => Assert.Equal(bare, ModelName.Bare(model));

    [Fact]
    public void Every_built_in_model_is_found_under_its_own_name_and_says_its_source()
    {
        var cost = PriceBook.BuiltIn.CostOf("openai", "gpt-4o-mini-2024-07-18", null, new TokenUsage(1_000_000, 1_000_000, 500_000, null, null), Some.Moment(0))!;

        // half of the input from the cache: 0.5 × 0.15 + 0.5 × 0.075 + 0.6
        Assert.Equal(0.7125m, cost.Usd);
        Assert.StartsWith("https://", cost.Row.Source, StringComparison.Ordinal);
        Assert.Equal("gpt-4o-mini", ModelName.Bare(cost.Row.Match[0]));
    }

    [Fact]
    public void A_trace_costs_what_its_calls_cost_and_says_how_many_have_no_price()
    {
        var agent = Some.Span(id: 1, kind: ObservationKind.Agent, input: 5000, model: "m");
        var call = Some.Span(id: 2, parent: 1, kind: ObservationKind.Llm, input: 500, model: "m");
        var unknown = Some.Span(id: 3, parent: 1, kind: ObservationKind.Llm, input: 500, model: "x");

        Assert.Equal(new TraceCost(0.001m, 1), TraceCost.Of(TraceTree.Build([agent, call, unknown]), Prices));
        Assert.Equal(new TraceCost(null, 1), TraceCost.Of(TraceTree.Build([agent, unknown]), Prices));
    }

    [Fact]
    public void An_answer_that_two_instrumentations_report_side_by_side_is_one_call()
    {
        SpanRecord Call(int id) => Some.Span(id, parent: 1, kind: ObservationKind.Llm, input: 500, model: "m") with { ResponseId = "chatcmpl-1" };
        SpanRecord[] spans = [Some.Span(id: 1), Call(2), Call(3)];

        foreach (var order in new[] { spans, [.. spans.Reverse()] })
        {
            var accumulator = new TraceAccumulator(Some.TraceId);
            foreach (var span in order)
            {
                accumulator.Add(span);
            }

            Assert.Equal(500, accumulator.Summarize().InputTokens);
            var covered = TraceTree.Build(order).Nodes.Where(node => node.Flags.HasFlag(SpanFlags.CoveredCall));
            Assert.Equal(Some.SpanId(3), Assert.Single(covered).Span.SpanId);
        }
    }

    private static CallCost? Cost(TokenUsage tokens) => Prices.CostOf("p", "m", null, tokens, Some.Moment(0));
}
