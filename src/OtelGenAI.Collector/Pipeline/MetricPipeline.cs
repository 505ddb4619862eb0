using System.Globalization;
using OtelGenAI.Collector.Hosting;
using OtelGenAI.Collector.Metrics;
using OtelGenAI.Collector.Tenants;
using OtelGenAI.Otlp;
using OtelGenAI.Otlp.Metrics;
using OtelGenAI.Otlp.Responses;
using OtelGenAI.Storage;
using OtelGenAI.Storage.Metrics;
using OtelGenAI.Telemetry;
using OtelGenAI.Telemetry.Dialects;
using OtelGenAI.Telemetry.Records;

namespace OtelGenAI.Collector.Pipeline;

/// <summary>The way of a request with metrics: decode, read its resources, store.</summary>
/// <remarks>Thread-safe. Decoding and reading run on the caller's thread; the store groups the commits of many callers.</remarks>
internal sealed class MetricPipeline(
    AttributeKeyTable keys, DialectReader reader, IMetricStore store, OtlpLimits limits, TenantAllowances allowances, StorageOptions options,
    CollectorMetrics metrics)
    : ISignalPipeline
{
    private readonly Decodings _decodings = new(keys);

    public OtlpSignal Signal => OtlpSignal.Metrics;

    public async Task<ConsumeResult> ConsumeAsync(
        TenantId tenant, ReadOnlyMemory<byte> body, OtlpEncoding encoding, CancellationToken cancellationToken)
    {
        var decoding = _decodings.Rent();
        try
        {
            var decoded = encoding == OtlpEncoding.Json
                ? decoding.Json.DecodeMetrics(decoding.Batch, body, limits)
                : OtlpMetricDecoder.Decode(decoding.Batch, body, limits);
            if (decoded is OtlpDecodeResult.Malformed malformed)
            {
                return new ConsumeResult.Malformed(malformed.Message);
            }

            reader.Read(decoding.Batch);
            var result = await StoreAsync(tenant, decoding.Batch, cancellationToken);
            return result is ConsumeResult.Accepted && decoding.Batch.Metrics.Points.IsEmpty && encoding == OtlpEncoding.Json
                ? new ConsumeResult.Accepted(OtherSignal.WarningOf(Signal, body.Span))
                : result;
        }
        finally
        {
            _decodings.Return(decoding);
        }
    }

    private async Task<ConsumeResult> StoreAsync(TenantId tenant, TelemetryBatch batch, CancellationToken cancellationToken)
    {
        var received = batch.Metrics.Points.Length + batch.Rejections.Count;
        var appended = default(MetricAppendResult);
        try
        {
            if (batch.Metrics.Points.Length > 0)
            {
                appended = await store.AppendAsync(tenant, batch, cancellationToken);
            }
        }
        catch (StoreUnavailableException e)
        {
            metrics.DataPoints.Deferred(received);
            return new ConsumeResult.Overloaded(e.RetryAfter, e.Message);
        }

        allowances.Of(tenant).Take(Signal, received);
        metrics.DataPoints.Received(received);
        metrics.DataPoints.Stored(new AppendResult(appended.Stored, appended.Duplicates, appended.Replaced));
        metrics.DataPoints.Rejected(batch.Rejections.CountByCause);
        metrics.TextsInvalid(batch.InvalidTextCount);
        metrics.ValuesUnindexed(batch.Unindexed);
        return Answer(batch.Rejections, appended.Refused);
    }

    private ConsumeResult Answer(BatchRejections rejections, int refused)
    {
        var reasons = rejections.Reasons.ToList();
        if (refused > 0)
        {
            metrics.DataPoints.Rejected(new Dictionary<string, int> { ["series_limit"] = refused });
            reasons.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"{refused} data points of new series were refused: the tenant has as many series today as it may have: {options.MaxMetricSeries} ({StorageOptions.SectionName}:{nameof(options.MaxMetricSeries)}). Use fewer attribute values."));
        }

        return rejections.Count + refused > 0
            ? new ConsumeResult.PartlyRejected(rejections.Count + refused, string.Join(' ', reasons))
            : new ConsumeResult.Accepted(Warning: null);
    }
}
