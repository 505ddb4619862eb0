namespace OtelGenAI.EndToEnd.Tests.Clients;

/// <summary>
/// What real clients send of calls whose figures are known, against what the collector makes of it. Prices are those of
/// <c>conventions/prices</c> in USD per million tokens: gpt-4.1-mini 0.40 input, 0.10 cached, 1.60 output; text-embedding-3-small 0.02;
/// claude-sonnet-4-5 3 input, 0.30 cached, 3.75 cache write, 15 output; gemini-2.5-flash 0.30 input, 0.03 cached, 2.50 output.
/// </summary>
public sealed class NpmClientTests(ClientRuns runs) : IClassFixture<ClientRuns>
{
    // 1200 × 0.40 + 30 × 1.60 = 480 + 48 = 528
    private const string AsksForTool = "1200(0,)→30(10) $0.000528";

    // (1300 - 1024) × 0.40 + 1024 × 0.10 + 50 × 1.60 = 110.4 + 102.4 + 80 = 292.8
    private const string AnswersWithResult = "1300(1024,)→50(20) $0.0002928";

    // (900 - 512) × 0.40 + 512 × 0.10 + 40 × 1.60 = 155.2 + 51.2 + 64 = 270.4
    private const string InWords = "900(512,)→40(16) $0.0002704";

    // The same where the client does not hand on what was cached: 1300 × 0.40 + 50 × 1.60 = 600, 900 × 0.40 + 40 × 1.60 = 424
    private const string AsksForToolBare = "1200(,)→30() $0.000528";
    private const string AnswersWithResultBare = "1300(,)→50() $0.0006";
    private const string InWordsBare = "900(,)→40() $0.000424";

    // 12 × 0.02 = 0.24
    private const string Embedding = "12(,)→() $0.00000024";

    // 200 × 3 + 1000 × 0.30 + 300 × 3.75 + 80 × 15 = 600 + 300 + 1125 + 1200 = 3225
    private const string Claude = "1500(1000,300)→80() $0.003225";

    // (700 - 256) × 0.30 + 256 × 0.03 + 64 × 2.50 = 133.2 + 7.68 + 160 = 300.88
    private const string Gemini = "700(256,)→64(24) $0.00030088";

    [NodeFact]
    public Task OpenTelemetrys_instrumentation_of_the_OpenAI_SDK() => IsReadAsync(
        "otel-openai",
        $"""
        span handle request
          llm chat gpt-4.1-mini: gpt-4.1-mini-2025-04-14 {AsksForToolBare} renamed_attributes
          llm chat gpt-4.1-mini: gpt-4.1-mini-2025-04-14 {AnswersWithResultBare} renamed_attributes
          llm chat gpt-4.1-mini: gpt-4.1-mini-2025-04-14 {InWordsBare} renamed_attributes
          llm chat gpt-4.1-mini: gpt-4.1-mini-2025-04-14 {InWordsBare}
          llm chat gpt-4.1-mini: gpt-4.1-mini-2025-04-14 {InWordsBare}
          embedding embeddings text-embedding-3-small: text-embedding-3-small {Embedding} renamed_attributes
        sum 5212→200 $0.00240024, 0 unpriced
        """);

    [NodeFact]
    public Task OpenInference_which_counts_nothing_of_streamed_chats_and_embeddings() => IsReadAsync(
        "openinference",
        $"""
        span handle request
          llm OpenAI Chat Completions: gpt-4.1-mini-2025-04-14 {AsksForTool}
          llm OpenAI Chat Completions: gpt-4.1-mini-2025-04-14 {AnswersWithResult}
          llm OpenAI Chat Completions: gpt-4.1-mini
          llm OpenAI Responses: gpt-4.1-mini-2025-04-14 {InWords}
          llm OpenAI Responses: gpt-4.1-mini-2025-04-14 {InWords}
          embedding OpenAI Embeddings: text-embedding-3-small
        sum 4300→160 $0.0013616, 2 unpriced
        """);

