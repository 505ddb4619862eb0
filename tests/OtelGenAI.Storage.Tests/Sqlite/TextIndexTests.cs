using System.Globalization;
using System.Text;
using OtelGenAI.Conventions;
using OtelGenAI.Otlp.Records;
using OtelGenAI.Storage.Query;
using OtelGenAI.Storage.Sqlite;
using OtelGenAI.Storage.Sqlite.Native;
using OtelGenAI.Storage.Sqlite.Reading;
using OtelGenAI.Storage.Sqlite.TextIndex;
using OtelGenAI.Storage.Tests.Builders;
using OtelGenAI.Telemetry;

namespace OtelGenAI.Storage.Tests.Sqlite;

/// <summary>Words are found by an index behind the commits, which forgets with the files; that its answers are right is what QueryModelTests says.</summary>
public sealed class TextIndexTests : IDisposable
{
    private const string Secret = "xylophonist";

    private readonly TempFolder _folder = new();
    private readonly ManualClock _clock = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(Secret, true)]
    [InlineData("plays the xylo*", true)]
    [InlineData("common", false)]
    public async Task Traces_that_do_not_say_it_are_not_read(string phrase, bool isRare)
    {
        await using var store = await OpenAsync();
        await OtlpSpec.AppendAsync(store, Enumerable.Range(0, 3_000).Select(trace => Says(trace, trace == 17 ? $"common: she plays the {Secret}" : "common words")));
        store.IndexText(Some.Tenant, CancellationToken.None);
        _clock.Advance(TimeSpan.FromDays(1));
        await OtlpSpec.AppendAsync(store, Says(trace: 5_000, "common and not indexed"));

        var page = await Find(store, $"\"{phrase}\"");

        Assert.InRange(page.Examined, 1, isRare ? 2 : 60);
        Assert.Equal(isRare ? 1 : 50, page.Items.Count);
        Assert.Equal(isRare ? Some.TraceId(17) : Some.TraceId(5_000), page.Items[0].TraceId);
    }

    [Theory]
    [InlineData("attr.shop:berlin", 1)]
    [InlineData("attr.shop:BERLIN kind:span", 1)]
    [InlineData("attr.size:17", 1)]
    [InlineData("has(attr.size:17.0)", 40)]
    [InlineData("attr.special:*", 1)]
    [InlineData("attr.nowhere>5", 0)]
    public async Task Traces_without_an_attribute_are_not_read(string query, int mostExamined)
    {
        await using var store = await OpenAsync();
        await OtelSpecs(store);
        store.IndexText(Some.Tenant, CancellationToken.None);

        var page = await Find(store, query);

        Assert.InRange(page.Examined, 0, mostExamined);
        Assert.Equal(mostExamined == 0 ? 0 : 1, page.Items.Count);

        static Task OtelSpecs(SqliteTraceStore store) => OtlpSpec.AppendAsync(store, Enumerable.Range(0, 40).Select(trace => trace == 17
            ? Says(trace, "x").With("shop", "Berlin").With("size", 17).With("special", true)
            : Says(trace, "x").With("shop", $"shop {trace}").With("size", trace)));
    }

    [Fact]
    public async Task What_waits_to_be_indexed_is_read_the_newest_first_for_a_moment_and_the_rest_is_said_to_be_missing()
    {
        await using var store = await SqliteTraceStore.OpenAsync(Options, new ClockThatGoesOn(_clock, TimeSpan.FromMilliseconds(1)));
        await OtlpSpec.AppendAsync(store, Says(0, Secret));
        store.IndexText(Some.Tenant, CancellationToken.None);
        await OtlpSpec.AppendAsync(store, Enumerable.Range(1, 300).Select(trace => Says(trace, trace is 1 or 300 ? Secret : "other")));

        var page = await Find(store, Secret);

        Assert.InRange(page.Unindexed, 100, 299);
        Assert.Equal([Some.TraceId(300), Some.TraceId(0)], page.Items.Select(trace => trace.TraceId));
        Assert.Equal(301, (await Find(store, "span:*", limit: 1_000)).Items.Count);
        store.IndexText(Some.Tenant, CancellationToken.None);
        page = await Find(store, Secret);
        Assert.Equal((0, 3), (page.Unindexed, page.Items.Count));
    }

    [Theory]
    [InlineData("tool:Search_Orders", 1)]
    [InlineData("has(tool:search_orders error:true)", 1)]
    [InlineData("error:true", 1)]
    [InlineData("requested_model:GPT-RARE", 1)]
    [InlineData("tool:nobody", 0)]
    public async Task Traces_without_a_tool_a_model_or_an_error_are_not_looked_at(string query, int found)
    {
        await using var store = await OpenAsync();
        await OtlpSpec.AppendAsync(store, Enumerable.Range(0, 3_000).Select(trace => trace == 17
            ? (Says(trace, "x") with { Failure = "timeout" }).With(GenAIAttributes.ToolName, "search_orders").With(GenAIAttributes.RequestModel, "gpt-rare")
            : Says(trace, "x")));
        store.IndexText(Some.Tenant, CancellationToken.None);
        await OtlpSpec.AppendAsync(store, Enumerable.Range(4_000, 5).Select(trace => Says(trace, "not indexed")));

        var page = await Find(store, query);

        Assert.InRange(page.Examined, 0, found + 5);
        Assert.Equal(found, page.Items.Count);
        Assert.Equal(0, page.Unindexed);
    }

    [Fact]
    public async Task Lines_of_traces_that_are_no_candidates_are_not_read()
    {
        await using var store = await OpenAsync();
        await OtlpSpec.AppendAsync(store, Says(1, Secret));
        await store.DisposeAsync();
        var (sql, _) = TraceQuestions.Question(new TraceFilter { StartFromUnixNano = 0 }, new TraceCursor(0, Some.TraceId(1)), "start_time, trace_id", "trace_no = ?");

        using var connection = new SqliteConnection(Directory.GetFiles(_folder.File(Some.Tenant.Name), "*.db").Single(path => !path.EndsWith(".text.db", StringComparison.Ordinal)), SqliteAccess.Read);
        List<string> plan = [];
        TextCandidates.ForEach(connection, $"EXPLAIN QUERY PLAN {sql}", row => plan.Add(row.Text(3)!));
        Assert.Equal("SEARCH traces USING INTEGER PRIMARY KEY (rowid=?)", Assert.Single(plan));
    }

    [Fact]
    public async Task Traces_that_have_all_words_but_not_one_after_the_other_are_hardly_ever_read()
    {
        var random = new Random(11);
        await using var store = await OpenAsync();
        await OtlpSpec.AppendAsync(store, Enumerable.Range(0, 3_000).Select(trace =>
            Says(trace, $"{Filler()} {(trace % 1_000 == 17 ? "where is my refund" : "is refund my where")} {Filler()}")));
        store.IndexText(Some.Tenant, CancellationToken.None);

        var page = await Find(store, "\"where is my refund\"");

        Assert.Equal([Some.TraceId(2_017), Some.TraceId(1_017), Some.TraceId(17)], page.Items.Select(trace => trace.TraceId));
        Assert.InRange(page.Examined, 3, 600);
        Assert.Equal(3, (await Find(store, "\"where is my ref*\"")).Items.Count);
        Assert.Equal(50, (await Find(store, "\"refund my\"")).Items.Count);

        string Filler() => string.Join(' ', Enumerable.Range(0, 20).Select(_ => $"w{random.Next(500)}"));
    }

    [Theory]
    [InlineData(5)]
    [InlineData(4)]
    public async Task What_many_traces_say_comes_the_newest_first_page_by_page_whatever_the_order_of_arrival(int version)
    {
        const int traces = 6_000, limit = 700;
        var random = new Random(5);
        var starts = Enumerable.Range(0, traces).ToArray();
        random.Shuffle(starts.AsSpan(0, 1_000));
        await using (var store = await OpenAsync())
        {
            // They arrive about in the order of their starts, and some much later.
            for (var i = 1_000; i < traces; i++)
            {
                var other = Math.Max(1_000, i - random.Next(random.Next(20) == 0 ? 3_000 : 40));
                (starts[i], starts[other]) = (starts[other], starts[i]);
            }

            await OtlpSpec.AppendAsync(store, Enumerable.Range(0, traces).Select(trace => Common(trace, starts[trace])));
            store.IndexText(Some.Tenant, CancellationToken.None);

            // A trace of the first block begins after all others, because its first span was sent again.
            await OtlpSpec.AppendAsync(store, Common(3, starts[3] = traces + 7));
            store.IndexText(Some.Tenant, CancellationToken.None);
        }

        if (version < 5)
        {
            MakeVersion(4);
        }

        await using var again = await OpenAsync();
        again.IndexText(Some.Tenant, CancellationToken.None);
        List<TraceId> found = [];
        TracePage? page = null;
        do
        {
            page = await again.ListTracesAsync(Some.Tenant, Asks("common"), page?.Next, limit, CancellationToken.None);
            found.AddRange(page.Items.Select(trace => trace.TraceId));
            Assert.InRange(page.Examined, 0, limit + 1);
        }
        while (page.Next is not null);

        Assert.Equal(Enumerable.Range(0, traces).OrderByDescending(trace => starts[trace]).Select(trace => Some.TraceId(trace)), found);

        static OtlpSpec Common(int trace, int start) => new() { Trace = trace, Id = 1, Start = start, Attributes = [(GenAIAttributes.InputMessages, "common words")] };
    }

    [Fact]
    public async Task An_index_of_an_earlier_version_is_made_anew()
    {
        await using (var store = await OpenAsync())
        {
            await OtlpSpec.AppendAsync(store, Says(1, Secret));
            store.IndexText(Some.Tenant, CancellationToken.None);
        }

        MakeVersion(1);

        await using var again = await OpenAsync();
        Assert.Single((await Find(again, Secret)).Items);
        again.IndexText(Some.Tenant, CancellationToken.None);
        Assert.Equal(1, Places(Secret));
    }

    [Fact]
    public async Task What_a_conversation_repeats_is_indexed_once()
    {
        await using var store = await OpenAsync();
        var said = new StringBuilder("""[{"role":"user","content":"Where is my refund?"}""");
        for (var call = 1; call <= 20; call++)
        {
            await OtlpSpec.AppendAsync(store, Says(trace: 1, id: call, text: $"{said}]"));
            said.Append(CultureInfo.InvariantCulture, $$""",{"role":"assistant","content":"answer number {{call}} which {{(call == 7 ? Secret : "is plain")}}"}""");
            store.IndexText(Some.Tenant, CancellationToken.None);
        }

        Assert.Equal(1, Places("refund"));
        Assert.Equal(1, Places(Secret));
        Assert.Equal(19, Places("answer"));
        Assert.Single((await Find(store, Secret)).Items);
    }

    [Fact]
    public async Task Words_of_a_log_record_that_repeats_others_are_indexed_too()
    {
        await using var store = await OpenAsync();
        var said = $$"""{"role":"user","content":"{{string.Concat(Enumerable.Repeat("Where is my refund? ", 40))}}"}""";
        await OtlpSpec.AppendAsync(store, Says(trace: 1, "hi"), Says(trace: 1, "hi") with { Body = $"[{said}]" });
        await OtlpSpec.AppendAsync(store, Says(trace: 2, "hi"), Says(trace: 2, "hi") with { Body = $"[{said},{said.Replace("my refund", $"my {Secret}", StringComparison.Ordinal)}]" });
        store.IndexText(Some.Tenant, CancellationToken.None);

        Assert.Equal(1, Places(Secret));
        Assert.Equal(Some.TraceId(2), Assert.Single((await Find(store, Secret)).Items).TraceId);
    }

    [Fact]
    public async Task A_deleted_trace_and_a_dropped_payload_leave_no_word()
    {
        await using var store = await OpenAsync();
        await OtlpSpec.AppendAsync(store, Says(1, Secret), Says(2, "glockenspiel"), Says(3, "bassoonist") with { Body = "oboe" }, Says(3, "bassoon"));
        store.IndexText(Some.Tenant, CancellationToken.None);
        Assert.True(IsInTextFiles(Secret) && IsInTextFiles("glockenspiel") && IsInTextFiles("oboe"));

        await store.DeleteTraceAsync(Some.Tenant, Some.TraceId(1), CancellationToken.None);
        store.IndexText(Some.Tenant, CancellationToken.None);

        Assert.False(IsInTextFiles(Secret));
        Assert.True(IsInTextFiles("glockenspiel"));
        Assert.Equal(Some.TraceId(2), Assert.Single((await Find(store, "glockenspiel")).Items).TraceId);

        _clock.Advance(TimeSpan.FromDays(3));
        await store.DropExpiredAsync(Some.Tenant, new RetentionLimits(MaxAge: null, MaxBytes: null) { MaxPayloadAge = TimeSpan.FromDays(1) }, CancellationToken.None);
        store.IndexText(Some.Tenant, CancellationToken.None);

        Assert.False(IsInTextFiles("glockenspiel") || IsInTextFiles("bassoon") || IsInTextFiles("oboe"));
        Assert.Empty((await Find(store, "glockenspiel")).Items);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_deletion_takes_words_out_of_the_index_which_goes_on_without_them(bool isOfUser)
    {
        await using var store = await OpenAsync();
        await OtlpSpec.AppendAsync(store, Enumerable.Range(0, 300).Select(trace => Says(trace, $"{(trace == 17 ? Secret : "glockenspiel")} number {trace}").With(UserAttributes.Id, trace == 17 ? "mallory" : "alice")));
        await OtlpSpec.AppendAsync(store, Says(17, "second span", id: 2).With("shop", Secret), Says(17, "x") with { Body = $"{Secret} bassoon" }, Says(18, "x") with { Body = "bassoon" });
        store.IndexText(Some.Tenant, CancellationToken.None);
        Assert.Equal((3, 2), (Places(Secret), Places("bassoon")));

        _ = isOfUser
            ? await store.DeleteUserAsync(Some.Tenant, "mallory", CancellationToken.None)
            : await store.DeleteTraceAsync(Some.Tenant, Some.TraceId(17), CancellationToken.None);

        // Nothing was indexed again yet.
        Assert.Equal((299, 1), (Places("glockenspiel"), Places("bassoon")));
        Assert.False(IsInTextFiles(Secret) || IsInTextFiles("mallory"));
        await OtlpSpec.AppendAsync(store, Says(18, "glockenspiel again", id: 2), Says(18, "x", id: 2) with { Body = "bassoonist" });
        store.IndexText(Some.Tenant, CancellationToken.None);
        Assert.Equal((300, 1, 1), (Places("glockenspiel"), Places("bassoon"), Places("bassoonist")));
        Assert.Empty((await Find(store, Secret)).Items);
        Assert.Equal(Some.TraceId(18), Assert.Single((await Find(store, "bassoon")).Items).TraceId);
    }

    [Fact]
    public async Task Words_that_a_span_said_before_it_was_sent_again_go_with_its_trace()
    {
        await using var store = await OpenAsync();
        await OtlpSpec.AppendAsync(store, Says(1, Secret), Says(2, "other"));
        store.IndexText(Some.Tenant, CancellationToken.None);
        await OtlpSpec.AppendAsync(store, Says(1, "nothing any more"));
        store.IndexText(Some.Tenant, CancellationToken.None);

        await store.DeleteTraceAsync(Some.Tenant, Some.TraceId(1), CancellationToken.None);

        Assert.Empty(TextFiles);
        store.IndexText(Some.Tenant, CancellationToken.None);
        Assert.False(IsInTextFiles(Secret));
        Assert.Single((await Find(store, "other")).Items);
    }

    [Fact]
    public async Task A_day_that_is_dropped_takes_its_words_along()
    {
        await using var store = await OpenAsync();
        await OtlpSpec.AppendAsync(store, Says(1, Secret));
        store.IndexText(Some.Tenant, CancellationToken.None);
        _clock.Advance(TimeSpan.FromDays(3));
        await OtlpSpec.AppendAsync(store, Says(2, "later"));

        await store.DropExpiredAsync(Some.Tenant, new RetentionLimits(TimeSpan.FromDays(1), MaxBytes: null), CancellationToken.None);
        store.IndexText(Some.Tenant, CancellationToken.None);

        Assert.Single(TextFiles);
        Assert.False(IsInTextFiles(Secret));
    }

    [Fact]
    public async Task A_program_that_stops_half_way_goes_on_there_and_repeats_nothing()
    {
        await using (var store = await OpenAsync())
        {
            await OtlpSpec.AppendAsync(store, Enumerable.Range(0, 50).Select(trace => Says(trace, $"{Secret} {trace}")));
            store.IndexText(Some.Tenant, CancellationToken.None);
            await OtlpSpec.AppendAsync(store, Enumerable.Range(40, 50).Select(trace => Says(trace, $"{Secret} again {trace}", id: 2)));
        }

        await using (var store = await OpenAsync())
        {
            Assert.Equal(50, Places(Secret));
            store.IndexText(Some.Tenant, CancellationToken.None);
            store.IndexText(Some.Tenant, CancellationToken.None);
            Assert.Equal(100, Places(Secret));
            Assert.Equal(90, (await Find(store, Secret, limit: 1_000)).Items.Count);
        }
    }

    [Fact]
    public async Task A_damaged_index_costs_time_and_no_answer()
    {
        await using var store = await OpenAsync();
        await OtlpSpec.AppendAsync(store, Says(1, Secret), Says(2, "other"));
        store.IndexText(Some.Tenant, CancellationToken.None);
        await store.DisposeAsync();
        await File.WriteAllBytesAsync(Assert.Single(TextFiles), Enumerable.Repeat((byte)0x5A, 9_000).ToArray());

        await using var again = await OpenAsync();

        Assert.Single((await Find(again, Secret)).Items);
        again.IndexText(Some.Tenant, CancellationToken.None);
        Assert.Single((await Find(again, Secret)).Items);
    }

    [Fact]
    public async Task Words_are_indexed_by_themselves_after_the_commit()
    {
        await using var store = await SqliteTraceStore.OpenAsync(Options, TimeProvider.System);
        await OtlpSpec.AppendAsync(store, Says(1, Secret));

        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (store.Lag(Some.Tenant) > TimeSpan.Zero)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), patience.Token);
        }

        Assert.Equal(1, Places(Secret));
        Assert.Equal(TimeSpan.Zero, store.MaxLag);
    }

    private void MakeVersion(int version)
    {
        using var connection = new SqliteConnection(Assert.Single(TextFiles), SqliteAccess.Write);
        connection.Execute("ALTER TABLE places DROP COLUMN pairs");
        connection.Execute("ALTER TABLE traces DROP COLUMN start_time");
        connection.Execute("DROP TABLE blocks");
        connection.Execute("DROP INDEX places_of_logs");
        connection.Execute($"PRAGMA user_version = {version}");
    }

    private SqliteStoreOptions Options => new() { DataFolder = _folder.Path, MessageFormat = new OtlpMessageFormat(), IndexText = true };

    private string[] TextFiles => Directory.GetFiles(_folder.File(Some.Tenant.Name), "*.text.db");

    private Task<SqliteTraceStore> OpenAsync() => SqliteTraceStore.OpenAsync(Options, _clock);

    private static OtlpSpec Says(int trace, string text, int id = 1) =>
        new() { Trace = trace, Id = id, Start = trace + (id * 0.001), Attributes = [(GenAIAttributes.InputMessages, text)] };

    private static TraceFilter Asks(string text) => new() { Query = TraceQuery.Parse(text, DateTimeOffset.UnixEpoch, out _) };

    private static Task<TracePage> Find(SqliteTraceStore store, string text, int limit = 50) =>
        store.ListTracesAsync(Some.Tenant, Asks(text), after: null, limit, CancellationToken.None);

    private long Places(string word) => TextFiles.Sum(path =>
    {
        using var connection = new SqliteConnection(path, SqliteAccess.Read);
        return connection.QueryInt64($"SELECT count(*) FROM words WHERE words MATCH '{word}'");
    });

    // The words of a file share their beginnings, so the bytes of one may be cut; what is left of it is looked for in the index and in the bytes.
    private bool IsInTextFiles(string word) =>
        Places(word) > 0 || Directory.GetFiles(_folder.File(Some.Tenant.Name), "*.text.db*").Any(path =>
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var bytes = new MemoryStream();
            file.CopyTo(bytes);
            return bytes.ToArray().AsSpan().IndexOf(Encoding.UTF8.GetBytes(word[2..])) >= 0;
        });
}
