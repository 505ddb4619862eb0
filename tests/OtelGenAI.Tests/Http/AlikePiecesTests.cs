using System.Text;
using OtelGenAI.Content;
using OtelGenAI.Conventions;
using OtelGenAI.Http.Formats;
using OtelGenAI.Http.Formats.Anthropic;
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
        Assert.False(pieces.Contains(Encoding.UTF8.GetBytes(Learned)));

        pieces.Learn(Encoding.UTF8.GetBytes(Learned));

        Assert.True(pieces.Contains(Encoding.UTF8.GetBytes(Learned)));
        Assert.Equal(isAlike, pieces.Contains(Encoding.UTF8.GetBytes(piece)));
    }

    [Fact]
    public void A_stream_whose_pieces_are_never_alike_is_not_learned_for_ever()
    {
        var pieces = new AlikePieces(["content"]);
        for (var i = 0; i < 100; i++)
        {
            pieces.Learn(Encoding.UTF8.GetBytes($$"""{"id":{{i}},"content":"a"}"""));
        }

        Assert.False(pieces.Contains("""{"id":99,"content":"a"}"""u8));
        Assert.True(pieces.Contains("""{"id":31,"content":"b"}"""u8));
    }

    [Theory]
    [InlineData("chat", 1)]
    [InlineData("responses", 2)]
    [InlineData("messages", 3)]
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
            var skips = Reader(api, some, policy);
            var alike = new AlikePieces(skips.WordFields);
            for (var i = 0; i < 30; i++)
            {
                var piece = Encoding.UTF8.GetBytes(Piece(api, random));
                var carries = reads.Event(default, piece);
                if (alike.Contains(piece))
                {
                    passedOver++;
                    Assert.True(carries, $"seed {seed}: {Encoding.UTF8.GetString(piece)}");
                }
                else if (skips.Event(default, piece))
                {
                    alike.Learn(piece);
                }
            }

            reads.Complete();
            skips.Complete();
            Assert.Equal(Known(all), Known(some));
        }

        Assert.InRange(passedOver, 500, 200 * 30);
    }

    private static InvocationFacts NewFacts() => new() { Target = new InvocationTarget("chat", "openai"), ReadsOutput = true };

    private static IStreamedResponse Reader(string api, InvocationFacts facts, ContentPolicy policy) => api switch
    {
        "chat" => new OpenAIChatStream(facts, policy),
        "responses" => new OpenAIResponsesStream(facts),
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
            _ when isPlain => $$$"""{"type":"content_block_delta","index":{{{random.Next(2)}}},"delta":{"type":"text_delta","text":"{{{word}}}"}}""",
            _ => random.Next(3) switch
            {
                0 => $$$"""{"type":"content_block_start","index":{{{random.Next(4)}}},"content_block":{"type":"tool_use","id":"t-{{{random.Next(3)}}}","name":"f","input":{} } }""",
                1 => $$$"""{"type":"content_block_delta","index":{{{random.Next(4)}}},"delta":{"type":"input_json_delta","partial_json":"{{{word}}}"}}""",
                _ => $$$"""{"type":"message_delta","delta":{"stop_reason":"{{{(random.Next(2) == 0 ? "end_turn" : "tool_use")}}}"},"usage":{"output_tokens":{{{random.Next(9)}}}}}""",
            },
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
