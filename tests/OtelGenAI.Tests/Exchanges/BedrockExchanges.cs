using OtelGenAI.Conventions;

namespace OtelGenAI.Tests.Exchanges;

internal static class BedrockExchanges
{
    private const string Model = "eu.anthropic.claude-x-v1:0";
    private const string EscapedModel = "eu.anthropic.claude-x-v1%3A0";

    private const string Request =
        """
        {"system":[{"text":"Be brief."}],"messages":[{"role":"user","content":[{"text":"Weather?"},{"image":{"format":"png","source":{"bytes":"AQID"}}}]},
           {"role":"assistant","content":[{"toolUse":{"toolUseId":"t1","name":"weather","input":{"city":"Oslo"}}}]},
           {"role":"user","content":[{"toolResult":{"toolUseId":"t1","content":[{"json":{"degrees":12}}]}}]}],
         "inferenceConfig":{"maxTokens":100,"temperature":0.5,"topP":0.9,"stopSequences":["END"]},"additionalModelRequestFields":{"top_k":40},
         "guardrailConfig":{"guardrailIdentifier":"gr-1","guardrailVersion":"1"},
         "toolConfig":{"tools":[{"toolSpec":{"name":"weather","description":"Tells","inputSchema":{"json":{"type":"object"}}}}]}}
        """;

    private const string ClaudeRequest = """{"anthropic_version":"bedrock-2023-05-31","max_tokens":100,"messages":[{"role":"user","content":"hi"}]}""";

