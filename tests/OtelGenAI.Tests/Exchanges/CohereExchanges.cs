using OtelGenAI.Conventions;

namespace OtelGenAI.Tests.Exchanges;

internal static class CohereExchanges
{
    private const string Request =
        """
        {"model":"command-x","messages":[{"role":"user","content":"Weather?"},
           {"role":"assistant","tool_plan":"I will look.","tool_calls":[{"id":"t1","type":"function","function":{"name":"weather","arguments":"{\"city\":\"Oslo\"}"}}]},
           {"role":"tool","tool_call_id":"t1","content":"12 degrees"}],
         "tools":[{"type":"function","function":{"name":"weather"}}],"max_tokens":100,"temperature":0.5,"p":0.9,"k":40,"seed":7,"stop_sequences":["END"],
         "frequency_penalty":0.2,"presence_penalty":0.1,"response_format":{"type":"json_object"}
        """;

    public static IReadOnlyList<Exchange> All =>
    [
        new("cohere chat", "/v2/chat", Request + "}")
        {
            Answer =
                """
                {"id":"co_1","finish_reason":"COMPLETE","message":{"role":"assistant","content":[{"type":"thinking","thinking":"Hm."},{"type":"text","text":"12 degrees"}]},
                 "usage":{"billed_units":{"input_tokens":11,"output_tokens":7},"tokens":{"input_tokens":70,"output_tokens":9},"cached_tokens":3}}
                """,
            SpanName = "chat command-x",
            Expected = new(Asked) { [GenAIAttributes.ResponseFinishReasons] = new[] { "COMPLETE" }, [GenAIAttributes.UsageCacheReadInputTokens] = 3L },
            Input =
                """
                [{"role":"user","parts":[{"type":"text","content":"Weather?"}]},
                 {"role":"assistant","parts":[{"type":"reasoning","content":"I will look."},{"type":"tool_call","id":"t1","name":"weather","arguments":{"city":"Oslo"}}]},
                 {"role":"tool","parts":[{"type":"tool_call_response","id":"t1","response":"12 degrees"}]}]
                """,
            Output = """[{"role":"assistant","parts":[{"type":"reasoning","content":"Hm."},{"type":"text","content":"12 degrees"}],"finish_reason":"stop"}]""",
        },
        new("cohere chat, streamed", "/v2/chat", Request + ",\"stream\":true}")
        {
            ContentType = "text/event-stream",
            Chunks = Exchange.Events(
                """{"id":"co_1","type":"message-start","delta":{"message":{"role":"assistant","content":[],"tool_plan":"","tool_calls":[],"citations":[]}}}""",
                """{"type":"tool-plan-delta","delta":{"message":{"tool_plan":"I will "}}}""",
                """{"type":"tool-plan-delta","delta":{"message":{"tool_plan":"look."}}}""",
                """{"type":"content-start","index":0,"delta":{"message":{"content":{"type":"text","text":""}}}}""",
                """{"type":"content-delta","index":0,"delta":{"message":{"content":{"text":"One moment"}}}}""",
                """{"type":"content-end","index":0}""",
                """{"type":"tool-call-start","index":0,"delta":{"message":{"tool_calls":{"id":"t2","type":"function","function":{"name":"weather","arguments":""}}}}}""",
                """{"type":"tool-call-delta","index":0,"delta":{"message":{"tool_calls":{"function":{"arguments":"{\"city\":\"Bergen\"}"}}}}}""",
                """{"type":"tool-call-end","index":0}""",
                """{"type":"message-end","delta":{"finish_reason":"TOOL_CALL","usage":{"billed_units":{"input_tokens":11,"output_tokens":7}}}}""",
                "[DONE]"),
            SpanName = "chat command-x",
            Expected = new(Asked) { [GenAIAttributes.RequestStream] = true, [GenAIAttributes.ResponseFinishReasons] = new[] { "TOOL_CALL" } },
            Output =
                """
                [{"role":"assistant","parts":[{"type":"reasoning","content":"I will look."},{"type":"text","content":"One moment"},
                  {"type":"tool_call","id":"t2","name":"weather","arguments":{"city":"Bergen"}}],"finish_reason":"tool_call"}]
                """,
        },
        new("cohere chat, refused", "/v2/chat", """{"model":"command-x","messages":[]}""")
        {
            Status = 401,
            Answer = """{"id":"e","message":"invalid api token"}""",
            SpanName = "chat command-x",
            Expected = new()
            {
                [GenAIAttributes.OperationName] = GenAIOperationNameValues.Chat,
                [GenAIAttributes.ProviderName] = GenAIProviderNameValues.Cohere,
                [GenAIAttributes.RequestModel] = "command-x",
                [GenAIAttributes.ResponseId] = "e",
                [ErrorAttributes.Type] = "401",
            },
        },
        new("cohere embed", "/v2/embed", """{"model":"embed-x","texts":["a","b"],"input_type":"search_document","embedding_types":["float","int8"],"output_dimension":256}""")
        {
            Answer = """{"id":"co_2","embeddings":{"float":[[0.1],[0.2]]},"texts":["a","b"],"meta":{"api_version":{"version":"2"},"billed_units":{"input_tokens":2}}}""",
            SpanName = "embeddings embed-x",
            Expected = new()
            {
                [GenAIAttributes.OperationName] = GenAIOperationNameValues.Embeddings,
                [GenAIAttributes.ProviderName] = GenAIProviderNameValues.Cohere,
                [GenAIAttributes.RequestModel] = "embed-x",
                [GenAIAttributes.RequestEncodingFormats] = new[] { "float", "int8" },
                [GenAIAttributes.EmbeddingsDimensionCount] = 256L,
                [GenAIAttributes.UsageInputTokens] = 2L,
            },
        },
        new("cohere rerank", "/v2/rerank", """{"model":"rerank-x","query":"capital","documents":["Oslo","Bergen"],"top_n":2}""")
        {
            Answer = """{"id":"co_3","results":[{"index":0,"relevance_score":0.9},{"index":1,"relevance_score":0.2}],"meta":{"billed_units":{"search_units":1}}}""",
            SpanName = "rerank rerank-x",
            Expected = new()
            {
                [GenAIAttributes.OperationName] = "rerank",
                [GenAIAttributes.ProviderName] = GenAIProviderNameValues.Cohere,
                [GenAIAttributes.RequestModel] = "rerank-x",
                [GenAIAttributes.RetrievalTopK] = 2L,
                [GenAIAttributes.ResponseId] = "co_3",
            },
        },
    ];

    private static Dictionary<string, object> Asked => new()
    {
        [GenAIAttributes.OperationName] = GenAIOperationNameValues.Chat,
        [GenAIAttributes.ProviderName] = GenAIProviderNameValues.Cohere,
        [GenAIAttributes.RequestModel] = "command-x",
        [GenAIAttributes.RequestMaxTokens] = 100L,
        [GenAIAttributes.RequestTemperature] = 0.5,
        [GenAIAttributes.RequestTopP] = 0.9,
        [GenAIAttributes.RequestTopK] = 40L,
        [GenAIAttributes.RequestStopSequences] = new[] { "END" },
        [GenAIAttributes.RequestSeed] = 7L,
        [GenAIAttributes.RequestFrequencyPenalty] = 0.2,
        [GenAIAttributes.RequestPresencePenalty] = 0.1,
        [GenAIAttributes.OutputType] = GenAIOutputTypeValues.Json,
        [GenAIAttributes.ResponseId] = "co_1",
        [GenAIAttributes.UsageInputTokens] = 11L,
        [GenAIAttributes.UsageOutputTokens] = 7L,
    };
}
