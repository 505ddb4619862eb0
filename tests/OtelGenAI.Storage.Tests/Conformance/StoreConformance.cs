using OtelGenAI.Pricing;
using OtelGenAI.Storage.Tests.Builders;
using OtelGenAI.Telemetry;
using OtelGenAI.Telemetry.Traces;

namespace OtelGenAI.Storage.Tests.Conformance;

/// <summary>What every trace store promises. An engine's test class derives from this and opens the engine.</summary>
public abstract partial class StoreConformance : IAsyncLifetime
{
    /// <summary>The store under test; fresh for every test.</summary>
    protected ITraceStore Store { get; private set; } = null!;

    public async Task InitializeAsync() => Store = await OpenAsync();

    public virtual async Task DisposeAsync() => await Store.DisposeAsync();

    /// <summary>Opens an empty store.</summary>
    protected abstract Task<ITraceStore> OpenAsync();

    [Fact]
    public async Task What_was_acknowledged_is_read_by_the_next_call()
    {
        var result = await Store.Append(Some.Span(id: 1), Some.Span(id: 2, parent: 1), Some.Span(trace: 2, id: 1));

        Assert.Equal(new AppendResult(Stored: 3, Duplicates: 0, Replaced: 0), result);
        Assert.Equal(2, (await Store.Spans(trace: 1)).Count);
        Assert.Single(await Store.Spans(trace: 2));
        Assert.Equal(2, (await Store.ListAll()).Count);
    }

    [Fact]
    public async Task The_line_of_a_trace_is_read_without_its_spans_and_changes_with_them()
    {
        await Store.Append(Some.Chat(id: 1), Some.Span(id: 2, parent: 1), Some.Span(trace: 2, id: 1));
        var before = await Line();

        await Store.Append(Some.Span(id: 2, parent: 1, name: "renamed"));
        var after = await Line();

        Assert.NotEqual(before.Fingerprint, after.Fingerprint);
        Assert.Null(await Store.GetTraceSummaryAsync(Some.Tenant, Some.TraceId(3), CancellationToken.None));

        async Task<TraceSummary> Line()
        {
            var line = await Store.GetTraceSummaryAsync(Some.Tenant, Some.TraceId(1), CancellationToken.None);
            Expect.Same((await Store.GetTraceAsync(Some.Tenant, Some.TraceId(1), CancellationToken.None))!.Summary, line!);
            return line!;
        }
    }

    [Fact]
    public async Task Every_column_comes_back()
    {
        var span = Some.Chat(id: 7, parent: 3, start: 1.25) with
        {
            Seconds = 2.5,
            Status = 2,
            SpanKind = 3,
            Flags = SpanFlags.RenamedAttributes | SpanFlags.ReportedTokens,
            ResponseId = "resp_1",
            FinishReasons = "stop,length",
            Agent = "researcher",
            Tool = "search",
            ToolCallId = "call_1",
            Conversation = "conversation-1",
            User = "user-1",
            ErrorType = "timeout",
            Tokens = new TokenUsage(1, 2, 3, 4, 5),
            TimeToFirstChunk = 0.125,
            Resource = new ResourceSpec("billing", "2.0", "prod"),
        };

        await Store.Append(span);

        var record = Assert.Single(await Store.Spans(trace: 1));
        Assert.Equal(Some.TraceId(1), record.TraceId);
        Assert.Equal(Some.SpanId(7), record.SpanId);
        Assert.Equal(Some.SpanId(3), record.ParentSpanId);
        Assert.Equal("chat gpt-4o", record.Name);
        Assert.Equal(3, record.SpanKind);
        Assert.Equal(Some.Second(1.25), record.StartUnixNano);
        Assert.Equal(Some.Second(3.75), record.EndUnixNano);
        Assert.Equal(2, record.StatusCode);
        Assert.Equal(ObservationKind.Llm, record.Kind);
        Assert.Equal(SpanFlags.RenamedAttributes | SpanFlags.ReportedTokens, record.Flags);
        Assert.Equal(("billing", "2.0", "prod"), (record.Service, record.Release, record.Environment));
        Assert.Equal(("chat", "openai"), (record.Operation, record.Provider));
        Assert.Equal(("gpt-4o", "gpt-4o-2024-08-06"), (record.RequestModel, record.ResponseModel));
        Assert.Equal(("resp_1", "stop,length"), (record.ResponseId, record.FinishReasons));
        Assert.Equal(("researcher", "search", "call_1"), (record.AgentName, record.ToolName, record.ToolCallId));
        Assert.Equal(("conversation-1", "user-1", "timeout"), (record.ConversationId, record.UserId, record.ErrorType));
        Assert.Equal(new TokenUsage(1, 2, 3, 4, 5), record.Tokens);
        Assert.Equal(0.125, record.TimeToFirstChunkSeconds);
    }

    [Fact]
    public async Task What_was_not_reported_stays_not_reported()
    {
        await Store.Append(Some.Span(name: "") with { Resource = new ResourceSpec("", "", "") });

        var record = Assert.Single(await Store.Spans(trace: 1));
        Assert.Equal("", record.Name);
        Assert.True(record.ParentSpanId.IsNone);
        Assert.True(record.Tokens.IsEmpty);
        Assert.Null(record.TimeToFirstChunkSeconds);
        string?[] texts =
        [
            record.Service, record.Release, record.Environment, record.Operation, record.Provider, record.RequestModel, record.ResponseModel,
            record.ResponseId, record.FinishReasons, record.AgentName, record.ToolName, record.ToolCallId, record.ConversationId,
            record.UserId, record.ErrorType,
        ];
        Assert.All(texts, Assert.Null);
    }

