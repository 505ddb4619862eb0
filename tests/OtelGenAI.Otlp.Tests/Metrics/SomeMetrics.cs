using Google.Protobuf;
using OtelGenAI.Otlp.Metrics;
using OtelGenAI.Otlp.Records;
using OtelGenAI.Otlp.Tests.Oracle;
using OtelGenAI.Telemetry.Records;

namespace OtelGenAI.Otlp.Tests.Metrics;

/// <summary>Boring parts of a test with metrics.</summary>
internal static class SomeMetrics
{
    public const ulong Time = 1_700_000_060_000_000_000;

    public static Metric Counter(params NumberDataPoint[] points) => new()
    {
        Name = "calls",
        Unit = "{call}",
        Sum = new Sum { AggregationTemporality = AggregationTemporality.Cumulative, IsMonotonic = true, DataPoints = { points } },
    };

    public static ExportMetricsServiceRequest Request(params Metric[] metrics) => new()
    {
        ResourceMetrics =
        {
            new ResourceMetrics
            {
                Resource = new Resource { Attributes = { Some.Attribute("service.name", "shop") } },
                ScopeMetrics = { new ScopeMetrics { Scope = new InstrumentationScope { Name = "lib", Version = "1.0" }, Metrics = { metrics } } },
            },
        },
    };

    public static TelemetryBatch Decoded(IMessage request)
    {
        var batch = Some.Batch();
        Assert.IsType<OtlpDecodeResult.Decoded>(OtlpMetricDecoder.Decode(batch, request.ToByteArray(), OtlpLimits.Default));
        return batch;
    }

    /// <summary>What a store would keep of the batch, put together again point by point.</summary>
    public static List<OtlpRecordParts> MetricParts(this TelemetryBatch batch)
    {
        List<OtlpRecordParts> parts = [];
        foreach (var point in batch.Metrics.Points)
        {
            var metric = batch.Metrics.Metrics[point.MetricIndex];
            parts.Add(new OtlpRecordParts(
                OtlpMetricPieces.Join(metric.Kind, batch.Memory(metric.Envelope), batch.Memory(metric.DataEnvelope), [batch.Memory(point.Message)]),
                batch.Memory(batch.Resources[metric.ResourceIndex].Envelope).ToArray(),
                batch.Memory(batch.Scopes[metric.ScopeIndex].Envelope).ToArray()));
        }

        return parts;
    }
}
