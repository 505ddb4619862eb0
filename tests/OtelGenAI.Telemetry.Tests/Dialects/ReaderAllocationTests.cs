using System.Text;
using OtelGenAI.Conventions;
using OtelGenAI.Otlp;
using OtelGenAI.Otlp.Json;
using OtelGenAI.Telemetry.Dialects;
using OtelGenAI.Telemetry.Records;

namespace OtelGenAI.Telemetry.Tests.Dialects;

public class ReaderAllocationTests
{
    [Fact]
    public void Reading_spans_allocates_nothing_beyond_their_rows()
    {
        var keys = new AttributeKeyTable();
        var batch = new TelemetryBatch(keys);
        using var decoder = new OtlpJsonDecoder();
        var spans = string.Join(',', Enumerable.Range(1, 256).Select(Span));
        Assert.IsType<OtlpDecodeResult.Decoded>(decoder.DecodeTraces(
            batch, Encoding.UTF8.GetBytes($$$"""{"resourceSpans":[{"resource":{"attributes":[{{{Text(ServiceAttributes.Name, "api")}}}]},"scopeSpans":[{"spans":[{{{spans}}}]}]}]}"""), OtlpLimits.Default));
        var reader = new DialectReader(keys);

        // The first time grows the rows and learns the keys.
        reader.Read(batch);
        var before = GC.GetAllocatedBytesForCurrentThread();
        reader.Read(batch);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(128, batch.Columns.ToArray().Count(columns => columns.Kind == ObservationKind.Llm));
    }

    private static string Span(int id) => $$"""
        {"traceId":"0af7651916cd43dd8448eb211c80319c","spanId":"{{id:x16}}","name":"s","startTimeUnixNano":"1","attributes":[{{(id % 2 == 0 ? Call : Request)}}]}
        """;

    private static string Call { get; } = string.Join(
        ',',
        Text(GenAIAttributes.OperationName, "chat"),
        Text(GenAIAttributes.ProviderName, "openai"),
        Text(GenAIAttributes.RequestModel, "gpt-4o"),
        Text(GenAIAttributes.ConversationId, "c-1"),
        $$$"""{"key":"{{{GenAIAttributes.UsageInputTokens}}}","value":{"intValue":"12"}}""",
        $$$$"""{"key":"{{{{GenAIAttributes.ResponseFinishReasons}}}}","value":{"arrayValue":{"values":[{"stringValue":"stop"}]}}}""");

    private static string Request { get; } = string.Join(',', Text(HttpAttributes.RequestMethod, "GET"), Text(ServerAttributes.Address, "a"), Text("app.step", "load"));

    private static string Text(string key, string value) => $$$"""{"key":"{{{key}}}","value":{"stringValue":"{{{value}}}"}}""";
}
