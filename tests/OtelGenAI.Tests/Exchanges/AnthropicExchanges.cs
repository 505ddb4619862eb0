using OtelGenAI.Conventions;

namespace OtelGenAI.Tests.Exchanges;

internal static class AnthropicExchanges
{
    private const string Request =
        """
        {"model":"claude-x","max_tokens":100,"temperature":0.5,"top_p":0.9,"top_k":40,"stop_sequences":["END"],
         "system":[{"type":"text","text":"Be brief."}],"thinking":{"type":"adaptive"},"output_config":{"effort":"high","format":{"type":"json_schema","schema":{}}},
         "tools":[{"name":"weather","description":"Tells the weather","input_schema":{"type":"object"}},{"type":"web_search_20260209","name":"web_search"}],
         "messages":[{"role":"user","content":"Weather?"},
           {"role":"assistant","content":[{"type":"tool_use","id":"toolu_1","name":"weather","input":{"city":"Oslo"}}]},
           {"role":"user","content":[{"type":"tool_result","tool_use_id":"toolu_1","content":[{"type":"text","text":"12 degrees"}]},
             {"type":"image","source":{"type":"base64","media_type":"image/png","data":"AQID"}}]}]
        """;

    private const string Input =
        """
        [{"role":"user","parts":[{"type":"text","content":"Weather?"}]},
         {"role":"assistant","parts":[{"type":"tool_call","id":"toolu_1","name":"weather","arguments":{"city":"Oslo"}}]},
         {"role":"user","parts":[{"type":"tool_call_response","id":"toolu_1","response":"12 degrees"},
            {"type":"blob","mime_type":"image/png","modality":"image","content":"AQID"}]}]
        """;

