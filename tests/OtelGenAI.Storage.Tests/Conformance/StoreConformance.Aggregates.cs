using System.Globalization;
using OtelGenAI.Storage.Query;
using OtelGenAI.Storage.Statistics;
using OtelGenAI.Storage.Tests.Builders;

namespace OtelGenAI.Storage.Tests.Conformance;

// Sums over the spans that a question asks for, whatever engine adds them up.
public abstract partial class StoreConformance
{
    [Theory]
    [InlineData("", "kind", "agent 1, llm 6, tool 5", true)]
    [InlineData("kind:tool", "tool", "book 1, pay 1, search 3", true)]
    [InlineData("kind:tool not tool:s*", "tool", "book 1, pay 1", true)]
    [InlineData("kind:tool or model:gpt-4o-mini", "", " 6", true)]
    [InlineData("kind:tool error:true", "tool", "book 1, search 1", false)]
    [InlineData("kind:tool", "session", " 1, s1 2, s2 2", false)]
    [InlineData("kind:tool", "error", "false 3, true 2", false)]
    [InlineData("kind:llm tokens>100", "model", "gpt-4o 1", false)]
    [InlineData("trace(session:s2)", "kind", "agent 1, llm 1, tool 2", false)]
    [InlineData("parent(kind:agent)", "kind", "llm 1, tool 2", false)]
    [InlineData("refund", "kind", "llm 1, tool 1", false)]
    public async Task Spans_are_counted_as_a_query_asks(string query, string by, string expected, bool isFromRollUps)
    {
        await OtlpSpec.AppendAsync(Store, QueriedTraces());

        var answer = await Aggregate(query, by);

        Assert.Equal(expected, string.Join(", ", answer.Groups.Select(group => $"{string.Join('/', group.Key)} {group.Totals.Count}").Order(StringComparer.Ordinal)));
        Assert.Equal(isFromRollUps, answer.IsFromRollUps);
    }

    [Fact]
    public async Task What_roll_ups_answer_is_what_spans_answer()
    {
        await OtlpSpec.AppendAsync(Store, QueriedTraces());

        // The second condition holds for every span, and only spans know it.
        var (rollUps, spans) = (await Aggregate("not tool:pay", "model,kind"), await Aggregate("not tool:pay duration>=0s", "model,kind"));

        Assert.Equal((true, false), (rollUps.IsFromRollUps, spans.IsFromRollUps));
        Assert.Equal(rollUps.Groups.Select(Describe), spans.Groups.Select(Describe));
    }

    [Fact]
    public async Task Buckets_of_time_may_be_as_long_as_anybody_wants()
    {
        await OtlpSpec.AppendAsync(Store, QueriedTraces());

        var answer = await ((ITraceStatistics)Store).AggregateAsync(
            Some.Tenant,
            new SpanAggregate { BucketNano = 120_000_000_000, FromUnixNano = Some.Second(120), BeforeUnixNano = Some.Second(301) },
            CancellationToken.None);

        Assert.Equal(["120 7", "240 3"], answer.Groups.Select(group => string.Create(
            CultureInfo.InvariantCulture, $"{(group.StartUnixNano - Some.Second(0)) / 1_000_000_000} {group.Totals.Count}")));
        Assert.False(answer.IsFromRollUps);
    }

    private Task<SpanAggregateAnswer> Aggregate(string text, string by)
    {
        var query = TraceQuery.ParseForSpans(text, DateTimeOffset.UnixEpoch, out var problem);
        Assert.Null(problem);
        return ((ITraceStatistics)Store).AggregateAsync(
            Some.Tenant, new SpanAggregate { Query = query, By = by.Split(',', StringSplitOptions.RemoveEmptyEntries) }, CancellationToken.None);
    }

    private static string Describe(UsageGroup group) => string.Create(
        CultureInfo.InvariantCulture,
        $"{string.Join('/', group.Key)}: {group.Totals.Count} {group.Totals.Errors} {group.Totals.Calls} {group.Totals.InputTokens} {group.Totals.OutputTokens} {group.Totals.UnpricedCalls} {group.Totals.DurationNano} {group.Totals.Durations.Quantile(0.95)}");
}
