using System.ClientModel;
using System.Diagnostics;
using System.Text.Json.Nodes;
using OpenAI.Responses;
using OtelGenAI.Conventions;
using OtelGenAI.Tests.Support;

#pragma warning disable OPENAI001 // The Responses client is marked experimental by the SDK.

namespace OtelGenAI.Tests.Http;

[Collection(ProcessWideCollection.Name)]
public sealed class ResponsesTests
{
    private const string Done =
        """
        {"id":"resp_1","object":"response","created_at":1,"status":"completed","model":"gpt-x-2026","service_tier":"default","error":null,
         "output":[{"type":"reasoning","id":"rs_1","summary":[{"type":"summary_text","text":"Hm."}]},
                   {"type":"function_call","id":"fc_1","call_id":"call_1","name":"weather","arguments":"{\"city\":\"Oslo\"}","status":"completed"},
                   {"type":"message","id":"msg_1","status":"completed","role":"assistant","content":[{"type":"output_text","text":"hi","annotations":[]}]}],
         "parallel_tool_calls":true,"tools":[],"tool_choice":"auto","temperature":1,"top_p":1,"metadata":{},
         "usage":{"input_tokens":5,"input_tokens_details":{"cached_tokens":2},"output_tokens":3,"output_tokens_details":{"reasoning_tokens":1},"total_tokens":8}}
        """;

    [Fact]
    public async Task A_response_is_a_chat_with_instructions_tokens_and_one_output_message()
    {
        await using var provider = await FakeProvider.StartAsync();
        provider.NextJson(Done);
        using var telemetry = Capturing();

        await Client(provider).CreateResponseAsync(new CreateResponseOptions
        {
            Model = "gpt-x",
            Instructions = "Be brief.",
            MaxOutputTokenCount = 50,
            PreviousResponseId = "resp_0",
            InputItems = { ResponseItem.CreateUserMessageItem("Weather?"), ResponseItem.CreateFunctionCallOutputItem("call_0", "12 degrees") },
        });

        var span = telemetry.OwnSpan;
        Assert.Equal("chat gpt-x", span.DisplayName);
        Assert.Equal(OpenAIApiTypeValues.Responses, span.Tag(OpenAIAttributes.ApiType));
        Assert.Equal("resp_0", span.Tag(GenAIAttributes.RequestPreviousResponseId));
        Assert.Equal(50L, span.Tag(GenAIAttributes.RequestMaxTokens));
        Assert.Equal("resp_1", span.Tag(GenAIAttributes.ResponseId));
        Assert.Equal(5L, span.Tag(GenAIAttributes.UsageInputTokens));
        Assert.Equal(2L, span.Tag(GenAIAttributes.UsageCacheReadInputTokens));
        Assert.Equal(1L, span.Tag(GenAIAttributes.UsageReasoningOutputTokens));
        Assert.Equal(["tool_calls"], (string[])span.Tag(GenAIAttributes.ResponseFinishReasons)!);
        AssertJson("""[{"type":"text","content":"Be brief."}]""", span.Tag(GenAIAttributes.SystemInstructions));
        AssertJson(
            """
            [{"role":"user","parts":[{"type":"text","content":"Weather?"}]},
             {"role":"tool","parts":[{"type":"tool_call_response","id":"call_0","response":"12 degrees"}]}]
            """,
            span.Tag(GenAIAttributes.InputMessages));
        AssertJson(
            """
            [{"role":"assistant","parts":[{"type":"reasoning","content":"Hm."},{"type":"tool_call","id":"call_1","name":"weather","arguments":{"city":"Oslo"}},
              {"type":"text","content":"hi"}],"finish_reason":"tool_call"}]
            """,
            span.Tag(GenAIAttributes.OutputMessages));
    }

    [Fact]
    public async Task A_streamed_response_is_read_from_its_last_event_and_timed_by_the_first_delta()
    {
        await using var provider = await FakeProvider.StartAsync();
        provider.NextEvents(
            """{"type":"response.created","sequence_number":0,"response":{"id":"resp_1","object":"response","status":"in_progress","model":"gpt-x-2026","output":[],"error":null,"usage":null}}""",
            """{"type":"response.output_text.delta","sequence_number":1,"item_id":"msg_1","output_index":0,"content_index":0,"delta":"hi"}""",
            $$"""{"type":"response.completed","sequence_number":2,"response":{{Done.ReplaceLineEndings("")}}}""");
        using var telemetry = new Telemetry();

        await foreach (var update in Client(provider).CreateResponseStreamingAsync(
            new CreateResponseOptions { Model = "gpt-x", StreamingEnabled = true, InputItems = { ResponseItem.CreateUserMessageItem("Weather?") } }))
        {
        }

        var span = telemetry.OwnSpan;
        Assert.Equal(true, span.Tag(GenAIAttributes.RequestStream));
        Assert.NotNull(span.Tag(GenAIAttributes.ResponseTimeToFirstChunk));
        Assert.Equal(3L, span.Tag(GenAIAttributes.UsageOutputTokens));
        Assert.Equal(ActivityStatusCode.Unset, span.Status);
        Assert.Null(span.Tag(GenAIAttributes.OutputMessages));
    }

    [Fact]
    public async Task A_response_that_failed_is_an_error_though_its_status_is_200()
    {
        await using var provider = await FakeProvider.StartAsync();
        provider.NextJson("""{"id":"resp_1","object":"response","status":"failed","model":"gpt-x","output":[],"error":{"code":"server_error","message":"x"}}""");
        using var telemetry = new Telemetry();
        using var client = new HttpClient { BaseAddress = provider.Address };
        using var body = new StringContent("""{"model":"gpt-x","input":"hi"}""");

        using var response = await client.PostAsync(new Uri("/v1/responses", UriKind.Relative), body);

        Assert.Equal("server_error", telemetry.OwnSpan.Tag(ErrorAttributes.Type));
        Assert.Equal(ActivityStatusCode.Error, telemetry.OwnSpan.Status);
    }

    private static ResponsesClient Client(FakeProvider provider) =>
        new(new ApiKeyCredential("key"), new ResponsesClientOptions { Endpoint = new Uri(provider.Address, "/v1") });

    private static Telemetry Capturing() => new(options => options.CaptureContent = GenAIContentCaptureMode.SpanOnly);

    private static void AssertJson(string expected, object? actual) =>
        Assert.Equal(JsonNode.Parse(expected)!.ToJsonString(), JsonNode.Parse((string)actual!)!.ToJsonString());
}
