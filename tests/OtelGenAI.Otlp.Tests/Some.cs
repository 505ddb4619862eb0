using Google.Protobuf;
using OtelGenAI.Otlp.Records;
using OtelGenAI.Otlp.Tests.Oracle;
using OtelGenAI.Otlp.Traces;
using OtelGenAI.Telemetry.Records;

namespace OtelGenAI.Otlp.Tests;

/// <summary>Boring parts of a test: valid ids, requests with one span, batches.</summary>
internal static class Some
{
    public static readonly byte[] TraceId = Convert.FromHexString("0102030405060708090A0B0C0D0E0F10");

    public static byte[] SpanId(int number = 1) => [0xA0, 0, 0, 0, 0, 0, (byte)(number >> 8), (byte)number];

    public static Span Span(string name = "chat gpt-4o", int id = 1) => new()
    {
        TraceId = ByteString.CopyFrom(TraceId),
        SpanId = ByteString.CopyFrom(SpanId(id)),
        Name = name,
        StartTimeUnixNano = 1_700_000_000_000_000_000,
        EndTimeUnixNano = 1_700_000_001_000_000_000,
    };

    public static KeyValue Attribute(string key, string value) => new() { Key = key, Value = new AnyValue { StringValue = value } };

    public static KeyValue Attribute(string key, AnyValue value) => new() { Key = key, Value = value };

    public static ExportTraceServiceRequest Request(params Span[] spans) => new()
    {
        ResourceSpans =
        {
            new ResourceSpans
            {
                Resource = new Resource { Attributes = { Attribute("service.name", "shop") } },
                ScopeSpans = { new ScopeSpans { Scope = new InstrumentationScope { Name = "lib", Version = "1.0" }, Spans = { spans } } },
            },
        },
    };

    public static TelemetryBatch Batch() => new(new AttributeKeyTable());

    public static TelemetryBatch Decoded(IMessage request) => Decoded(request.ToByteArray());

    public static TelemetryBatch Decoded(byte[] body)
    {
        var batch = Batch();
        Assert.IsType<OtlpDecodeResult.Decoded>(OtlpTraceDecoder.Decode(batch, body, OtlpLimits.Default));
        return batch;
    }

    public static OtlpDecodeResult.Malformed Malformed(byte[] body) =>
        Assert.IsType<OtlpDecodeResult.Malformed>(OtlpTraceDecoder.Decode(Batch(), body, OtlpLimits.Default));

    public static string Text(this TelemetryBatch batch, ByteRange range) => System.Text.Encoding.UTF8.GetString(batch.Bytes(range));

    /// <summary>What a store would keep of the batch.</summary>
    public static List<OtlpRecordParts> Parts(this TelemetryBatch batch)
    {
        List<OtlpRecordParts> parts = [];
        foreach (var span in batch.Spans)
        {
            parts.Add(new OtlpRecordParts(
                batch.Memory(span.Message).ToArray(),
                batch.Memory(batch.Resources[span.ResourceIndex].Envelope).ToArray(),
                batch.Memory(batch.Scopes[span.ScopeIndex].Envelope).ToArray()));
        }

        return parts;
    }
}
