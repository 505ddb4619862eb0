using OtelGenAI.Conventions;
using OtelGenAI.Tests.Support;

namespace OtelGenAI.Tests.Exchanges;

internal static class OpenAIExchanges
{
    private const string ChatRequest = """{"model":"gpt-x","messages":[{"role":"user","content":"hi"}]""";

    public static IReadOnlyList<Exchange> All =>
    [
        new("openai chat", "/v1/chat/completions", ChatRequest + "}")
        {
            Answer = FakeProvider.ChatAnswer,
            SpanName = "chat gpt-x",
            Expected = new(Chat)
            {
                [OpenAIAttributes.ResponseServiceTier] = "default",
                [OpenAIAttributes.ResponseSystemFingerprint] = "fp_1",
                [GenAIAttributes.UsageReasoningOutputTokens] = 2L,
            },
            Output = """[{"role":"assistant","parts":[{"type":"text","content":"Hello there"}],"finish_reason":"stop"}]""",
        },
        new("openai chat, streamed", "/v1/chat/completions", ChatRequest + ",\"stream\":true}")
        {
            ContentType = "text/event-stream",
            Chunks = Exchange.Events(
                FakeProvider.Chunk("""{"role":"assistant","content":""}"""),
                FakeProvider.Chunk("""{"content":"Hello "}"""),
                FakeProvider.Chunk("""{"content":"there"}"""),
                FakeProvider.Chunk("{}", "stop"),
                FakeProvider.UsageChunk,
                "[DONE]"),
            SpanName = "chat gpt-x",
            Expected = new(Chat) { [GenAIAttributes.RequestStream] = true },
            Output = """[{"role":"assistant","parts":[{"type":"text","content":"Hello there"}],"finish_reason":"stop"}]""",
        },
        new("openai chat, a stream that breaks off", "/v1/chat/completions", ChatRequest + ",\"stream\":true}")
        {
            ContentType = "text/event-stream",
            Chunks = Exchange.Events(FakeProvider.Chunk("""{"content":"Hello "}""")),
            BreaksOff = true,
        },
        new("openai completions", "/v1/completions", """{"model":"davinci-x","prompt":["Once","Twice"],"max_tokens":100,"n":2,"seed":7,"stop":"END"}""")
        {
            Answer =
                """
                {"id":"cmpl-1","object":"text_completion","model":"davinci-x-001","choices":[{"text":" upon","index":0,"finish_reason":"length"},{"text":" more","index":1,"finish_reason":"stop"}],
                 "usage":{"prompt_tokens":11,"completion_tokens":7,"total_tokens":18}}
                """,
            SpanName = "text_completion davinci-x",
            Expected = new(Completion) { [GenAIAttributes.ResponseFinishReasons] = new[] { "length", "stop" } },
            Input = """[{"role":"user","parts":[{"type":"text","content":"Once"}]},{"role":"user","parts":[{"type":"text","content":"Twice"}]}]""",
            Output =
                """
                [{"role":"assistant","parts":[{"type":"text","content":" upon"}],"finish_reason":"length"},
                 {"role":"assistant","parts":[{"type":"text","content":" more"}],"finish_reason":"stop"}]
                """,
        },
        new("openai completions, streamed", "/v1/completions", """{"model":"davinci-x","prompt":"Once","max_tokens":100,"n":2,"seed":7,"stop":"END","stream":true}""")
        {
            ContentType = "text/event-stream",
            Chunks = Exchange.Events(
                """{"id":"cmpl-1","model":"davinci-x-001","choices":[{"text":" up","index":0,"finish_reason":null}]}""",
                """{"id":"cmpl-1","model":"davinci-x-001","choices":[{"text":"on","index":0,"finish_reason":"stop"}]}""",
                """{"id":"cmpl-1","model":"davinci-x-001","choices":[],"usage":{"prompt_tokens":11,"completion_tokens":7}}""",
                "[DONE]"),
            SpanName = "text_completion davinci-x",
            Expected = new(Completion) { [GenAIAttributes.RequestStream] = true, [GenAIAttributes.ResponseFinishReasons] = new[] { "stop" } },
            Output = """[{"role":"assistant","parts":[{"type":"text","content":" upon"}],"finish_reason":"stop"}]""",
        },
        new("openai responses", "/v1/responses", """{"model":"gpt-x","input":"hi"}""")
        {
            Answer =
                """
                {"id":"resp_1","object":"response","status":"completed","model":"gpt-x-2026","output":[{"type":"message","role":"assistant","content":[{"type":"output_text","text":"Hello"}]}],
                 "usage":{"input_tokens":11,"input_tokens_details":{"cached_tokens":3},"output_tokens":7,"output_tokens_details":{"reasoning_tokens":2}}}
                """,
            SpanName = "chat gpt-x",
            Expected = new(Chat)
            {
                [OpenAIAttributes.ApiType] = OpenAIApiTypeValues.Responses,
                [GenAIAttributes.ResponseId] = "resp_1",
                [GenAIAttributes.UsageReasoningOutputTokens] = 2L,
            },
            Output = """[{"role":"assistant","parts":[{"type":"text","content":"Hello"}],"finish_reason":"stop"}]""",
        },
        new("openai embeddings", "/v1/embeddings", """{"model":"emb-x","input":"a","dimensions":256,"encoding_format":"float"}""")
        {
            Answer = """{"object":"list","data":[{"embedding":[0.1]}],"model":"emb-x-1","usage":{"prompt_tokens":4,"total_tokens":4}}""",
            SpanName = "embeddings emb-x",
            Expected = new()
            {
                [GenAIAttributes.OperationName] = GenAIOperationNameValues.Embeddings,
                [GenAIAttributes.ProviderName] = GenAIProviderNameValues.OpenAI,
                [GenAIAttributes.RequestModel] = "emb-x",
                [GenAIAttributes.EmbeddingsDimensionCount] = 256L,
                [GenAIAttributes.RequestEncodingFormats] = new[] { "float" },
                [GenAIAttributes.ResponseModel] = "emb-x-1",
                [GenAIAttributes.UsageInputTokens] = 4L,
            },
        },
    ];

