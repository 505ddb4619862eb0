using System.Text;
using OtelGenAI.Content;
using OtelGenAI.Conventions;
using OtelGenAI.Http.Formats;
using OtelGenAI.Http.Formats.Anthropic;
using OtelGenAI.Http.Formats.Bedrock;
using OtelGenAI.Http.Formats.Cohere;
using OtelGenAI.Http.Formats.Gemini;
using OtelGenAI.Http.Formats.Ollama;
using OtelGenAI.Http.Formats.OpenAI;
using OtelGenAI.Invocations;

namespace OtelGenAI.Tests.Http;

public sealed class AlikePiecesTests
{
    private const string Learned = """{"id":"c-1","choices":[{"index":0,"delta":{"content":"one"},"finish_reason":null}],"obfuscation":"abc","seq":7}""";

    [Theory]
    [InlineData("""{"id":"c-1","choices":[{"index":0,"delta":{"content":"two, longer"},"finish_reason":null}],"obfuscation":"x","seq":8}""", true)]
    [InlineData("""{"id":"c-1","choices":[{"index":0,"delta":{"content":"\"finish_reason\":\"stop\""},"finish_reason":null}],"obfuscation":"\\","seq":10}""", true)]
    [InlineData("""{"id":"c-1","choices":[{"index":0,"delta":{"content":""},"finish_reason":null}],"obfuscation":"abc","seq":7}""", false)]
    [InlineData("""{"id":"c-1","choices":[{"index":0,"delta":{"content":"two"},"finish_reason":"stop"}],"obfuscation":"abc","seq":7}""", false)]
    [InlineData("""{"id":"c-2","choices":[{"index":0,"delta":{"content":"two"},"finish_reason":null}],"obfuscation":"abc","seq":7}""", false)]
    [InlineData("""{"id":"c-1","choices":[{"index":1,"delta":{"content":"two"},"finish_reason":null}],"obfuscation":"abc","seq":7}""", false)]
    [InlineData("""{"id":"c-1","choices":[{"index":0,"delta":{"content":"two","tool_calls":[]},"finish_reason":null}],"obfuscation":"abc","seq":7}""", false)]
    [InlineData("""{"id":"c-1","choices":[{"index":0,"delta":{"content":"two"},"finish_reason":null}],"obfuscation":"abc","seq":7,"usage":{}}""", false)]
    [InlineData("""{"id":"c-1","choices":[{"index":0,"delta":{"content":"two"},"finish_reason":null}],"obfuscation":"abc","seq":7.5}""", false)]
    [InlineData("""{"id":"c-1","choices":[{"index":0,"delta":{"content":"two\""", false)]
    [InlineData("""{"id":"c-1","choices":[{"index":0,"delta":{"content":"two""", false)]
    [InlineData("", false)]
    public void Pieces_are_alike_when_they_differ_in_words_alone(string piece, bool isAlike)
    {
        var pieces = new AlikePieces(["content", "obfuscation", "seq"]);
        Assert.False(pieces.Contains(default, Encoding.UTF8.GetBytes(Learned)));

        pieces.Learn(default, Encoding.UTF8.GetBytes(Learned));

        Assert.True(pieces.Contains(default, Encoding.UTF8.GetBytes(Learned)));
        Assert.Equal(isAlike, pieces.Contains(default, Encoding.UTF8.GetBytes(piece)));
    }

    [Fact]
    public void A_stream_whose_pieces_are_never_alike_is_not_learned_for_ever()
    {
        var pieces = new AlikePieces(["content"]);
        for (var i = 0; i < 100; i++)
        {
            pieces.Learn(default, Encoding.UTF8.GetBytes($$"""{"id":{{i}},"content":"a"}"""));
        }

        Assert.False(pieces.Contains(default, """{"id":99,"content":"a"}"""u8));
        Assert.True(pieces.Contains(default, """{"id":31,"content":"b"}"""u8));
    }

    [Theory]
    [InlineData("chat", 1)]
    [InlineData("responses", 2)]
    [InlineData("messages", 3)]
    [InlineData("ollama", 4)]
    [InlineData("gemini", 5)]
    [InlineData("cohere", 6)]
    [InlineData("converse", 7)]
    public void What_is_known_of_a_stream_is_the_same_whether_alike_pieces_are_read_or_not(string api, int seed)
    {
        var random = new Random(seed);
        var policy = new ContentPolicy(GenAIContentCaptureMode.NoContent, MaxBytes: 1000, ToolDetails: false) { SynthesizesTools = true };
        var passedOver = 0;
        for (var run = 0; run < 200; run++)
        {
            var all = NewFacts();
            var some = NewFacts();
            var reads = Reader(api, all, policy);
            var skips = new StreamedPieces(Reader(api, some, policy), policy);
            for (var i = 0; i < 30; i++)
            {
                var (name, piece) = api == "converse" ? ConversePiece(random) : ("", Piece(api, random));
                var bytes = Encoding.UTF8.GetBytes(piece);
                Assert.True(reads.Event(Encoding.UTF8.GetBytes(name), bytes) == skips.Event(Encoding.UTF8.GetBytes(name), bytes), $"seed {seed}: {piece}");
            }

            reads.Complete();
            skips.Complete();
            passedOver += skips.PassedOver;
            Assert.Equal(Known(all), Known(some));
        }

        Assert.InRange(passedOver, 500, 200 * 30);
    }

    private static InvocationFacts NewFacts() => new() { Target = new InvocationTarget("chat", "openai"), ReadsOutput = true };

    private static IStreamedResponse Reader(string api, InvocationFacts facts, ContentPolicy policy) => api switch
    {
        "chat" => new OpenAIChatStream(facts, policy),
        "responses" => new OpenAIResponsesStream(facts),
        "ollama" => new OllamaStream(facts, policy),
        "gemini" => new GeminiStream(facts, policy),
        "cohere" => new CohereStream(facts, policy),
        "converse" => new ConverseStream(facts, policy),
        _ => new AnthropicStream(facts, policy),
    };

    // Mostly words, at times something that has to be read.
    private static string Piece(string api, Random random)
    {
        string[] words = ["a", "b c", "\\\"", "\\n", "", "}", "\\\\", "\\\"usage\\\":{"];
        var word = words[random.Next(words.Length)];
        var isPlain = random.Next(5) > 0;
        return api switch
        {
            "chat" when isPlain => $$$"""{"id":"c-1","model":"m","choices":[{"index":{{{random.Next(2)}}},"delta":{"content":"{{{word}}}"},"finish_reason":null}],"obfuscation":"{{{word}}}{{{word}}}"}""",
            "chat" => random.Next(4) switch
            {
                0 => $$$"""{"id":"c-1","model":"m","choices":[{"index":0,"delta":{"content":"{{{word}}}"},"finish_reason":"{{{(random.Next(2) == 0 ? "stop" : "length")}}}"}]}""",
                1 => $$$"""{"id":"c-1","model":"m","choices":[{"index":0,"delta":{"tool_calls":[{"index":{{{random.Next(3)}}},"id":"t-{{{random.Next(3)}}}","function":{"name":"f","arguments":"{{{word}}}"}}]},"finish_reason":null}]}""",
                2 => $$$"""{"id":"c-1","model":"m","choices":[{"index":0,"delta":{"tool_calls":[{"index":{{{random.Next(2)}}},"function":{"arguments":"{{{word}}}"}}]},"finish_reason":null}]}""",
                _ => $$$"""{"id":"c-1","model":"m","choices":[],"usage":{"prompt_tokens":{{{random.Next(9)}}},"completion_tokens":{{{random.Next(9)}}}}}""",
            },
            "responses" when isPlain => $$$"""{"type":"response.output_text.delta","sequence_number":{{{random.Next(1000)}}},"item_id":"i","delta":"{{{word}}}x","obfuscation":"{{{word}}}y"}""",
            "responses" => $$$"""{"type":"response.completed","sequence_number":3,"response":{"id":"r-{{{random.Next(3)}}}","status":"completed","model":"m","usage":{"input_tokens":{{{random.Next(9)}}},"output_tokens":1} } }""",
            "ollama" when isPlain => $$$"""{"model":"m","created_at":"2026-11-20T10:00:{{{random.Next(10, 60)}}}Z","message":{"role":"assistant","content":"{{{word}}}"},"done":false}""",
            "ollama" => random.Next(3) switch
            {
                0 => $$$"""{"model":"m","created_at":"2026-11-20T10:00:00Z","message":{"role":"assistant","content":"{{{word}}}","tool_calls":[{"function":{"name":"f","arguments":{"content":"{{{word}}}"} } }]},"done":false}""",
                1 => $$$"""{"model":"m","created_at":"2026-11-20T10:00:00Z","response":"{{{word}}}","done":false}""",
                _ => $$$"""{"model":"m","created_at":"2026-11-20T10:00:00Z","message":{"role":"assistant","content":"{{{word}}}"},"done":true,"done_reason":"{{{(random.Next(2) == 0 ? "stop" : "length")}}}","prompt_eval_count":{{{random.Next(9)}}},"eval_count":{{{random.Next(9)}}}}""",
            },
            "gemini" when isPlain => $$$"""{"candidates":[{"content":{"parts":[{"text":"{{{word}}}"}],"role":"model"},"index":0}],"usageMetadata":{"promptTokenCount":3,"candidatesTokenCount":{{{random.Next(900)}}},"totalTokenCount":{{{random.Next(900)}}},"candidatesTokensDetails":[{"modality":"TEXT","tokenCount":{{{random.Next(900)}}}}]},"responseId":"r"}""",
            "gemini" => random.Next(4) switch
            {
                0 => $$$"""{"candidates":[{"content":{"parts":[{"functionCall":{"name":"f","args":{"text":"{{{word}}}"} } }],"role":"model"},"index":0}],"usageMetadata":{"promptTokenCount":3,"candidatesTokenCount":{{{random.Next(900)}}}}}""",
                1 => $$$"""{"candidates":[{"content":{"parts":[{"text":"{{{word}}}"}],"role":"model"},"finishReason":"{{{(random.Next(2) == 0 ? "STOP" : "MAX_TOKENS")}}}","index":0}],"usageMetadata":{"promptTokenCount":3,"candidatesTokenCount":{{{random.Next(900)}}},"thoughtsTokenCount":{{{random.Next(900)}}}}}""",
                2 => $$$"""{"candidates":[{"content":{"parts":[{"text":"{{{word}}}"}],"role":"model"},"index":0}],"usageMetadata":{"promptTokenCount":{{{random.Next(9)}}},"candidatesTokenCount":{{{random.Next(900)}}}}}""",
                _ => $$$"""{"candidates":[{"content":{"parts":[{"text":"{{{word}}}"}],"role":"model"},"index":{{{random.Next(2)}}}}],"modelVersion":"v"}""",
            },
            "cohere" when isPlain => $$$"""{"type":"content-delta","index":{{{random.Next(2)}}},"delta":{"message":{"content":{"text":"{{{word}}}"} } } }""",
            "cohere" => random.Next(4) switch
            {
                0 => $$$"""{"type":"tool-call-start","index":{{{random.Next(2)}}},"delta":{"message":{"tool_calls":{"id":"t-{{{random.Next(3)}}}","function":{"name":"f","arguments":"{{{word}}}"} } } } }""",
                1 => $$$"""{"type":"tool-call-delta","index":{{{random.Next(2)}}},"delta":{"message":{"tool_calls":{"function":{"arguments":"{{{word}}}"} } } } }""",
                2 => $$$"""{"type":"message-start","id":"m-{{{random.Next(3)}}}"}""",
                _ => $$$"""{"type":"message-end","delta":{"finish_reason":"{{{(random.Next(2) == 0 ? "COMPLETE" : "MAX_TOKENS")}}}","usage":{"tokens":{"input_tokens":{{{random.Next(9)}}},"output_tokens":1} } } }""",
            },
            _ when isPlain => $$$"""{"type":"content_block_delta","index":{{{random.Next(2)}}},"delta":{"type":"text_delta","text":"{{{word}}}"}}""",
            _ => random.Next(3) switch
            {
                0 => $$$"""{"type":"content_block_start","index":{{{random.Next(4)}}},"content_block":{"type":"tool_use","id":"t-{{{random.Next(3)}}}","name":"f","input":{} } }""",
                1 => $$$"""{"type":"content_block_delta","index":{{{random.Next(4)}}},"delta":{"type":"input_json_delta","partial_json":"{{{word}}}"}}""",
                _ => $$$"""{"type":"message_delta","delta":{"stop_reason":"{{{(random.Next(2) == 0 ? "end_turn" : "tool_use")}}}"},"usage":{"output_tokens":{{{random.Next(9)}}}}}""",
            },
        };
    }

    // The framing names the pieces, and not what is in them.
    private static (string Name, string Piece) ConversePiece(Random random)
    {
        var word = random.Next(3) == 0 ? "a\\n" : "b c";
        var text = $$$"""{"contentBlockIndex":{{{random.Next(2)}}},"delta":{"text":"{{{word}}}"},"p":"abc{{{random.Next(90)}}}"}""";
        return random.Next(12) switch
        {
            0 => ("contentBlockStart", $$$"""{"contentBlockIndex":{{{random.Next(3)}}},"start":{"toolUse":{"toolUseId":"t-{{{random.Next(3)}}}","name":"f"} } }"""),
            1 => ("contentBlockDelta", $$$"""{"contentBlockIndex":{{{random.Next(3)}}},"delta":{"toolUse":{"input":"{{{word}}}"} },"p":"x"}"""),
            2 => ("messageStop", $$$"""{"stopReason":"{{{(random.Next(2) == 0 ? "end_turn" : "tool_use")}}}","p":"x"}"""),
            3 => ("metadata", $$$"""{"usage":{"inputTokens":{{{random.Next(9)}}},"outputTokens":2}}"""),
            4 => ("somethingNew", text),
            5 => ("messageStart", """{"role":"assistant"}"""),
            _ => ("contentBlockDelta", text),
        };
    }

    private static string Known(InvocationFacts facts) => string.Join(
        '|',
        facts.ResponseId,
        facts.ResponseModel,
        string.Join(',', facts.FinishReasons ?? []),
        facts.Usage,
        facts.ProviderError,
        facts.SawTerminalMarker,
        string.Join(',', facts.Output?.SelectMany(static message => message.Parts).Select(static part => part.ToString()) ?? []),
        facts.Target.Operation == GenAIOperationNameValues.Chat);
}
