using OtelGenAI.Storage.Statistics;
using OtelGenAI.Storage.Tests.Builders;
using OtelGenAI.Telemetry;
using OtelGenAI.Telemetry.Pricing;

namespace OtelGenAI.Storage.Tests.Conformance;

/// <summary>Sums over many traces: right after every append, whatever arrives twice, late, anew or is deleted.</summary>
public abstract partial class StoreConformance
{
    [Fact]
    public async Task Spans_are_summed_up_by_what_they_have_in_common()
    {
        await Store.Append(
            Some.Chat(trace: 1, id: 1, input: 10, output: 5) with { Seconds = 2, Resource = new ResourceSpec("a") },
            Some.Chat(trace: 1, id: 2, input: 20, output: 5) with { Seconds = 4, Resource = new ResourceSpec("b"), Status = 2 },
            Some.Span(trace: 1, id: 3) with { Kind = ObservationKind.Tool, Tool = "search", Resource = new ResourceSpec("a") });
        await Store.Append(Some.Chat(trace: 2, id: 1, input: 1, output: 1) with { RequestModel = "x", ResponseModel = "", Resource = new ResourceSpec("a") });

        var models = await Store.Usage(new UsageQuery { By = [UsageDimension.Model], Where = [new(UsageDimension.Kind, "llm")] });
        var services = await Store.Usage(new UsageQuery { By = [UsageDimension.Service, UsageDimension.Tool] });

        Assert.Equal(
            [("gpt-4o-2024-08-06", 2L, 1L, 30L, 80_000_000L, 0L), ("x", 1, 0, 1, 0, 1)],
            models.Groups.Select(group => (group.Key[0]!, group.Totals.Count, group.Totals.Errors, group.Totals.InputTokens, group.Totals.Cost.Value, group.Totals.UnpricedCalls)));
        Assert.Equal(["a/ 2", "a/search 1", "b/ 1"], services.Groups.Select(group => $"{group.Key[0]}/{group.Key[1]} {group.Totals.Count}"));
        Assert.InRange(models.Groups[0].Totals.Durations.Quantile(0.95)!.Value, 3.75e9, 4.25e9);
    }

    [Fact]
    public async Task A_call_counts_once_although_two_spans_report_it_whichever_arrives_first()
    {
        await Store.Append(Some.Chat(id: 1, input: 10));
        await Store.Append(Some.Chat(id: 2, parent: 1, input: 10));
        await Store.Append(Some.Chat(id: 3, parent: 2, input: 10));

        var sums = Assert.Single((await Store.Usage()).Groups).Totals;
        Assert.Equal((3, 1, 10), (sums.Count, sums.Calls, sums.InputTokens));
    }

    [Fact]
    public async Task What_arrives_twice_counts_once_and_what_is_sent_anew_as_it_is_now()
    {
        var first = Some.Chat(id: 1, input: 10) with { Status = 2 };
        await Store.Append(first, Some.Chat(trace: 2, id: 1, input: 3));
        await Store.Append(first);
        await Store.Append(Some.Chat(id: 1, input: 7, start: 3_600) with { Agent = "planner", TimeToFirstChunk = 0.5 });

        var groups = (await Store.Usage(new UsageQuery { By = [UsageDimension.Agent], Bucket = UsageBucket.Hour })).Groups;
        Assert.Equal(
            [(Some.Midnight, null, 1L, 0L, 3L), (Some.Second(3_600), "planner", 1, 0, 7)],
            groups.Select(group => (group.StartUnixNano!.Value, group.Key[0], group.Totals.Count, group.Totals.Errors, group.Totals.InputTokens)));
        Assert.Equal(1, groups[1].Totals.FirstChunks.Count);
    }

    [Fact]
    public async Task A_late_span_counts_in_the_hour_in_which_it_started_and_a_range_is_whole_hours()
    {
        await Store.Append(Some.Span(id: 1, start: 7_300));
        await Store.Append(Some.Span(id: 2, start: 3_599), Some.Span(id: 3, start: -1));

        var all = await Store.Usage(new UsageQuery { Bucket = UsageBucket.Hour });
        var days = await Store.Usage(new UsageQuery { Bucket = UsageBucket.Day });
        var some = await Store.Usage(new UsageQuery { FromUnixNano = Some.Second(10), BeforeUnixNano = Some.Second(7_201) });

        Assert.Equal([Some.Second(-3_600), Some.Midnight, Some.Second(7_200)], all.Groups.Select(group => group.StartUnixNano!.Value));
        Assert.Equal([(Some.Second(-86_400), 1L), (Some.Midnight, 2)], days.Groups.Select(group => (group.StartUnixNano!.Value, group.Totals.Count)));
        Assert.Equal((Some.Midnight, Some.Second(10_800), 2L), (some.FromUnixNano, some.BeforeUnixNano, some.Groups.Single().Totals.Count));
    }

