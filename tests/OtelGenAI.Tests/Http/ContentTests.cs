using System.Text.Json.Nodes;
using OpenAI.Chat;
using OtelGenAI.Conventions;
using OtelGenAI.Tests.Support;

namespace OtelGenAI.Tests.Http;

[Collection(ProcessWideCollection.Name)]
public sealed class ContentTests
{
    private static readonly string[] s_contentAttributes =
    [
        GenAIAttributes.InputMessages, GenAIAttributes.OutputMessages, GenAIAttributes.SystemInstructions, GenAIAttributes.ToolDefinitions,
        GenAIAttributes.ToolCallArguments, GenAIAttributes.ToolCallResult,
    ];

    [Fact]
    public async Task Content_stays_in_the_process_unless_it_is_asked_for()
    {
        await using var provider = await FakeProvider.StartAsync();
        using var telemetry = new Telemetry();

        using (var agent = GenAI.StartAgent("helper"))
        {
            agent.SetInput("Say hello");
            using var tool = GenAI.StartTool("wave");
            tool.SetArguments("{}");
            tool.SetResult("waved");
            tool.Fail(new InvalidOperationException("secret"));
            await Some.ChatClient(provider).CompleteChatAsync(Some.Question);
        }

        Assert.All(telemetry.Spans, span => Assert.All(s_contentAttributes, name => Assert.Null(span.Tag(name))));
        Assert.All(telemetry.Spans, span => Assert.DoesNotContain("secret", span.StatusDescription ?? "", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Captured_messages_have_the_shape_of_the_conventions()
    {
        await using var provider = await FakeProvider.StartAsync();
        using var telemetry = Capturing();
        var call = ChatToolCall.CreateFunctionToolCall("call_1", "weather", BinaryData.FromString("""{"city":"Oslo"}"""));

        await Some.ChatClient(provider).CompleteChatAsync(
            [
                new SystemChatMessage("Be brief."),
                new UserChatMessage(
                    ChatMessageContentPart.CreateTextPart("What is this?"),
                    ChatMessageContentPart.CreateImagePart(new Uri("https://example.com/cat.png")),
                    ChatMessageContentPart.CreateImagePart(BinaryData.FromBytes([1, 2, 3]), "image/png")),
                new AssistantChatMessage([call]),
                new ToolChatMessage("call_1", "12 degrees"),
            ],
            new ChatCompletionOptions { Tools = { ChatTool.CreateFunctionTool("weather", "Tells the weather", BinaryData.FromString("""{"type":"object"}""")) } });

        AssertJson(
            """
            [{"role":"system","parts":[{"type":"text","content":"Be brief."}]},
             {"role":"user","parts":[{"type":"text","content":"What is this?"},{"type":"uri","modality":"image","uri":"https://example.com/cat.png"},
                {"type":"blob","mime_type":"image/png","modality":"image","content":"AQID"}]},
             {"role":"assistant","parts":[{"type":"tool_call","id":"call_1","name":"weather","arguments":{"city":"Oslo"}}]},
             {"role":"tool","parts":[{"type":"tool_call_response","id":"call_1","response":"12 degrees"}]}]
            """,
            telemetry.OwnSpan.Tag(GenAIAttributes.InputMessages));
        AssertJson(
            """[{"role":"assistant","parts":[{"type":"text","content":"Hello there"}],"finish_reason":"stop"}]""",
            telemetry.OwnSpan.Tag(GenAIAttributes.OutputMessages));
        AssertJson("""[{"type":"function","name":"weather"}]""", telemetry.OwnSpan.Tag(GenAIAttributes.ToolDefinitions));
    }

    [Fact]
    public async Task Tool_calls_that_arrive_in_pieces_are_put_together()
    {
        await using var provider = await FakeProvider.StartAsync();
        provider.NextEvents(
            FakeProvider.Chunk("""{"role":"assistant","content":null,"tool_calls":[{"index":0,"id":"call_1","type":"function","function":{"name":"weather","arguments":""}}]}"""),
            FakeProvider.Chunk("""{"tool_calls":[{"index":0,"function":{"arguments":"{\"city\":"}}]}"""),
            FakeProvider.Chunk("""{"tool_calls":[{"index":1,"id":"call_2","type":"function","function":{"name":"time","arguments":"{}"}}]}"""),
            FakeProvider.Chunk("""{"tool_calls":[{"index":0,"function":{"arguments":"\"Oslo\"}"}}]}"""),
            FakeProvider.Chunk("{}", "tool_calls"),
            FakeProvider.UsageChunk,
            "[DONE]");
        using var telemetry = Capturing();

        await foreach (var update in Some.ChatClient(provider).CompleteChatStreamingAsync(Some.Question))
        {
        }

        AssertJson(
            """
            [{"role":"assistant","parts":[{"type":"tool_call","id":"call_1","name":"weather","arguments":{"city":"Oslo"}},
              {"type":"tool_call","id":"call_2","name":"time","arguments":{}}],"finish_reason":"tool_call"}]
            """,
            telemetry.OwnSpan.Tag(GenAIAttributes.OutputMessages));
        Assert.Equal(["tool_calls"], (string[])telemetry.OwnSpan.Tag(GenAIAttributes.ResponseFinishReasons)!);
    }

    [Fact]
    public async Task Content_over_the_limit_loses_its_oldest_parts_and_stays_valid_json()
    {
        await using var provider = await FakeProvider.StartAsync();
        using var telemetry = new Telemetry(options =>
        {
            options.CaptureContent = GenAIContentCaptureMode.SpanOnly;
            options.MaxContentBytes = 600;
        });

        await Some.ChatClient(provider).CompleteChatAsync(
            [new UserChatMessage(new string('ø', 500)), new AssistantChatMessage("first answer"), new UserChatMessage("last question")]);

        AssertJson(
            """
            [{"role":"assistant","parts":[{"type":"text","content":"first answer"}]},{"role":"user","parts":[{"type":"text","content":"last question"}]}]
            """,
            telemetry.OwnSpan.Tag(GenAIAttributes.InputMessages));
        Assert.Equal(true, telemetry.OwnSpan.Tag(OtelGenAIAttributes.ContentTruncated));
    }

    [Fact]
    public async Task A_streamed_answer_over_the_limit_is_left_out_whole()
    {
        await using var provider = await FakeProvider.StartAsync();
        provider.NextEvents([.. Enumerable.Repeat(FakeProvider.Chunk("""{"content":"0123456789"}"""), 100), FakeProvider.Chunk("{}", "stop"), "[DONE]"]);
        using var telemetry = new Telemetry(options =>
        {
            options.CaptureContent = GenAIContentCaptureMode.SpanOnly;
            options.MaxContentBytes = 300;
        });

        await foreach (var update in Some.ChatClient(provider).CompleteChatStreamingAsync(Some.Question))
        {
        }

        AssertJson("""[{"role":"assistant","parts":[],"finish_reason":"stop"}]""", telemetry.OwnSpan.Tag(GenAIAttributes.OutputMessages));
        Assert.Equal(true, telemetry.OwnSpan.Tag(OtelGenAIAttributes.ContentTruncated));
    }

    private static Telemetry Capturing() => new(options => options.CaptureContent = GenAIContentCaptureMode.SpanOnly);

    private static void AssertJson(string expected, object? actual) =>
        Assert.Equal(JsonNode.Parse(expected)!.ToJsonString(), JsonNode.Parse((string)actual!)!.ToJsonString());
}
