using System.Collections.Concurrent;
using OtelGenAI.Collector.Metrics;
using OtelGenAI.Collector.Tenants;
using OtelGenAI.Otlp;
using OtelGenAI.Otlp.Json;
using OtelGenAI.Otlp.Responses;
using OtelGenAI.Otlp.Traces;
using OtelGenAI.Storage;
using OtelGenAI.Telemetry;
using OtelGenAI.Telemetry.Dialects;
using OtelGenAI.Telemetry.Records;

namespace OtelGenAI.Collector.Pipeline;

/// <summary>The way of a request's bytes: decode, read, store. It ends when the spans are durable, and not before.</summary>
/// <remarks>Thread-safe. Decoding and reading run on the caller's thread; the store groups the commits of many callers.</remarks>
internal sealed class TracePipeline(
    AttributeKeyTable keys, DialectReader reader, ITraceStore store, OtlpLimits limits, TenantAllowances allowances, CollectorMetrics metrics)
{
    // As many as requests are usually decoded at once; more are made when needed and dropped afterwards.
    private static readonly int KeptDecodings = Environment.ProcessorCount * 4;

    private readonly ConcurrentBag<Decoding> _decodings = [];

    /// <summary>Consumes an <c>ExportTraceServiceRequest</c>.</summary>
    /// <param name="tenant">Whose telemetry it is.</param>
    /// <param name="body">The request, decompressed; borrowed until the task completes.</param>
    /// <param name="encoding">How it is written.</param>
    /// <param name="cancellationToken">The client's departure or deadline.</param>
    public async Task<ConsumeResult> ConsumeAsync(
        TenantId tenant, ReadOnlyMemory<byte> body, OtlpEncoding encoding, CancellationToken cancellationToken)
    {
        var decoding = _decodings.TryTake(out var kept) ? kept : new Decoding(keys);
        try
        {
            var decoded = encoding == OtlpEncoding.Json
                ? decoding.Json.DecodeTraces(decoding.Batch, body, limits)
                : OtlpTraceDecoder.Decode(decoding.Batch, body, limits);
            if (decoded is OtlpDecodeResult.Malformed malformed)
            {
                return new ConsumeResult.Malformed(malformed.Message);
            }

            reader.Read(decoding.Batch);
            var result = await StoreAsync(tenant, decoding.Batch, cancellationToken);
            return result is ConsumeResult.Accepted && decoding.Batch.Spans.IsEmpty && encoding == OtlpEncoding.Json
                ? new ConsumeResult.Accepted(OtherSignal.WarningOf(body.Span))
                : result;
        }
        finally
        {
            Keep(decoding);
        }
    }

    private async Task<ConsumeResult> StoreAsync(TenantId tenant, TelemetryBatch batch, CancellationToken cancellationToken)
    {
        var received = batch.Spans.Length + batch.Rejections.Count;
        try
        {
            if (batch.Spans.Length > 0)
            {
                var appended = await store.AppendAsync(tenant, batch, cancellationToken);
                metrics.SpansStored(appended);
            }
        }
        catch (StoreUnavailableException e)
        {
            metrics.SpansDeferred(received);
            return new ConsumeResult.Overloaded(e.RetryAfter, e.Message);
        }

        allowances.Of(tenant).TakeSpans(received);
        metrics.SpansReceived(received, batch.InvalidTextCount);
        metrics.ValuesUnindexed(batch.UnindexedCount);
        metrics.SpansRejected(batch.Rejections.CountByCause);
        if (batch.Rejections.Count > 0)
        {
            return new ConsumeResult.PartlyRejected(batch.Rejections.Count, string.Join(' ', batch.Rejections.Reasons));
        }

        return new ConsumeResult.Accepted(Warning: null);
    }

    private void Keep(Decoding decoding)
    {
        decoding.Batch.Reset(default);
        if (_decodings.Count < KeptDecodings)
        {
            _decodings.Add(decoding);
        }
        else
        {
            decoding.Json.Dispose();
        }
    }

    /// <summary>What one request is decoded with; used again by the next, so that decoding allocates nothing.</summary>
    private sealed class Decoding(AttributeKeyTable keys)
    {
        public TelemetryBatch Batch { get; } = new(keys);

        public OtlpJsonDecoder Json { get; } = new();
    }
}
