using OtelGenAI.Conventions;

namespace OtelGenAI.Tests.Exchanges;

internal static class OllamaExchanges
{
    private const string Request =
        """
        {"model":"llama-x","messages":[{"role":"system","content":"Be brief."},{"role":"user","content":"What is this?","images":["AQID"]},
           {"role":"assistant","content":"","tool_calls":[{"function":{"name":"look","arguments":{"at":"it"}}}]},{"role":"tool","tool_name":"look","content":"cat"}],
         "tools":[{"type":"function","function":{"name":"look"}}],"format":"json","think":"high",
         "options":{"temperature":0.5,"top_p":0.9,"top_k":40,"num_predict":100,"stop":["END"],"seed":7,"num_ctx":4096}
        """;

    public static IReadOnlyList<Exchange> All =>
    [
        new("ollama chat, streamed without being asked", "/api/chat", Request + "}")
        {
            ContentType = "application/x-ndjson",
            Chunks = Exchange.Lines(
                """{"model":"llama-x","created_at":"2026-01-01T00:00:00Z","message":{"role":"assistant","content":"","thinking":"Hm."},"done":false}""",
                """{"model":"llama-x","created_at":"2026-01-01T00:00:00Z","message":{"role":"assistant","content":"A "},"done":false}""",
                """{"model":"llama-x","created_at":"2026-01-01T00:00:00Z","message":{"role":"assistant","content":"cat","tool_calls":[{"function":{"name":"look","arguments":{"at":"it"}}}]},"done":false}""",
                """{"model":"llama-x","created_at":"2026-01-01T00:00:00Z","message":{"role":"assistant","content":""},"done":true,"done_reason":"stop","total_duration":1,"prompt_eval_count":11,"eval_count":7}"""),
            SpanName = "chat llama-x",
            Expected = new(Asked) { [GenAIAttributes.RequestStream] = true },
            Input =
                """
                [{"role":"system","parts":[{"type":"text","content":"Be brief."}]},
                 {"role":"user","parts":[{"type":"text","content":"What is this?"},{"type":"blob","modality":"image","content":"AQID"}]},
                 {"role":"assistant","parts":[{"type":"tool_call","name":"look","arguments":{"at":"it"}}]},
                 {"role":"tool","parts":[{"type":"tool_call_response","response":"cat"}]}]
                """,
            Output =
                """
                [{"role":"assistant","parts":[{"type":"reasoning","content":"Hm."},{"type":"text","content":"A cat"},
                  {"type":"tool_call","name":"look","arguments":{"at":"it"}}],"finish_reason":"stop"}]
                """,
        },
        new("ollama chat, whole", "/api/chat", Request + ",\"stream\":false}")
        {
            Answer = """{"model":"llama-x","message":{"role":"assistant","content":"A cat"},"done":true,"done_reason":"stop","prompt_eval_count":11,"eval_count":7}""",
            SpanName = "chat llama-x",
            Expected = Asked,
            Output = """[{"role":"assistant","parts":[{"type":"text","content":"A cat"}],"finish_reason":"stop"}]""",
        },
        new("ollama chat, an error in the stream", "/api/chat", """{"model":"llama-x","messages":[]}""")
        {
            ContentType = "application/x-ndjson",
            Chunks = Exchange.Lines("""{"model":"llama-x","message":{"role":"assistant","content":"A "},"done":false}""", """{"error":"an error was encountered while running the model"}"""),
            SpanName = "chat llama-x",
            Expected = new()
            {
                [GenAIAttributes.OperationName] = GenAIOperationNameValues.Chat,
                [GenAIAttributes.ProviderName] = "ollama",
                [GenAIAttributes.RequestModel] = "llama-x",
                [GenAIAttributes.RequestStream] = true,
                [GenAIAttributes.ResponseModel] = "llama-x",
                [ErrorAttributes.Type] = ErrorTypeValues.Other,
            },
        },
        new("ollama chat, no such model", "/api/chat", """{"model":"llama-x","messages":[]}""")
        {
            Status = 404,
            Answer = """{"error":"model 'llama-x' not found"}""",
            SpanName = "chat llama-x",
            Expected = new()
            {
                [GenAIAttributes.OperationName] = GenAIOperationNameValues.Chat,
                [GenAIAttributes.ProviderName] = "ollama",
                [GenAIAttributes.RequestModel] = "llama-x",
                [GenAIAttributes.RequestStream] = true,
                [ErrorAttributes.Type] = "404",
            },
        },
        new("ollama generate", "/api/generate", """{"model":"llama-x","prompt":"Why?","system":"Be brief."}""")
        {
            ContentType = "application/x-ndjson",
            Chunks = Exchange.Lines(
                """{"model":"llama-x","response":"Be","done":false}""",
                """{"model":"llama-x","response":"cause","done":false}""",
                """{"model":"llama-x","response":"","done":true,"done_reason":"length","context":[1,2],"prompt_eval_count":11,"eval_count":7}"""),
            SpanName = "text_completion llama-x",
            Expected = new()
            {
                [GenAIAttributes.OperationName] = GenAIOperationNameValues.TextCompletion,
                [GenAIAttributes.ProviderName] = "ollama",
                [GenAIAttributes.RequestModel] = "llama-x",
                [GenAIAttributes.RequestStream] = true,
                [GenAIAttributes.ResponseModel] = "llama-x",
                [GenAIAttributes.ResponseFinishReasons] = new[] { "length" },
                [GenAIAttributes.UsageInputTokens] = 11L,
                [GenAIAttributes.UsageOutputTokens] = 7L,
            },
            Output = """[{"role":"assistant","parts":[{"type":"text","content":"Because"}],"finish_reason":"length"}]""",
        },
        new("ollama embed", "/api/embed", """{"model":"emb-x","input":["a","b"],"dimensions":256}""")
        {
            Answer = """{"model":"emb-x","embeddings":[[0.1,0.2],[0.3,0.4]],"prompt_eval_count":4}""",
            SpanName = "embeddings emb-x",
            Expected = new()
            {
                [GenAIAttributes.OperationName] = GenAIOperationNameValues.Embeddings,
                [GenAIAttributes.ProviderName] = "ollama",
                [GenAIAttributes.RequestModel] = "emb-x",
                [GenAIAttributes.EmbeddingsDimensionCount] = 256L,
                [GenAIAttributes.ResponseModel] = "emb-x",
                [GenAIAttributes.UsageInputTokens] = 4L,
            },
        },
        new("ollama embeddings, the older api", "/api/embeddings", """{"model":"emb-x","prompt":"a"}""")
        {
            Answer = """{"embedding":[0.1,0.2]}""",
            SpanName = "embeddings emb-x",
            Expected = new()
            {
                [GenAIAttributes.OperationName] = GenAIOperationNameValues.Embeddings,
                [GenAIAttributes.ProviderName] = "ollama",
                [GenAIAttributes.RequestModel] = "emb-x",
            },
        },
    ];

    private static Dictionary<string, object> Asked => new()
    {
        [GenAIAttributes.OperationName] = GenAIOperationNameValues.Chat,
        [GenAIAttributes.ProviderName] = "ollama",
        [GenAIAttributes.RequestModel] = "llama-x",
        [GenAIAttributes.RequestMaxTokens] = 100L,
        [GenAIAttributes.RequestTemperature] = 0.5,
        [GenAIAttributes.RequestTopP] = 0.9,
        [GenAIAttributes.RequestTopK] = 40L,
        [GenAIAttributes.RequestStopSequences] = new[] { "END" },
        [GenAIAttributes.RequestSeed] = 7L,
        [GenAIAttributes.RequestReasoningLevel] = "high",
        [GenAIAttributes.OutputType] = GenAIOutputTypeValues.Json,
        [GenAIAttributes.ResponseModel] = "llama-x",
        [GenAIAttributes.ResponseFinishReasons] = new[] { "stop" },
        [GenAIAttributes.UsageInputTokens] = 11L,
        [GenAIAttributes.UsageOutputTokens] = 7L,
    };
}
