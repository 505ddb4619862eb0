using OtelGenAI.Storage.Sqlite;
using OtelGenAI.Storage.Sqlite.Native;
using OtelGenAI.Storage.Tests.Builders;

namespace OtelGenAI.Storage.Tests.Sqlite;

/// <summary>The queue before the writer: bounded, grouped, and left without a trace by callers that leave.</summary>
public sealed class QueueTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly ManualResetEventSlim _mayWrite = new(initialState: false);
    private readonly TaskCompletionSource _isWriting = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Dispose()
    {
        _mayWrite.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Batches_that_wait_are_committed_together()
    {
        await using var store = await OpenAsync();
        var first = await AppendAndHold(store);
        var waiting = Enumerable.Range(2, 20).Select(trace => store.Append(Some.Span(trace))).ToList();
        Assert.Equal(21, store.Statistics.QueuedRecords);

        _mayWrite.Set();
        await Task.WhenAll([first, .. waiting]);

        Assert.Equal(2, store.Statistics.Commits);
        Assert.Equal(0, store.Statistics.QueuedRecords);
        Assert.Equal(21, (await store.ListAll()).Count);
    }

    [Fact]
    public async Task A_commit_takes_no_more_spans_than_it_may()
    {
        await using var store = await OpenAsync(options => options.MaxSpansPerCommit = 10);
        var first = await AppendAndHold(store);
        var waiting = Enumerable.Range(2, 6)
            .Select(trace => store.Append(Enumerable.Range(1, 4).Select(id => Some.Span(trace, id)))).ToList();
        var large = store.Append(Enumerable.Range(1, 40).Select(id => Some.Span(trace: 100, id)));

        _mayWrite.Set();
        await Task.WhenAll([first, large, .. waiting]);

        Assert.Equal(1 + 3 + 1, store.Statistics.Commits);
    }

    [Fact]
    public async Task A_full_queue_refuses_by_count_and_takes_again_once_it_has_room()
    {
        await using var store = await OpenAsync(options => options.MaxQueuedBatches = 3);
        var first = await AppendAndHold(store);
        Task[] waiting = [store.Append(Some.Span(trace: 2)), store.Append(Some.Span(trace: 3))];

        var refusal = await Assert.ThrowsAsync<StoreUnavailableException>(() => store.Append(Some.Span(trace: 4)));
        Assert.True(refusal.RetryAfter > TimeSpan.Zero);
        Assert.Contains("queue", refusal.Message, StringComparison.Ordinal);

        _mayWrite.Set();
        await Task.WhenAll([first, .. waiting]);
        await store.Append(Some.Span(trace: 4));
        Assert.Equal(4, (await store.ListAll()).Count);
    }

    [Fact]
    public async Task A_full_queue_refuses_by_bytes_but_takes_one_large_batch_when_nothing_waits()
    {
        await using var store = await OpenAsync(options => options.MaxQueuedBytes = 1_000);
        var first = AppendAndHold(store, Some.Span() with { Payload = new byte[5_000] });

        await Assert.ThrowsAsync<StoreUnavailableException>(() => store.Append(Some.Span(trace: 2)));

        _mayWrite.Set();
        Assert.Equal(1, (await await first).Stored);
    }

    [Fact]
    public async Task A_caller_that_leaves_while_its_batch_waits_gets_it_back_and_nothing_is_stored()
    {
        await using var store = await OpenAsync();
        var first = await AppendAndHold(store);
        using var leaving = new CancellationTokenSource();
        var batch = Some.Batch(Some.Span(trace: 2));
        var waiting = store.AppendAsync(Some.Tenant, batch, leaving.Token);

        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        Some.BatchOf([Some.Span(trace: 3)], batch);

        _mayWrite.Set();
        await first;
        await store.Append(Some.Span(trace: 4));
        Assert.Equal([4, 1], (await store.ListAll()).Select(trace => (int)(uint)trace.TraceId.Value));
        Assert.Equal(0, store.Statistics.QueuedRecords);
    }

    [Fact]
    public async Task A_caller_that_leaves_while_its_batch_is_written_gets_it_back_after_that()
    {
        await using var store = await OpenAsync();
        using var leaving = new CancellationTokenSource();
        var written = store.AppendAsync(Some.Tenant, Some.Batch(Some.Span()), leaving.Token);
        await _isWriting.Task;

        await leaving.CancelAsync();
        Assert.False(written.IsCompleted);

        _mayWrite.Set();
        Assert.Equal(1, (await written).Stored);
    }

    [Fact]
    public async Task A_batch_that_cannot_be_stored_does_not_fail_its_neighbours()
    {
        await using var store = await OpenAsync();
        var first = await AppendAndHold(store);
        var broken = Some.Batch(Some.Span(trace: 3), Some.Span(trace: 3, id: 2));
        broken.Spans[1].ResourceIndex = 77;
        var before = store.Append(Some.Span(trace: 2));
        var failing = store.AppendAsync(Some.Tenant, broken, CancellationToken.None);
        var after = store.Append(Some.Span(trace: 4));

        _mayWrite.Set();

        await Task.WhenAll(first, before, after);
        await Assert.ThrowsAsync<IndexOutOfRangeException>(() => failing);
        Assert.Equal([4, 2, 1], (await store.ListAll()).Select(trace => (int)(uint)trace.TraceId.Value));
        Assert.Equal(3, store.Statistics.RecordsStored);
    }

    private async Task<Task<AppendResult>> AppendAndHold(SqliteTraceStore store, SpanSpec? span = null)
    {
        var append = store.Append(span ?? Some.Span(trace: 1));
        await _isWriting.Task;
        return append;
    }

    /// <summary>Opens a store whose writer stops, the first time it opens its file, until the test lets it go on.</summary>
    private Task<SqliteTraceStore> OpenAsync(Action<SqliteStoreOptions>? change = null)
    {
        var options = new SqliteStoreOptions
        {
            DataFolder = _folder.Path,
            ConnectionChanged = (_, access, isOpen) =>
            {
                if (access == SqliteAccess.Write && isOpen && _isWriting.TrySetResult())
                {
                    _mayWrite.Wait();
                }
            },
        };
        change?.Invoke(options);
        return SqliteTraceStore.OpenAsync(options, new ManualClock());
    }
}