    public static IReadOnlyList<Exchange> All =>
    [
        new("bedrock converse", $"/model/{EscapedModel}/converse", Request)
        {
            Answer =
                """
                {"output":{"message":{"role":"assistant","content":[{"reasoningContent":{"reasoningText":{"text":"Hm."}}},{"text":"12 degrees"}]}},"stopReason":"end_turn",
                 "usage":{"inputTokens":12,"outputTokens":6,"totalTokens":18,"cacheReadInputTokens":3,"cacheWriteInputTokens":2},"metrics":{"latencyMs":10}}
                """,
            SpanName = $"chat {Model}",
            Expected = new(Asked) { [GenAIAttributes.ResponseFinishReasons] = new[] { "end_turn" } },
            Input =
                """
                [{"role":"user","parts":[{"type":"text","content":"Weather?"},{"type":"blob","mime_type":"image/png","modality":"image","content":"AQID"}]},
                 {"role":"assistant","parts":[{"type":"tool_call","id":"t1","name":"weather","arguments":{"city":"Oslo"}}]},
                 {"role":"user","parts":[{"type":"tool_call_response","id":"t1","response":{"degrees":12}}]}]
                """,
            Output = """[{"role":"assistant","parts":[{"type":"reasoning","content":"Hm."},{"type":"text","content":"12 degrees"}],"finish_reason":"stop"}]""",
        },
        new("bedrock converse, streamed", $"/model/{EscapedModel}/converse-stream", Request)
        {
            ContentType = "application/vnd.amazon.eventstream",
            Chunks = Exchange.Messages(
                ("messageStart", """{"role":"assistant"}"""),
                ("contentBlockDelta", """{"contentBlockIndex":0,"delta":{"reasoningContent":{"text":"Hm."}}}"""),
                ("contentBlockStop", """{"contentBlockIndex":0}"""),
                ("contentBlockStart", """{"contentBlockIndex":1,"start":{"toolUse":{"toolUseId":"t2","name":"weather"}}}"""),
                ("contentBlockDelta", """{"contentBlockIndex":1,"delta":{"toolUse":{"input":"{\"city\":"}}}"""),
                ("contentBlockDelta", """{"contentBlockIndex":1,"delta":{"toolUse":{"input":"\"Bergen\"}"}}}"""),
                ("contentBlockStop", """{"contentBlockIndex":1}"""),
                ("messageStop", """{"stopReason":"tool_use"}"""),
                ("metadata", """{"usage":{"inputTokens":12,"outputTokens":6,"totalTokens":18,"cacheReadInputTokens":3,"cacheWriteInputTokens":2},"metrics":{"latencyMs":10}}""")),
            SpanName = $"chat {Model}",
            Expected = new(Asked) { [GenAIAttributes.RequestStream] = true, [GenAIAttributes.ResponseFinishReasons] = new[] { "tool_use" } },
            Output =
                """
                [{"role":"assistant","parts":[{"type":"reasoning","content":"Hm."},
                  {"type":"tool_call","id":"t2","name":"weather","arguments":{"city":"Bergen"}}],"finish_reason":"tool_call"}]
                """,
        },
        new("bedrock converse, throttled in the stream", $"/model/{EscapedModel}/converse-stream", """{"messages":[]}""")
        {
            ContentType = "application/vnd.amazon.eventstream",
            Chunks = Exchange.Messages(
                ("messageStart", """{"role":"assistant"}"""),
                ("contentBlockDelta", """{"contentBlockIndex":0,"delta":{"text":"Hel"}}"""),
                ("throttlingException", """{"message":"Too many tokens, please wait"}""")),
            SpanName = $"chat {Model}",
            Expected = new(Minimal(Model, GenAIOperationNameValues.Chat))
            {
                [GenAIAttributes.RequestStream] = true,
                [ErrorAttributes.Type] = "throttlingException",
            },
        },
        new("bedrock converse, refused", $"/model/{EscapedModel}/converse", """{"messages":[]}""")
        {
            Status = 429,
            Headers = new Dictionary<string, string> { ["x-amzn-ErrorType"] = "ThrottlingException:http://internal.amazon.com/" },
            Answer = """{"message":"Too many requests"}""",
            SpanName = $"chat {Model}",
            Expected = new(Minimal(Model, GenAIOperationNameValues.Chat)) { [ErrorAttributes.Type] = "ThrottlingException" },
        },
        new("bedrock invokes claude", $"/model/{EscapedModel}/invoke", ClaudeRequest)
        {
            Headers = new Dictionary<string, string> { ["X-Amzn-Bedrock-Input-Token-Count"] = "12", ["X-Amzn-Bedrock-Output-Token-Count"] = "6" },
            Answer =
                """
                {"id":"msg_bdrk_1","model":"claude-x","content":[{"type":"text","text":"Hello"}],"stop_reason":"end_turn",
                 "usage":{"input_tokens":12,"cache_creation_input_tokens":2,"cache_read_input_tokens":3,"output_tokens":6}}
                """,
            SpanName = $"chat {Model}",
            Expected = Claude,
            Output = """[{"role":"assistant","parts":[{"type":"text","content":"Hello"}],"finish_reason":"stop"}]""",
        },
        new("bedrock invokes claude, streamed", $"/model/{EscapedModel}/invoke-with-response-stream", ClaudeRequest)
        {
            ContentType = "application/vnd.amazon.eventstream",
            Chunks = Exchange.BedrockChunks(
                """{"type":"message_start","message":{"id":"msg_bdrk_1","model":"claude-x","usage":{"input_tokens":12,"cache_creation_input_tokens":2,"cache_read_input_tokens":3,"output_tokens":1}}}""",
                """{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"Hello"}}""",
                """{"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"output_tokens":6}}""",
                """{"type":"message_stop","amazon-bedrock-invocationMetrics":{"inputTokenCount":12,"outputTokenCount":6,"invocationLatency":10,"firstByteLatency":5}}"""),
            SpanName = $"chat {Model}",
            Expected = new(Claude) { [GenAIAttributes.RequestStream] = true },
            Output = """[{"role":"assistant","parts":[{"type":"text","content":"Hello"}],"finish_reason":"stop"}]""",
        },
        new("bedrock invokes nova, streamed", "/model/amazon.nova-x-v1%3A0/invoke-with-response-stream", """{"messages":[{"role":"user","content":[{"text":"hi"}]}],"inferenceConfig":{"maxTokens":100,"topK":40}}""")
        {
            ContentType = "application/vnd.amazon.eventstream",
            Chunks = Exchange.BedrockChunks(
                """{"messageStart":{"role":"assistant"}}""",
                """{"contentBlockDelta":{"contentBlockIndex":0,"delta":{"text":"Hello"}}}""",
                """{"messageStop":{"stopReason":"end_turn"}}""",
                """{"metadata":{"usage":{"inputTokens":12,"outputTokens":6}},"amazon-bedrock-invocationMetrics":{"inputTokenCount":12,"outputTokenCount":6}}"""),
            SpanName = "chat amazon.nova-x-v1:0",
            Expected = new(Minimal("amazon.nova-x-v1:0", GenAIOperationNameValues.Chat))
            {
                [GenAIAttributes.RequestStream] = true,
                [GenAIAttributes.RequestMaxTokens] = 100L,
                [GenAIAttributes.RequestTopK] = 40L,
                [GenAIAttributes.ResponseFinishReasons] = new[] { "end_turn" },
                [GenAIAttributes.UsageInputTokens] = 12L,
                [GenAIAttributes.UsageOutputTokens] = 6L,
            },
            Output = """[{"role":"assistant","parts":[{"type":"text","content":"Hello"}],"finish_reason":"stop"}]""",
        },
        new("bedrock invokes titan", "/model/amazon.titan-text-x/invoke", """{"inputText":"hi","textGenerationConfig":{"maxTokenCount":100,"temperature":0.5,"topP":0.9,"stopSequences":["END"]}}""")
        {
            Answer = """{"inputTextTokenCount":12,"results":[{"tokenCount":6,"outputText":"Hello","completionReason":"FINISH"}]}""",
            SpanName = "text_completion amazon.titan-text-x",
            Expected = new(Minimal("amazon.titan-text-x", GenAIOperationNameValues.TextCompletion))
            {
                [GenAIAttributes.RequestMaxTokens] = 100L,
                [GenAIAttributes.RequestTemperature] = 0.5,
                [GenAIAttributes.RequestTopP] = 0.9,
                [GenAIAttributes.RequestStopSequences] = new[] { "END" },
                [GenAIAttributes.ResponseFinishReasons] = new[] { "FINISH" },
                [GenAIAttributes.UsageInputTokens] = 12L,
                [GenAIAttributes.UsageOutputTokens] = 6L,
            },
            Output = """[{"role":"assistant","parts":[{"type":"text","content":"Hello"}],"finish_reason":"stop"}]""",
        },
        new("bedrock invokes llama, streamed", "/model/meta.llama-x/invoke-with-response-stream", """{"prompt":"hi","max_gen_len":100}""")
        {
            ContentType = "application/vnd.amazon.eventstream",
            Chunks = Exchange.BedrockChunks(
                """{"generation":"Hel","prompt_token_count":12,"generation_token_count":1,"stop_reason":null}""",
                """{"generation":"lo","prompt_token_count":null,"generation_token_count":6,"stop_reason":"stop","amazon-bedrock-invocationMetrics":{"inputTokenCount":12,"outputTokenCount":6}}"""),
            SpanName = "text_completion meta.llama-x",
            Expected = new(Minimal("meta.llama-x", GenAIOperationNameValues.TextCompletion))
            {
                [GenAIAttributes.RequestStream] = true,
                [GenAIAttributes.RequestMaxTokens] = 100L,
                [GenAIAttributes.ResponseFinishReasons] = new[] { "stop" },
                [GenAIAttributes.UsageInputTokens] = 12L,
                [GenAIAttributes.UsageOutputTokens] = 6L,
            },
            Output = """[{"role":"assistant","parts":[{"type":"text","content":"Hello"}],"finish_reason":"stop"}]""",
        },
        new("bedrock invokes an embedding model", "/model/amazon.titan-embed-x/invoke", """{"inputText":"hi","dimensions":256,"embeddingTypes":["float"]}""")
        {
            Headers = new Dictionary<string, string> { ["X-Amzn-Bedrock-Input-Token-Count"] = "3", ["X-Amzn-Bedrock-Output-Token-Count"] = "0" },
            Answer = """{"embedding":[0.1,0.2],"inputTextTokenCount":3}""",
            SpanName = "embeddings amazon.titan-embed-x",
            Expected = new(Minimal("amazon.titan-embed-x", GenAIOperationNameValues.Embeddings))
            {
                [GenAIAttributes.EmbeddingsDimensionCount] = 256L,
                [GenAIAttributes.RequestEncodingFormats] = new[] { "float" },
                [GenAIAttributes.UsageInputTokens] = 3L,
            },
        },
    ];

