using System.Text;
using OtelGenAI.Conventions;

namespace OtelGenAI.Telemetry.Tests.Dialects;

/// <summary>Counts of producers that leave the cache out of input, or reasoning out of output, and of those that do not.</summary>
public class TokenRulesTests
{
    [Fact]
    public void Claude_Code_leaves_the_cache_out_also_where_it_is_smaller_than_the_input() => Assert.Equal(
        (1_060, 20),
        Read(("span.type", "claude_code.llm_request"), ("input_tokens", "1000"), ("cache_read_tokens", "50"), ("cache_creation_tokens", "10"), ("output_tokens", "20")));

    [Fact]
    public void Langfuse_counts_in_buckets_that_do_not_overlap() => Assert.Equal(
        (100 + 40 + 5 + 3, 50 + 20 + 7),
        Read(("langfuse.observation.usage_details",
            """{"input":100,"input_cached_tokens":40,"input_cache_creation":5,"input_audio_tokens":3,"output":50,"output_reasoning_tokens":20,"output_audio_tokens":7}""")));

    [Fact]
    public void The_total_of_Langfuse_has_the_last_word() => Assert.Equal(
        (100, 50),
        Read(("langfuse.observation.usage_details", """{"input":100,"input_cached_tokens":40,"output":50,"total":150}""")));

    [Fact]
    public void A_usage_object_of_OpenAI_that_Langfuse_hands_on_includes_its_parts() => Assert.Equal(
        (100, 50),
        Read(("langfuse.observation.usage_details",
            """{"prompt_tokens":100,"prompt_tokens_details":{"cached_tokens":40},"completion_tokens":50,"completion_tokens_details":{"reasoning_tokens":20}}""")));

    [Fact]
    public void The_candidates_of_Gemini_leave_thoughts_out_and_its_prompt_includes_the_cache() => Assert.Equal(
        (100, 50),
        Read(("gcp.vertex.agent.llm_response",
            """{"usage_metadata":{"prompt_token_count":100,"cached_content_token_count":40,"candidates_token_count":20,"thoughts_token_count":30}}""")));

    [Fact]
    public void An_older_instrumentation_of_Anthropic_is_found_by_parts_that_are_larger_than_their_whole() => Assert.Equal(
        (10 + 900 + 50, 20),
        Read(
            (GenAIAttributes.UsageInputTokens, "10"), (GenAIAttributes.UsageCacheReadInputTokens, "900"),
            (GenAIAttributes.UsageCacheWriteInputTokens, "50"), (GenAIAttributes.UsageOutputTokens, "20")));

    [Fact]
    public void One_token_less_in_the_parts_is_a_whole_that_includes_them() => Assert.Equal(
        (950, 20),
        Read(
            (GenAIAttributes.UsageInputTokens, "950"), (GenAIAttributes.UsageCacheReadInputTokens, "900"),
            (GenAIAttributes.UsageCacheWriteInputTokens, "50"), (GenAIAttributes.UsageOutputTokens, "20")));

    [Theory]
    [InlineData("120", 100, 20)]
    [InlineData("160", 140, 20)]
    public void A_total_tells_which_of_the_two_it_is(string total, long input, long output) => Assert.Equal(
        (input, output),
        Read(
            (GenAIAttributes.UsageInputTokens, "100"), (GenAIAttributes.UsageCacheReadInputTokens, "40"),
            (GenAIAttributes.UsageOutputTokens, "20"), (DeprecatedTotal, total)));

    [Fact]
    public void Tokens_of_a_compaction_are_billed_with_the_call() => Assert.Equal(
        (100 + 500, 20 + 30),
        Read(
            (GenAIAttributes.UsageInputTokens, "100"), (GenAIAttributes.UsageOutputTokens, "20"),
            ("anthropic.usage.compaction.input_tokens", "500"), ("anthropic.usage.compaction.output_tokens", "30")));

    [Theory]
    [InlineData("langfuse.observation.model.parameters", """{"temperature":0,"service_tier":"flex"}""", "flex")]
    [InlineData("llm.invocation_parameters", """{"model":"gpt-5","service_tier":"priority"}""", "priority")]
    [InlineData("ai.response.providerMetadata", """{"openai":{"serviceTier":"batch"}}""", "batch")]
    [InlineData("ai.response.providerMetadata", """{"anthropic":{"usage":{"service_tier":"standard"}}}""", "standard")]
    [InlineData("gcp.vertex.agent.llm_response", """{"usage_metadata":{"traffic_type":"ON_DEMAND_FLEX"}}""", "ON_DEMAND_FLEX")]
    public void The_service_tier_is_read_where_each_dialect_has_it(string key, string json, string tier)
    {
        using var span = new OneSpan((key, json));

        Assert.Equal(tier, Encoding.UTF8.GetString(span.Columns.ServiceTier.Span));
    }

    [Fact]
    public void The_tier_that_was_served_wins_over_the_one_that_was_asked_for()
    {
        using var span = new OneSpan((OpenAIAttributes.RequestServiceTier, "flex"), (OpenAIAttributes.ResponseServiceTier, "default"));

        Assert.Equal("default", Encoding.UTF8.GetString(span.Columns.ServiceTier.Span));
    }

    [Fact]
    public void Audio_that_the_cache_counts_is_added_once() => Assert.Equal(
        (100 + 40 + 5 + (30 - 20), 50 + 20 + 7),
        Read(
            ("langfuse.observation.usage_details",
            """{"input":100,"input_cached_tokens":40,"input_cache_creation":5,"input_audio_tokens":30,"output":50,"output_reasoning_tokens":20,"output_audio_tokens":7}"""),
            (GenAIAttributes.UsageAudioCacheReadInputTokens, "20")));

    [Fact]
    public void Audio_from_the_cache_is_told_apart()
    {
        using var span = new OneSpan(
            (GenAIAttributes.OperationName, "chat"), (GenAIAttributes.UsageInputTokens, "100"), (GenAIAttributes.UsageCacheReadInputTokens, "40"),
            (GenAIAttributes.UsageAudioInputTokens, "60"), (GenAIAttributes.UsageAudioCacheReadInputTokens, "30"));

        var tokens = span.Columns.Tokens;
        Assert.Equal((100, 40, 60, 30), (tokens.Input, tokens.CacheRead, tokens.AudioInput, tokens.AudioCacheRead));
    }

    private static string DeprecatedTotal { get; } = ConventionRegistry.Renames.Single(rename => rename.OldName.EndsWith("usage.total_tokens", StringComparison.Ordinal)).OldName;

    private static (long? Input, long? Output) Read(params (string Key, string Value)[] attributes)
    {
        using var span = new OneSpan(attributes);
        return (span.Columns.Tokens.Input, span.Columns.Tokens.Output);
    }
}
