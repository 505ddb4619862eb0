using System.Text;
using OtelGenAI.Storage.Sqlite;
using OtelGenAI.Storage.Tests.Builders;

namespace OtelGenAI.Storage.Tests.Sqlite;

/// <summary>What is deleted is not in the files any more, neither in rows nor in segments; what expires goes by whole days.</summary>
public sealed class ErasureTests : IDisposable
{
    private const string Secret = "the-secret-of-user-one";

    private readonly TempFolder _folder = new();
    private readonly ManualClock _clock = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task No_byte_of_a_deleted_user_is_left_in_any_file()
    {
        await using (var store = await OpenAsync())
        {
            await Fill(store);
            Assert.True(IsAnywhere(Secret));

            Assert.Equal(10, (await store.DeleteUserAsync(Some.Tenant, Secret + "-id", CancellationToken.None)).Traces);

            Assert.False(IsAnywhere(Secret));
            Assert.Equal(10, (await store.ListAll()).Count);
            foreach (var trace in Enumerable.Range(100, 10))
            {
                Assert.Equal(Public(trace).Message.ToArray(), (await store.Span(trace, id: 1))?.Message.ToArray());
            }

            await store.Append(Public(trace: 200));
        }

        Assert.False(IsAnywhere(Secret));
    }

    [Fact]
    public async Task No_byte_of_a_span_that_was_replaced_survives_the_deletion_of_its_trace()
    {
        await using var store = await OpenAsync();
        await store.Append(Private(trace: 1));
        await store.Append(Private(trace: 1) with { Payload = "harmless"u8.ToArray(), User = "", Name = "chat" });
        await store.Append(Public(trace: 2));
        Assert.True(IsAnywhere(Secret));

        await store.DeleteTraceAsync(Some.Tenant, Some.TraceId(1), CancellationToken.None);

        Assert.False(IsAnywhere(Secret));
    }

    [Fact]
    public async Task A_log_record_keeps_what_it_repeats_of_a_deleted_trace_and_leaves_nothing_when_its_own_goes()
    {
        var shared = $$"""{"role":"user","content":"{{new string([.. Enumerable.Range(0, 2_000).Select(at => (char)('a' + (at * at % 26)))])}}"},""";
        await using var store = await OpenAsync();
        await store.AppendLogs(Some.Log(trace: 1, text: $"[{shared}"));
        await store.AppendLogs(Some.Log(trace: 2, text: $"[{shared}{Secret}"));
        await store.AppendLogs(Some.Log(trace: 3, text: $"[{shared}harmless"));

        await store.DeleteTraceAsync(Some.Tenant, Some.TraceId(1), CancellationToken.None);
        Assert.Equal([$"[{shared}{Secret}"], await store.Logs(trace: 2, span: 1));
        Assert.True(IsAnywhere(Secret));

        await store.DeleteTraceAsync(Some.Tenant, Some.TraceId(2), CancellationToken.None);
        Assert.Equal([$"[{shared}harmless"], await store.Logs(trace: 3, span: 1));
        Assert.False(IsAnywhere(Secret));
    }

