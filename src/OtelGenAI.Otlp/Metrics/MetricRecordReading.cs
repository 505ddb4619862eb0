using OtelGenAI.Otlp.Records;
using OtelGenAI.Otlp.Schema;
using OtelGenAI.Otlp.Wire;
using OtelGenAI.Telemetry.Records;

namespace OtelGenAI.Otlp.Metrics;

/// <summary>The metrics signal: records are data points, a level deeper than those of other signals.</summary>
internal readonly struct MetricRecordReading : IRecordReading
{
    /// <inheritdoc/>
    public static MessageSchema ResourceSchema => MetricSchema.ResourceMetrics;

    /// <inheritdoc/>
    public static MessageSchema ScopeSchema => MetricSchema.ScopeMetrics;

    /// <inheritdoc/>
    public static int Count(TelemetryBatch batch) => batch.Metrics.Points.Length;

    /// <inheritdoc/>
    public static void Read(ref DecodeContext context, int resourceIndex, int scopeIndex) =>
        MetricReading.ReadMetric(ref context, resourceIndex, scopeIndex);
}
