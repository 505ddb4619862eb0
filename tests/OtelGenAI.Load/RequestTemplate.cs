using Google.Protobuf;
using OtelGenAI.Otlp.Tests.Oracle;

namespace OtelGenAI.Load;

/// <summary>A request of model calls as bytes, and where in it ids and texts stand, so that each copy can have its own.</summary>
internal sealed class RequestTemplate
{
    // Two bytes that the rest of a span cannot have, so that places are found by search.
    private const byte IdMark = 0xFB;
    private const char TextMark = '~';
    private const int TraceIdBytes = 16;
    private const int SpanIdBytes = 8;

    private RequestTemplate(byte[] bytes, SpanPlaces[] spans)
    {
        Bytes = bytes;
        Spans = spans;
    }

    public byte[] Bytes { get; }

    public SpanPlaces[] Spans { get; }

    public static RequestTemplate Build(LoadOptions options)
    {
        var scope = new ScopeSpans { Scope = new InstrumentationScope { Name = "Experimental.Microsoft.Extensions.AI", Version = "10.0" } };
        for (var index = 0; index < options.SpansPerRequest; index++)
        {
            scope.Spans.Add(Span(index, options));
        }

        var resource = new Resource { Attributes = { Text("service.name", "checkout-agent"), Text("service.version", "1.4.2") } };
        var request = new ExportTraceServiceRequest { ResourceSpans = { new ResourceSpans { Resource = resource, ScopeSpans = { scope } } } };
        var bytes = request.ToByteArray();
        return new RequestTemplate(bytes, [.. Places(bytes, options.SpansPerRequest)]);
    }

    private static IEnumerable<SpanPlaces> Places(byte[] bytes, int count)
    {
        var at = 0;
        for (var span = 0; span < count; span++)
        {
            var traceId = Find(bytes, IdMark, at);
            var spanId = Find(bytes, IdMark, traceId + TraceIdBytes);
            var input = Find(bytes, (byte)TextMark, spanId + SpanIdBytes);
            var inputEnd = End(bytes, input);
            var output = Find(bytes, (byte)TextMark, inputEnd);
            at = End(bytes, output);
            yield return new SpanPlaces(traceId, spanId, FindTime(bytes, StartNano(span), spanId), FindTime(bytes, EndNano(span), spanId), input..inputEnd, output..at);
        }
    }

    private static ulong StartNano(int index) => 1_790_000_000_000_000_000 + ((ulong)index * 1_000_000);

    private static ulong EndNano(int index) => StartNano(index) + 1_000_000_000;

    private static int FindTime(byte[] bytes, ulong time, int from) => from + bytes.AsSpan(from).IndexOf(BitConverter.GetBytes(time));

    private static int Find(byte[] bytes, byte mark, int from) => Array.IndexOf(bytes, mark, from);

    private static int End(byte[] bytes, int from) => from + bytes.AsSpan(from).IndexOfAnyExcept((byte)TextMark);

    private static Span Span(int index, LoadOptions options) => new()
    {
        TraceId = ByteString.CopyFrom([.. Enumerable.Repeat(IdMark, TraceIdBytes)]),
        SpanId = ByteString.CopyFrom([.. Enumerable.Repeat(IdMark, SpanIdBytes)]),
        Name = "chat gpt-4o",
        Kind = Otlp.Tests.Oracle.Span.Types.SpanKind.Client,
        StartTimeUnixNano = StartNano(index),
        EndTimeUnixNano = EndNano(index),
        Flags = 0x101,
        Attributes =
        {
            Text("gen_ai.operation.name", "chat"),
            Text("gen_ai.provider.name", "openai"),
            Text("gen_ai.request.model", "gpt-4o"),
            Text("gen_ai.response.model", "gpt-4o-2024-08-06"),
            Text("gen_ai.response.id", $"chatcmpl-{index:x12}"),
            List("gen_ai.response.finish_reasons", "stop"),
            Number("gen_ai.usage.input_tokens", 100 + (index * 7)),
            Number("gen_ai.usage.output_tokens", 10 + index),
            Number("gen_ai.usage.cache_read.input_tokens", index % 100),
            Double("gen_ai.request.temperature", 0.7),
            Double("gen_ai.request.top_p", 0.95),
            Number("gen_ai.request.max_tokens", 1024),
            Text("gen_ai.conversation.id", $"conv_{index / options.SpansPerTrace:x8}"),
            Text("gen_ai.output.type", "text"),
            Text("server.address", "api.openai.com"),
            Number("server.port", 443),
            Text("user.id", $"user-{index % 37}"),
            Text("session.id", $"session-{index % 61}"),
            Text("gen_ai.agent.name", "checkout"),
            Text("gen_ai.agent.id", "agent_01"),
            Flag("gen_ai.request.stream", index % 2 == 0),
            Text("gen_ai.system_instructions", """[{"type":"text","content":"You are a helpful assistant."}]"""),
            Text("deployment.region", "eu-central-1"),
            Text("gen_ai.input.messages", Messages("user", options.ContentBytes * 2 / 3)),
            Text("gen_ai.output.messages", Messages("assistant", options.ContentBytes / 3)),
        },
    };

    private static string Messages(string role, int length) =>
        $$"""[{"role":"{{role}}","parts":[{"type":"text","content":"{{new string(TextMark, length)}}"}]}]""";

    private static KeyValue Text(string key, string value) => new() { Key = key, Value = new AnyValue { StringValue = value } };

    private static KeyValue Number(string key, long value) => new() { Key = key, Value = new AnyValue { IntValue = value } };

    private static KeyValue Double(string key, double value) => new() { Key = key, Value = new AnyValue { DoubleValue = value } };

    private static KeyValue Flag(string key, bool value) => new() { Key = key, Value = new AnyValue { BoolValue = value } };

    private static KeyValue List(string key, string value) =>
        new() { Key = key, Value = new AnyValue { ArrayValue = new ArrayValue { Values = { new AnyValue { StringValue = value } } } } };
}

/// <summary>Where in a request a span has what differs from copy to copy.</summary>
/// <param name="TraceId">Start of its trace id.</param>
/// <param name="SpanId">Start of its span id.</param>
/// <param name="Start">Its start, 8 bytes.</param>
/// <param name="End">Its end, 8 bytes.</param>
/// <param name="Input">The prompt.</param>
/// <param name="Output">The answer.</param>
internal readonly record struct SpanPlaces(int TraceId, int SpanId, int Start, int End, Range Input, Range Output);
