using OtelGenAI.Storage.Query;
using OtelGenAI.Storage.Sqlite;
using OtelGenAI.Storage.Sqlite.Days;
using OtelGenAI.Storage.Sqlite.Native;
using OtelGenAI.Storage.Sqlite.Reading;
using OtelGenAI.Storage.Tests.Builders;
using OtelGenAI.Telemetry;

namespace OtelGenAI.Storage.Tests.Sqlite;

/// <summary>A query whose caller has left stops, wherever it is.</summary>
public sealed class CancellationTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_list_stops_between_two_rows()
    {
        using var leaving = new CancellationTokenSource();
        await using var store = await OpenAsync();
        await store.Append(Enumerable.Range(0, 100).Select(trace => Some.Span(trace)));
        var folder = _folder.File(Some.Tenant.Name);
        using var readers = new DayReaders(new DayConnections(new SqliteStoreOptions(), DaySchema.Spans), maxIdle: 1);
        var files = new TenantFiles(folder, DaySchema.Spans, DayFile.AllIn(folder, DaySchema.Spans));
        var session = new ReadSession(files, readers, pinned: new HashSet<TraceId>(), leaving.Token);
        session.Reader(session.Live!);

        await leaving.CancelAsync();

        Assert.Throws<OperationCanceledException>(() => new TraceListing(
            () => session, TraceFilter.All, after: null, limit: 10, evaluation: null, new QueryBudget(TimeProvider.System, time: null, leaving.Token)).Run());
    }

    [Fact]
    public async Task A_statement_that_runs_long_is_interrupted()
    {
        using var connection = new SqliteConnection(_folder.File("any.db"), SqliteAccess.Write);
        var endless = Task.Run(() => connection.QueryInt64("WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT count(*) FROM n"));

        // Interrupting a connection that does nothing yet has no effect.
        while (!endless.IsCompleted)
        {
            connection.Interrupt();
            await Task.Yield();
        }

        Assert.Equal(SqliteResult.Interrupt, (await Assert.ThrowsAsync<SqliteException>(() => endless)).Result);
    }

    [Fact]
    public async Task Reading_a_trace_stops_between_two_spans()
    {
        using var leaving = new CancellationTokenSource();
        await using var store = await OpenAsync();
        await store.Append(Enumerable.Range(1, 10).Select(id => Some.Span(id: id)));
        await using var spans = store.ReadSpansAsync(Some.Tenant, Some.TraceId(1), leaving.Token).GetAsyncEnumerator(CancellationToken.None);
        Assert.True(await spans.MoveNextAsync());

        await leaving.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await spans.MoveNextAsync());
    }

    private Task<SqliteTraceStore> OpenAsync() =>
        SqliteTraceStore.OpenAsync(new SqliteStoreOptions { DataFolder = _folder.Path }, new ManualClock());
}
