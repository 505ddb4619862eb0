using OtelGenAI.Conventions;

namespace OtelGenAI.Tests.Exchanges;

internal static class GeminiExchanges
{
    private const string Request =
        """
        {"systemInstruction":{"parts":[{"text":"Be brief."}]},
         "contents":[{"role":"user","parts":[{"text":"What is this?"},{"inlineData":{"mimeType":"image/png","data":"AQID"}},
             {"fileData":{"mimeType":"audio/mp3","fileUri":"https://example.com/a.mp3"}}]},
           {"role":"model","parts":[{"functionCall":{"id":"c1","name":"look","args":{"at":"it"}}}]},
           {"role":"user","parts":[{"functionResponse":{"id":"c1","name":"look","response":{"seen":"cat"}}}]}],
         "tools":[{"functionDeclarations":[{"name":"look","description":"Looks","parameters":{"type":"object"}}]},{"googleSearch":{}}],
         "generationConfig":{"temperature":0.5,"topP":0.9,"topK":40,"maxOutputTokens":100,"candidateCount":2,"stopSequences":["END"],"seed":7,
           "presencePenalty":0.1,"frequencyPenalty":0.2,"responseMimeType":"application/json","thinkingConfig":{"thinkingLevel":"low"}}}
        """;

    private const string Usage =
        """
        "usageMetadata":{"promptTokenCount":20,"cachedContentTokenCount":5,"candidatesTokenCount":7,"thoughtsTokenCount":3,"toolUsePromptTokenCount":2,"totalTokenCount":32,
          "promptTokensDetails":[{"modality":"TEXT","tokenCount":8},{"modality":"IMAGE","tokenCount":10},{"modality":"AUDIO","tokenCount":2}],
          "candidatesTokensDetails":[{"modality":"TEXT","tokenCount":7}],"cacheTokensDetails":[{"modality":"TEXT","tokenCount":5}]},
        "modelVersion":"gemini-x-001","responseId":"r1"
        """;

    private static readonly string[] s_pieces =
    [
        """{"candidates":[{"content":{"role":"model","parts":[{"text":"Hm.","thought":true}]},"index":0}],"modelVersion":"gemini-x-001","responseId":"r1"}""",
        """{"candidates":[{"content":{"role":"model","parts":[{"text":"A "}]},"index":0},{"content":{"role":"model","parts":[{"functionCall":{"name":"look","args":{"at":"\"]}"}}}]},"index":1,"finishReason":"STOP"}]}""",
        $$"""{"candidates":[{"content":{"role":"model","parts":[{"text":"cat"}]},"index":0,"finishReason":"MAX_TOKENS"}],{{Usage}}}""",
    ];

    private const string StreamedOutput =
        """
        [{"role":"assistant","parts":[{"type":"reasoning","content":"Hm."},{"type":"text","content":"A cat"}],"finish_reason":"length"},
         {"role":"assistant","parts":[{"type":"tool_call","name":"look","arguments":{"at":"\"]}"}}],"finish_reason":"stop"}]
        """;

