using OtelGenAI.Storage.Sqlite;
using OtelGenAI.Storage.Sqlite.Native;
using OtelGenAI.Storage.Tests.Builders;

namespace OtelGenAI.Storage.Tests.Sqlite;

/// <summary>A commit is acknowledged when the log that has it is on the disk, and not before.</summary>
public sealed class FlushTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly ManualClock _clock = new();
    private readonly ManualResetEventSlim _mayFlush = new(initialState: true);
    private readonly SemaphoreSlim _flushes = new(initialCount: 0);
    private int _failing;
    private int _flushed;

    public void Dispose()
    {
        _mayFlush.Dispose();
        _flushes.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Nothing_is_acknowledged_before_its_log_is_on_the_disk()
    {
        await using var store = await OpenAsync();
        _mayFlush.Reset();
        var append = store.Append(Some.Span(trace: 1));
        await _flushes.WaitAsync();

        // It is written, and whoever asks sees it; but the disk does not have it yet.
        Assert.Equal(1, (await store.Summary(trace: 1)).SpanCount);
        Assert.False(append.IsCompleted);
        Assert.Equal(1, store.Statistics.QueuedRecords);
        Assert.Equal(0, store.Statistics.RecordsStored);

        _mayFlush.Set();
        Assert.Equal(1, (await append).Stored);
        Assert.Equal(1, store.Statistics.RecordsStored);
    }

    [Fact]
    public async Task The_next_transactions_are_written_during_a_flush_and_share_the_next_one()
    {
        await using var store = await OpenAsync(options => options.MaxSpansPerCommit = 1);
        _mayFlush.Reset();
        List<Task> appends = [store.Append(Some.Span(trace: 1))];
        await _flushes.WaitAsync();
        appends.AddRange(Enumerable.Range(2, 9).Select(trace => store.Append(Some.Span(trace))));
        while ((await store.ListAll()).Count < 10)
        {
            await Task.Yield();
        }

        Assert.All(appends, append => Assert.False(append.IsCompleted));
        _mayFlush.Set();
        await Task.WhenAll(appends);

        Assert.Equal(10, store.Statistics.Commits);
        Assert.Equal(2, _flushed);
    }

    [Fact]
    public async Task A_failed_flush_refuses_what_waited_for_it_and_what_is_sent_again_is_stored_once()
    {
        await using var store = await OpenAsync();
        await store.Append(Some.Span(trace: 1));
        for (var round = 0; round < 3; round++)
        {
            Interlocked.Exchange(ref _failing, 1);
            var refusal = await Assert.ThrowsAsync<StoreUnavailableException>(() => store.Append(Some.Span(trace: 2, id: round + 1)));
            Assert.Contains("2026-01-02.db", refusal.Message, StringComparison.Ordinal);
            Assert.Equal(0, store.Statistics.QueuedRecords);

            var again = await store.Append(Some.Span(trace: 2, id: round + 1));
            Assert.Equal(1, again.Stored + again.Duplicates);
        }

        Assert.Equal(3, (await store.Summary(trace: 2)).SpanCount);
        Assert.Equal(1, (await store.Summary(trace: 1)).SpanCount);
    }

    [Fact]
    public async Task After_a_failed_flush_the_log_is_not_trusted_before_it_was_moved_into_the_file()
    {
        await using var store = await OpenAsync();
        await store.Append(Some.Span(trace: 1));
        Interlocked.Exchange(ref _failing, 1);
        await Assert.ThrowsAsync<StoreUnavailableException>(() => store.Append(Some.Span(trace: 2)));

        await store.Append(Some.Span(trace: 3));

        // Closed in between, which moves the log into the file and flushes that; without what this log has, all the rest is there.
        File.Copy(_folder.File(Some.Tenant.Name, "2026-01-02.db"), _folder.File("copy.db"));
        using var file = new SqliteConnection(
            _folder.File("copy.db"), SqliteAccess.Write);
        Assert.Equal(2, file.QueryInt64("SELECT count(*) FROM traces"));
    }

    [Fact]
    public async Task As_long_as_a_reader_keeps_a_doubted_log_alive_nothing_is_acknowledged()
    {
        await using var store = await OpenAsync();
        await store.Append(Some.Span(trace: 1));
        using (var reader = new SqliteConnection(_folder.File(Some.Tenant.Name, "2026-01-02.db"), SqliteAccess.Read))
        {
            reader.Execute("BEGIN");
            Assert.Equal(1, reader.QueryInt64("SELECT count(*) FROM traces"));
            Interlocked.Exchange(ref _failing, 1);
            await Assert.ThrowsAsync<StoreUnavailableException>(() => store.Append(Some.Span(trace: 2)));

            // More than once: the doubt does not end with the file being closed and opened.
            for (var attempt = 0; attempt < 2; attempt++)
            {
                var refusal = await Assert.ThrowsAsync<StoreUnavailableException>(() => store.Append(Some.Span(trace: 3)));
                Assert.Contains("2026-01-02.db cannot be written for the moment", refusal.Message, StringComparison.Ordinal);
            }

            Assert.Equal(1, store.Statistics.RecordsStored);
            reader.Execute("COMMIT");
        }

        Assert.Equal(1, (await store.Append(Some.Span(trace: 3))).Stored);
        Assert.Equal(0, store.Statistics.QueuedRecords);
    }

    private Task<SqliteTraceStore> OpenAsync(Action<SqliteStoreOptions>? change = null)
    {
        var options = new SqliteStoreOptions { DataFolder = _folder.Path };
        options.FlushToDisk = file =>
        {
            _flushes.Release();
            _mayFlush.Wait();
            if (Interlocked.Exchange(ref _failing, 0) != 0)
            {
                throw new IOException("The disk does not answer.");
            }

            RandomAccess.FlushToDisk(file);
            Interlocked.Increment(ref _flushed);
        };
        change?.Invoke(options);
        return SqliteTraceStore.OpenAsync(options, _clock);
    }
}