    [NodeFact]
    public Task Traceloop_which_counts_nothing_of_streams_and_sees_no_embeddings() => IsReadAsync(
        "traceloop",
        $"""
        span handle request
          llm chat gpt-4.1-mini: gpt-4.1-mini-2025-04-14 {AsksForToolBare}
          llm chat gpt-4.1-mini: gpt-4.1-mini-2025-04-14 {AnswersWithResultBare}
          llm chat gpt-4.1-mini: gpt-4.1-mini-2025-04-14
          llm chat gpt-4.1-mini: gpt-4.1-mini-2025-04-14 {InWordsBare}
          llm chat gpt-4.1-mini: gpt-4.1-mini
        sum 3400→120 $0.001552, 2 unpriced
        """);

    [NodeFact]
    public Task Langfuse_whose_buckets_are_put_together_again() => IsReadAsync(
        "langfuse",
        $"""
        span handle request
          agent helper
            llm OpenAI.chat: gpt-4.1-mini-2025-04-14 {AsksForTool} reasoning_added
            llm OpenAI.chat: gpt-4.1-mini-2025-04-14 {AnswersWithResult} cache_added reasoning_added
            llm OpenAI.chat: gpt-4.1-mini {InWords} cache_added reasoning_added
            llm OpenAI.responses: gpt-4.1-mini-2025-04-14 {InWords} cache_added reasoning_added
            llm OpenAI.responses: gpt-4.1-mini-2025-04-14 {InWords} cache_added reasoning_added
            llm OpenAI.embeddings: text-embedding-3-small
        sum 5200→200 $0.001632, 1 unpriced
        """);

    // It reports a cost of 0 for a model it has no price for, which is not believed.
    [NodeFact]
    public Task OpenLIT_which_hands_on_reasoning_of_one_API_only() => IsReadAsync(
        "openlit",
        $"""
        span handle request
          llm chat gpt-4.1-mini: gpt-4.1-mini-2025-04-14 {AsksForToolBare}
          llm chat gpt-4.1-mini: gpt-4.1-mini-2025-04-14 {WithoutReasoning(AnswersWithResult)}
          llm chat gpt-4.1-mini: gpt-4.1-mini-2025-04-14 {WithoutReasoning(InWords)}
          llm chat gpt-4.1-mini: gpt-4.1-mini-2025-04-14 {InWords} renamed_attributes
          llm chat gpt-4.1-mini: gpt-4.1-mini-2025-04-14 {InWords} renamed_attributes
          embedding embeddings text-embedding-3-small: text-embedding-3-small {Embedding}
        sum 5212→200 $0.00163224, 0 unpriced
        """);

    // A streamed run is written on the span around it, or on one of its own, as the promises of the SDK happen to end: the same sums.
    [NodeFact]
    public async Task LangSmith_whatever_span_a_streamed_run_is_written_on()
    {
        var outline = Outline.Of(await runs.RunAsync("langsmith"));

        Assert.StartsWith(
            $"""
            workflow helper renamed_attributes
              llm ChatOpenAI: gpt-4.1-mini-2025-04-14 {AsksForTool} renamed_attributes
              llm ChatOpenAI: gpt-4.1-mini-2025-04-14 {AnswersWithResult} renamed_attributes
            """,
            outline,
            StringComparison.Ordinal);
        Assert.Equal(3, outline.Split(InWords).Length - 1);
        Assert.EndsWith("\nsum 5200→200 $0.001632, 0 unpriced", outline, StringComparison.Ordinal);
    }

