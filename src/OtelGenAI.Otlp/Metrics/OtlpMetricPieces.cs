using OtelGenAI.Otlp.Wire;
using OtelGenAI.Telemetry.Metrics;

namespace OtelGenAI.Otlp.Metrics;

/// <summary>Puts a <c>Metric</c> message together again from the pieces it was stored in.</summary>
public static class OtlpMetricPieces
{
    /// <summary>Joins the pieces.</summary>
    /// <param name="kind">What the data points are.</param>
    /// <param name="metricEnvelope">The <c>Metric</c> message without its data.</param>
    /// <param name="dataEnvelope">The <c>Gauge</c>, <c>Sum</c> … message without its data points.</param>
    /// <param name="points">The data point messages.</param>
    /// <returns>The <c>Metric</c> message, every byte of the pieces in it.</returns>
    public static ReadOnlyMemory<byte> Join(
        MetricKind kind, ReadOnlyMemory<byte> metricEnvelope, ReadOnlyMemory<byte> dataEnvelope, IEnumerable<ReadOnlyMemory<byte>> points)
    {
        const int pointsField = 1;
        using var data = new WireWriter();
        data.WriteRaw(dataEnvelope.Span);
        foreach (var point in points)
        {
            data.WriteField(pointsField, point.Span);
        }

        using var metric = new WireWriter(data.Length + metricEnvelope.Length + 32);
        metric.WriteRaw(metricEnvelope.Span);
        metric.WriteField(MetricFields.NumberOf(kind), data.WrittenSpan);
        return metric.WrittenSpan.ToArray();
    }
}
