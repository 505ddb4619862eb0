using Google.Protobuf;
using OtelGenAI.Otlp.Logs;
using OtelGenAI.Otlp.Records;
using OtelGenAI.Otlp.Tests.Oracle;
using OtelGenAI.Telemetry.Records;

namespace OtelGenAI.Otlp.Tests.Logs;

/// <summary>Boring parts of a test about log records.</summary>
internal static class SomeLogs
{
    public static LogRecord Record(string eventName = "gen_ai.user.message") => new()
    {
        TraceId = ByteString.CopyFrom(Some.TraceId),
        SpanId = ByteString.CopyFrom(Some.SpanId()),
        TimeUnixNano = 1_700_000_000_000_000_000,
        ObservedTimeUnixNano = 1_700_000_000_000_000_001,
        SeverityNumber = SeverityNumber.Info,
        EventName = eventName,
        Body = new AnyValue { KvlistValue = new KeyValueList { Values = { Some.Attribute("content", "weather in Paris?") } } },
    };

    public static ExportLogsServiceRequest Request(params LogRecord[] records) => new()
    {
        ResourceLogs =
        {
            new ResourceLogs
            {
                Resource = new Resource { Attributes = { Some.Attribute("service.name", "shop") } },
                ScopeLogs = { new ScopeLogs { Scope = new InstrumentationScope { Name = "lib", Version = "1.0" }, LogRecords = { records } } },
            },
        },
    };

    public static TelemetryBatch Decoded(IMessage request) => Decoded(request.ToByteArray());

    public static TelemetryBatch Decoded(byte[] body)
    {
        var batch = Some.Batch();
        Assert.IsType<OtlpDecodeResult.Decoded>(OtlpLogDecoder.Decode(batch, body, OtlpLimits.Default));
        return batch;
    }

    /// <summary>What a store would keep of the batch.</summary>
    public static List<OtlpRecordParts> LogParts(this TelemetryBatch batch)
    {
        List<OtlpRecordParts> parts = [];
        foreach (var log in batch.Logs)
        {
            parts.Add(new OtlpRecordParts(
                batch.Memory(log.Message).ToArray(),
                batch.Memory(batch.Resources[log.ResourceIndex].Envelope).ToArray(),
                batch.Memory(batch.Scopes[log.ScopeIndex].Envelope).ToArray()));
        }

        return parts;
    }
}
