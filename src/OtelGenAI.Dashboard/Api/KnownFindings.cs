using Microsoft.Extensions.Caching.Memory;
using OtelGenAI.Pricing;
using OtelGenAI.Storage;
using OtelGenAI.Telemetry;
using OtelGenAI.Telemetry.Findings;
using OtelGenAI.Telemetry.Pricing;
using OtelGenAI.Telemetry.Traces;

namespace OtelGenAI.Dashboard.Api;

/// <summary>Finds what is wrong with traces, and remembers it of each state of a trace, because it costs opening every span.</summary>
/// <remarks>
/// Thread-safe. A trace that has changed is another state: <see cref="TraceSummary.Fingerprint"/>. How many findings there are is remembered of the
/// traces that were asked for last; what they say of fewer and for minutes, because it names tools and agents of traces that may be deleted.
/// </remarks>
internal sealed class KnownFindings(ITraceStore store, TraceOpening opening, ITenantPrices prices) : IDisposable
{
    // About 200 bytes each.
    private const int MaxCounts = 32_768;
    private const long MaxPageCharacters = 8 * 1024 * 1024;
    private static readonly TimeSpan PagesLast = TimeSpan.FromMinutes(2);

    private readonly MemoryCache _counts = new(new MemoryCacheOptions { SizeLimit = MaxCounts });
    private readonly MemoryCache _pages = new(new MemoryCacheOptions { SizeLimit = MaxPageCharacters });

    /// <summary>The findings of a trace.</summary>
    /// <param name="tenant">Whose.</param>
    /// <param name="trace">The trace.</param>
    /// <param name="cancellation">Stops reading.</param>
    public async Task<FindingPageView> FindAsync(TenantId tenant, StoredTrace trace, CancellationToken cancellation)
    {
        var book = prices.Of(tenant);
        var state = await StateAsync(tenant, trace.Summary, book, cancellation);
        if (_pages.TryGetValue((tenant, trace.Summary.TraceId), out (TraceState State, FindingPageView Page) known) && known.State == state)
        {
            return known.Page;
        }

        var tree = TraceTree.Build(trace.Spans);
        var opened = await opening.OpenAsync(tenant, trace.Summary.TraceId, tree, SubtreeRollUps.Of(tree, book), cancellation);
        var findings = FindingRules.Find(opened);
        var page = new FindingPageView([.. findings.Select(FindingView.Of)], opened.IsWhole);
        _counts.Set((tenant, trace.Summary.TraceId), (state, FindingCountsView.Of(findings)), new MemoryCacheEntryOptions { Size = 1 });
        _pages.Set((tenant, trace.Summary.TraceId), (state, page), new MemoryCacheEntryOptions { Size = Characters(page), AbsoluteExpirationRelativeToNow = PagesLast });
        return page;
    }

    /// <summary>How many findings a trace has, when somebody has looked since it changed last.</summary>
    public async Task<FindingCountsView?> CountsAsync(TenantId tenant, TraceSummary trace, CancellationToken cancellation) =>
        Known(tenant, trace) is { } known && known.State == await StateAsync(tenant, trace, prices.Of(tenant), cancellation) ? known.Counts : null;

    /// <summary>The same of a trace in a list; its log records may have become more since.</summary>
    public FindingCountsView? CountsOf(TenantId tenant, TraceSummary trace) => Known(tenant, trace) is { } known && known.State.Spans == trace.Fingerprint ? known.Counts : null;

    public void Dispose()
    {
        _counts.Dispose();
        _pages.Dispose();
    }

    private (TraceState State, FindingCountsView Counts)? Known(TenantId tenant, TraceSummary trace) =>
        _counts.TryGetValue((tenant, trace.TraceId), out (TraceState State, FindingCountsView Counts) known) ? known : null;

    // The dearest call depends on prices.
    private async Task<TraceState> StateAsync(TenantId tenant, TraceSummary trace, PriceBook book, CancellationToken cancellation) =>
        new(trace.Fingerprint, await store.GetLogFingerprintAsync(tenant, trace.TraceId, cancellation), book.Version);

    private static long Characters(FindingPageView page) =>
        100 + page.Items.Sum(item => 100L + item.Title.Length + item.Explanation.Length + item.SpanIds.Sum(span => 40L + span.Length));

    /// <summary>What findings depend on.</summary>
    private readonly record struct TraceState(long Spans, long Logs, string Prices);
}
