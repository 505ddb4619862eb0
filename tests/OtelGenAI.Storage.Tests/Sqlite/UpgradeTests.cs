using System.Text;
using OtelGenAI.Storage.Sqlite;
using OtelGenAI.Storage.Sqlite.Days;
using OtelGenAI.Storage.Sqlite.Native;
using OtelGenAI.Storage.Tests.Builders;
using OtelGenAI.Storage.Tests.Sqlite.Processes;

namespace OtelGenAI.Storage.Tests.Sqlite;

/// <summary>Files of earlier versions, made by the programs of their time (Fixtures/version-N, <see cref="VersionFixture"/>).</summary>
public sealed class UpgradeTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly ManualClock _clock = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<int> EarlierVersions => [.. Enumerable.Range(1, DaySchema.Spans.Version - 1)];

    [Theory]
    [MemberData(nameof(EarlierVersions))]
    public async Task A_file_of_an_earlier_version_is_read_and_written_on(int version)
    {
        Copy(version);
        _clock.Advance(TimeSpan.FromDays(1));
        await using var store = await OpenAsync();

        Assert.Equal([2, 1], (await store.ListAll()).Select(trace => (int)(uint)trace.TraceId.Value));
        Assert.Equal(3, (await store.Summary(trace: 1)).SpanCount);
        foreach (var span in VersionFixture.FirstDay)
        {
            var text = Encoding.UTF8.GetString((await store.Span(span.Trace, span.Id))!.Message.Span);
            Assert.StartsWith($"SpanSpec {{ Trace = {span.Trace}, Id = {span.Id}, Parent = {span.Parent}, Name = {span.Name},", text, StringComparison.Ordinal);
        }

        // What tests send has got more fields since; a retry sends what was sent then.
        var sent = VersionFixture.SecondDay.Single();
        var retry = sent with { Payload = (await store.Span(sent.Trace, sent.Id))!.Message };
        Assert.Equal(1, (await store.Append(retry)).Duplicates);
        Assert.Equal(1, (await store.Append(Some.Chat(trace: 1, id: 4, parent: 1, start: 40))).Stored);
        Assert.Equal(4, (await store.Summary(trace: 1)).SpanCount);
    }

    [Theory]
    [MemberData(nameof(EarlierVersions))]
    public async Task An_upgraded_file_has_the_tables_of_a_new_one(int version)
    {
        Copy(version);
        await using (await OpenAsync())
        {
        }

        using var made = new DayConnections(new SqliteStoreOptions(), DaySchema.Spans).OpenWriter(_folder.File("new.db"));
        using var upgraded = new DayConnections(new SqliteStoreOptions(), DaySchema.Spans).OpenReader(_folder.File(Some.Tenant.Name, "2026-01-02.db"));

        Assert.Equal(Columns(made), Columns(upgraded));
    }

    [Fact]
    public async Task Log_records_are_stored_in_a_file_from_before_there_were_any()
    {
        Copy(version: 1);
        _clock.Advance(TimeSpan.FromDays(1));
        await using var store = await OpenAsync();
        Assert.Empty(await store.Logs(trace: 1, span: 1));

        await store.AppendLogs(Some.Log());

        Assert.Single(await store.Logs(trace: 1, span: 1));
    }

    [Fact]
    public async Task Log_records_from_before_they_were_packed_are_read_and_known_again()
    {
        Copy(version: 8);
        _clock.Advance(TimeSpan.FromDays(1));
        await using var store = await OpenAsync();

        Assert.Equal([VersionFixture.Log.Text], await store.Logs(trace: 1, span: 2));
        Assert.Equal(1, (await store.AppendLogs(VersionFixture.Log)).Duplicates);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Calls_from_before_there_was_cost_are_priced_when_the_store_opens(int version)
    {
        Copy(version);
        await using (await OpenAsync())
        {
        }

        await using var store = await OpenAsync();

        Assert.Equal([30_000_000, 60_000_000], (await store.ListAll()).Select(trace => trace.Cost?.Value));
        Assert.Equal([null, 30_000_000, 30_000_000], (await store.Spans(trace: 1)).OrderBy(span => span.SpanId.Value).Select(span => span.Cost?.Value));
    }

    [Fact]
    public async Task A_file_of_an_earlier_version_that_cannot_be_written_is_named_and_left_as_it_is()
    {
        Copy(version: 1);
        var path = _folder.File(Some.Tenant.Name, "2026-01-02.db");
        var before = await File.ReadAllBytesAsync(path);
        using (var reader = new SqliteConnection(path, SqliteAccess.Read))
        {
            // Somebody reads it all the time: it cannot be changed.
            reader.Execute("BEGIN");
            reader.QueryInt64("SELECT count(*) FROM traces");
            await using var store = await OpenAsync();

            var refusal = await Assert.ThrowsAsync<StoreUnavailableException>(() => store.ListAll());
            Assert.Contains(path, refusal.Message, StringComparison.Ordinal);
        }

        Assert.Equal(before, await File.ReadAllBytesAsync(path));
    }

    private static List<string> Columns(SqliteConnection connection)
    {
        List<string> columns = [];
        var query = connection.Statement(
            "SELECT t.name || '.' || c.name || ' ' || c.type || ' ' || c.[notnull] || ' ' || c.pk FROM sqlite_master t, pragma_table_info(t.name) c " +
            "WHERE t.name NOT LIKE 'sqlite_%' UNION ALL SELECT 'index ' || name FROM sqlite_master WHERE type = 'index' ORDER BY 1");
        while (query.Step())
        {
            columns.Add(query.Text(0)!);
        }

        query.Reset();
        return columns;
    }

    private void Copy(int version)
    {
        Directory.CreateDirectory(_folder.File(Some.Tenant.Name));
        foreach (var path in Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "Fixtures", $"version-{version}", Some.Tenant.Name)))
        {
            File.Copy(path, _folder.File(Some.Tenant.Name, Path.GetFileName(path)));
        }
    }

    private Task<SqliteTraceStore> OpenAsync() => SqliteTraceStore.OpenAsync(new SqliteStoreOptions { DataFolder = _folder.Path, Prices = new TestPrices() }, _clock);
}
