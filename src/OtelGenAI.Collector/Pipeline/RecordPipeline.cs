using System.Diagnostics;
using OtelGenAI.Collector.Metrics;
using OtelGenAI.Collector.Tenants;
using OtelGenAI.Otlp;
using OtelGenAI.Otlp.Logs;
using OtelGenAI.Otlp.Responses;
using OtelGenAI.Otlp.Traces;
using OtelGenAI.Storage;
using OtelGenAI.Telemetry;
using OtelGenAI.Telemetry.Dialects;
using OtelGenAI.Telemetry.Records;

namespace OtelGenAI.Collector.Pipeline;

/// <summary>The way of a request with spans or log records: decode, read, store.</summary>
/// <remarks>Thread-safe. Decoding and reading run on the caller's thread; the store groups the commits of many callers.</remarks>
/// <param name="signal">Traces or logs.</param>
/// <param name="keys">Numbers of attribute keys.</param>
/// <param name="reader">Reads what spans mean.</param>
/// <param name="store">Where they go.</param>
/// <param name="limits">How much of a request becomes rows.</param>
/// <param name="allowances">What tenants may still send.</param>
/// <param name="metrics">Told what became of them.</param>
internal sealed class RecordPipeline(
    OtlpSignal signal, AttributeKeyTable keys, DialectReader reader, ITraceStore store, OtlpLimits limits, TenantAllowances allowances,
    CollectorMetrics metrics) : ISignalPipeline
{
    private readonly Decodings _decodings = new(keys);

    private readonly RecordCounters _counters = signal == OtlpSignal.Logs ? metrics.LogRecords : metrics.Spans;

    public OtlpSignal Signal => signal;

    public async Task<ConsumeResult> ConsumeAsync(
        TenantId tenant, ReadOnlyMemory<byte> body, OtlpEncoding encoding, CancellationToken cancellationToken)
    {
        var decoding = _decodings.Rent();
        try
        {
            if (Decode(decoding, body, encoding) is OtlpDecodeResult.Malformed malformed)
            {
                return new ConsumeResult.Malformed(malformed.Message);
            }

            reader.Read(decoding.Batch);
            var result = await StoreAsync(tenant, decoding.Batch, cancellationToken);
            return result is ConsumeResult.Accepted && decoding.Batch.RecordCount == 0 && encoding == OtlpEncoding.Json
                ? new ConsumeResult.Accepted(OtherSignal.WarningOf(signal, body.Span))
                : result;
        }
        finally
        {
            _decodings.Return(decoding);
        }
    }

    private OtlpDecodeResult Decode(Decoding decoding, ReadOnlyMemory<byte> body, OtlpEncoding encoding) => (signal, encoding) switch
    {
        (OtlpSignal.Traces, OtlpEncoding.Protobuf) => OtlpTraceDecoder.Decode(decoding.Batch, body, limits),
        (OtlpSignal.Traces, OtlpEncoding.Json) => decoding.Json.DecodeTraces(decoding.Batch, body, limits),
        (OtlpSignal.Logs, OtlpEncoding.Protobuf) => OtlpLogDecoder.Decode(decoding.Batch, body, limits),
        (OtlpSignal.Logs, OtlpEncoding.Json) => decoding.Json.DecodeLogs(decoding.Batch, body, limits),
        _ => throw new UnreachableException($"This pipeline has no {signal}."),
    };

    private async Task<ConsumeResult> StoreAsync(TenantId tenant, TelemetryBatch batch, CancellationToken cancellationToken)
    {
        var received = batch.RecordCount + batch.Rejections.Count;
        try
        {
            if (batch.RecordCount > 0)
            {
                var appended = await store.AppendAsync(tenant, batch, cancellationToken);
                _counters.Stored(appended);
            }
        }
        catch (StoreUnavailableException e)
        {
            _counters.Deferred(received);
            return new ConsumeResult.Overloaded(e.RetryAfter, e.Message);
        }

        allowances.Of(tenant).Take(signal, received);
        _counters.Received(received);
        metrics.ValuesUnindexed(batch.Unindexed);
        metrics.TextsInvalid(batch.InvalidTextCount);
        _counters.Rejected(batch.Rejections.CountByCause);
        if (batch.Rejections.Count > 0)
        {
            return new ConsumeResult.PartlyRejected(batch.Rejections.Count, string.Join(' ', batch.Rejections.Reasons));
        }

        return new ConsumeResult.Accepted(Warning: null);
    }
}
