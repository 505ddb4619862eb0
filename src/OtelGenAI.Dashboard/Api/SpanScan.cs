using OtelGenAI.Otlp;
using OtelGenAI.Otlp.Traces;
using OtelGenAI.Storage;
using OtelGenAI.Telemetry;
using OtelGenAI.Telemetry.Dialects;
using OtelGenAI.Telemetry.Records;

namespace OtelGenAI.Dashboard.Api;

/// <summary>Opens the stored spans of a range of time one after the other, newest traces first, some thousand for an answer.</summary>
/// <remarks>Thread-safe. For questions that no column answers; it costs what decoding the spans costs.</remarks>
internal sealed class SpanScan(ITraceStore store, AttributeKeyTable keys, DialectReader reader)
{
    // A trace is opened whole; small pages keep an answer near its limit of spans.
    private const int TracesAPage = 20;
    private const int MaxPages = 20;
    private const int MaxSpans = 10_000;

    /// <summary>Opens spans.</summary>
    /// <param name="tenant">Whose.</param>
    /// <param name="query">Which traces, and where to begin.</param>
    /// <param name="visit">Told of each: a batch with one span, read; used again for the next.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <returns>Cursor of the next answer, and <see langword="null"/> at the end of the range.</returns>
    public async Task<string?> RunAsync(TenantId tenant, TraceListQuery query, Action<TelemetryBatch> visit, CancellationToken cancellation)
    {
        var batch = new TelemetryBatch(keys);
        var after = query.After;
        var spans = 0;
        for (var pages = 0; pages == 0 || (after is not null && pages < MaxPages && spans < MaxSpans); pages++)
        {
            var page = await store.ListTracesAsync(tenant, query.Filter, after, TracesAPage, cancellation);
            foreach (var summary in page.Items)
            {
                await foreach (var stored in store.ReadSpansAsync(tenant, summary.TraceId, cancellation))
                {
                    OtlpTraceDecoder.DecodeStored(batch, stored.Message, stored.ResourceEnvelope, stored.ScopeEnvelope, OtlpLimits.Default);
                    reader.Read(batch);
                    visit(batch);
                    spans++;
                }
            }

            after = page.Next;
        }

        return after is { } cursor ? TraceCursorText.Write(cursor) : null;
    }
}
