using Google.Protobuf;
using OtelGenAI.Otlp.Tests.Oracle;

namespace OtelGenAI.Benchmarks;

/// <summary>What an SDK sends when its batch of 512 spans is full of model calls: 25 attributes each, about 2 KB of content.</summary>
internal static class GenAIRequest
{
    public static byte[] Bytes(int spans = 512, int contentBytes = 2000)
    {
        var random = new Random(20_261_120);
        var scope = new ScopeSpans { Scope = new InstrumentationScope { Name = "Experimental.Microsoft.Extensions.AI", Version = "10.0" } };
        for (var index = 0; index < spans; index++)
        {
            scope.Spans.Add(Span(random, index, contentBytes));
        }

        var resource = new Resource { Attributes = { Text("service.name", "checkout-agent"), Text("service.version", "1.4.2") } };
        return new ExportTraceServiceRequest { ResourceSpans = { new ResourceSpans { Resource = resource, ScopeSpans = { scope } } } }.ToByteArray();
    }

    private static Span Span(Random random, int index, int contentBytes)
    {
        var ids = new byte[32];
        random.NextBytes(ids);
        return new Span
        {
            TraceId = ByteString.CopyFrom(ids, 0, 16),
            SpanId = ByteString.CopyFrom(ids, 16, 8),
            ParentSpanId = ByteString.CopyFrom(ids, 24, 8),
            Name = "chat gpt-4o",
            Kind = Otlp.Tests.Oracle.Span.Types.SpanKind.Client,
            StartTimeUnixNano = 1_790_000_000_000_000_000 + ((ulong)index * 1_000_000),
            EndTimeUnixNano = 1_790_000_001_000_000_000 + ((ulong)index * 1_000_000),
            Flags = 0x101,
            Attributes =
            {
                Text("gen_ai.operation.name", "chat"),
                Text("gen_ai.provider.name", "openai"),
                Text("gen_ai.request.model", "gpt-4o"),
                Text("gen_ai.response.model", "gpt-4o-2024-08-06"),
                Text("gen_ai.response.id", $"chatcmpl-{index:x12}"),
                Array("gen_ai.response.finish_reasons", "stop"),
                Number("gen_ai.usage.input_tokens", random.Next(100, 5000)),
                Number("gen_ai.usage.output_tokens", random.Next(10, 900)),
                Number("gen_ai.usage.cache_read.input_tokens", random.Next(0, 100)),
                Double("gen_ai.request.temperature", 0.7),
                Double("gen_ai.request.top_p", 0.95),
                Number("gen_ai.request.max_tokens", 1024),
                Text("gen_ai.conversation.id", $"conv_{index / 8:x8}"),
                Text("gen_ai.output.type", "text"),
                Text("server.address", "api.openai.com"),
                Number("server.port", 443),
                Text("user.id", $"user-{index % 37}"),
                Text("session.id", $"session-{index % 61}"),
                Text("gen_ai.agent.name", "checkout"),
                Text("gen_ai.agent.id", "agent_01"),
                Flag("gen_ai.request.stream", index % 2 == 0),
                Text("gen_ai.system_instructions", "[{\"type\":\"text\",\"content\":\"You are a helpful assistant.\"}]"),
                Text("deployment.region", "eu-central-1"),
                Text("gen_ai.input.messages", Messages("user", random, contentBytes * 2 / 3)),
                Text("gen_ai.output.messages", Messages("assistant", random, contentBytes / 3)),
            },
        };
    }

    private static string Messages(string role, Random random, int length)
    {
        const string words = "the order was shipped on Monday and arrives in three days, please check the tracking page for details ";
        var start = random.Next(words.Length);
        var text = string.Concat(Enumerable.Repeat(words, (length / words.Length) + 2)).Substring(start, length);
        return $$"""[{"role":"{{role}}","parts":[{"type":"text","content":"{{text}}"}]}]""";
    }

    private static KeyValue Text(string key, string value) => new() { Key = key, Value = new AnyValue { StringValue = value } };

    private static KeyValue Number(string key, long value) => new() { Key = key, Value = new AnyValue { IntValue = value } };

    private static KeyValue Double(string key, double value) => new() { Key = key, Value = new AnyValue { DoubleValue = value } };

    private static KeyValue Flag(string key, bool value) => new() { Key = key, Value = new AnyValue { BoolValue = value } };

    private static KeyValue Array(string key, string value) => new()
    {
        Key = key,
        Value = new AnyValue { ArrayValue = new ArrayValue { Values = { new AnyValue { StringValue = value } } } },
    };
}
