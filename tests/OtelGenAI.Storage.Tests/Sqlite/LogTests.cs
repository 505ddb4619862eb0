using OtelGenAI.Storage.Sqlite;
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

    private Task<SqliteTraceStore> OpenAsync() => SqliteTraceStore.OpenAsync(new SqliteStoreOptions { DataFolder = _folder.Path }, _clock);
}