    private static Dictionary<string, object> Chat => new()
    {
        [GenAIAttributes.OperationName] = GenAIOperationNameValues.Chat,
        [GenAIAttributes.ProviderName] = GenAIProviderNameValues.OpenAI,
        [GenAIAttributes.RequestModel] = "gpt-x",
        [OpenAIAttributes.ApiType] = OpenAIApiTypeValues.ChatCompletions,
        [GenAIAttributes.ResponseId] = "chatcmpl-1",
        [GenAIAttributes.ResponseModel] = "gpt-x-2026",
        [GenAIAttributes.ResponseFinishReasons] = new[] { "stop" },
        [GenAIAttributes.UsageInputTokens] = 11L,
        [GenAIAttributes.UsageOutputTokens] = 7L,
        [GenAIAttributes.UsageCacheReadInputTokens] = 3L,
    };

    private static Dictionary<string, object> Completion => new()
    {
        [GenAIAttributes.OperationName] = GenAIOperationNameValues.TextCompletion,
        [GenAIAttributes.ProviderName] = GenAIProviderNameValues.OpenAI,
        [GenAIAttributes.RequestModel] = "davinci-x",
        [GenAIAttributes.RequestMaxTokens] = 100L,
        [GenAIAttributes.RequestChoiceCount] = 2L,
        [GenAIAttributes.RequestSeed] = 7L,
        [GenAIAttributes.RequestStopSequences] = new[] { "END" },
        [GenAIAttributes.ResponseId] = "cmpl-1",
        [GenAIAttributes.ResponseModel] = "davinci-x-001",
        [GenAIAttributes.UsageInputTokens] = 11L,
        [GenAIAttributes.UsageOutputTokens] = 7L,
    };
}
