using OtelGenAI.Storage.Sqlite;
using OtelGenAI.Storage.Tests.Builders;
using OtelGenAI.Storage.Tests.Sqlite.Processes;

namespace OtelGenAI.Storage.Tests.Sqlite;

public sealed class DataFolderLockTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_folder_that_another_process_uses_is_refused_until_that_process_is_killed()
    {
        using var other = new StartedProcess(StoreProcess.Hold, _folder.Path);
        Assert.Equal("open", await other.ReadLineAsync());

        var refusal = await Assert.ThrowsAsync<StoreUnavailableException>(OpenAsync);
        Assert.Contains(_folder.Path, refusal.Message, StringComparison.Ordinal);
        Assert.Contains("another process", refusal.Message, StringComparison.Ordinal);

        await other.KillAsync();
        await using var store = await OpenAsync();
        await store.Append(Some.Span());
    }

    [Fact]
    public async Task A_folder_that_another_store_of_this_process_uses_is_refused_until_that_store_is_closed()
    {
        await using (await OpenAsync())
        {
            await Assert.ThrowsAsync<StoreUnavailableException>(OpenAsync);
        }

        await using var store = await OpenAsync();
    }

    [Fact]
    public async Task A_data_folder_that_is_a_file_is_refused()
    {
        var path = _folder.File("data");
        await File.WriteAllTextAsync(path, "not a folder");

        var refusal = await Assert.ThrowsAsync<StoreUnavailableException>(
            () => SqliteTraceStore.OpenAsync(new SqliteStoreOptions { DataFolder = path }, TimeProvider.System));

        Assert.Contains(path, refusal.Message, StringComparison.Ordinal);
    }

    private Task<SqliteTraceStore> OpenAsync() =>
        SqliteTraceStore.OpenAsync(new SqliteStoreOptions { DataFolder = _folder.Path }, TimeProvider.System);
}
