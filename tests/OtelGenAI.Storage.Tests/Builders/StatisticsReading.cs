using System.Globalization;
using OtelGenAI.Storage.Statistics;

namespace OtelGenAI.Storage.Tests.Builders;

/// <summary>What tests ask a store about many traces, in few words.</summary>
internal static class StatisticsReading
{
    private static readonly UsageDimension[] All = Enum.GetValues<UsageDimension>();

    extension(ITraceStore store)
    {
        public Task<UsageAnswer> Usage(UsageQuery? query = null) =>
            ((ITraceStatistics)store).GetUsageAsync(Some.Tenant, query ?? new UsageQuery(), CancellationToken.None);

        /// <summary>Every number of every roll-up.</summary>
        public async Task<string[]> EveryUsage() => Describe(await store.Usage(new UsageQuery { By = All, Bucket = UsageBucket.Hour }));

        public async Task<List<TraceGroup>> ListGroups(TraceGrouping by, int pageSize = 1_000, TraceGroupFilter? filter = null)
        {
            List<TraceGroup> groups = [];
            TraceGroupCursor? after = null;
            do
            {
                var page = await ((ITraceStatistics)store).ListGroupsAsync(Some.Tenant, filter ?? new TraceGroupFilter(by), after, pageSize, CancellationToken.None);
                Assert.True(page.Items.Count <= pageSize);
                groups.AddRange(page.Items);
                after = page.Next;
            }
            while (after is not null);

            return groups;
        }
    }

    public static string[] Describe(UsageAnswer answer) => [.. answer.Groups.Select(Describe)];

    private static string Describe(UsageGroup group)
    {
        var sums = group.Totals;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{group.StartUnixNano} {string.Join('|', group.Key)}: {sums.Count} spans, {sums.Errors} errors, {sums.DurationNano} ns, {sums.Calls} calls, " +
            $"{sums.InputTokens}+{sums.OutputTokens} tokens, {sums.CacheReadTokens}/{sums.CacheWriteTokens}/{sums.ReasoningTokens}, cost {sums.Cost.Value} of " +
            $"{sums.PricedCalls}, {sums.UnpricedCalls} unpriced, {string.Join(' ', sums.Durations.Counts)}; {string.Join(' ', sums.FirstChunks.Counts)}");
    }
}
