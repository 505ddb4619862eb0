using System.Text;
using OtelGenAI.Storage.Sqlite;
using OtelGenAI.Storage.Tests.Builders;

namespace OtelGenAI.Storage.Tests.Sqlite;

/// <summary>Conversations that are sent whole with every call.</summary>
public sealed class PackingStoreTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly ManualClock _clock = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Every_turn_comes_back_and_the_conversation_is_stored_once()
    {
        var turns = Turns(seed: 1, count: 30);
        await using (var store = await OpenAsync())
        {
            foreach (var turn in turns)
            {
                await store.Append(turn);
            }

            await AssertReadable(store, turns);
        }

        await using (var store = await OpenAsync())
        {
            await AssertReadable(store, turns);
        }

        // 30 turns of 1,000 random letters, which compress to 5 bits each; all calls together are 15 times as much.
        // An empty table or index takes a page of 4,096 bytes.
        var bytes = new FileInfo(_folder.File(Some.Tenant.Name, "2026-01-02.db")).Length;
        Assert.InRange(bytes, 15_000, 190_000);
    }

    [Fact]
    public async Task A_conversation_that_goes_on_the_next_day_is_readable_without_the_file_of_the_day_before()
    {
        var turns = Turns(seed: 2, count: 6);
        await using var store = await OpenAsync();
        await store.Append(turns[..3].Select((turn, at) => turn with { Trace = at + 1 }));
        _clock.Advance(TimeSpan.FromDays(1));
        await store.Append(turns[3..].Select((turn, at) => turn with { Trace = at + 4 }));

        File.Delete(_folder.File(Some.Tenant.Name, "2026-01-02.db"));

        await AssertReadable(store, turns[3..].Select((turn, at) => turn with { Trace = at + 4 }));
    }

    [Fact]
    public async Task A_turn_that_is_sent_again_with_other_content_is_the_new_one()
    {
        var turns = Turns(seed: 3, count: 4);
        await using var store = await OpenAsync();
        await store.Append(turns);
        await store.Append(turns);
        var other = Turns(seed: 4, count: 4);

        Assert.Equal(4, (await store.Append(other)).Replaced);

        await AssertReadable(store, other);
    }

    [Fact]
    public async Task A_conversation_that_comes_in_log_records_is_stored_once_with_that_of_the_spans()
    {
        var turns = Turns(seed: 5, count: 30);
        var logs = turns.Select(turn => Some.Log(span: turn.Id, text: Encoding.UTF8.GetString(turn.Payload!.Value.Span))).ToList();
        await using (var store = await OpenAsync())
        {
            for (var turn = 0; turn < turns.Count; turn++)
            {
                // The span first and then the record, and the other way round.
                await (turn % 2 == 0 ? store.Append(turns[turn]) : store.AppendLogs(logs[turn]));
                await (turn % 2 == 0 ? store.AppendLogs(logs[turn]) : store.Append(turns[turn]));
            }

            Assert.Equal(30, (await store.AppendLogs(logs)).Duplicates);
        }

        await using (var store = await OpenAsync())
        {
            await AssertReadable(store, turns);
            foreach (var log in logs)
            {
                Assert.Equal([log.Text], await store.Logs(log.Trace, log.Span));
            }
        }

        var bytes = new FileInfo(_folder.File(Some.Tenant.Name, "2026-01-02.db")).Length;
        Assert.InRange(bytes, 15_000, 200_000);
    }

    private static async Task AssertReadable(SqliteTraceStore store, IEnumerable<SpanSpec> spans)
    {
        foreach (var span in spans)
        {
            var read = await store.Span(span.Trace, span.Id);
            Assert.Equal(span.Message.ToArray(), read?.Message.ToArray());
            Assert.Contains(await store.ReadAll(span.TraceId), other => other.Message.Span.SequenceEqual(span.Message.Span));
        }
    }

    private static List<SpanSpec> Turns(int seed, int count)
    {
        var random = new Random(seed);
        var said = new StringBuilder("[");
        List<SpanSpec> turns = [];
        for (var turn = 1; turn <= count; turn++)
        {
            var text = new string([.. Enumerable.Range(0, 1_000).Select(_ => (char)('a' + random.Next(26)))]);
            said.Append($$"""{"role":"user","content":"{{text}}"},""");
            turns.Add(Some.Chat(trace: 1, id: turn, start: turn) with { Payload = Encoding.UTF8.GetBytes(said.ToString()) });
        }

        return turns;
    }

    private Task<SqliteTraceStore> OpenAsync() => SqliteTraceStore.OpenAsync(new SqliteStoreOptions { DataFolder = _folder.Path }, _clock);
}
