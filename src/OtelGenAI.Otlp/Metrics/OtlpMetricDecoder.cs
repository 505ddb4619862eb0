using OtelGenAI.Otlp.Records;
using OtelGenAI.Telemetry.Records;

namespace OtelGenAI.Otlp.Metrics;

/// <summary>Reads OTLP metrics requests in protobuf into the rows of a batch, without an object per metric, data point or attribute.</summary>
/// <remarks>
/// Strict on framing, lenient on content, as for traces. A data point is refused alone when nobody could ever chart it: it has no time, its
/// metric has no name, or a sum or histogram does not say whether it counts from the start or from the point before. Metrics without
/// data points leave nothing: they say nothing. Thread-safe: all state is in the batch.
/// </remarks>
public static class OtlpMetricDecoder
{
    /// <summary>Reads an <c>ExportMetricsServiceRequest</c> (or <c>MetricsData</c>, which looks the same).</summary>
    /// <param name="batch">Reset first; borrows <paramref name="body"/> from then on.</param>
    /// <param name="body">The request, decompressed.</param>
    /// <param name="limits">How much of it becomes rows.</param>
    /// <returns>Whether it could be read.</returns>
    public static OtlpDecodeResult Decode(TelemetryBatch batch, ReadOnlyMemory<byte> body, OtlpLimits limits) =>
        RequestReading<MetricRecordReading>.Decode(batch, body, limits);
}