    [Fact]
    public async Task Days_past_their_age_are_dropped_whole_and_the_others_are_not()
    {
        await using var store = await OpenAsync();
        for (var day = 0; day < 5; day++)
        {
            await store.Append(Some.Span(trace: day + 1, start: day));
            _clock.Advance(TimeSpan.FromDays(1));
        }

        // It is noon of the day after the last one: the first day ended 4.5 days ago.
        var dropped = await store.DropExpiredAsync(
            Some.Tenant, new RetentionLimits(MaxAge: TimeSpan.FromDays(3), MaxBytes: null), CancellationToken.None);

        Assert.Equal([new DateOnly(2026, 1, 2), new DateOnly(2026, 1, 3)], dropped.Select(day => day.Day));
        Assert.All(dropped, day => Assert.True(day is { Traces: 1, Bytes: > 0 }));
        Assert.Equal([5, 4, 3], (await store.ListAll()).Select(trace => (int)(uint)trace.TraceId.Value));
        Assert.Equal(3, Directory.EnumerateFiles(_folder.File(Some.Tenant.Name)).Count(path => path.EndsWith(".db", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task The_last_day_of_a_tenant_that_sends_no_more_expires_too()
    {
        await using var store = await OpenAsync();
        await store.Append(Some.Span(trace: 1));
        _clock.Advance(TimeSpan.FromDays(29));
        Assert.Single(await store.ListAll());

        await store.DropExpiredAsync(Some.Tenant, new RetentionLimits(TimeSpan.FromDays(28), MaxBytes: null), CancellationToken.None);

        Assert.Empty(await store.ListAll());
        Assert.Empty(Directory.EnumerateFiles(_folder.File(Some.Tenant.Name)));
        Assert.Equal(1, (await store.Append(Some.Span(trace: 1))).Stored);
    }

    [Fact]
    public async Task The_oldest_days_are_dropped_until_the_files_are_small_enough_but_never_the_newest()
    {
        await using var store = await OpenAsync();
        for (var day = 0; day < 4; day++)
        {
            await store.Append(Some.Span(trace: day + 1, start: day));
            _clock.Advance(TimeSpan.FromDays(1));
        }

        var size = new FileInfo(_folder.File(Some.Tenant.Name, "2026-01-02.db")).Length;
        var dropped = await store.DropExpiredAsync(Some.Tenant, new RetentionLimits(MaxAge: null, size * 5 / 2), CancellationToken.None);
        Assert.Equal(2, dropped.Count);

        dropped = await store.DropExpiredAsync(Some.Tenant, new RetentionLimits(MaxAge: null, MaxBytes: 1), CancellationToken.None);
        Assert.Single(dropped);
        Assert.Single(await store.ListAll());
    }

    [Fact]
    public async Task A_trace_that_began_on_a_dropped_day_goes_on()
    {
        await using var store = await OpenAsync();
        await store.Append(Some.Span(trace: 1, id: 1));
        _clock.Advance(TimeSpan.FromDays(1));
        await store.Append(Some.Span(trace: 1, id: 2, parent: 1));

        await store.DropExpiredAsync(Some.Tenant, new RetentionLimits(TimeSpan.FromHours(1), MaxBytes: null), CancellationToken.None);
        await store.Append(Some.Span(trace: 1, id: 3, parent: 1));

        Assert.Equal([2, 3], (await store.Spans(trace: 1)).Select(span => (int)(uint)span.SpanId.Value).Order());
        Assert.Single(await store.ListAll());
    }

    [Fact]
    public async Task Appends_and_deletions_at_once_lose_nothing()
    {
        await using var store = await OpenAsync();
        var appending = Task.Run(async () =>
        {
            for (var trace = 1; trace <= 60; trace++)
            {
                await store.Append(Public(trace));
            }
        });
        for (var trace = 1; trace <= 60; trace += 10)
        {
            await store.DeleteTraceAsync(Some.Tenant, Some.TraceId(trace), CancellationToken.None);
        }

        await appending;
        for (var trace = 1; trace <= 60; trace += 10)
        {
            await store.DeleteTraceAsync(Some.Tenant, Some.TraceId(trace), CancellationToken.None);
        }

        Assert.Equal(54, (await store.ListAll()).Count);
        Assert.Equal(Public(60).Message.ToArray(), (await store.Span(trace: 60, id: 1))?.Message.ToArray());
    }

    private async Task Fill(SqliteTraceStore store)
    {
        for (var trace = 1; trace <= 10; trace++)
        {
            await store.Append(Private(trace), Public(trace + 99));
            if (trace == 5)
            {
                _clock.Advance(TimeSpan.FromDays(1));
            }
        }
    }

    private static SpanSpec Private(int trace) => Some.Chat(trace) with
    {
        User = Secret + "-id",
        Conversation = Secret + "-conversation",
        Name = Secret + "-name",
        ResponseId = Secret + "-response",
        Payload = Encoding.UTF8.GetBytes($"\"{Shared}\"{Secret} {trace}: {string.Concat(Enumerable.Repeat(Secret, 30))}"),
    };

    private static SpanSpec Public(int trace) => Some.Chat(trace) with
    {
        User = "somebody",
        Payload = Encoding.UTF8.GetBytes($"{trace}\"{Shared}\"what somebody said"),
    };

    private static string Shared => string.Concat(Enumerable.Repeat("You are a helpful assistant. ", 50));

    private bool IsAnywhere(string text) => StoredBytes.IsAnywhere(_folder.File(Some.Tenant.Name), text);

    private Task<SqliteTraceStore> OpenAsync() => SqliteTraceStore.OpenAsync(new SqliteStoreOptions { DataFolder = _folder.Path }, _clock);
}