    [Fact]
    public async Task A_trace_is_summed_up_over_all_its_batches()
    {
        await Store.Append(Some.Chat(id: 2, parent: 1, start: 2, input: 10, output: 5));
        await Store.Append(Some.Span(id: 1, name: "invoke_agent", start: 1, seconds: 9));
        await Store.Append(Some.Chat(id: 3, parent: 1, start: 4, input: 100, output: 50) with { Status = 2, Conversation = "c1", User = "u1" });

        var summary = await Store.Summary(trace: 1);
        Assert.Equal("invoke_agent", summary.Name);
        Assert.Equal((Some.Second(1), Some.Second(10)), (summary.StartUnixNano, summary.EndUnixNano));
        Assert.Equal((3, 1, 2), (summary.SpanCount, summary.ErrorCount, summary.InferenceCalls));
        Assert.Equal((110, 55, 2), (summary.InputTokens, summary.OutputTokens, summary.CacheReadTokens));
        Assert.Equal(["gpt-4o-2024-08-06"], summary.Models);
        Assert.Equal(["api"], summary.Services);
        Assert.Equal(("c1", "u1", "test", "1.2.3"), (summary.ConversationId, summary.UserId, summary.Environment, summary.Release));
        Assert.True(summary.HasRoot);
    }

    [Fact]
    public async Task The_list_and_the_trace_tell_the_same_summary()
    {
        await Store.Append(Some.Chat(id: 2, parent: 1), Some.Span(id: 1));
        await Store.Append(Some.Chat(id: 3, parent: 1, start: 3) with { Resource = new ResourceSpec("other|service\n", "2", "prod") });

        Expect.Same(await Store.Summary(trace: 1), Assert.Single(await Store.ListAll()));
    }

    [Fact]
    public async Task Unknown_ids_are_not_an_error()
    {
        await Store.Append(Some.Span(trace: 1, id: 1));

        Assert.Null(await Store.GetTraceAsync(Some.Tenant, Some.TraceId(99), CancellationToken.None));
        Assert.Null(await Store.Span(trace: 1, id: 99));
        Assert.Null(await Store.Span(trace: 99, id: 1));
        Assert.Empty(await Store.ReadAll(Some.TraceId(99)));
    }

    [Fact]
    public async Task An_empty_batch_stores_nothing()
    {
        Assert.Equal(default, await Store.Append());
        Assert.Empty(await Store.ListAll());
    }

    [Fact]
    public async Task Tenants_never_see_each_other()
    {
        await Store.Append(Some.Span(name: "mine"));
        await Store.AppendAsync(Some.OtherTenant, Some.Batch(Some.Span(name: "theirs")), CancellationToken.None);

        Assert.Equal("mine", (await Store.Summary(trace: 1)).Name);
        Assert.Equal("mine", Assert.Single(await Store.ListAll()).Name);
        Assert.Equal("theirs", Assert.Single(await Store.ListAll(tenant: Some.OtherTenant)).Name);
        Assert.Empty(await Store.ListAll(tenant: new TenantId("nobody")));
        Assert.Null(await Store.GetTraceAsync(new TenantId("nobody"), Some.TraceId(1), CancellationToken.None));
    }

    [Theory]
    [InlineData("")]
    [InlineData("..")]
    [InlineData("../acme")]
    [InlineData("ACME")]
    [InlineData("a/b")]
    public async Task A_name_that_is_not_a_tenants_is_refused(string name)
    {
        var tenant = new TenantId(name);

        await Assert.ThrowsAsync<ArgumentException>(() => Store.AppendAsync(tenant, Some.Batch(Some.Span()), CancellationToken.None));
        await Assert.ThrowsAsync<ArgumentException>(() => Store.GetTraceAsync(tenant, Some.TraceId(1), CancellationToken.None));
        await Assert.ThrowsAsync<ArgumentException>(() => Store.ListAll(tenant: tenant));
        await Assert.ThrowsAsync<ArgumentException>(() => Store.ReadAll(Some.TraceId(1), tenant));
    }

    [Fact]
    public async Task A_batch_that_no_dialect_reader_has_read_is_refused()
    {
        var batch = Some.Batch(Some.Span());
        batch.AddSpan();

        await Assert.ThrowsAsync<ArgumentException>(() => Store.AppendAsync(Some.Tenant, batch, CancellationToken.None));
    }

    [Fact]
    public async Task A_call_that_is_cancelled_before_it_begins_does_nothing()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => Store.AppendAsync(Some.Tenant, Some.Batch(Some.Span()), cancelled.Token));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => Store.ListTracesAsync(Some.Tenant, TraceFilter.All, after: null, limit: 10, cancelled.Token));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Store.GetTraceAsync(Some.Tenant, Some.TraceId(1), cancelled.Token));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => Store.GetSpanAsync(Some.Tenant, Some.TraceId(1), Some.SpanId(1), cancelled.Token));
        Assert.Empty(await Store.ListAll());
    }

    [Fact]
    public async Task The_statistics_count_what_was_stored()
    {
        await Store.Append(Some.Span(id: 1), Some.Span(id: 2));
        await Store.Append(Some.Span(id: 1), Some.Span(id: 2, name: "changed"));

        var statistics = Store.Statistics;
        Assert.Equal((3, 1, 0), (statistics.RecordsStored, statistics.DuplicateRecords, statistics.QueuedRecords));
        Assert.True(statistics.Commits > 0);
    }
}
