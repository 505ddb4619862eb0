using Microsoft.Extensions.Caching.Memory;
using OtelGenAI.Pricing;
using OtelGenAI.Storage;
using OtelGenAI.Telemetry;
using OtelGenAI.Telemetry.Pricing;
using OtelGenAI.Telemetry.Traces;

namespace OtelGenAI.Dashboard.Api;

/// <summary>Builds the trees of traces, and remembers those that were looked at last: whoever walks through a trace asks for one span after the other.</summary>
/// <remarks>
/// Thread-safe. Each span of 50,000 took 0.3 s of a processor to open, measured 2026-11-20, because its place needs all the others. A trace that has
/// changed has another <see cref="TraceSummary.Fingerprint"/> and is read anew.
/// </remarks>
internal sealed class KnownTrees(ITraceStore store, ITenantPrices prices) : IDisposable
{
    // About 700 bytes each.
    private const int MaxSpans = 60_000;

    // Other columns of the same bytes, as a later version reads them, have no other fingerprint.
    private static readonly TimeSpan TreesLast = TimeSpan.FromMinutes(1);

    private readonly MemoryCache _trees = new(new MemoryCacheOptions { SizeLimit = MaxSpans });

    /// <summary>The tree of a trace as it is now.</summary>
    /// <param name="tenant">Whose.</param>
    /// <param name="traceId">Which.</param>
    /// <param name="cancellation">Stops reading.</param>
    /// <returns><see langword="null"/> when there is no such trace.</returns>
    public async Task<KnownTree?> FindAsync(TenantId tenant, TraceId traceId, CancellationToken cancellation)
    {
        var book = prices.Of(tenant);
        if (_trees.TryGetValue((tenant, traceId), out KnownTree? known) && known!.Prices == book &&
            await store.GetTraceSummaryAsync(tenant, traceId, cancellation) is { } summary && summary.Fingerprint == known.Summary.Fingerprint)
        {
            return known with { Summary = summary };
        }

        if (await store.GetTraceAsync(tenant, traceId, cancellation) is not { } trace)
        {
            _trees.Remove((tenant, traceId));
            return null;
        }

        var tree = TraceTree.Build(trace.Spans);
        var found = new KnownTree(trace.Summary, tree, SubtreeRollUps.Of(tree, book), book);
        return _trees.Set((tenant, traceId), found, new MemoryCacheEntryOptions { Size = tree.Nodes.Count, AbsoluteExpirationRelativeToNow = TreesLast });
    }

    public void Dispose() => _trees.Dispose();
}

/// <summary>A trace with its spans in their places.</summary>
/// <param name="Summary">Its line.</param>
/// <param name="Tree">Its tree.</param>
/// <param name="RollUps">Sums of each node's subtree, in the tree's order.</param>
/// <param name="Prices">What they were priced with.</param>
internal sealed record KnownTree(TraceSummary Summary, TraceTree Tree, IReadOnlyList<SubtreeRollUp> RollUps, PriceBook Prices);
