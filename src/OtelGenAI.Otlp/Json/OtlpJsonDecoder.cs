using OtelGenAI.Otlp.Logs;
using OtelGenAI.Otlp.Metrics;
using OtelGenAI.Otlp.Schema;
using OtelGenAI.Otlp.Traces;
using OtelGenAI.Otlp.Wire;
using OtelGenAI.Telemetry.Records;

namespace OtelGenAI.Otlp.Json;

/// <summary>Reads OTLP/JSON by writing the same message in protobuf first: one decoder, one stored form, whatever the sender speaks.</summary>
/// <remarks>
/// Accepted beyond the specification, because senders write it: snake_case names, enums by name or as numeric text, 64-bit numbers as
/// numbers and in forms such as <c>1e18</c> and <c>5.0</c>, base64url, a byte order mark. Unknown members are ignored, <c>null</c> is
/// absent, of a name that occurs twice the last counts. A lone surrogate becomes U+FFFD and is counted; other bytes are kept.
/// Not thread-safe. The protobuf bytes are in a pooled array of this object: a batch it filled dies with the next call or with
/// <see cref="Dispose"/>.
/// </remarks>
public sealed class OtlpJsonDecoder : IDisposable
{
    private readonly WireWriter _protobuf = new(capacity: 64 * 1024);

    /// <summary>Reads a trace request.</summary>
    /// <param name="batch">Reset first; from then on it borrows bytes of this decoder.</param>
    /// <param name="json">The request, decompressed; may be reused when the call returns.</param>
    /// <param name="limits">How much of it becomes rows, and how deep it may nest.</param>
    /// <returns>Whether it could be read.</returns>
    public OtlpDecodeResult DecodeTraces(TelemetryBatch batch, ReadOnlyMemory<byte> json, OtlpLimits limits) =>
        Decode(TraceSchema.Request, OtlpTraceDecoder.Decode, batch, json, limits);

    /// <summary>Reads a log request.</summary>
    /// <param name="batch">Reset first; from then on it borrows bytes of this decoder.</param>
    /// <param name="json">The request, decompressed; may be reused when the call returns.</param>
    /// <param name="limits">How much of it becomes rows, and how deep it may nest.</param>
    /// <returns>Whether it could be read.</returns>
    public OtlpDecodeResult DecodeLogs(TelemetryBatch batch, ReadOnlyMemory<byte> json, OtlpLimits limits) =>
        Decode(LogSchema.Request, OtlpLogDecoder.Decode, batch, json, limits);

    /// <summary>Reads a metrics request.</summary>
    /// <param name="batch">Reset first; from then on it borrows bytes of this decoder.</param>
    /// <param name="json">The request, decompressed; may be reused when the call returns.</param>
    /// <param name="limits">How much of it becomes rows, and how deep it may nest.</param>
    /// <returns>Whether it could be read.</returns>
    public OtlpDecodeResult DecodeMetrics(TelemetryBatch batch, ReadOnlyMemory<byte> json, OtlpLimits limits) =>
        Decode(MetricSchema.Request, OtlpMetricDecoder.Decode, batch, json, limits);

    /// <inheritdoc/>
    public void Dispose() => _protobuf.Dispose();

    private OtlpDecodeResult Decode(
        MessageSchema request,
        Func<TelemetryBatch, ReadOnlyMemory<byte>, OtlpLimits, OtlpDecodeResult> decodeProtobuf,
        TelemetryBatch batch,
        ReadOnlyMemory<byte> json,
        OtlpLimits limits)
    {
        var transcoding = new JsonTranscoding(json.Span, _protobuf, limits);
        if (transcoding.Run(request) is { } malformed)
        {
            batch.Reset(ReadOnlyMemory<byte>.Empty);
            return malformed;
        }

        var result = decodeProtobuf(batch, _protobuf.Written, limits);
        transcoding.AddFindingsTo(batch);
        return result;
    }
}
