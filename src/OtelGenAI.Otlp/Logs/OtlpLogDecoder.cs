using OtelGenAI.Otlp.Records;
using OtelGenAI.Telemetry.Records;

namespace OtelGenAI.Otlp.Logs;

/// <summary>Reads OTLP log requests in protobuf into the rows of a batch, without an object per record or attribute.</summary>
/// <remarks>
/// The rules of <see cref="Traces.OtlpTraceDecoder"/> with one difference: no id of a log record is required, and an impossible one counts
/// as none; so every record of a well-framed request is accepted. Thread-safe: all state is in the batch.
/// </remarks>
public static class OtlpLogDecoder
{
    /// <summary>Reads an <c>ExportLogsServiceRequest</c> (or <c>LogsData</c>, which looks the same).</summary>
    /// <param name="batch">Reset first; borrows <paramref name="body"/> from then on.</param>
    /// <param name="body">The request, decompressed.</param>
    /// <param name="limits">How much of it becomes rows.</param>
    /// <returns>Whether it could be read.</returns>
    public static OtlpDecodeResult Decode(TelemetryBatch batch, ReadOnlyMemory<byte> body, OtlpLimits limits) =>
        RequestReading<LogRecordReading>.Decode(batch, body, limits);

    /// <summary>Reads one stored log record, so that the batch holds nothing but it, its resource and its scope.</summary>
    /// <param name="batch">Reset first; borrows <paramref name="logMessage"/> from then on, and copies the envelopes.</param>
    /// <param name="logMessage">The <c>LogRecord</c> message.</param>
    /// <param name="resourceEnvelope">The <c>ResourceLogs</c> message without its scopes.</param>
    /// <param name="scopeEnvelope">The <c>ScopeLogs</c> message without its records.</param>
    /// <param name="limits">How much becomes rows.</param>
    /// <returns>Whether it could be read; a store that lost nothing never makes it malformed.</returns>
    public static OtlpDecodeResult DecodeStored(
        TelemetryBatch batch,
        ReadOnlyMemory<byte> logMessage,
        ReadOnlyMemory<byte> resourceEnvelope,
        ReadOnlyMemory<byte> scopeEnvelope,
        OtlpLimits limits) =>
        RequestReading<LogRecordReading>.DecodeStored(batch, logMessage, resourceEnvelope, scopeEnvelope, limits);
}