    [NodeFact]
    public Task The_Vercel_AI_SDK_with_its_exporter_which_does_not_hand_on_reasoning() => IsReadAsync(
        "ai",
        $"""
        span handle request
          agent invoke_agent gpt-4.1-mini: gpt-4.1-mini 2500(1024,)→80() reported_tokens
            agent step 1
              llm chat gpt-4.1-mini: gpt-4.1-mini-2025-04-14 {WithoutReasoning(AsksForTool)}
              tool execute_tool get_weather
            agent step 2
              llm chat gpt-4.1-mini: gpt-4.1-mini-2025-04-14 {WithoutReasoning(AnswersWithResult)}
          agent invoke_agent gpt-4.1-mini: gpt-4.1-mini 900(512,)→40() reported_tokens
            agent step 1
              llm chat gpt-4.1-mini: gpt-4.1-mini-2025-04-14 {WithoutReasoning(InWords)} renamed_attributes
          embedding embeddings text-embedding-3-small: text-embedding-3-small covered_call
            embedding embeddings text-embedding-3-small: text-embedding-3-small {Embedding}
          agent invoke_agent claude-sonnet-4-5: claude-sonnet-4-5 1500(1000,300)→80() reported_tokens renamed_attributes
            agent step 1
              llm chat claude-sonnet-4-5: claude-sonnet-4-5-20250929 {Claude} renamed_attributes
          agent invoke_agent claude-sonnet-4-5: claude-sonnet-4-5 1500(1000,300)→80() reported_tokens renamed_attributes
            agent step 1
              llm chat claude-sonnet-4-5: claude-sonnet-4-5-20250929 {Claude} renamed_attributes
          agent invoke_agent gemini-2.5-flash: gemini-2.5-flash 700(256,)→64() reported_tokens
            agent step 1
              llm chat gemini-2.5-flash: gemini-2.5-flash {WithoutReasoning(Gemini)}
          agent invoke_agent gemini-2.5-flash: gemini-2.5-flash 700(256,)→64() reported_tokens
            agent step 1
              llm chat gemini-2.5-flash: gemini-2.5-flash {WithoutReasoning(Gemini)} renamed_attributes
        sum 7812→408 $0.0081432, 0 unpriced
        """);

    [NodeFact]
    public Task The_Vercel_AI_SDK_as_versions_up_to_6_write_it() => IsReadAsync(
        "ai-legacy",
        $"""
        span handle request
          agent ai.generateText: gpt-4.1-mini 2500(1024,)→80(30) reported_tokens
            llm ai.generateText.doGenerate: gpt-4.1-mini-2025-04-14 {AsksForTool} renamed_attributes
              tool ai.toolCall
            llm ai.generateText.doGenerate: gpt-4.1-mini-2025-04-14 {AnswersWithResult} renamed_attributes
          agent ai.streamText: gpt-4.1-mini 900(512,)→40(16) reported_tokens
            llm ai.streamText.doStream: gpt-4.1-mini-2025-04-14 {InWords} renamed_attributes
          workflow ai.embed: text-embedding-3-small 12(,)→() reported_tokens
            embedding ai.embed.doEmbed: text-embedding-3-small {Embedding}
          agent ai.generateText: claude-sonnet-4-5 1500(1000,300)→80() reported_tokens
            llm ai.generateText.doGenerate: claude-sonnet-4-5-20250929 {Claude} renamed_attributes
          agent ai.streamText: claude-sonnet-4-5 1500(1000,300)→80() reported_tokens
            llm ai.streamText.doStream: claude-sonnet-4-5-20250929 {Claude} renamed_attributes
          agent ai.generateText: gemini-2.5-flash 700(256,)→64(24) reported_tokens
            llm ai.generateText.doGenerate: gemini-2.5-flash {Gemini} renamed_attributes
          agent ai.streamText: gemini-2.5-flash 700(256,)→64(24) reported_tokens
            llm ai.streamText.doStream: gemini-2.5-flash {Gemini} renamed_attributes
        sum 7812→408 $0.0081432, 0 unpriced
        """);

    // Whole, then in pieces. The SDK counts both exactly.
    [NodeFact]
    public Task The_Anthropic_SDK_which_makes_its_own_spans() => IsReadAsync(
        "anthropic",
        $"""
        span handle request
          llm anthropic.messages.create: claude-sonnet-4-5-20250929 {Claude}
          llm anthropic.messages.create: claude-sonnet-4-5-20250929 {Claude}
        sum 3000→160 $0.00645, 0 unpriced
        """);

