using OtelGenAI.Storage.Tests.Builders;
using OtelGenAI.Telemetry;

namespace OtelGenAI.Storage.Tests.Conformance;

/// <summary>Lists: order, pages, filters, and many at once.</summary>
public abstract partial class StoreConformance
{
    [Fact]
    public async Task Traces_are_listed_newest_start_first_and_equal_starts_by_id()
    {
        await Store.Append(Some.Span(trace: 1, start: 1), Some.Span(trace: 2, start: 3));
        await Store.Append(Some.Span(trace: 3, start: 2), Some.Span(trace: 5, start: 2), Some.Span(trace: 4, start: 2));

        Assert.Equal(new[] { 2, 5, 4, 3, 1 }.Select(Some.TraceId), (await Store.ListAll()).Select(trace => trace.TraceId));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(50)]
    public async Task Paging_visits_every_trace_once(int pageSize)
    {
        for (var append = 0; append < 5; append++)
        {
            // Starts collide on purpose, within and across appends.
            await Store.Append(Enumerable.Range(0, 10).Select(at => Some.Span(trace: (append * 10) + at, start: at % 4)));
        }

        var paged = await Store.ListAll(pageSize: pageSize);

        Expect.Same(await Store.ListAll(), paged);
        Assert.Equal(50, paged.Select(trace => trace.TraceId).Distinct().Count());
    }

    [Fact]
    public async Task The_last_page_says_so()
    {
        await Store.Append(Some.Span(trace: 1), Some.Span(trace: 2));

        var whole = await Store.ListTracesAsync(Some.Tenant, TraceFilter.All, after: null, limit: 2, CancellationToken.None);
        var first = await Store.ListTracesAsync(Some.Tenant, TraceFilter.All, after: null, limit: 1, CancellationToken.None);

        Assert.Null(whole.Next);
        Assert.Equal(new TraceCursor(Some.Midnight, Some.TraceId(2)), first.Next);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(1_001)]
    public async Task A_page_that_is_empty_or_too_large_is_refused(int limit) =>
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(
            () => Store.ListTracesAsync(Some.Tenant, TraceFilter.All, after: null, limit, CancellationToken.None));

    [Fact]
    public async Task Paging_while_traces_arrive_visits_every_earlier_trace_once()
    {
        await Store.Append(Enumerable.Range(0, 60).Select(trace => Some.Span(trace, start: trace)));
        HashSet<TraceId> visited = [];
        TraceCursor? after = null;
        var arriving = 1_000;
        do
        {
            var page = await Store.ListTracesAsync(Some.Tenant, TraceFilter.All, after, limit: 7, CancellationToken.None);
            Assert.All(page.Items, trace => Assert.True(visited.Add(trace.TraceId), $"{trace.TraceId} was visited twice."));
            after = page.Next;

            // New traces both before and behind the cursor, and late spans of traces on either side.
            await Store.Append(
                Some.Span(arriving++, start: 100), Some.Span(arriving++, start: 0.5), Some.Span(trace: 59, id: arriving, parent: 1, start: 70),
                Some.Span(trace: 2, id: arriving, parent: 1, start: 70));
        }
        while (after is not null);

        Assert.Superset(Enumerable.Range(0, 60).Select(Some.TraceId).ToHashSet(), visited);
    }

    [Fact]
    public async Task Filters_keep_what_matches()
    {
        await Store.Append(
            Some.Span(trace: 1, start: 1, name: "Plan Trip") with { Conversation = "c1", User = "u1" },
            Some.Span(trace: 2, start: 2, name: "plan dinner") with { Conversation = "c1", User = "u2" },
            Some.Span(trace: 3, start: 3, name: "ÄPFEL plan") with { Conversation = "c2", User = "u1", Status = 2 },
            Some.Span(trace: 4, start: 4, name: "write") with { Status = 2 },
            Some.Span(trace: 5, start: 5, name: "100%_done"));

        Assert.Equal([2, 1], await Found(new TraceFilter { ConversationId = "c1" }));
        Assert.Equal([3, 1], await Found(new TraceFilter { UserId = "u1" }));
        Assert.Equal([1], await Found(new TraceFilter { ConversationId = "c1", UserId = "u1" }));
        Assert.Equal([], await Found(new TraceFilter { ConversationId = "C1" }));
        Assert.Equal([3, 2, 1], await Found(new TraceFilter { NameContains = "PLAN" }));
        Assert.Equal([3], await Found(new TraceFilter { NameContains = "Äpfel" }));
        Assert.Equal([], await Found(new TraceFilter { NameContains = "äpfel" }));
        Assert.Equal([5], await Found(new TraceFilter { NameContains = "%_" }));
        Assert.Equal([5, 4, 3, 2, 1], await Found(new TraceFilter { NameContains = "" }));
        Assert.Equal([4, 3], await Found(new TraceFilter { HasError = true }));
        Assert.Equal([5, 2, 1], await Found(new TraceFilter { HasError = false }));
        Assert.Equal([3, 2], await Found(new TraceFilter { StartFromUnixNano = Some.Second(2), StartBeforeUnixNano = Some.Second(4) }));
        Assert.Equal([3], await Found(new TraceFilter { UserId = "u1", HasError = true, StartFromUnixNano = Some.Second(2) }));
        Assert.Equal([], await Found(new TraceFilter { StartBeforeUnixNano = long.MinValue }));
    }

