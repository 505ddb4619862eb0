using Anthropic;
using Anthropic.Models.Messages;
using OtelGenAI.Conventions;
using OtelGenAI.Tests.Support;

namespace OtelGenAI.Tests.Tap;

[Collection(ProcessWideCollection.Name)]
public sealed class NativeSdkTests
{
    [Fact]
    public async Task With_openais_own_source_switched_on_a_chat_is_one_span_that_knows_more()
    {
        await using var provider = await FakeProvider.StartAsync();
        using var telemetry = new Telemetry();
        AppContext.SetSwitch("OpenAI.Experimental.EnableOpenTelemetry", isEnabled: true);
        try
        {
            var client = Some.ChatClient(provider);
            await client.CompleteChatAsync(Some.Question);
            await foreach (var update in client.CompleteChatStreamingAsync(Some.Question))
            {
            }
        }
        finally
        {
            AppContext.SetSwitch("OpenAI.Experimental.EnableOpenTelemetry", isEnabled: false);
        }

        var native = Assert.Single(telemetry.Of("OpenAI.ChatClient"));
        Assert.Equal(11L, Convert.ToInt64(native.Tag(GenAIAttributes.UsageInputTokens), System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(3L, native.Tag(GenAIAttributes.UsageCacheReadInputTokens));
        Assert.Equal("openai", native.Tag(GenAIAttributes.ProviderName));
        Assert.Equal(true, telemetry.OwnSpan.Tag(GenAIAttributes.RequestStream));
    }

    [Fact]
    public async Task Anthropics_own_span_is_the_only_one_and_is_brought_to_the_conventions()
    {
        await using var provider = await FakeProvider.StartAsync();
        using var telemetry = new Telemetry(withMetrics: true);

        await AskClaudeAsync(provider);

        Assert.Empty(telemetry.Of(GenAI.SourceName));
        var native = Assert.Single(telemetry.Of("com.anthropic.sdk.csharp"));
        Assert.Equal("chat claude-x", native.DisplayName);
        Assert.Equal(["end_turn"], (string[])native.Tag(GenAIAttributes.ResponseFinishReasons)!);
        Assert.Equal(17L, native.Tag(GenAIAttributes.UsageInputTokens));
        Assert.Equal(native.SpanId, Assert.Single(telemetry.Of("System.Net.Http")).ParentSpanId);
        var input = Assert.Single(telemetry.CollectMetrics(), metric => metric.Name == GenAIMetrics.ClientInferenceUsageInputTokens);
        Assert.Equal(17, input.Sum);
    }

    [Fact]
    public async Task A_stream_of_anthropics_sdk_is_one_span_too()
    {
        await using var provider = await FakeProvider.StartAsync();
        using var telemetry = new Telemetry();

        Assert.Equal("12 degrees", await StreamFromClaudeAsync(provider, ClaudeClient(provider)));

        Assert.Empty(telemetry.Of(GenAI.SourceName));
        var native = Assert.Single(telemetry.Of("com.anthropic.sdk.csharp"));
        Assert.Equal("chat claude-x", native.DisplayName);
        Assert.Equal(["end_turn"], (string[])native.Tag(GenAIAttributes.ResponseFinishReasons)!);
        Assert.Equal(17L, native.Tag(GenAIAttributes.UsageInputTokens));
    }

    [Fact]
    public async Task With_anthropics_own_source_switched_off_the_wire_says_the_same()
    {
        await using var provider = await FakeProvider.StartAsync();
        using var telemetry = new Telemetry();
        var client = new AnthropicClient { BaseUrl = provider.Address.ToString().TrimEnd('/'), ApiKey = "key", OpenTelemetry = false };

        await AskClaudeAsync(client);
        await StreamFromClaudeAsync(provider, client);

        Assert.Empty(telemetry.Of("com.anthropic.sdk.csharp"));
        Assert.Equal(2, telemetry.Of(GenAI.SourceName).Count);
        Assert.All(telemetry.Of(GenAI.SourceName), static span =>
        {
            Assert.Equal("chat claude-x", span.DisplayName);
            Assert.Equal(["end_turn"], (string[])span.Tag(GenAIAttributes.ResponseFinishReasons)!);
            Assert.Equal(17L, span.Tag(GenAIAttributes.UsageInputTokens));
            Assert.Equal(3L, span.Tag(GenAIAttributes.UsageCacheReadInputTokens));
            Assert.Null(span.Tag(OtelGenAIAttributes.StreamOutcome));
        });
        Assert.Equal([null, true], telemetry.Of(GenAI.SourceName).Select(static span => span.Tag(GenAIAttributes.RequestStream)));
    }

    [Fact]
    public async Task Of_two_spans_of_one_call_the_inner_is_demoted_and_the_outer_learns_what_it_knew()
    {
        await using var provider = await FakeProvider.StartAsync();
        using var telemetry = new Telemetry();

        using (GenAI.StartChat("anthropic", "claude-x"))
        {
            await AskClaudeAsync(provider);
        }

        var outer = telemetry.OwnSpan;
        var inner = Assert.Single(telemetry.Of("com.anthropic.sdk.csharp"));
        Assert.Equal(17L, outer.Tag(GenAIAttributes.UsageInputTokens));
        Assert.Equal("msg_1", outer.Tag(GenAIAttributes.ResponseId));
        Assert.Null(inner.Tag(GenAIAttributes.OperationName));
        Assert.Null(inner.Tag(GenAIAttributes.UsageInputTokens));
        Assert.Equal(outer.SpanId.ToHexString(), inner.Tag(OtelGenAIAttributes.CoveredBy));
    }

    [Fact]
    public async Task Duplicates_can_be_kept()
    {
        await using var provider = await FakeProvider.StartAsync();
        using var telemetry = new Telemetry(options => options.Duplicates = GenAIDuplicateHandling.Keep);

        using (GenAI.StartChat("anthropic", "claude-x"))
        {
            await AskClaudeAsync(provider);
        }

        Assert.Equal(17L, Assert.Single(telemetry.Of("com.anthropic.sdk.csharp")).Tag(GenAIAttributes.UsageInputTokens));
    }

    [Fact]
    public async Task A_chat_below_a_tool_below_a_chat_is_a_call_of_its_own()
    {
        await using var provider = await FakeProvider.StartAsync();
        using var telemetry = new Telemetry();

        using (GenAI.StartChat("openai", "planner"))
        using (GenAI.StartTool("ask_expert"))
        {
            await Some.ChatClient(provider).CompleteChatAsync(Some.Question);
        }

        var chat = Assert.Single(telemetry.Spans, span => span.DisplayName == "chat gpt-x");
        Assert.Equal(11L, chat.Tag(GenAIAttributes.UsageInputTokens));
        Assert.Null(chat.Tag(OtelGenAIAttributes.CoveredBy));
    }

    [Fact]
    public async Task A_chat_recorded_by_hand_gets_what_the_wire_knows_and_no_second_span()
    {
        await using var provider = await FakeProvider.StartAsync();
        using var telemetry = new Telemetry();

        using (var chat = GenAI.StartChat("openai", "gpt-x"))
        {
            await foreach (var update in Some.ChatClient(provider).CompleteChatStreamingAsync(Some.Question))
            {
            }

            chat.SetUsage(new GenAIUsage(11, 7));
        }

        Assert.Equal(3L, telemetry.OwnSpan.Tag(GenAIAttributes.UsageCacheReadInputTokens));
        Assert.NotNull(telemetry.OwnSpan.Tag(GenAIAttributes.ResponseTimeToFirstChunk));
        Assert.Equal("chatcmpl-1", telemetry.OwnSpan.Tag(GenAIAttributes.ResponseId));
    }

    [Fact]
    public async Task Who_is_served_is_stamped_on_spans_of_sdks_too_and_only_while_it_holds()
    {
        await using var provider = await FakeProvider.StartAsync();
        using var telemetry = new Telemetry();

        using (GenAI.BeginContext(conversationId: "c-1", userId: "u-1"))
        using (GenAI.BeginContext(sessionId: "s-1"))
        {
            await AskClaudeAsync(provider);
            await Some.ChatClient(provider).CompleteChatAsync(Some.Question);
        }

        await Some.ChatClient(provider).CompleteChatAsync(Some.Question);

        var spans = telemetry.Spans.Where(span => span.Source.Name != "System.Net.Http").ToList();
        Assert.All(spans.Take(2), span => Assert.Equal(("c-1", "s-1", "u-1"), (span.Tag(GenAIAttributes.ConversationId), span.Tag(SessionAttributes.Id), span.Tag(UserAttributes.Id))));
        Assert.Null(spans[2].Tag(GenAIAttributes.ConversationId));
    }

    private static AnthropicClient ClaudeClient(FakeProvider provider) => new() { BaseUrl = provider.Address.ToString().TrimEnd('/'), ApiKey = "key" };

    private static Task AskClaudeAsync(FakeProvider provider) => AskClaudeAsync(ClaudeClient(provider));

    private static async Task AskClaudeAsync(AnthropicClient client) => await client.Messages.Create(Question);

    private static async Task<string> StreamFromClaudeAsync(FakeProvider provider, AnthropicClient client)
    {
        provider.Next(static async context =>
        {
            foreach (var (name, data) in s_stream)
            {
                await FakeProvider.EventAsync(context, data, name);
            }
        });
        var text = "";
        await foreach (var update in client.Messages.CreateStreaming(Question))
        {
            if (update.TryPickContentBlockDelta(out var delta) && delta.Delta.TryPickText(out var piece))
            {
                text += piece.Text;
            }
        }

        return text;
    }

    private static MessageCreateParams Question => new() { MaxTokens = 100, Model = "claude-x", Messages = [new UserMessageParam("hi")] };

    private static readonly (string Name, string Data)[] s_stream =
    [
        ("message_start", """{"type":"message_start","message":{"id":"msg_1","type":"message","role":"assistant","model":"claude-x","content":[],"stop_reason":null,"stop_sequence":null,"usage":{"input_tokens":12,"cache_creation_input_tokens":2,"cache_read_input_tokens":3,"output_tokens":1}}}"""),
        ("content_block_start", """{"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}"""),
        ("content_block_delta", """{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"12 "}}"""),
        ("content_block_delta", """{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"degrees"}}"""),
        ("content_block_stop", """{"type":"content_block_stop","index":0}"""),
        ("message_delta", """{"type":"message_delta","delta":{"stop_reason":"end_turn","stop_sequence":null},"usage":{"output_tokens":6}}"""),
        ("message_stop", """{"type":"message_stop"}"""),
    ];
}