    [Fact]
    public async Task Deleted_traces_count_no_more()
    {
        await Store.Append(Some.Chat(trace: 1, id: 1, input: 10) with { Tool = "of the deleted one" }, Some.Chat(trace: 2, id: 1, input: 3));
        await Store.Append(Some.Chat(trace: 1, id: 2, input: 10), Some.Chat(trace: 2, id: 2, input: 3));

        await Removal.DeleteTraceAsync(Some.Tenant, Some.TraceId(1), CancellationToken.None);

        var sums = Assert.Single((await Store.Usage(new UsageQuery { By = [UsageDimension.Tool] })).Groups);
        Assert.Equal((null, 2, 6), (sums.Key[0], sums.Totals.Count, sums.Totals.InputTokens));
    }

    [Fact]
    public async Task Priced_anew_sums_are_those_of_the_new_prices()
    {
        await Store.Append(Some.Chat(trace: 1, id: 1, input: 10, output: 0));
        await Store.Append(Some.Chat(trace: 1, id: 2, input: 5, output: 0));
        Prices.Set(usdPerMillion: 3);

        await Repricing.RepriceAsync(Some.Tenant, default, progress: null, CancellationToken.None);

        Assert.Equal(new PicoUsd(45_000_000), Assert.Single((await Store.Usage()).Groups).Totals.Cost);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(50)]
    public async Task Conversations_and_users_are_listed_with_the_newest_first(int pageSize)
    {
        await Store.Append(
            Some.Chat(trace: 1, id: 1, start: 1, input: 1) with { Conversation = "c1", User = "u1" },
            Some.Chat(trace: 2, id: 1, start: 5, input: 2) with { Conversation = "c2", User = "u1" },
            Some.Chat(trace: 3, id: 1, start: 9, input: 4) with { Conversation = "c1" },
            Some.Span(trace: 4, start: 10));
        await Store.Append(Some.Chat(trace: 2, id: 2, start: 7, input: 8) with { Status = 2 });

        var conversations = await Store.ListGroups(TraceGrouping.Conversation, pageSize);
        var user = Assert.Single(await Store.ListGroups(TraceGrouping.User, pageSize));

        Assert.Equal(["c1", "c2"], conversations.Select(group => group.Id));
        Assert.Equal((2, 2, 5, "u1"), (conversations[0].Traces, conversations[0].Spans, conversations[0].InputTokens, conversations[0].Other));
        Assert.Equal((1, 2, 1, 10), (conversations[1].Traces, conversations[1].Spans, conversations[1].FailedTraces, conversations[1].InputTokens));
        Assert.Equal((2, 3, Some.Second(1), Some.Second(5), Some.Second(8)), (user.Traces, user.Spans, user.FirstStartUnixNano, user.LastStartUnixNano, user.EndUnixNano));
        Assert.Equal(["c2"], (await Store.ListGroups(TraceGrouping.Conversation, pageSize, new(TraceGrouping.Conversation) { BeforeUnixNano = Some.Second(9) })).Select(group => group.Id));
    }

    [Fact]
    public async Task A_conversation_is_found_by_its_id_and_only_by_its_tenant()
    {
        await Store.Append(Some.Chat(trace: 1) with { Conversation = "c1" });
        var statistics = (ITraceStatistics)Store;

        Assert.Equal(1, (await statistics.GetGroupAsync(Some.Tenant, TraceGrouping.Conversation, "c1", CancellationToken.None))?.Traces);
        Assert.Null(await statistics.GetGroupAsync(Some.Tenant, TraceGrouping.Conversation, "c", CancellationToken.None));
        Assert.Null(await statistics.GetGroupAsync(Some.OtherTenant, TraceGrouping.Conversation, "c1", CancellationToken.None));
        Assert.Empty((await statistics.GetUsageAsync(Some.OtherTenant, new UsageQuery(), CancellationToken.None)).Groups);
    }
}
