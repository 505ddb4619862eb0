using System.Globalization;
using OtelGenAI.Otlp.Records;
using OtelGenAI.Storage.Query;
using OtelGenAI.Storage.Sqlite;
using OtelGenAI.Storage.Sqlite.Native;
using OtelGenAI.Storage.Tests.Builders;
using OtelGenAI.Storage.Tests.Sqlite.Processes;

namespace OtelGenAI.Storage.Tests.Sqlite;

/// <summary>A program that is killed between a commit and its index, or in the middle of indexing, loses no word and has none twice.</summary>
public sealed class TextIndexDurabilityTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Every_word_that_was_acknowledged_is_indexed_once_however_often_the_program_is_killed()
    {
        var random = new Random(20_261_120);
        var first = 1;
        for (var round = 0; round < 4; round++)
        {
            var last = await SayUntilKilled(first, acknowledgements: random.Next(30, 300));

            await using var store = await SqliteTraceStore.OpenAsync(
                new SqliteStoreOptions { DataFolder = _folder.Path, MessageFormat = new OtlpMessageFormat(), IndexText = true }, TimeProvider.System);

            // Before it is indexed, what was acknowledged is read.
            Assert.Equal(Some.TraceId(last), Assert.Single(await Find(store, StoreProcess.WordOf(last, 3))).TraceId);
            store.IndexText(Some.Tenant, CancellationToken.None);
            for (var trace = 1; trace <= last; trace++)
            {
                for (var id = 1; id <= 3; id++)
                {
                    var places = Places(StoreProcess.WordOf(trace, id));
                    Assert.True(places == 1, $"Round {round}: {StoreProcess.WordOf(trace, id)} is there {places} times.");
                }
            }

            Assert.Equal(Some.TraceId(first), Assert.Single(await Find(store, StoreProcess.WordOf(first, 1))).TraceId);
            CheckIntegrity();

            // What was written last may be there without having been acknowledged.
            first = last + 10;
            for (var trace = last + 1; trace < first; trace++)
            {
                await OtlpSpec.AppendAsync(store, StoreProcess.Saying(trace));
            }
        }
    }

    private async Task<int> SayUntilKilled(int first, int acknowledgements)
    {
        using var process = new StartedProcess(StoreProcess.Say, _folder.Path, first.ToString(CultureInfo.InvariantCulture));
        Assert.Equal("open", await process.ReadLineAsync());
        List<string> lines = [];
        while (lines.Count < acknowledgements)
        {
            lines.Add(Assert.IsType<string>(await process.ReadLineAsync()));
        }

        lines.AddRange(await process.KillAsync());

        // The last line may be cut.
        return first + lines.Count(line => line.Length > 0) - 1 - (lines[^1] == (first + lines.Count - 1).ToString(CultureInfo.InvariantCulture) ? 0 : 1);
    }

    private static async Task<IReadOnlyList<Telemetry.Traces.TraceSummary>> Find(SqliteTraceStore store, string word)
    {
        var filter = new TraceFilter { Query = TraceQuery.Parse(word, DateTimeOffset.UnixEpoch, out _) };
        return (await store.ListTracesAsync(Some.Tenant, filter, after: null, limit: 10, CancellationToken.None)).Items;
    }

    private long Places(string word) => Directory.GetFiles(_folder.File(Some.Tenant.Name), "*.text.db").Sum(path =>
    {
        using var connection = new SqliteConnection(path, SqliteAccess.Read);
        return connection.QueryInt64($"SELECT count(*) FROM words WHERE words MATCH '{word}'");
    });

    private void CheckIntegrity() => Assert.All(Directory.GetFiles(_folder.File(Some.Tenant.Name), "*.text.db"), path =>
    {
        using var connection = new SqliteConnection(path, SqliteAccess.Read);
        var check = connection.Statement("PRAGMA integrity_check");
        Assert.True(check.Step());
        Assert.Equal("ok", check.Text(0));
    });
}
