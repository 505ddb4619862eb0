using System.Text;
using OtelGenAI.Storage.Sqlite;
using OtelGenAI.Storage.Tests.Builders;

namespace OtelGenAI.Storage.Tests.Sqlite;

/// <summary>What is pinned survives retention, with everything that belongs to it, and nothing else does.</summary>
public sealed class PinTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly ManualClock _clock = new();

    private static RetentionLimits ByAge => new(TimeSpan.FromDays(28), MaxBytes: null);

    private static RetentionLimits BySize => new(MaxAge: null, MaxBytes: 1);

    private string PinPath => _folder.File(Some.Tenant.Name, "pins.db");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_pinned_trace_of_two_days_keeps_both_parts_and_its_log_records(bool byAge)
    {
        await using var store = await FillAsync();

        var dropped = await Expire(store, byAge ? ByAge : BySize);

        Assert.Equal([1, 1], dropped.Select(day => day.PinnedTraces));
        Assert.Equal([Some.TraceId(100), Some.TraceId(1)], (await store.ListAll()).Select(trace => trace.TraceId));
        Assert.Equal([1, 2], (await store.Spans(trace: 1)).Select(span => (int)(uint)span.SpanId.Value).Order());
        Assert.Equal(First.Message.ToArray(), (await store.Span(trace: 1, id: 1))?.Message.ToArray());
        Assert.Equal([First.Message.ToArray(), Second.Message.ToArray()], (await store.ReadAll(Some.TraceId(1))).Select(span => span.Message.ToArray()));
        Assert.Equal(["of the first day"], await store.Logs(trace: 1, span: 1));
        Assert.Equal(["of the second day"], await store.Logs(trace: 1, span: 2));
        Assert.Empty(await store.ListLogs());
        Assert.Empty(await store.ReadAll(Some.TraceId(2)));
        Assert.Equal((1, 1), ((await store.Append(First)).Duplicates, (await store.Append(Second)).Duplicates));
    }

    [Fact]
    public async Task A_day_that_was_dropped_but_for_its_pins_is_not_dropped_again_and_goes_once_they_are_gone()
    {
        await using var store = await FillAsync();
        await Expire(store, ByAge);
        var size = new FileInfo(_folder.File(Some.Tenant.Name, "2026-01-02.db")).Length;

        Assert.Empty(await store.DropExpiredAsync(Some.Tenant, ByAge, CancellationToken.None));
        Assert.Equal(size, new FileInfo(_folder.File(Some.Tenant.Name, "2026-01-02.db")).Length);

        await store.UnpinAsync(Some.Tenant, Some.TraceId(1), CancellationToken.None);
        Assert.Equal(2, (await store.DropExpiredAsync(Some.Tenant, ByAge, CancellationToken.None)).Count);
        Assert.Equal([Some.TraceId(100)], (await store.ListAll()).Select(trace => trace.TraceId));
        Assert.False(File.Exists(_folder.File(Some.Tenant.Name, "2026-01-02.db")));
    }

    [Fact]
    public async Task Pins_are_there_after_a_restart()
    {
        await (await FillAsync()).DisposeAsync();

        await using var store = await OpenAsync();
        Assert.True((await store.Summary(trace: 1)).IsPinned);
        await Expire(store, ByAge);
        Assert.Equal(2, (await store.Summary(trace: 1)).SpanCount);
    }

    [Fact]
    public async Task Damaged_pins_are_named_and_nothing_is_dropped_before_somebody_has_looked()
    {
        await (await FillAsync()).DisposeAsync();
        await File.WriteAllTextAsync(PinPath, new string('x', 4_096));

        await using var store = await OpenAsync();
        Assert.Equal(1, (await store.Append(Some.Span(trace: 3))).Stored);
        Assert.False((await store.Summary(trace: 1)).IsPinned);
        var refusal = await Assert.ThrowsAsync<StoreUnavailableException>(() => Expire(store, ByAge));
        Assert.Contains(PinPath, refusal.Message, StringComparison.Ordinal);
        refusal = await Assert.ThrowsAsync<StoreUnavailableException>(
            () => store.PinAsync(Some.Tenant, Some.TraceId(3), CancellationToken.None));
        Assert.Contains(PinPath, refusal.Message, StringComparison.Ordinal);
        Assert.Equal(2, (await store.Summary(trace: 1)).SpanCount);

        File.Move(PinPath, PinPath + ".away");
        Assert.Equal(PinResult.Done, await store.PinAsync(Some.Tenant, Some.TraceId(2), CancellationToken.None));
        await store.DropExpiredAsync(Some.Tenant, ByAge, CancellationToken.None);
        Assert.Equal(2, (await store.Summary(trace: 2)).SpanCount);
        Assert.Null(await store.GetTraceAsync(Some.Tenant, Some.TraceId(1), CancellationToken.None));
    }

    [Fact]
    public async Task A_damaged_day_stays_while_traces_are_pinned_and_holds_no_other_day_back()
    {
        await (await FillAsync()).DisposeAsync();
        var damaged = _folder.File(Some.Tenant.Name, "2026-01-02.db");
        await File.WriteAllTextAsync(damaged, new string('x', 4_096));

        await using var store = await OpenAsync();
        var dropped = await Expire(store, ByAge);

        Assert.Equal(new DateOnly(2026, 1, 3), Assert.Single(dropped).Day);
        Assert.True(File.Exists(damaged));
    }

    [Fact]
    public async Task There_are_not_more_pins_than_may_be()
    {
        await using var store = await OpenAsync(options => options.MaxPinnedTraces = 2);
        await store.Append([.. Enumerable.Range(1, 3).Select(trace => Some.Span(trace))]);

        Assert.Equal([PinResult.Done, PinResult.Done, PinResult.TooMany], [await Pin(1), await Pin(2), await Pin(3)]);
        await store.UnpinAsync(Some.Tenant, Some.TraceId(1), CancellationToken.None);
        Assert.Equal(PinResult.Done, await Pin(3));

        Task<PinResult> Pin(int trace) => store.PinAsync(Some.Tenant, Some.TraceId(trace), CancellationToken.None);
    }

    [Fact]
    public async Task A_trace_that_is_pinned_while_days_are_dropped_stays_or_was_not_pinned()
    {
        await using var store = await OpenAsync();
        await store.Append([.. Enumerable.Range(1, 40).Select(trace => Some.Span(trace))]);
        _clock.Advance(TimeSpan.FromDays(40));

        var pinning = Task.WhenAll(Enumerable.Range(1, 40).Select(trace => store.PinAsync(Some.Tenant, Some.TraceId(trace), CancellationToken.None)));
        await store.DropExpiredAsync(Some.Tenant, ByAge, CancellationToken.None);
        var pinned = await pinning;

        Assert.Equal(pinned.Count(result => result == PinResult.Done), (await store.ListAll()).Count);
    }

    private static SpanSpec First => Some.Chat(trace: 1, id: 1) with { Payload = Encoding.UTF8.GetBytes($"the first \"{Said}\"") };

    private static SpanSpec Second => Some.Chat(trace: 1, id: 2, parent: 1) with { Payload = Encoding.UTF8.GetBytes($"the second \"{Said}\"") };

    private static string Said => string.Concat(Enumerable.Repeat("What was said before is said again. ", 40));

    /// <summary>Two days of traces and log records, of which trace 1 is pinned, and a newest day.</summary>
    private async Task<SqliteTraceStore> FillAsync()
    {
        var store = await OpenAsync();
        await store.Append(First with { Trace = 2 }, First);
        await store.AppendLogs(
            Some.Log(trace: 1, span: 1, text: "of the first day"), Some.Log(trace: 2, span: 1, text: "of another"), Some.Log(trace: 0, text: "of none"));
        _clock.Advance(TimeSpan.FromDays(1));
        await store.Append(Second with { Trace = 2 }, Second);
        await store.AppendLogs(Some.Log(trace: 1, span: 2, text: "of the second day"));
        await store.PinAsync(Some.Tenant, Some.TraceId(1), CancellationToken.None);
        return store;
    }

    private async Task<IReadOnlyList<DroppedDay>> Expire(SqliteTraceStore store, RetentionLimits limits)
    {
        _clock.Advance(TimeSpan.FromDays(40));
        await store.Append(Some.Span(trace: 100, start: 100));
        return await store.DropExpiredAsync(Some.Tenant, limits, CancellationToken.None);
    }

    private Task<SqliteTraceStore> OpenAsync(Action<SqliteStoreOptions>? change = null)
    {
        var options = new SqliteStoreOptions { DataFolder = _folder.Path };
        change?.Invoke(options);
        return SqliteTraceStore.OpenAsync(options, _clock);
    }
}
