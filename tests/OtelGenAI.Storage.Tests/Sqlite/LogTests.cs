using OtelGenAI.Storage.Sqlite;
using OtelGenAI.Storage.Sqlite.Native;
using OtelGenAI.Storage.Tests.Builders;

namespace OtelGenAI.Storage.Tests.Sqlite;

/// <summary>Log records over restarts, days and versions.</summary>
public sealed class LogTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly ManualClock _clock = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Log_records_are_there_once_after_a_restart_and_after_midnight()
    {
        LogSpec[] specs = [Some.Log(text: "a"), Some.Log(text: "a"), Some.Log(trace: 0, text: "b")];
        await using (var store = await OpenAsync())
        {
            await store.AppendLogs(specs);
        }

        await using (var store = await OpenAsync())
        {
            Assert.Equal(3, (await store.AppendLogs(specs)).Duplicates);
        }

        _clock.Advance(TimeSpan.FromDays(1));
        await using (var store = await OpenAsync())
        {
            Assert.Equal(3, (await store.AppendLogs(specs)).Duplicates);
            await store.AppendLogs(Some.Log(time: 1, text: "c"), Some.Log(trace: 0, time: 1, text: "d"));

            Assert.Equal(["a", "a", "c"], await store.Logs(trace: 1, span: 1));
            Assert.Equal(["d", "b"], await store.ListLogs());
            Assert.Equal(2, Directory.EnumerateFiles(_folder.File(Some.Tenant.Name), "*.db").Count());
        }
    }

    [Fact]
    public async Task A_file_from_before_log_records_is_upgraded_when_the_store_opens()
    {
        await using (var store = await OpenAsync())
        {
            await store.Append(Some.Span());
        }

        var path = Assert.Single(Directory.EnumerateFiles(_folder.File(Some.Tenant.Name), "*.db"));
        using (var connection = new SqliteConnection(path, SqliteAccess.Write))
        {
            connection.Execute("DROP TABLE logs");
            connection.Execute("DROP TABLE log_traces");
            connection.Execute("DROP TABLE leftovers");
            connection.Execute("ALTER TABLE spans DROP COLUMN plain_length");
            connection.Execute("PRAGMA user_version = 1");
        }

        await using var again = await OpenAsync();

        Assert.Empty(await again.Logs(trace: 1, span: 1));
        await again.AppendLogs(Some.Log());
        Assert.Single(await again.Logs(trace: 1, span: 1));
        Assert.Single(await again.Spans(trace: 1));
    }

    private Task<SqliteTraceStore> OpenAsync() => SqliteTraceStore.OpenAsync(new SqliteStoreOptions { DataFolder = _folder.Path }, _clock);
}
