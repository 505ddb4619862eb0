using System.Text;
using OtelGenAI.Otlp.Records;
using OtelGenAI.Storage.Sqlite;
using OtelGenAI.Storage.Tests.Builders;

namespace OtelGenAI.Storage.Tests.Sqlite;

/// <summary>Payloads may go before the rows that count, cost and time were read into.</summary>
public sealed class PayloadRetentionTests : IDisposable
{
    private const string Rule = "Storage:Retention:MaxPayloadAge = 7.00:00:00";

    private readonly TempFolder _folder = new();
    private readonly ManualClock _clock = new();

    private static RetentionLimits Limits => new(TimeSpan.FromDays(28), MaxBytes: null) { MaxPayloadAge = TimeSpan.FromDays(7), PayloadRule = Rule };

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_span_whose_payload_went_keeps_its_row_and_says_which_rule_took_the_rest()
    {
        await using var store = await FillAsync();
        var before = await store.GetTraceAsync(Some.Tenant, Some.TraceId(1), CancellationToken.None);

        var dropped = Assert.Single(await store.DropExpiredAsync(Some.Tenant, Limits, CancellationToken.None));

        Assert.True(dropped.IsPayloadOnly);
        Assert.Equal(new DateOnly(2026, 1, 2), dropped.Day);
        Expect.Same(before, await store.GetTraceAsync(Some.Tenant, Some.TraceId(1), CancellationToken.None));
        Assert.Equal(3, (await store.ListAll()).Count);
        var span = Assert.IsType<StoredSpan>(await store.Span(trace: 1, id: 1));
        Assert.Equal(Rule, span.PayloadDroppedBy);
        Assert.NotEmpty(span.ResourceEnvelope.ToArray());
        Assert.Equal(Rule, Assert.Single(await store.ReadAll(Some.TraceId(1))).PayloadDroppedBy);
        Assert.Empty(await store.ReadAllLogs(trace: 1));
        Assert.Empty(await store.ListLogs());
        Assert.False(StoredBytes.IsAnywhere(_folder.File(Some.Tenant.Name), "secret of 1"));
        Assert.Null((await store.Span(trace: 3, id: 1))?.PayloadDroppedBy);
    }

    [Fact]
    public async Task A_retry_of_a_span_without_payload_is_still_a_duplicate()
    {
        await using var store = await FillAsync();
        await store.DropExpiredAsync(Some.Tenant, Limits, CancellationToken.None);

        Assert.Equal(1, (await store.Append(Private(1))).Duplicates);
        Assert.Equal(1, (await store.Append(Private(1) with { Id = 2, Parent = 1 })).Stored);
        Assert.Equal(2, (await store.Summary(trace: 1)).SpanCount);
        Assert.Null((await store.Span(trace: 1, id: 2))?.PayloadDroppedBy);
    }

    [Fact]
    public async Task A_pinned_trace_keeps_its_payload_and_its_log_records_until_it_is_unpinned()
    {
        await using var store = await FillAsync();
        await store.PinAsync(Some.Tenant, Some.TraceId(2), CancellationToken.None);

        await store.DropExpiredAsync(Some.Tenant, Limits, CancellationToken.None);

        Assert.Equal(Private(2).Message.ToArray(), (await store.Span(trace: 2, id: 1))?.Message.ToArray());
        Assert.Equal(["of 2"], await store.Logs(trace: 2, span: 1));
        Assert.Equal(Rule, (await store.Span(trace: 1, id: 1))?.PayloadDroppedBy);
        Assert.Empty(await store.DropExpiredAsync(Some.Tenant, Limits, CancellationToken.None));

        await store.UnpinAsync(Some.Tenant, Some.TraceId(2), CancellationToken.None);
        Assert.Single(await store.DropExpiredAsync(Some.Tenant, Limits, CancellationToken.None));
        Assert.Equal(Rule, (await store.Span(trace: 2, id: 1))?.PayloadDroppedBy);
        Assert.False(StoredBytes.IsAnywhere(_folder.File(Some.Tenant.Name), "secret of 2"));
    }

    [Fact]
    public async Task Traces_without_payload_are_deleted_and_expire_as_others_do()
    {
        await using var store = await FillAsync();
        await store.PinAsync(Some.Tenant, Some.TraceId(2), CancellationToken.None);
        await store.DropExpiredAsync(Some.Tenant, Limits, CancellationToken.None);

        Assert.Equal(new DeletionResult(Traces: 1, Spans: 1, Logs: 0), await store.DeleteTraceAsync(Some.Tenant, Some.TraceId(1), CancellationToken.None));
        Assert.Equal(Private(2).Message.ToArray(), (await store.Span(trace: 2, id: 1))?.Message.ToArray());
        Assert.Equal(new DeletionResult(Traces: 1, Spans: 1, Logs: 1), await store.DeleteTraceAsync(Some.Tenant, Some.TraceId(2), CancellationToken.None));
        Assert.False(StoredBytes.IsAnywhere(_folder.File(Some.Tenant.Name), "secret of 2"));

        _clock.Advance(TimeSpan.FromDays(40));
        Assert.All(await store.DropExpiredAsync(Some.Tenant, Limits, CancellationToken.None), day => Assert.False(day.IsPayloadOnly));
        Assert.Empty(await store.ListAll());
    }

    private static SpanSpec Private(int trace) => Some.Chat(trace) with
    {
        Payload = Encoding.UTF8.GetBytes($"\"{Shared}\" secret of {trace}: {string.Concat(Enumerable.Repeat($"secret of {trace} ", 30))}"),
    };

    private static string Shared => string.Concat(Enumerable.Repeat("You are a helpful assistant. ", 50));

    /// <summary>Two traces and three log records of ten days ago, and a trace of today.</summary>
    private async Task<SqliteTraceStore> FillAsync()
    {
        var store = await SqliteTraceStore.OpenAsync(
            new SqliteStoreOptions { DataFolder = _folder.Path, MessageFormat = new OtlpMessageFormat() }, _clock);
        await store.Append(Private(1));
        await store.Append(Private(2));
        await store.AppendLogs(Some.Log(trace: 1, text: "secret of 1, in a log"), Some.Log(trace: 2, text: "of 2"), Some.Log(trace: 0, text: "secret of 1, of no trace"));
        _clock.Advance(TimeSpan.FromDays(10));
        await store.Append(Private(3));
        return store;
    }
}
