using System.Globalization;
using OtelGenAI.Storage.Sqlite;
using OtelGenAI.Storage.Sqlite.Native;
using OtelGenAI.Storage.Tests.Builders;
using OtelGenAI.Storage.Tests.Sqlite.Processes;

namespace OtelGenAI.Storage.Tests.Sqlite;

/// <summary>Acknowledged means durable, also when the process is killed in the middle of anything.</summary>
public sealed class DurabilityTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_a_killed_process_acknowledged_is_there_once_and_the_files_are_whole()
    {
        var random = new Random(20_260_102);
        for (var round = 1; round <= 5; round++)
        {
            var acknowledged = await AppendUntilKilled(round, acknowledgements: random.Next(20, 400));

            await using var store = await OpenAsync();
            await CheckBatches(store, round, acknowledged);
            Assert.All(Directory.EnumerateFiles(_folder.File(Some.Tenant.Name), "*.db"), CheckIntegrity);
        }
    }

    [Fact]
    public async Task A_store_that_was_closed_has_everything_in_its_files_and_no_logs()
    {
        await using (var store = await OpenAsync())
        {
            await store.Append(Some.Span());
        }

        Assert.Equal([".db"], Directory.EnumerateFiles(_folder.File(Some.Tenant.Name)).Select(Path.GetExtension));
        await using var again = await OpenAsync();
        Assert.Equal(1, (await again.Summary(trace: 1)).SpanCount);
    }

    [Fact]
    public async Task Closing_writes_what_waits()
    {
        var store = await OpenAsync();
        var appends = Enumerable.Range(1, 50).Select(trace => store.Append(Some.Span(trace))).ToList();

        await store.DisposeAsync();

        Assert.All(await Task.WhenAll(appends), result => Assert.Equal(1, result.Stored));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => store.Append(Some.Span()));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => store.ListAll());
    }

    private async Task<HashSet<(int Writer, int Batch)>> AppendUntilKilled(int round, int acknowledgements)
    {
        using var process = new StartedProcess(StoreProcess.Append, _folder.Path, round.ToString(CultureInfo.InvariantCulture));
        Assert.Equal("open", await process.ReadLineAsync());
        List<string> lines = [];
        while (lines.Count < acknowledgements)
        {
            lines.Add(Assert.IsType<string>(await process.ReadLineAsync()));
        }

        lines.AddRange(await process.KillAsync());
        return [.. lines.Select(line => line.Split(' ')).Where(parts => parts.Length == 2).Select(parts => (Number(parts[0]), Number(parts[1])))];

        static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
    }

    private static async Task CheckBatches(SqliteTraceStore store, int round, HashSet<(int Writer, int Batch)> acknowledged)
    {
        var shared = (await store.ReadAll(Some.TraceId(round))).ToDictionary(span => span.Record.SpanId);
        var found = 0;
        for (var writer = 0; writer < StoreProcess.Writers; writer++)
        {
            // One batch after the last acknowledged one may be there too, but only as a whole.
            var last = acknowledged.Where(batch => batch.Writer == writer).Select(batch => batch.Batch).DefaultIfEmpty(-1).Max();
            for (var batch = 0; batch <= last + 1; batch++)
            {
                var specs = StoreProcess.Batch(round, writer, batch);
                var own = (await store.ReadAll(specs[0].TraceId)).ToDictionary(span => span.Record.SpanId);
                var isThere = own.Count > 0;
                Assert.True(isThere || batch > last, $"Round {round}, writer {writer}: batch {batch} was acknowledged and is gone.");
                Assert.Equal(isThere ? 10 : 0, own.Count);
                foreach (var spec in specs)
                {
                    var span = (spec.Trace == round ? shared : own).GetValueOrDefault(spec.SpanId);
                    Assert.Equal(isThere, span is not null);
                    Assert.True(span is null || span.Message.Span.SequenceEqual(spec.Message.Span));
                }

                found += isThere ? 3 : 0;
            }
        }

        Assert.Equal(found, shared.Count);
        Assert.Equal(found, (await store.Summary(round)).SpanCount);
        Assert.Equal(found * 10, (await store.Summary(round)).InputTokens);
    }

    private static void CheckIntegrity(string path)
    {
        using var connection = new SqliteConnection(path, SqliteAccess.Read);
        var check = connection.Statement("PRAGMA integrity_check");
        Assert.True(check.Step());
        Assert.Equal("ok", check.Text(0));
    }

    private Task<SqliteTraceStore> OpenAsync() =>
        SqliteTraceStore.OpenAsync(new SqliteStoreOptions { DataFolder = _folder.Path }, TimeProvider.System);
}
