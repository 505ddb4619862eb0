using OtelGenAI.Telemetry;

namespace OtelGenAI.Storage.Statistics;

/// <summary>Sums over many traces that no span is read for: they are kept up to date in the transaction that stores the spans.</summary>
/// <remarks>
/// Thread-safe. What an append acknowledged is in every later answer, once: duplicates do not count, a span that is sent again with other content
/// counts as what it is now, a late span counts in the hour in which it started. Deleted traces, and days that were dropped, do not count any more.
/// A trace that went on after its first day was dropped counts as its line says (src/decisions/0025).
/// </remarks>
public interface ITraceStatistics
{
    /// <summary>Sums up spans by the hour in which they started.</summary>
    /// <param name="tenant">Whose.</param>
    /// <param name="query">Which spans, and how they are told apart.</param>
    /// <param name="cancellationToken">Stops the query.</param>
    Task<UsageAnswer> GetUsageAsync(TenantId tenant, UsageQuery query, CancellationToken cancellationToken);

    /// <summary>Sums up spans: from the roll-ups where they know the answer, else by reading the columns, and if need be the payloads, of spans.</summary>
    /// <param name="tenant">Whose.</param>
    /// <param name="aggregate">Which spans, and how they are told apart.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>The sums, and which of both it was. Spans are read newest trace first.</returns>
    Task<SpanAggregateAnswer> AggregateAsync(TenantId tenant, SpanAggregate aggregate, CancellationToken cancellationToken);

    /// <summary>Lists conversations or users, the one with the newest trace first.</summary>
    /// <param name="tenant">Whose.</param>
    /// <param name="filter">Which of them.</param>
    /// <param name="after">Where the previous page ended, or <see langword="null"/> for the first page.</param>
    /// <param name="limit">At most this many, 1 to 1,000.</param>
    /// <param name="cancellationToken">Stops the query.</param>
    Task<TraceGroupPage> ListGroupsAsync(
        TenantId tenant, TraceGroupFilter filter, TraceGroupCursor? after, int limit, CancellationToken cancellationToken);

    /// <summary>Finds a conversation or user.</summary>
    /// <param name="tenant">Whose.</param>
    /// <param name="by">What the id is of.</param>
    /// <param name="id">The id, exactly.</param>
    /// <param name="cancellationToken">Stops the query.</param>
    /// <returns>Its sums, or <see langword="null"/> when no trace names it.</returns>
    Task<TraceGroup?> GetGroupAsync(TenantId tenant, TraceGrouping by, string id, CancellationToken cancellationToken);
}
