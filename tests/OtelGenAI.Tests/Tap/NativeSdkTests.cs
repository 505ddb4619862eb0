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

    private static async Task AskClaudeAsync(FakeProvider provider)
    {
        var client = new AnthropicClient { BaseUrl = provider.Address.ToString().TrimEnd('/'), ApiKey = "key" };
        await client.Messages.Create(new MessageCreateParams { MaxTokens = 100, Model = "claude-x", Messages = [new UserMessageParam("hi")] });
    }
}