    [Fact]
    public async Task Filters_see_a_trace_as_it_is_now()
    {
        await Store.Append(Some.Span(id: 2, parent: 1, name: "child", start: 10) with { User = "late" });
        await Store.Append(Some.Span(id: 1, name: "root", start: 5) with { User = "early", Conversation = "c1", Status = 2 });

        Assert.Equal([1], await Found(new TraceFilter { UserId = "early" }));
        Assert.Equal([], await Found(new TraceFilter { UserId = "late" }));
        Assert.Equal([1], await Found(new TraceFilter { ConversationId = "c1" }));
        Assert.Equal([], await Found(new TraceFilter { HasError = false }));
        Assert.Equal([], await Found(new TraceFilter { NameContains = "child" }));
        Assert.Equal([], await Found(new TraceFilter { StartFromUnixNano = Some.Second(6) }));
    }

    [Fact]
    public async Task A_trace_that_arrives_over_a_long_time_is_listed_once()
    {
        for (var append = 0; append < 6; append++)
        {
            await Store.Append(Some.Chat(trace: 1, id: append + 1, start: append), Some.Span(trace: 100 + append, start: append));
        }

        var traces = await Store.ListAll(pageSize: 2);

        Assert.Equal(7, traces.Count);
        Assert.Equal(6, traces.Single(trace => trace.TraceId == Some.TraceId(1)).SpanCount);
        Assert.Equal(6, (await Store.ReadAll(Some.TraceId(1))).Count);
    }

    [Fact]
    public async Task Many_writers_at_once_lose_and_double_nothing()
    {
        const int Writers = 8, Appends = 6, Spans = 20;

        // Each writer sends its own spans and repeats what its neighbour sends.
        var results = await Task.WhenAll(Enumerable.Range(0, Writers * 2).Select(async writer =>
        {
            var sum = default(AppendResult);
            for (var append = 0; append < Appends; append++)
            {
                var first = ((writer / 2 * Appends) + append) * Spans;
                var result = await Store.Append(Enumerable.Range(first, Spans).Select(id => Some.Chat(trace: id % 7, id: id + 1, start: id)));
                Assert.Equal(Spans, result.Stored + result.Duplicates + result.Replaced);
                sum = new AppendResult(sum.Stored + result.Stored, sum.Duplicates + result.Duplicates, sum.Replaced + result.Replaced);
            }

            return sum;
        }));

        Assert.Equal(Writers * Appends * Spans, results.Sum(result => result.Stored));
        Assert.Equal(Writers * Appends * Spans, results.Sum(result => result.Duplicates));
        Assert.Equal(Writers * Appends * Spans, (await Store.ListAll()).Sum(trace => trace.SpanCount));
        Assert.Equal(Writers * Appends * Spans * 10, (await Store.ListAll()).Sum(trace => trace.InputTokens));
    }

    [Fact]
    public async Task Readers_see_whole_batches_while_writers_write()
    {
        const int Batches = 40, SpansPerBatch = 10;
        var writing = Task.Run(async () =>
        {
            for (var append = 0; append < Batches; append++)
            {
                await Store.Append(Enumerable.Range(append * SpansPerBatch, SpansPerBatch).Select(id => Some.Span(id: id + 1, start: id)));
            }
        });

        var seen = 0;
        while (seen < Batches * SpansPerBatch)
        {
            if (await Store.GetTraceAsync(Some.Tenant, Some.TraceId(1), CancellationToken.None) is { } trace)
            {
                Assert.Equal(0, trace.Spans.Count % SpansPerBatch);
                Assert.Equal(trace.Summary.SpanCount, trace.Spans.Count);
                Assert.True(trace.Spans.Count >= seen, "Spans that were seen are gone.");
                seen = trace.Spans.Count;
            }
            else
            {
                await Task.Yield();
            }

            if (writing.IsFaulted)
            {
                break;
            }
        }

        await writing;
    }

    private async Task<List<int>> Found(TraceFilter filter) =>
        [.. (await Store.ListAll(filter)).Select(trace => (int)(uint)trace.TraceId.Value)];
}
