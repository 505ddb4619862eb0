using System.Text;
using System.Text.Json.Nodes;
using OtelGenAI.Otlp;
using OtelGenAI.Otlp.Json;
using OtelGenAI.Telemetry.Dialects;
using OtelGenAI.Telemetry.Records;

namespace OtelGenAI.Telemetry.Tests;

/// <summary>A span with some text attributes, decoded and read.</summary>
internal sealed class OneSpan : IDisposable
{
    private readonly OtlpJsonDecoder _decoder = new();

    public OneSpan(params (string Key, string Value)[] attributes)
    {
        var span = new JsonObject
        {
            ["traceId"] = Some.TraceId.ToString(),
            ["spanId"] = Some.SpanId(1).ToString(),
            ["startTimeUnixNano"] = "1",
            ["endTimeUnixNano"] = "2",
            ["attributes"] = new JsonArray([.. attributes.Select(attribute => new JsonObject
            {
                ["key"] = attribute.Key,
                ["value"] = new JsonObject { ["stringValue"] = attribute.Value },
            })]),
        };
        var request = new JsonObject { ["resourceSpans"] = new JsonArray(new JsonObject { ["scopeSpans"] = new JsonArray(new JsonObject { ["spans"] = new JsonArray(span) }) }) };
        var keys = new AttributeKeyTable();
        Batch = new TelemetryBatch(keys);
        Assert.IsType<OtlpDecodeResult.Decoded>(_decoder.DecodeTraces(Batch, Encoding.UTF8.GetBytes(request.ToJsonString()), OtlpLimits.Default));
        Reader = new DialectReader(keys);
        Reader.Read(Batch);
    }

    public TelemetryBatch Batch { get; }

    public DialectReader Reader { get; }

    public GenAIColumns Columns => Batch.Columns[0];

    public void Dispose() => _decoder.Dispose();
}