    public static IReadOnlyList<Exchange> All =>
    [
        new("anthropic messages", "/v1/messages", Request + "}")
        {
            Answer =
                """
                {"id":"msg_1","type":"message","role":"assistant","model":"claude-x-2026",
                 "content":[{"type":"thinking","thinking":"Hm.","signature":"s"},{"type":"text","text":"12 degrees."}],"stop_reason":"end_turn",
                 "usage":{"input_tokens":12,"cache_creation_input_tokens":2,"cache_read_input_tokens":3,"output_tokens":6,"output_tokens_details":{"thinking_tokens":4}}}
                """,
            SpanName = "chat claude-x",
            Expected = new(Asked) { [GenAIAttributes.ResponseFinishReasons] = new[] { "end_turn" } },
            Input = Input,
            Output = """[{"role":"assistant","parts":[{"type":"reasoning","content":"Hm."},{"type":"text","content":"12 degrees."}],"finish_reason":"stop"}]""",
        },
        new("anthropic messages, streamed", "/v1/messages", Request + ",\"stream\":true}")
        {
            ContentType = "text/event-stream; charset=utf-8",
            Chunks = Exchange.Events(
                """{"type":"message_start","message":{"id":"msg_1","type":"message","role":"assistant","model":"claude-x-2026","content":[],"stop_reason":null,"usage":{"input_tokens":12,"cache_creation_input_tokens":2,"cache_read_input_tokens":3,"output_tokens":1}}}""",
                """{"type":"content_block_start","index":0,"content_block":{"type":"thinking","thinking":"","signature":""}}""",
                """{"type":"ping"}""",
                """{"type":"content_block_delta","index":0,"delta":{"type":"thinking_delta","thinking":"Hm."}}""",
                """{"type":"content_block_delta","index":0,"delta":{"type":"signature_delta","signature":"s"}}""",
                """{"type":"content_block_stop","index":0}""",
                """{"type":"content_block_start","index":1,"content_block":{"type":"tool_use","id":"toolu_2","name":"weather","input":{}}}""",
                """{"type":"content_block_delta","index":1,"delta":{"type":"input_json_delta","partial_json":"{\"city\":"}}""",
                """{"type":"content_block_delta","index":1,"delta":{"type":"input_json_delta","partial_json":"\"Bergen\"}"}}""",
                """{"type":"content_block_stop","index":1}""",
                """{"type":"message_delta","delta":{"stop_reason":"tool_use","stop_sequence":null},"usage":{"output_tokens":6,"output_tokens_details":{"thinking_tokens":4}}}""",
                """{"type":"message_stop"}"""),
            SpanName = "chat claude-x",
            Expected = new(Asked) { [GenAIAttributes.RequestStream] = true, [GenAIAttributes.ResponseFinishReasons] = new[] { "tool_use" } },
            Output =
                """
                [{"role":"assistant","parts":[{"type":"reasoning","content":"Hm."},
                  {"type":"tool_call","id":"toolu_2","name":"weather","arguments":{"city":"Bergen"}}],"finish_reason":"tool_call"}]
                """,
        },
        new("anthropic messages, overloaded", "/v1/messages", """{"model":"claude-x","max_tokens":1,"messages":[]}""")
        {
            Status = 529,
            Answer = """{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}""",
            SpanName = "chat claude-x",
            Expected = new()
            {
                [GenAIAttributes.OperationName] = GenAIOperationNameValues.Chat,
                [GenAIAttributes.ProviderName] = GenAIProviderNameValues.Anthropic,
                [GenAIAttributes.RequestModel] = "claude-x",
                [GenAIAttributes.RequestMaxTokens] = 1L,
                [ErrorAttributes.Type] = "overloaded_error",
            },
        },
        new("anthropic messages, an error in the stream", "/v1/messages", """{"model":"claude-x","max_tokens":1,"stream":true,"messages":[]}""")
        {
            ContentType = "text/event-stream",
            Chunks = Exchange.Events(
                """{"type":"message_start","message":{"id":"msg_1","model":"claude-x-2026","usage":{"input_tokens":12,"output_tokens":1}}}""",
                """{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"Hel"}}""",
                """{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}"""),
            SpanName = "chat claude-x",
            Expected = new()
            {
                [GenAIAttributes.OperationName] = GenAIOperationNameValues.Chat,
                [GenAIAttributes.ProviderName] = GenAIProviderNameValues.Anthropic,
                [GenAIAttributes.RequestModel] = "claude-x",
                [GenAIAttributes.RequestMaxTokens] = 1L,
                [GenAIAttributes.RequestStream] = true,
                [GenAIAttributes.ResponseId] = "msg_1",
                [GenAIAttributes.ResponseModel] = "claude-x-2026",
                [GenAIAttributes.UsageInputTokens] = 12L,
                [GenAIAttributes.UsageOutputTokens] = 1L,
                [ErrorAttributes.Type] = "overloaded_error",
            },
        },
        new("claude on vertex", "/v1/projects/p/locations/eu/publishers/anthropic/models/claude-x@20260101:rawPredict", """{"anthropic_version":"vertex-2023-10-16","max_tokens":1,"messages":[]}""")
        {
            Answer = """{"id":"msg_1","model":"claude-x","content":[],"stop_reason":"max_tokens","usage":{"input_tokens":12,"output_tokens":1}}""",
            SpanName = "chat claude-x@20260101",
            Expected = new()
            {
                [GenAIAttributes.OperationName] = GenAIOperationNameValues.Chat,
                [GenAIAttributes.ProviderName] = GenAIProviderNameValues.Anthropic,
                [GenAIAttributes.RequestModel] = "claude-x@20260101",
                [GenAIAttributes.RequestMaxTokens] = 1L,
                [GenAIAttributes.ResponseId] = "msg_1",
                [GenAIAttributes.ResponseModel] = "claude-x",
                [GenAIAttributes.ResponseFinishReasons] = new[] { "max_tokens" },
                [GenAIAttributes.UsageInputTokens] = 12L,
                [GenAIAttributes.UsageOutputTokens] = 1L,
            },
        },
    ];

    private static Dictionary<string, object> Asked => new()
    {
        [GenAIAttributes.OperationName] = GenAIOperationNameValues.Chat,
        [GenAIAttributes.ProviderName] = GenAIProviderNameValues.Anthropic,
        [GenAIAttributes.RequestModel] = "claude-x",
        [GenAIAttributes.RequestMaxTokens] = 100L,
        [GenAIAttributes.RequestTemperature] = 0.5,
        [GenAIAttributes.RequestTopP] = 0.9,
        [GenAIAttributes.RequestTopK] = 40L,
        [GenAIAttributes.RequestStopSequences] = new[] { "END" },
        [GenAIAttributes.RequestReasoningLevel] = "high",
        [GenAIAttributes.OutputType] = GenAIOutputTypeValues.Json,
        [GenAIAttributes.ResponseId] = "msg_1",
        [GenAIAttributes.ResponseModel] = "claude-x-2026",
        [GenAIAttributes.UsageInputTokens] = 17L,
        [GenAIAttributes.UsageOutputTokens] = 6L,
        [GenAIAttributes.UsageCacheReadInputTokens] = 3L,
        [GenAIAttributes.UsageCacheWriteInputTokens] = 2L,
        [GenAIAttributes.UsageReasoningOutputTokens] = 4L,
    };
}
