using OtelGenAI.Storage.Statistics;
using OtelGenAI.Telemetry.Traces;

namespace OtelGenAI.Storage.InMemory;

/// <summary>Sums up spans when somebody asks: what the roll-ups of other engines are compared with.</summary>
internal static class InMemoryStatistics
{
    /// <summary>Answers a query over the spans of all traces.</summary>
    public static UsageAnswer Usage(IEnumerable<IReadOnlyList<SpanRecord>> traces, UsageQuery query)
    {
        Dictionary<(long Hour, UsageKey Key), UsageTotals> sums = [];
        foreach (var spans in traces)
        {
            Add(spans, sums);
        }

        var grouping = new UsageGrouping(query);
        foreach (var ((hour, key), totals) in sums.Where(sum => sum.Key.Hour >= query.FirstHour && sum.Key.Hour < query.EndHour && grouping.Has(sum.Key.Key)))
        {
            grouping.Add(hour, in key, totals);
        }

        return grouping.ToAnswer();
    }

    /// <summary>A page of conversations or users.</summary>
    public static TraceGroupPage List(IEnumerable<TraceSummary> traces, TraceGroupFilter filter, TraceGroupCursor? after, int limit)
    {
        var found = traces.Where(trace => IdOf(trace, filter.By) is not null)
            .GroupBy(trace => IdOf(trace, filter.By)!, StringComparer.Ordinal)
            .Select(group => Sum(group, filter.By, group.Key))
            .Where(group => (filter.FromUnixNano is not { } from || group.LastStartUnixNano >= from) &&
                (filter.BeforeUnixNano is not { } before || group.LastStartUnixNano < before))
            .OrderByDescending(group => group.LastStartUnixNano).ThenBy(group => group.Id, StringComparer.Ordinal)
            .SkipWhile(group => after is { } cursor && (group.LastStartUnixNano > cursor.LastStartUnixNano ||
                (group.LastStartUnixNano == cursor.LastStartUnixNano && string.CompareOrdinal(group.Id, cursor.Id) <= 0)))
            .Take(limit + 1).ToList();
        if (found.Count <= limit)
        {
            return new TraceGroupPage(found, Next: null);
        }

        found.RemoveAt(limit);
        return new TraceGroupPage(found, new TraceGroupCursor(found[^1].LastStartUnixNano, found[^1].Id));
    }

    /// <summary>One conversation or user.</summary>
    public static TraceGroup? Find(IEnumerable<TraceSummary> traces, TraceGrouping by, string id) =>
        Sum(traces.Where(trace => IdOf(trace, by) == id), by, id) is { Traces: > 0 } found ? found : null;

    private static TraceGroup Sum(IEnumerable<TraceSummary> traces, TraceGrouping by, string id) =>
        traces.Aggregate(new TraceGroup { Id = id }, (sum, trace) => sum.With(TraceGroup.Of(trace, by)));

    private static string? IdOf(TraceSummary trace, TraceGrouping by) => by == TraceGrouping.User ? trace.UserId : trace.ConversationId;

    private static void Add(IReadOnlyList<SpanRecord> spans, Dictionary<(long Hour, UsageKey Key), UsageTotals> sums)
    {
        TraceUsage.Add(spans, at =>
        {
            var place = (UsageQuery.Hour(spans[at].StartUnixNano), UsageKey.Of(spans[at]));
            return sums.TryGetValue(place, out var known) ? known : sums[place] = new UsageTotals();
        });
    }
}
