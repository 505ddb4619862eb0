using OtelGenAI.Storage;
using OtelGenAI.Telemetry;
using OtelGenAI.Telemetry.Traces;

namespace OtelGenAI.Dashboard.Api;

/// <summary>Goes through the traces of a search, newest first, for sums that nobody keeps; it ends with the time or with enough traces, and says so.</summary>
internal sealed class TraceScan(ITraceStore store, TimeProvider clock)
{
    // What a table of a company's prompts or tools is made of; more would be looked at longer than somebody waits.
    private const int MaxTraces = 20_000;

    // The time is looked at between pages.
    private const int TracesAPage = 20;

    /// <summary>Goes through them.</summary>
    /// <param name="tenant">Whose.</param>
    /// <param name="filter">Which; its budget is that of all pages together.</param>
    /// <param name="visit">Told of each page.</param>
    /// <param name="cancellation">Stops it.</param>
    public async Task<TraceScanExtent> RunAsync(TenantId tenant, TraceFilter filter, Func<IReadOnlyList<TraceSummary>, Task> visit, CancellationToken cancellation)
    {
        var (began, traces) = (clock.GetTimestamp(), 0L);
        TraceCursor? after = null;
        do
        {
            var left = filter.Budget - clock.GetElapsedTime(began);
            if (left <= TimeSpan.Zero || traces >= MaxTraces)
            {
                return new TraceScanExtent(traces, IsComplete: false);
            }

            var page = await store.ListTracesAsync(tenant, filter with { Budget = left }, after, TracesAPage, cancellation);
            await visit(page.Items);
            traces += page.Items.Count;
            after = page.Next;
        }
        while (after is not null);

        return new TraceScanExtent(traces, IsComplete: true);
    }
}

/// <summary>How far a scan came.</summary>
/// <param name="Traces">Traces that it looked at.</param>
/// <param name="IsComplete">Whether those were all; otherwise they were the newest.</param>
internal readonly record struct TraceScanExtent(long Traces, bool IsComplete);
