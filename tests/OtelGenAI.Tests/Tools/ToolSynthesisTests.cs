using OpenAI.Chat;
using OtelGenAI.Conventions;
using OtelGenAI.Tests.Support;

namespace OtelGenAI.Tests.Tools;

[Collection(ProcessWideCollection.Name)]
public sealed class ToolSynthesisTests
{
    private static readonly string s_asks = FakeProvider.ChatAnswer.Replace(
        """
        "content":"Hello there"
        """.Trim(),
        """
        "content":null,"tool_calls":[{"id":"call_1","type":"function","function":{"name":"weather","arguments":"{\"city\":\"Oslo\"}"}}]
        """.Trim(),
        StringComparison.Ordinal);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_tool_that_nobody_recorded_is_made_from_the_conversation(bool isStream)
    {
        await using var provider = await FakeProvider.StartAsync();
        using var telemetry = new Telemetry(static options => options.CaptureContent = GenAIContentCaptureMode.SpanOnly);

        using (Telemetry.App.StartActivity("root"))
        {
            await ConverseAsync(provider, isStream);
            await ConverseAgainAsync(provider);
        }

        var tool = Assert.Single(telemetry.Spans, static span => span.DisplayName == "execute_tool weather");
        var chats = telemetry.Spans.Where(static span => span.DisplayName == "chat gpt-x").OrderBy(static span => span.StartTimeUtc).ToList();
        Assert.Equal(true, tool.Tag(OtelGenAIAttributes.Synthesized));
        Assert.Equal("call_1", tool.Tag(GenAIAttributes.ToolCallId));
        Assert.Equal(Assert.Single(telemetry.Of("app")).SpanId, tool.ParentSpanId);
        Assert.InRange(tool.StartTimeUtc, chats[0].StartTimeUtc, chats[1].StartTimeUtc);
        Assert.Equal("""{"city":"Oslo"}""", tool.Tag(GenAIAttributes.ToolCallArguments));
        Assert.Equal("12 degrees", tool.Tag(GenAIAttributes.ToolCallResult));
    }

    [Fact]
    public async Task Without_content_the_tool_is_known_and_what_it_said_is_not()
    {
        await using var provider = await FakeProvider.StartAsync();
        using var telemetry = new Telemetry();

        using (Telemetry.App.StartActivity("root"))
        {
            await ConverseAsync(provider);
        }

        var tool = Assert.Single(telemetry.Spans, static span => span.DisplayName == "execute_tool weather");
        Assert.Null(tool.Tag(GenAIAttributes.ToolCallArguments));
        Assert.Null(tool.Tag(GenAIAttributes.ToolCallResult));
        Assert.DoesNotContain(telemetry.Spans.SelectMany(static span => span.TagObjects), static tag => tag.Value is string text && text.Contains("Oslo", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("call_1")]
    [InlineData(null)]
    public async Task A_tool_that_was_recorded_is_not_made_again(string? callId)
    {
        await using var provider = await FakeProvider.StartAsync();
        using var telemetry = new Telemetry();

        using (Telemetry.App.StartActivity("root"))
        {
            await ConverseAsync(provider, runTool: () => GenAI.StartTool("weather", callId).Dispose());
        }

        var tool = Assert.Single(telemetry.Spans, static span => span.DisplayName == "execute_tool weather");
        Assert.Null(tool.Tag(OtelGenAIAttributes.Synthesized));
    }

    [Fact]
    public async Task The_same_id_in_another_trace_is_another_call()
    {
        await using var provider = await FakeProvider.StartAsync();
        using var telemetry = new Telemetry();

        using (Telemetry.App.StartActivity("first"))
        {
            provider.NextJson(s_asks);
            await Some.ChatClient(provider).CompleteChatAsync(Some.Question);
        }

        using (Telemetry.App.StartActivity("second"))
        {
            await ConverseAgainAsync(provider);
        }

        Assert.DoesNotContain(telemetry.Spans, static span => span.DisplayName == "execute_tool weather");
    }

    [Fact]
    public async Task Without_a_span_around_the_tool_is_below_the_call_that_asked_for_it()
    {
        await using var provider = await FakeProvider.StartAsync();
        using var telemetry = new Telemetry();

        await ConverseAsync(provider);

        var asking = telemetry.Spans.Where(static span => span.DisplayName == "chat gpt-x").MinBy(static span => span.StartTimeUtc)!;
        Assert.Equal(asking.SpanId, Assert.Single(telemetry.Spans, static span => span.DisplayName == "execute_tool weather").ParentSpanId);
    }

    [Fact]
    public async Task It_can_be_switched_off()
    {
        await using var provider = await FakeProvider.StartAsync();
        using var telemetry = new Telemetry(static options => options.SynthesizeTools = false);

        await ConverseAsync(provider);

        Assert.DoesNotContain(telemetry.Spans, static span => span.DisplayName == "execute_tool weather");
    }

    private static async Task ConverseAsync(FakeProvider provider, bool isStream = false, Action? runTool = null)
    {
        if (isStream)
        {
            provider.NextEvents(
                FakeProvider.Chunk("""{"role":"assistant","tool_calls":[{"index":0,"id":"call_1","type":"function","function":{"name":"weather","arguments":"{\"city\":"}}]}"""),
                FakeProvider.Chunk("""{"tool_calls":[{"index":0,"function":{"arguments":"\"Oslo\"}"}}]}"""),
                FakeProvider.Chunk("{}", "tool_calls"),
                "[DONE]");
            await foreach (var update in Some.ChatClient(provider).CompleteChatStreamingAsync(Some.Question))
            {
            }
        }
        else
        {
            provider.NextJson(s_asks);
            await Some.ChatClient(provider).CompleteChatAsync(Some.Question);
        }

        runTool?.Invoke();
        await ConverseAgainAsync(provider);
    }

    private static async Task ConverseAgainAsync(FakeProvider provider)
    {
        var call = ChatToolCall.CreateFunctionToolCall("call_1", "weather", BinaryData.FromString("""{"city":"Oslo"}"""));
        await Some.ChatClient(provider).CompleteChatAsync([new UserChatMessage("Weather?"), new AssistantChatMessage([call]), new ToolChatMessage("call_1", "12 degrees")]);
    }
}
