using OtelGenAI.Storage.Tests.Builders;

namespace OtelGenAI.Storage.Tests.Conformance;

public abstract partial class StoreConformance
{
    private ITracePins Pins => (ITracePins)Store;

    [Fact]
    public async Task A_pinned_trace_says_so_in_the_list_and_by_itself_until_it_is_unpinned()
    {
        await Store.Append(Some.Span(trace: 1), Some.Span(trace: 2, start: 1));

        Assert.Equal(PinResult.Done, await Pin(1));
        Assert.Equal(PinResult.Done, await Pin(1));
        Assert.Equal([(2, false), (1, true)], (await Store.ListAll()).Select(trace => ((int)(uint)trace.TraceId.Value, trace.IsPinned)));
        Assert.True((await Store.Summary(trace: 1)).IsPinned);

        Assert.Equal(PinResult.Done, await Unpin(1));
        Assert.Equal(PinResult.Done, await Unpin(1));
        Assert.All(await Store.ListAll(), trace => Assert.False(trace.IsPinned));
    }

    [Fact]
    public async Task A_trace_that_is_not_there_cannot_be_pinned()
    {
        await Store.Append(Some.Span(trace: 1));
        await Store.AppendLogs(Some.Log(trace: 2));

        Assert.Equal(PinResult.NoSuchTrace, await Pin(3));
        Assert.Equal(PinResult.NoSuchTrace, await Unpin(3));
        Assert.Equal(PinResult.NoSuchTrace, await Pins.PinAsync(Some.OtherTenant, Some.TraceId(1), CancellationToken.None));
        Assert.Equal(PinResult.Done, await Pin(2));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task The_list_may_be_asked_for_what_is_pinned_or_is_not(int pageSize)
    {
        foreach (var trace in Enumerable.Range(1, 6))
        {
            await Store.Append(Some.Span(trace, name: trace % 2 == 0 ? "even" : "odd", start: trace));
        }

        await Pin(2);
        await Pin(3);
        await Pin(6);

        Assert.Equal([6, 3, 2], await Numbers(new TraceFilter { IsPinned = true }));
        Assert.Equal([6, 2], await Numbers(new TraceFilter { IsPinned = true, NameContains = "even" }));
        Assert.Equal([5, 4, 1], await Numbers(new TraceFilter { IsPinned = false }));

        async Task<List<int>> Numbers(TraceFilter filter) =>
            [.. (await Store.ListAll(filter, pageSize)).Select(trace => (int)(uint)trace.TraceId.Value)];
    }

    [Fact]
    public async Task A_pinned_trace_stays_pinned_when_spans_of_it_arrive_later()
    {
        await Store.Append(Some.Span(trace: 1, id: 1));
        await Pin(1);
        await Store.Append(Some.Span(trace: 1, id: 2, parent: 1));

        var trace = Assert.Single(await Store.ListAll(new TraceFilter { IsPinned = true }));
        Assert.Equal(2, trace.SpanCount);
    }

    [Fact]
    public async Task Deleting_wins_over_a_pin()
    {
        await Store.Append(Some.Span(trace: 1), Some.Span(trace: 2) with { User = "u1" });
        await Pin(1);
        await Pin(2);

        Assert.Equal(1, (await Removal.DeleteTraceAsync(Some.Tenant, Some.TraceId(1), CancellationToken.None)).Traces);
        Assert.Equal(1, (await Removal.DeleteUserAsync(Some.Tenant, "u1", CancellationToken.None)).Traces);
        Assert.Empty(await Store.ListAll());

        await Store.Append(Some.Span(trace: 1));
        Assert.False((await Store.Summary(trace: 1)).IsPinned);
    }

    private Task<PinResult> Pin(int trace) => Pins.PinAsync(Some.Tenant, Some.TraceId(trace), CancellationToken.None);

    private Task<PinResult> Unpin(int trace) => Pins.UnpinAsync(Some.Tenant, Some.TraceId(trace), CancellationToken.None);
}