    private static Dictionary<string, object> Asked => new(Minimal(Model, GenAIOperationNameValues.Chat))
    {
        [GenAIAttributes.RequestMaxTokens] = 100L,
        [GenAIAttributes.RequestTemperature] = 0.5,
        [GenAIAttributes.RequestTopP] = 0.9,
        [GenAIAttributes.RequestTopK] = 40L,
        [GenAIAttributes.RequestStopSequences] = new[] { "END" },
        [AwsAttributes.BedrockGuardrailId] = "gr-1",
        [GenAIAttributes.UsageInputTokens] = 17L,
        [GenAIAttributes.UsageOutputTokens] = 6L,
        [GenAIAttributes.UsageCacheReadInputTokens] = 3L,
        [GenAIAttributes.UsageCacheWriteInputTokens] = 2L,
    };

    private static Dictionary<string, object> Claude => new(Minimal(Model, GenAIOperationNameValues.Chat))
    {
        [GenAIAttributes.RequestMaxTokens] = 100L,
        [GenAIAttributes.ResponseId] = "msg_bdrk_1",
        [GenAIAttributes.ResponseModel] = "claude-x",
        [GenAIAttributes.ResponseFinishReasons] = new[] { "end_turn" },
        [GenAIAttributes.UsageInputTokens] = 17L,
        [GenAIAttributes.UsageOutputTokens] = 6L,
        [GenAIAttributes.UsageCacheReadInputTokens] = 3L,
        [GenAIAttributes.UsageCacheWriteInputTokens] = 2L,
    };

    private static Dictionary<string, object> Minimal(string model, string operation) => new()
    {
        [GenAIAttributes.OperationName] = operation,
        [GenAIAttributes.ProviderName] = GenAIProviderNameValues.AwsBedrock,
        [GenAIAttributes.RequestModel] = model,
    };
}
