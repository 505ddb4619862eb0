using OtelGenAI.Otlp.Logs;
using OtelGenAI.Otlp.Metrics;
using OtelGenAI.Otlp.Traces;
using OtelGenAI.Telemetry;
using OtelGenAI.Telemetry.Metrics;
using OtelGenAI.Telemetry.Records;
using OtelGenAI.Telemetry.Traces;

namespace OtelGenAI.Otlp.Records;

/// <summary>What a store must know of OTLP messages, in protobuf.</summary>
public sealed class OtlpMessageFormat : IMessageFormat
{
    /// <inheritdoc/>
    public byte[] OutlineOf(SpanRecord span, string droppedBy) => SpanOutline.Write(span, droppedBy);

    /// <inheritdoc/>
    public void OpenSpan(
        TelemetryBatch batch, ReadOnlyMemory<byte> message, ReadOnlyMemory<byte> resourceEnvelope, ReadOnlyMemory<byte> scopeEnvelope) =>
        OtlpTraceDecoder.DecodeStored(batch, message, resourceEnvelope, scopeEnvelope, OtlpLimits.Default);

    /// <inheritdoc/>
    public void OpenLog(
        TelemetryBatch batch, ReadOnlyMemory<byte> message, ReadOnlyMemory<byte> resourceEnvelope, ReadOnlyMemory<byte> scopeEnvelope) =>
        OtlpLogDecoder.DecodeStored(batch, message, resourceEnvelope, scopeEnvelope, OtlpLimits.Default);

    /// <inheritdoc/>
    public bool NamesUser(ReadOnlySpan<byte> message, string userId) => new UserMention(userId).IsIn(message);

    /// <inheritdoc/>
    public (byte[] Message, IReadOnlyList<int> Removed)? WithoutExemplars(
        MetricKind kind, ReadOnlySpan<byte> point, IReadOnlySet<TraceId> traceIds, string? userId) =>
        ExemplarErasure.Erase(kind, point, traceIds, userId is null ? null : new UserMention(userId));
}
