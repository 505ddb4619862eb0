using System.Text;
using OtelGenAI.Storage.Tests.Builders;

namespace OtelGenAI.Storage.Tests.Conformance;

/// <summary>Log records: with spans, without, and without a trace.</summary>
public abstract partial class StoreConformance
{
    [Fact]
    public async Task Log_records_are_read_by_span_in_the_order_of_their_time_then_of_arrival()
    {
        await Store.AppendLogs(Some.Log(time: 2, text: "c"), Some.Log(time: 1, text: "a"), Some.Log(span: 2, text: "other"));
        await Store.AppendLogs(Some.Log(time: 1, text: "b"), Some.Log(trace: 2, text: "another"), Some.Log(span: 0, text: "of the trace"));

        Assert.Equal(["a", "b", "c"], await Store.Logs(trace: 1, span: 1));
        Assert.Equal(["a", "b"], await Store.Logs(trace: 1, span: 1, limit: 2));
        Assert.Equal(["of the trace"], await Store.Logs(trace: 1, span: 0));
        Assert.Equal(["another"], await Store.Logs(trace: 2, span: 1));
        Assert.Empty(await Store.Logs(trace: 3, span: 1));
    }

    [Fact]
    public async Task Log_records_come_back_byte_for_byte_in_the_order_of_arrival()
    {
        LogSpec[] specs =
        [
            Some.Log(time: 5) with { Resource = new ResourceSpec("billing"), Scope = "one" }, Some.Log(time: 3, text: new string('x', 300_000)),
            Some.Log(span: 2, time: 4), Some.Log(span: 0, time: 1),
        ];
        await Store.AppendLogs(specs[..2]);
        await Store.AppendLogs(specs[2..]);

        var logs = await Store.ReadAllLogs(trace: 1);

        Assert.Equal(specs.Select(spec => Encoding.UTF8.GetString(spec.Message)), logs.Select(log => Encoding.UTF8.GetString(log.Message.Span)));
        Assert.Equal(specs.Select(spec => spec.Scope), logs.Select(log => Encoding.UTF8.GetString(log.ScopeEnvelope.Span)));
        Assert.True(specs[0].Resource.Envelope.AsSpan().SequenceEqual(logs[0].ResourceEnvelope.Span));
        Assert.Equal(specs.Select(spec => Some.SpanId(spec.Span)), logs.Select(log => log.SpanId));
        Assert.Equal(specs.Select(spec => Some.Second(spec.Time)), logs.Select(log => log.TimeUnixNano));
    }

    [Fact]
    public async Task A_retry_of_log_records_changes_nothing()
    {
        LogSpec[] specs = [Some.Log(text: "a"), Some.Log(trace: 2, text: "b"), Some.Log(trace: 0, span: 0, text: "c")];
        Assert.Equal(new AppendResult(Stored: 3, Duplicates: 0, Replaced: 0), await Store.AppendLogs(specs));

        Assert.Equal(new AppendResult(Stored: 0, Duplicates: 3, Replaced: 0), await Store.AppendLogs(specs));
        Assert.Equal(new AppendResult(Stored: 1, Duplicates: 1, Replaced: 0), await Store.AppendLogs(specs[0], Some.Log(text: "new")));
        Assert.Equal(["a", "new"], await Store.Logs(trace: 1, span: 1));
        Assert.Equal(["c"], await Store.ListLogs());
    }

    [Fact]
    public async Task What_is_said_twice_in_a_batch_is_two_records_and_a_retry_of_them_changes_nothing()
    {
        LogSpec[] specs = [Some.Log(text: "yes"), Some.Log(text: "sure?"), Some.Log(text: "yes")];
        Assert.Equal(new AppendResult(Stored: 3, Duplicates: 0, Replaced: 0), await Store.AppendLogs(specs));
        Assert.Equal(new AppendResult(Stored: 0, Duplicates: 3, Replaced: 0), await Store.AppendLogs(specs));

        Assert.Equal(["yes", "sure?", "yes"], await Store.Logs(trace: 1, span: 1));
    }

    [Fact]
    public async Task Log_records_before_between_and_after_the_spans_of_their_trace_are_found()
    {
        await Store.AppendLogs(Some.Log(text: "before"));
        await Store.Append(Some.Span(id: 1));
        await Store.AppendLogs(Some.Log(time: 1, text: "after"));
        await Store.Append(Some.Span(id: 2, parent: 1));

        Assert.Equal(["before", "after"], await Store.Logs(trace: 1, span: 1));
        Assert.Equal(2, (await Store.Spans(trace: 1)).Count);
        Assert.Single(await Store.ListAll());
    }

    [Fact]
    public async Task A_trace_of_log_records_alone_is_not_in_the_list_of_traces()
    {
        await Store.AppendLogs(Some.Log());

        Assert.Empty(await Store.ListAll());
        Assert.Null(await Store.GetTraceAsync(Some.Tenant, Some.TraceId(1), CancellationToken.None));
        Assert.Single(await Store.ReadAllLogs(trace: 1));
    }

    [Fact]
    public async Task Log_records_without_a_trace_are_listed_newest_first_in_pages()
    {
        // A span without a trace says nothing.
        await Store.AppendLogs(Enumerable.Range(0, 5).Select(at => Some.Log(trace: 0, span: at, time: at % 3, text: $"{at}")));
        await Store.AppendLogs(Some.Log(trace: 0, time: 9, text: "9"), Some.Log(trace: 1, text: "of a trace"));

        var all = await Store.ListLogs();

        Assert.Equal(6, all.Length);
        Assert.Equal(("9", "2"), (all[0], all[1]));
        Assert.Equal(["0", "3"], all[^2..].Order());
        Assert.Equal(all, await Store.ListLogs(pageSize: 1));
        Assert.Equal(all, await Store.ListLogs(pageSize: 4));
        Assert.Equal(
            ["1", "4"],
            (await Store.ListLogs(new LogFilter { FromUnixNano = Some.Second(1), BeforeUnixNano = Some.Second(2) }, pageSize: 1)).Order());
    }

    [Fact]
    public async Task Log_records_of_a_tenant_are_not_another_tenants()
    {
        await Store.AppendLogs(Some.Log(), Some.Log(trace: 0));

        Assert.Empty(await Store.GetLogsAsync(Some.OtherTenant, Some.TraceId(1), Some.SpanId(1), 10, CancellationToken.None));
        Assert.Empty((await Store.ListLogsAsync(Some.OtherTenant, LogFilter.All, after: null, 10, CancellationToken.None)).Items);
    }

    [Fact]
    public async Task An_append_of_log_records_counts_as_records()
    {
        await Store.AppendLogs(Some.Log(), Some.Log(span: 2));
        await Store.AppendLogs(Some.Log());

        Assert.Equal((2, 1), (Store.Statistics.RecordsStored, Store.Statistics.DuplicateRecords));
    }
}
