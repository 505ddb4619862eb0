using OtelGenAI.Otlp.Records;
using OtelGenAI.Telemetry.Records;

namespace OtelGenAI.Otlp.Traces;

/// <summary>Reads OTLP trace requests in protobuf into the rows of a batch, without an object per span or attribute.</summary>
/// <remarks>
/// Strict on framing: a length, tag or varint that is wrong anywhere refuses the whole request. Lenient on content: a span that can
/// never be stored (impossible ids) is refused alone, with a reason in <see cref="TelemetryBatch.Rejections"/>; unknown fields, wrong
/// wire types, unknown enum numbers, NUL and invalid UTF-8 are kept in the message bytes. Thread-safe: all state is in the batch.
/// Differences to Google.Protobuf, all on purpose: lengths and tags beyond 32 bits are malformed instead of cut off; messages may
/// nest 10,000 levels deep instead of 100, groups 64; counts saturate instead of wrapping; text is kept as received.
/// </remarks>
public static class OtlpTraceDecoder
{
    /// <summary>Reads an <c>ExportTraceServiceRequest</c> (or <c>TracesData</c>, which looks the same).</summary>
    /// <param name="batch">Reset first; borrows <paramref name="body"/> from then on.</param>
    /// <param name="body">The request, decompressed.</param>
    /// <param name="limits">How much of it becomes rows.</param>
    /// <returns>Whether it could be read.</returns>
    public static OtlpDecodeResult Decode(TelemetryBatch batch, ReadOnlyMemory<byte> body, OtlpLimits limits) =>
        RequestReading<SpanRecordReading>.Decode(batch, body, limits);

    /// <summary>Reads one stored span, so that the batch holds nothing but it, its resource and its scope.</summary>
    /// <param name="batch">Reset first; borrows <paramref name="spanMessage"/> from then on, and copies the envelopes.</param>
    /// <param name="spanMessage">The <c>Span</c> message.</param>
    /// <param name="resourceEnvelope">The <c>ResourceSpans</c> message without its scopes.</param>
    /// <param name="scopeEnvelope">The <c>ScopeSpans</c> message without its spans.</param>
    /// <param name="limits">How much becomes rows.</param>
    /// <returns>Whether it could be read; a store that lost nothing never makes it malformed.</returns>
    public static OtlpDecodeResult DecodeStored(
        TelemetryBatch batch,
        ReadOnlyMemory<byte> spanMessage,
        ReadOnlyMemory<byte> resourceEnvelope,
        ReadOnlyMemory<byte> scopeEnvelope,
        OtlpLimits limits) =>
        RequestReading<SpanRecordReading>.DecodeStored(batch, spanMessage, resourceEnvelope, scopeEnvelope, limits);
}
