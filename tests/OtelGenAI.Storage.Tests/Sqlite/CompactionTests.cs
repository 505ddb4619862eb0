using System.Text;
using OtelGenAI.Storage.Sqlite;
using OtelGenAI.Storage.Sqlite.Compaction;
using OtelGenAI.Storage.Sqlite.Days;
using OtelGenAI.Storage.Sqlite.Native;
using OtelGenAI.Storage.Tests.Builders;
using OtelGenAI.Storage.Tests.Sqlite.Processes;

namespace OtelGenAI.Storage.Tests.Sqlite;

/// <summary>What was written in haste is compressed again when nothing arrives: the file gets smaller, and says what it said.</summary>
public sealed class CompactionTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly ManualClock _clock = new();

    private string Today => _folder.File(Some.Tenant.Name, "2026-01-02.db");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_compacted_file_is_smaller_and_says_what_it_said()
    {
        var sent = await FillAsync();
        var before = new FileInfo(Today).Length;

        Assert.True(Compact() > 1, "The test has made too few blocks.");

        Assert.Equal(0, Query("SELECT count(*) FROM segments WHERE codec < 2"));
        Assert.InRange(new FileInfo(Today).Length, 1, before * 9 / 10);
        await CheckAsync(sent);
    }

    [Fact]
    public async Task Compacting_again_changes_nothing()
    {
        await FillAsync();
        Compact();
        var before = await File.ReadAllBytesAsync(Today);

        Assert.Equal(0, Compact());
        using var connection = new SqliteConnection(Today, SqliteAccess.Read);
        Assert.True(SegmentCompaction.IsComplete(connection));
        Assert.Equal(before.Length, new FileInfo(Today).Length);
    }

    [Fact]
    public async Task A_store_compacts_while_nothing_arrives_and_stores_what_arrives_meanwhile()
    {
        await using var store = await OpenAsync();
        List<SpanSpec> sent = [];
        for (var round = 0; round < 3; round++)
        {
            for (var append = 0; append < 3; append++)
            {
                var spans = Spans(first: 1 + (round * 1_000) + (append * 200), count: 200);
                await store.Append(spans);
                sent.AddRange(spans);
            }

            // What is less than a block waits for more.
            await Until(store, () => Query("SELECT coalesce(sum(length), 0) FROM segments WHERE codec < 2") < SegmentCompaction.BlockBytes);
        }

        Assert.True(Query("SELECT count(*) FROM segments WHERE codec = 2") >= 1);
        await CheckAsync(store, sent);
    }

    [Fact]
    public async Task Nothing_is_compressed_again_while_a_client_waits_for_its_acknowledgement()
    {
        using var isFlushing = new ManualResetEventSlim();
        using var mayFlush = new ManualResetEventSlim(initialState: true);
        await using var store = await OpenAsync(options => options.FlushToDisk = _ =>
        {
            isFlushing.Set();
            mayFlush.Wait();
        });
        await store.Append(Spans(first: 1, count: 1_200));
        isFlushing.Reset();
        mayFlush.Reset();
        var waiting = store.Append(Spans(first: 10_000, count: 1));
        try
        {
            isFlushing.Wait();

            // Longer than the pause that is quiet, shorter than the rest between two steps.
            _clock.Advance(TimeSpan.FromMilliseconds(300));
            store.CloseQuietFiles();
            await Task.Delay(300);
            Assert.Equal(0, Query("SELECT count(*) FROM segments WHERE codec = 2"));
        }
        finally
        {
            mayFlush.Set();
        }

        await waiting;
        await Until(store, () => Query("SELECT count(*) FROM segments WHERE codec = 2") > 0);
    }

    [Fact]
    public async Task The_file_of_a_day_that_is_over_is_compacted_whole_and_stays_one_file()
    {
        // Counted, not looked at: a reader of the file would keep it from becoming one.
        var closedWriters = 0;
        await using var store = await OpenAsync(options => options.ConnectionChanged = (path, access, isOpen) =>
            _ = path == Today && access == SqliteAccess.Write && !isOpen ? Interlocked.Increment(ref closedWriters) : 0);
        var sent = Spans(first: 1, count: 30);
        await store.Append(sent);
        _clock.Advance(TimeSpan.FromDays(1));
        await store.Append(Some.Span(trace: 500));

        // The day's writer, its seal, the compaction, and the seal after it.
        await Until(store, () => Volatile.Read(ref closedWriters) >= 4);

        Assert.Equal([Today], Directory.EnumerateFiles(_folder.File(Some.Tenant.Name), "2026-01-02*"));
        Assert.Equal(0, Query("SELECT count(*) FROM segments WHERE codec < 2"));
        await CheckAsync(store, sent);
    }

    [Fact]
    public async Task A_trace_in_a_block_is_erased_to_the_last_byte_and_its_neighbours_stay()
    {
        var sent = await FillAsync();
        Compact();
        var gone = sent[^1].TraceId;
        await using (var store = await OpenAsync())
        {
            Assert.Equal(1, (await store.DeleteTraceAsync(Some.Tenant, gone, CancellationToken.None)).Traces);
        }

        await CheckAsync([.. sent.Where(span => span.TraceId != gone)]);
        var own = sent.Where(span => span.TraceId == gone).Select(span => OwnText(span)).ToList();
        using var connection = new SqliteConnection(Today, SqliteAccess.Read);
        var reader = new Storage.Sqlite.Reading.DayReader(connection);
        List<long> segments = [];
        var query = connection.Statement("SELECT segment_no FROM segments");
        while (query.Step())
        {
            segments.Add(query.Int64(0));
        }

        query.Reset();
        Assert.DoesNotContain(segments, segment => own.Exists(text => reader.Segment(segment).Span.IndexOf(text) >= 0));
    }

    [Fact]
    public async Task A_disk_that_is_full_at_any_page_of_a_step_leaves_the_file_as_it_was()
    {
        var sent = await FillAsync();
        var pages = Query("PRAGMA page_count");
        var failures = 0;
        for (var room = 0; ; room += 4)
        {
            var options = new SqliteStoreOptions { MaxPages = () => pages + room };
            using var connection = new DayConnections(options, DaySchema.Spans).OpenWriter(Today);
            var compaction = new SegmentCompaction(connection);
            try
            {
                compaction.Next(isComplete: true)!()();
                break;
            }
            catch (SqliteException failure)
            {
                Assert.Equal(SqliteResult.Full, failure.Result);
                failures++;
            }
        }

        Assert.True(failures > 0, "There was room at once: the test proves nothing.");
        await CheckAsync(sent);
    }

    [Fact]
    public async Task A_process_that_is_killed_while_it_compacts_leaves_a_whole_file()
    {
        var sent = await FillAsync();
        var random = new Random(20_260_102);
        for (var round = 0; round < 4; round++)
        {
            using var process = new StartedProcess(StoreProcess.Compact, _folder.Path, Today);
            for (var steps = random.Next(1, 3); steps > 0 && await process.ReadLineAsync() is "step"; steps--)
            {
            }

            await process.KillAsync();
            using (var connection = new SqliteConnection(Today, SqliteAccess.Read))
            {
                var check = connection.Statement("PRAGMA integrity_check");
                Assert.True(check.Step());
                Assert.Equal("ok", check.Text(0));
            }

            await CheckAsync(sent);
        }

        Assert.True(Query("SELECT count(*) FROM segments WHERE codec = 2") > 0);
        Compact();
        await CheckAsync(sent);
    }

    [Fact]
    public async Task A_damaged_block_is_named_and_its_traces_still_list()
    {
        var sent = await FillAsync();
        Compact();
        using (var connection = new SqliteConnection(Today, SqliteAccess.Write))
        {
            connection.Execute("UPDATE segments SET payload = zeroblob(40) WHERE codec = 2");
        }

        await using var store = await OpenAsync();
        var refusal = await Assert.ThrowsAsync<StoreUnavailableException>(() => store.Span(sent[0].Trace, sent[0].Id));
        Assert.Contains("segment 1", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(100, (await store.ListTracesAsync(Some.Tenant, TraceFilter.All, after: null, limit: 100, CancellationToken.None)).Items.Count);
    }

    // Half of a message repeats what an earlier one said, so that blocks refer to each other.
    private static List<SpanSpec> Spans(int first, int count)
    {
        List<SpanSpec> spans = [];
        for (var at = 0; at < count; at++)
        {
            var trace = first + (at / 2);
            var own = Some.Span(trace, id: (at % 2) + 1, parent: at % 2);
            var text = new StringBuilder($$"""{"own":"{{Encoding.ASCII.GetString(OwnText(own))}}","said":[""");
            for (var said = 0; said < 8; said++)
            {
                text.Append($$"""{"text":"{{Words(new Random((said * 7) + (trace % 40)), 900)}}"},""");
            }

            spans.Add(own with { Payload = Encoding.UTF8.GetBytes($$"""{{text}}"{{Words(new Random((trace * 10) + at), 3_000)}}"]}""") });
        }

        return spans;
    }

    private static byte[] OwnText(SpanSpec span) => Encoding.ASCII.GetBytes($"only {span.TraceId} {span.SpanId} says this");

    private static string Words(Random random, int length)
    {
        var text = new StringBuilder();
        while (text.Length < length)
        {
            text.Append((char)('a' + random.Next(26))).Append("ell oun ther "[..random.Next(3, 12)]);
        }

        return text.ToString();
    }

    private async Task<List<SpanSpec>> FillAsync()
    {
        List<SpanSpec> sent = [];
        await using var store = await OpenAsync();
        for (var append = 0; append < 10; append++)
        {
            var spans = Spans(first: 1 + (append * 100), count: 100);
            await store.Append(spans);
            sent.AddRange(spans);
        }

        return sent;
    }

    private int Compact()
    {
        var file = DayFile.In(_folder.File(Some.Tenant.Name), DaySchema.Spans, new DateOnly(2026, 1, 2));
        using var compaction = new EarlierDayCompaction(file, new DayConnections(new SqliteStoreOptions(), DaySchema.Spans));
        var steps = 0;
        for (; compaction.NextCompaction() is { } work; steps++)
        {
            work()();
        }

        return steps;
    }

    private long Query(string sql)
    {
        using var connection = new SqliteConnection(Today, SqliteAccess.Read);
        return connection.QueryInt64(sql);
    }

    /// <summary>Lets nothing arrive until something is so.</summary>
    private async Task Until(SqliteTraceStore store, Func<bool> condition)
    {
        _clock.Advance(TimeSpan.FromSeconds(1));
        while (!condition())
        {
            // The clock's timers do not fire by themselves. Not all the time: whatever arrives comes before a step.
            store.CloseQuietFiles();
            await Task.Delay(20);
        }
    }

    private async Task CheckAsync(List<SpanSpec> sent)
    {
        await using var store = await OpenAsync();
        await CheckAsync(store, sent);
    }

    private static async Task CheckAsync(SqliteTraceStore store, List<SpanSpec> sent)
    {
        foreach (var span in sent)
        {
            var found = await store.Span(span.Trace, span.Id);
            Assert.True(found is not null && found.Message.Span.SequenceEqual(span.Message.Span), $"{span.TraceId} {span.SpanId} is not what was sent");
        }
    }

    private Task<SqliteTraceStore> OpenAsync(Action<SqliteStoreOptions>? change = null)
    {
        var options = new SqliteStoreOptions { DataFolder = _folder.Path };
        change?.Invoke(options);
        return SqliteTraceStore.OpenAsync(options, _clock);
    }
}
