using System.Text;
using OtelGenAI.Storage.Tests.Builders;

namespace OtelGenAI.Storage.Tests.Conformance;

public abstract partial class StoreConformance
{
    private ITraceRemoval Removal => (ITraceRemoval)Store;

    [Fact]
    public async Task A_deleted_trace_is_gone_and_its_neighbours_are_not()
    {
        await Store.Append(Some.Chat(trace: 1, id: 1), Some.Chat(trace: 2, id: 1));
        await Store.Append(Some.Chat(trace: 1, id: 2), Some.Chat(trace: 2, id: 2));

        var deleted = await Removal.DeleteTraceAsync(Some.Tenant, Some.TraceId(1), CancellationToken.None);

        Assert.Equal(new DeletionResult(Traces: 1, Spans: 2, Logs: 0), deleted);
        Assert.Equal([Some.TraceId(2)], (await Store.ListAll()).Select(trace => trace.TraceId));
        Assert.Null(await Store.GetTraceAsync(Some.Tenant, Some.TraceId(1), CancellationToken.None));
        Assert.Null(await Store.Span(trace: 1, id: 1));
        Assert.Equal(2, (await Store.ReadAll(Some.TraceId(2))).Count);
    }

    [Fact]
    public async Task A_trace_that_is_not_there_deletes_nothing()
    {
        await Store.Append(Some.Span(trace: 1));

        Assert.Equal(default, await Removal.DeleteTraceAsync(Some.Tenant, Some.TraceId(2), CancellationToken.None));
        Assert.Equal(default, await Removal.DeleteTraceAsync(Some.OtherTenant, Some.TraceId(1), CancellationToken.None));
        Assert.Equal(default, await Removal.DeleteUserAsync(Some.Tenant, "nobody", CancellationToken.None));
        Assert.Single(await Store.ListAll());
    }

    [Fact]
    public async Task Spans_of_a_deleted_trace_that_arrive_later_are_a_new_trace()
    {
        await Store.Append(Some.Chat(trace: 1, id: 1), Some.Chat(trace: 1, id: 2));
        await Removal.DeleteTraceAsync(Some.Tenant, Some.TraceId(1), CancellationToken.None);

        Assert.Equal(1, (await Store.Append(Some.Chat(trace: 1, id: 2))).Stored);

        Assert.Equal(1, (await Store.Summary(trace: 1)).SpanCount);
    }

    [Fact]
    public async Task A_users_traces_are_deleted_wherever_the_user_is_named()
    {
        await Store.Append(
            Some.Span(trace: 1, id: 1) with { User = "u1" },
            Some.Span(trace: 2, id: 1) with { User = "u2" },
            Some.Span(trace: 2, id: 2, start: 1) with { User = "u1" },
            Some.Span(trace: 3, id: 1) with { User = "u11" },
            Some.Span(trace: 4, id: 1, name: "u1"));

        Assert.Equal(2, (await Removal.DeleteUserAsync(Some.Tenant, "u1", CancellationToken.None)).Traces);

        Assert.Equal([4, 3], (await Store.ListAll()).Select(trace => (int)(uint)trace.TraceId.Value));
    }

    [Fact]
    public async Task What_a_deleted_conversation_shared_with_another_stays_readable_there()
    {
        var shared = new string('s', 2_000);
        var first = Some.Chat(trace: 1) with { Payload = Encoding.UTF8.GetBytes($"\"{shared}\"only the first said this") };
        var second = Some.Chat(trace: 2) with { Payload = Encoding.UTF8.GetBytes($"before\"{shared}\"after") };
        var third = Some.Chat(trace: 3) with { Payload = Encoding.UTF8.GetBytes($"again\"{shared}\"") };
        await Store.Append(first);
        await Store.Append(second);
        await Store.Append(third);

        await Removal.DeleteTraceAsync(Some.Tenant, first.TraceId, CancellationToken.None);

        Assert.Equal(second.Message.ToArray(), (await Store.Span(trace: 2, id: 1))?.Message.ToArray());
        Assert.Equal(third.Message.ToArray(), (await Store.Span(trace: 3, id: 1))?.Message.ToArray());
        Assert.Equal(1, (await Store.Append(second)).Duplicates);
    }
}
