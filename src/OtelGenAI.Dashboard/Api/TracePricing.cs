using OtelGenAI.Storage;
using OtelGenAI.Telemetry;
using OtelGenAI.Telemetry.Pricing;
using OtelGenAI.Telemetry.Traces;

namespace OtelGenAI.Dashboard.Api;

/// <summary>What traces cost, worked out with today's prices from the spans that are stored.</summary>
internal sealed class TracePricing(ITraceStore store, PriceBook prices)
{
    // A list shows fifty traces: opening one of more spans than this would take longer than the reader of a list waits.
    private const int MaxSpansInLists = 2_000;

    public PriceBook Prices => prices;

    /// <summary>The tree of a trace in a list, or <see langword="null"/> when it has no calls or is too large.</summary>
    public async Task<TraceTree?> TreeForListAsync(TenantId tenant, TraceSummary summary, CancellationToken cancellation) =>
        summary is { InferenceCalls: > 0, SpanCount: <= MaxSpansInLists } &&
        await store.GetTraceAsync(tenant, summary.TraceId, cancellation) is { } trace
            ? TraceTree.Build(trace.Spans)
            : null;
}