    [NodeFact]
    public Task OpenInference_around_the_Anthropic_SDK_counts_once() => IsReadAsync(
        "openinference-anthropic",
        $"""
        span handle request
          llm Anthropic Messages: claude-sonnet-4-5-20250929 1500(1000,300)→80() covered_call
            llm anthropic.messages.create: claude-sonnet-4-5-20250929 {Claude}
          llm Anthropic Messages: claude-sonnet-4-5-20250929 1500(1000,300)→80() covered_call
            llm anthropic.messages.create: claude-sonnet-4-5-20250929 {Claude}
        sum 3000→160 $0.00645, 0 unpriced
        """);

    // It adds the token of the beginning of a stream to those of its end.
    [NodeFact]
    public Task OpenLIT_around_the_Anthropic_SDK_counts_once_and_its_token_too_many_does_not() => IsReadAsync(
        "openlit-anthropic",
        $"""
        span handle request
          llm chat claude-sonnet-4-5: claude-sonnet-4-5-20250929 1500(1000,300)→80() covered_call renamed_attributes cache_added
            llm anthropic.messages.create: claude-sonnet-4-5-20250929 {Claude}
          llm chat claude-sonnet-4-5: claude-sonnet-4-5-20250929 1500(1000,300)→81() covered_call renamed_attributes cache_added
            llm anthropic.messages.create: claude-sonnet-4-5-20250929 {Claude}
        sum 3000→160 $0.00645, 0 unpriced
        """);

    [NodeFact]
    public Task Traceloop_with_the_SDK_of_Google_whose_output_leaves_out_reasoning() => IsReadAsync(
        "traceloop-gemini",
        $"""
        span handle request
          llm generate_content gemini-2.5-flash: gemini-2.5-flash {Gemini} renamed_attributes reasoning_added
          llm generate_content gemini-2.5-flash: gemini-2.5-flash {Gemini} renamed_attributes reasoning_added
        sum 1400→128 $0.00060176, 0 unpriced
        """);

    // OpenTelemetry's instrumentation loses the streamed Responses call when it is not alone; OpenInference has it.
    [NodeFact]
    public Task Two_instrumentations_nested_count_once_and_by_the_one_that_knows_more() => IsReadAsync(
        "otel-and-openinference",
        $"""
        span handle request
          llm OpenAI Chat Completions: gpt-4.1-mini-2025-04-14 {AsksForTool}
            llm chat gpt-4.1-mini: gpt-4.1-mini-2025-04-14 1200(,)→30() covered_call renamed_attributes
          llm OpenAI Chat Completions: gpt-4.1-mini-2025-04-14 {AnswersWithResult}
            llm chat gpt-4.1-mini: gpt-4.1-mini-2025-04-14 1300(,)→50() covered_call renamed_attributes
          llm OpenAI Chat Completions: gpt-4.1-mini covered_call
            llm chat gpt-4.1-mini: gpt-4.1-mini-2025-04-14 {InWordsBare} renamed_attributes
          llm OpenAI Responses: gpt-4.1-mini-2025-04-14 {InWords}
            llm chat gpt-4.1-mini: gpt-4.1-mini-2025-04-14 900(,)→40() covered_call
          llm OpenAI Responses: gpt-4.1-mini-2025-04-14 {InWords}
          embedding OpenAI Embeddings: text-embedding-3-small covered_call
            embedding embeddings text-embedding-3-small: text-embedding-3-small {Embedding} renamed_attributes
        sum 5212→200 $0.00178584, 0 unpriced
        """);

    // Nobody counts the embedding, so it stays as two calls without a price. Which view starts first is up to the clocks of the two.
    [NodeFact]
    public async Task Two_instrumentations_side_by_side_count_once()
    {
        var trace = await runs.RunAsync("langfuse-and-openinference");

        Assert.Equal(5, trace["spans"]!.AsArray().Count(span => span!["flags"]!.AsArray().Any(flag => (string?)flag == "covered_call")));
        Assert.EndsWith("\nsum 5200→200 $0.001632, 2 unpriced", Outline.Of(trace), StringComparison.Ordinal);
    }

    private async Task IsReadAsync(string client, string expected) => Assert.Equal(expected, Outline.Of(await runs.RunAsync(client)));

    private static string WithoutReasoning(string call) => string.Concat(call.AsSpan(0, call.LastIndexOf('(') + 1), call.AsSpan(call.LastIndexOf(')')));
}