    public static IReadOnlyList<Exchange> All =>
    [
        new("gemini generateContent", "/v1beta/models/gemini-x:generateContent", Request)
        {
            Answer = $$"""{"candidates":[{"content":{"role":"model","parts":[{"text":"A cat"}]},"finishReason":"STOP","index":0}],{{Usage}}}""",
            SpanName = "generate_content gemini-x",
            Expected = new(Asked) { [GenAIAttributes.ResponseFinishReasons] = new[] { "STOP" } },
            Input =
                """
                [{"role":"user","parts":[{"type":"text","content":"What is this?"},{"type":"blob","mime_type":"image/png","modality":"image","content":"AQID"},
                    {"type":"uri","modality":"audio","uri":"https://example.com/a.mp3"}]},
                 {"role":"assistant","parts":[{"type":"tool_call","id":"c1","name":"look","arguments":{"at":"it"}}]},
                 {"role":"user","parts":[{"type":"tool_call_response","id":"c1","response":{"seen":"cat"}}]}]
                """,
            Output = """[{"role":"assistant","parts":[{"type":"text","content":"A cat"}],"finish_reason":"stop"}]""",
        },
        new("gemini streamGenerateContent, as events", "/v1beta/models/gemini-x:streamGenerateContent?alt=sse&key=secret", Request)
        {
            ContentType = "text/event-stream",
            Chunks = Exchange.Events(s_pieces),
            SpanName = "generate_content gemini-x",
            Expected = new(Asked) { [GenAIAttributes.RequestStream] = true, [GenAIAttributes.ResponseFinishReasons] = new[] { "MAX_TOKENS", "STOP" } },
            Output = StreamedOutput,
        },
        new("gemini streamGenerateContent, as an array", "/v1beta/models/gemini-x:streamGenerateContent", Request)
        {
            ContentType = "application/json; charset=UTF-8",
            Chunks = Exchange.Pieces("[" + s_pieces[0], "\n,\r\n" + s_pieces[1][..70], s_pieces[1][70..], "\n,\r\n" + s_pieces[2], "\n]"),
            SpanName = "generate_content gemini-x",
            Expected = new(Asked) { [GenAIAttributes.RequestStream] = true, [GenAIAttributes.ResponseFinishReasons] = new[] { "MAX_TOKENS", "STOP" } },
            Output = StreamedOutput,
        },
        new("gemini, refused in an array", "/v1beta/models/gemini-x:streamGenerateContent", """{"contents":[]}""")
        {
            Status = 429,
            Answer = """[{"error":{"code":429,"message":"Quota","status":"RESOURCE_EXHAUSTED"}}]""",
            SpanName = "generate_content gemini-x",
            Expected = new()
            {
                [GenAIAttributes.OperationName] = GenAIOperationNameValues.GenerateContent,
                [GenAIAttributes.ProviderName] = GenAIProviderNameValues.GcpGenAI,
                [GenAIAttributes.RequestModel] = "gemini-x",
                [GenAIAttributes.RequestStream] = true,
                [ErrorAttributes.Type] = "RESOURCE_EXHAUSTED",
            },
        },
        new("gemini, the prompt was blocked", "/v1beta/models/gemini-x:generateContent", """{"contents":[]}""")
        {
            Answer = """{"promptFeedback":{"blockReason":"SAFETY"},"usageMetadata":{"promptTokenCount":4}}""",
            SpanName = "generate_content gemini-x",
            Expected = new()
            {
                [GenAIAttributes.OperationName] = GenAIOperationNameValues.GenerateContent,
                [GenAIAttributes.ProviderName] = GenAIProviderNameValues.GcpGenAI,
                [GenAIAttributes.RequestModel] = "gemini-x",
                [GenAIAttributes.ResponseFinishReasons] = new[] { "SAFETY" },
                [GenAIAttributes.UsageInputTokens] = 4L,
            },
        },
        new("gemini embedContent", "/v1beta/models/embedding-x:embedContent", """{"content":{"parts":[{"text":"hello"}]},"outputDimensionality":256}""")
        {
            Answer = """{"embedding":{"values":[0.1,0.2]},"usageMetadata":{"promptTokenCount":3}}""",
            SpanName = "embeddings embedding-x",
            Expected = new()
            {
                [GenAIAttributes.OperationName] = GenAIOperationNameValues.Embeddings,
                [GenAIAttributes.ProviderName] = GenAIProviderNameValues.GcpGenAI,
                [GenAIAttributes.RequestModel] = "embedding-x",
                [GenAIAttributes.EmbeddingsDimensionCount] = 256L,
                [GenAIAttributes.UsageInputTokens] = 3L,
            },
        },
    ];

    private static Dictionary<string, object> Asked => new()
    {
        [GenAIAttributes.OperationName] = GenAIOperationNameValues.GenerateContent,
        [GenAIAttributes.ProviderName] = GenAIProviderNameValues.GcpGenAI,
        [GenAIAttributes.RequestModel] = "gemini-x",
        [GenAIAttributes.RequestMaxTokens] = 100L,
        [GenAIAttributes.RequestTemperature] = 0.5,
        [GenAIAttributes.RequestTopP] = 0.9,
        [GenAIAttributes.RequestTopK] = 40L,
        [GenAIAttributes.RequestChoiceCount] = 2L,
        [GenAIAttributes.RequestStopSequences] = new[] { "END" },
        [GenAIAttributes.RequestSeed] = 7L,
        [GenAIAttributes.RequestPresencePenalty] = 0.1,
        [GenAIAttributes.RequestFrequencyPenalty] = 0.2,
        [GenAIAttributes.RequestReasoningLevel] = "low",
        [GenAIAttributes.OutputType] = GenAIOutputTypeValues.Json,
        [GenAIAttributes.ResponseId] = "r1",
        [GenAIAttributes.ResponseModel] = "gemini-x-001",
        [GenAIAttributes.UsageInputTokens] = 22L,
        [GenAIAttributes.UsageOutputTokens] = 10L,
        [GenAIAttributes.UsageCacheReadInputTokens] = 5L,
        [GenAIAttributes.UsageReasoningOutputTokens] = 3L,
        [GenAIAttributes.UsageTextInputTokens] = 8L,
        [GenAIAttributes.UsageImageInputTokens] = 10L,
        [GenAIAttributes.UsageAudioInputTokens] = 2L,
        [GenAIAttributes.UsageTextOutputTokens] = 7L,
        [GenAIAttributes.UsageTextCacheReadInputTokens] = 5L,
    };
}
