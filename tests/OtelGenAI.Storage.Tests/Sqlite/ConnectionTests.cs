using System.Collections.Concurrent;
using OtelGenAI.Storage.Sqlite;
using OtelGenAI.Storage.Sqlite.Days;
using OtelGenAI.Storage.Sqlite.Native;
using OtelGenAI.Storage.Tests.Builders;

namespace OtelGenAI.Storage.Tests.Sqlite;

/// <summary>Exactly one connection per file writes and checkpoints it; the others cannot. SQLite before 3.51.3 can damage a file otherwise.</summary>
public sealed class ConnectionTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly ManualClock _clock = new();
    private readonly ConcurrentDictionary<string, int> _openWriters = new();
    private readonly ConcurrentBag<string> _tooMany = [];
    private readonly TaskCompletionSource _aWriterClosed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _openConnections;
    private int _openedReaders;
    private int _openedWriters;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task One_connection_per_file_writes_whatever_happens_at_once()
    {
        var pages = 100_000L;
        await using (var store = await OpenAsync(options => options.MaxPages = () => pages))
        {
            for (var day = 0; day < 3; day++)
            {
                await store.Append(Some.Span(trace: 1, id: 1_000 + day));
                await Task.WhenAll(
                    Appending(store, first: 0), Appending(store, first: 500), Reading(store), Reading(store), Reading(store),
                    Task.Run(store.CloseQuietFiles));
                _clock.Advance(TimeSpan.FromHours(1));
                store.CloseQuietFiles();

                // A failure makes the writer close and open its file again.
                pages = 1;
                await Record.ExceptionAsync(() => store.Append(Some.Span(trace: 9_999, id: day + 1)));
                pages = 100_000;
                _clock.Advance(TimeSpan.FromDays(1));
            }
        }

        Assert.Empty(_tooMany);
        Assert.True(_openedWriters >= 3, "The test has not opened a file per day.");
        Assert.True(_openedReaders >= 3, "The test has not read.");
        Assert.Equal(0, _openConnections);
    }

    [Fact]
    public async Task A_reader_can_neither_write_nor_checkpoint()
    {
        await using var store = await OpenAsync();
        await store.Append(Some.Span());
        using var reader = new DayConnections(new SqliteStoreOptions(), DaySchema.Spans).OpenReader(_folder.File(Some.Tenant.Name, "2026-01-02.db"));

        Assert.Equal(SqliteResult.ReadOnly, Assert.Throws<SqliteException>(() => reader.Execute("DELETE FROM spans")).Result);
        Assert.Throws<SqliteException>(() => reader.Checkpoint(emptyLog: false));
        Assert.Throws<SqliteException>(() => reader.Checkpoint(emptyLog: true));
    }

    [Fact]
    public async Task A_file_that_went_quiet_is_closed_and_opened_again_by_the_next_append()
    {
        await using var store = await OpenAsync();
        await store.Append(Some.Span(id: 1));
        store.CloseQuietFiles();
        await store.Append(Some.Span(id: 2, parent: 1));
        Assert.Equal(1, _openedWriters);

        _clock.Advance(TimeSpan.FromMinutes(6));
        store.CloseQuietFiles();
        await _aWriterClosed.Task;
        await store.Append(Some.Span(id: 3, parent: 1));

        Assert.Equal(2, _openedWriters);
        Assert.Equal(3, (await store.Summary(trace: 1)).SpanCount);
    }

    [Fact]
    public async Task A_file_of_a_day_that_is_over_is_one_file_and_stays_one_when_it_is_read()
    {
        await using var store = await OpenAsync();
        await store.Append(Some.Span(trace: 1));
        await store.ListAll();
        _clock.Advance(TimeSpan.FromDays(1));
        await store.Append(Some.Span(trace: 2));

        Assert.Equal(2, (await store.ListAll()).Count);
        Assert.Equal(
            [_folder.File(Some.Tenant.Name, "2026-01-02.db")],
            Directory.EnumerateFiles(_folder.File(Some.Tenant.Name), "2026-01-02*"));
    }

    [Fact]
    public async Task A_start_opens_each_file_once()
    {
        const int days = 5;
        await using (var store = await OpenAsync())
        {
            for (var day = 0; day < days; day++)
            {
                await store.Append(Some.Span(trace: day + 1, start: day));
                _clock.Advance(TimeSpan.FromDays(1));
            }
        }

        _openedReaders = _openedWriters = 0;
        await using var again = await OpenAsync();

        Assert.Equal((days, 0), (_openedReaders, _openedWriters));
        Assert.Equal(days, (await again.ListAll()).Count);
    }

    [Fact]
    public async Task The_log_stays_small_while_much_is_written()
    {
        await using var store = await OpenAsync();
        var payload = new byte[20_000];
        var random = new Random(1);
        for (var append = 0; append < 60; append++)
        {
            random.NextBytes(payload);
            await store.Append(Enumerable.Range(1, 50).Select(id => Some.Span(append, id) with { Payload = payload.ToArray() }));
            await store.ListAll();
        }

        var log = new FileInfo(_folder.File(Some.Tenant.Name, "2026-01-02.db-wal"));
        Assert.InRange(log.Length, 1, 40_000_000);
    }

    private static async Task Appending(SqliteTraceStore store, int first)
    {
        for (var append = 0; append < 30; append++)
        {
            await store.Append(Enumerable.Range(first + append, 10).Select(trace => Some.Span(trace, id: append + 1)));
        }
    }

    private static async Task Reading(SqliteTraceStore store)
    {
        for (var read = 0; read < 30; read++)
        {
            await store.ListAll();
            await store.ReadAll(Some.TraceId(read));
        }
    }

    private Task<SqliteTraceStore> OpenAsync(Action<SqliteStoreOptions>? change = null)
    {
        var options = new SqliteStoreOptions { DataFolder = _folder.Path, ConnectionChanged = OnChanged };
        change?.Invoke(options);
        return SqliteTraceStore.OpenAsync(options, _clock);
    }

    private void OnChanged(string path, SqliteAccess access, bool isOpen)
    {
        Interlocked.Add(ref _openConnections, isOpen ? 1 : -1);
        if (access == SqliteAccess.Read)
        {
            Interlocked.Add(ref _openedReaders, isOpen ? 1 : 0);
            return;
        }

        Interlocked.Add(ref _openedWriters, isOpen ? 1 : 0);
        if (!isOpen)
        {
            _aWriterClosed.TrySetResult();
        }

        if (_openWriters.AddOrUpdate(path, isOpen ? 1 : 0, (_, open) => open + (isOpen ? 1 : -1)) > 1)
        {
            _tooMany.Add(path);
        }
    }
}
