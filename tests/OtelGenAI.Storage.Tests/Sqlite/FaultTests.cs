using System.Text;
using OtelGenAI.Storage.Sqlite;
using OtelGenAI.Storage.Sqlite.Native;
using OtelGenAI.Storage.Tests.Builders;

namespace OtelGenAI.Storage.Tests.Sqlite;

/// <summary>A broken world is named, hurts only what it breaks, and is forgotten once it is mended.</summary>
public sealed class FaultTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly ManualClock _clock = new();

    private string Today => _folder.File(Some.Tenant.Name, "2026-01-02.db");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_full_disk_refuses_appends_until_there_is_room()
    {
        var pages = 60L;
        await using var store = await OpenAsync(options => options.MaxPages = () => pages);
        await store.Append(Some.Span(trace: 1));
        var random = new byte[300_000];
        new Random(1).NextBytes(random);
        var large = Some.Span(trace: 2) with { Payload = random };

        for (var attempt = 0; attempt < 3; attempt++)
        {
            await Refused(() => store.Append(large), Today, "is full");
            Assert.Equal(1, (await store.Summary(trace: 1)).SpanCount);
            Assert.Null(await store.GetTraceAsync(Some.Tenant, Some.TraceId(2), CancellationToken.None));
        }

        pages = 100_000;
        Assert.Equal(1, (await store.Append(large)).Stored);
        Assert.Equal(random, (await store.Span(trace: 2, id: 1))?.Message.ToArray());
        Assert.Equal(0, store.Statistics.QueuedRecords);
    }

    [Fact]
    public async Task A_tenants_folder_that_is_gone_refuses_appends_until_it_is_back()
    {
        await using var store = await OpenAsync();
        await store.Append(Some.Span(trace: 1));
        var folder = _folder.File(Some.Tenant.Name);
        Directory.Move(folder, folder + ".away");
        await File.WriteAllTextAsync(folder, "in the way");

        await Refused(() => store.Append(Some.Span(trace: 2)), Some.Tenant.Name);
        await store.AppendAsync(Some.OtherTenant, Some.Batch(Some.Span()), CancellationToken.None);

        File.Delete(folder);
        Directory.Move(folder + ".away", folder);
        Assert.Equal(1, (await store.Append(Some.Span(trace: 2))).Stored);
        Assert.Equal(2, (await store.ListAll()).Count);
    }

    [Fact]
    public async Task A_file_that_is_moved_away_while_it_is_open_is_not_written_on()
    {
        await using var store = await OpenAsync();
        await store.Append(Some.Span(trace: 1));
        File.Move(Today, Today + ".away");

        await store.Append(Some.Span(trace: 2));

        Assert.Equal([Some.TraceId(2)], (await store.ListAll()).Select(trace => trace.TraceId));
        Assert.True(File.Exists(Today));
    }

    [Fact]
    public async Task A_damaged_file_of_today_is_named_and_a_new_one_is_made_once_it_is_moved_away()
    {
        await Filled();
        Damage(Today);
        await using var store = await OpenAsync();

        await Refused(() => store.Append(Some.Span(trace: 2)), Today, "damaged");
        await Refused(() => store.ListAll(), Today, "damaged");
        await store.AppendAsync(Some.OtherTenant, Some.Batch(Some.Span()), CancellationToken.None);

        File.Move(Today, Today + ".away");
        Assert.Equal(1, (await store.Append(Some.Span(trace: 2))).Stored);
        Assert.Equal([Some.TraceId(2)], (await store.ListAll()).Select(trace => trace.TraceId));
    }

    [Fact]
    public async Task A_damaged_file_of_another_day_does_not_stop_todays_spans()
    {
        await Filled();
        Damage(Today);
        _clock.Advance(TimeSpan.FromDays(1));
        await using var store = await OpenAsync();

        Assert.Equal(1, (await store.Append(Some.Span(trace: 2))).Stored);
        Assert.Equal(1, (await store.Append(Some.Span(trace: 1, id: 2))).Stored);
        Assert.Equal(1, (await store.Summary(trace: 2)).SpanCount);
        await Refused(() => store.ListAll(), Today, "damaged");

        File.Move(Today, Today + ".away");
        Assert.Equal(2, (await store.ListAll()).Count);
    }

    [Fact]
    public async Task A_damaged_segment_is_named_and_its_trace_still_lists()
    {
        await Filled();
        using (var connection = new SqliteConnection(Today, SqliteAccess.Write))
        {
            connection.Execute("UPDATE segments SET payload = x'00', codec = 1");
        }

        await using var store = await OpenAsync();

        await Refused(() => store.Span(trace: 1, id: 1), Today, "segment 1");
        Assert.Single(await store.Spans(trace: 1));
    }

    [Fact]
    public async Task A_file_of_a_newer_version_is_refused_and_not_touched()
    {
        await Filled();
        using (var connection = new SqliteConnection(Today, SqliteAccess.Write))
        {
            connection.Execute("PRAGMA user_version = 99");
        }

        var before = await File.ReadAllBytesAsync(Today);
        await Refused(() => OpenAsync(), Today, "version 99");

        Assert.Equal(before, await File.ReadAllBytesAsync(Today));
    }

    [Fact]
    public async Task A_file_that_became_a_newer_version_while_the_store_runs_is_refused_and_not_touched()
    {
        await using var store = await OpenAsync();
        Directory.CreateDirectory(_folder.File(Some.Tenant.Name));
        using (var connection = new SqliteConnection(Today, SqliteAccess.Write))
        {
            connection.Execute("CREATE TABLE of_the_future(x)");
            connection.Execute("PRAGMA application_id = 0x4F474149");
            connection.Execute("PRAGMA user_version = 98");
        }

        var before = await File.ReadAllBytesAsync(Today);
        await Refused(() => store.Append(Some.Span()), Today, "version 98");

        Assert.Equal(before, await File.ReadAllBytesAsync(Today));
    }

    [Fact]
    public async Task A_database_that_is_not_ours_is_refused_and_not_touched()
    {
        Directory.CreateDirectory(_folder.File(Some.Tenant.Name));
        using (var connection = new SqliteConnection(Today, SqliteAccess.Write))
        {
            connection.Execute("CREATE TABLE recipes(title TEXT)");
        }

        await Refused(() => OpenAsync(), Today, "not a day file");
    }

    [Fact]
    public async Task A_file_whose_writer_was_killed_before_it_had_tables_is_completed()
    {
        Directory.CreateDirectory(_folder.File(Some.Tenant.Name));
        await File.WriteAllBytesAsync(Today, []);
        await using var store = await OpenAsync();

        Assert.Empty(await store.ListAll());
        Assert.Equal(1, (await store.Append(Some.Span())).Stored);
        Assert.Single(await store.ListAll());
    }

    [Fact]
    public async Task Other_files_and_folders_in_the_data_folder_are_left_alone()
    {
        Directory.CreateDirectory(_folder.File("Not A Tenant"));
        Directory.CreateDirectory(_folder.File(Some.Tenant.Name));
        await File.WriteAllTextAsync(_folder.File(Some.Tenant.Name, "notes.db"), "mine");
        await File.WriteAllTextAsync(_folder.File(Some.Tenant.Name, "2026-01-02.txt"), "mine");

        await using (var store = await OpenAsync())
        {
            await store.Append(Some.Span());
        }

        Assert.Equal("mine", await File.ReadAllTextAsync(_folder.File(Some.Tenant.Name, "notes.db")));
        Assert.Equal("mine", await File.ReadAllTextAsync(_folder.File(Some.Tenant.Name, "2026-01-02.txt")));
    }

    [Fact]
    public async Task A_file_that_another_program_locks_is_named_and_used_again_once_it_is_free()
    {
        await using var store = await OpenAsync();
        await store.Append(Some.Span(trace: 1));
        using (var other = new SqliteConnection(Today, SqliteAccess.Write))
        {
            other.Execute("BEGIN IMMEDIATE");
            await Refused(() => store.Append(Some.Span(trace: 2)), Today, "locked");
            other.Execute("ROLLBACK");
        }

        Assert.Equal(1, (await store.Append(Some.Span(trace: 2))).Stored);
    }

    [Fact]
    public async Task A_damaged_log_costs_the_transactions_from_the_damage_on_and_none_before()
    {
        var copy = _folder.File("copy", Some.Tenant.Name);
        Directory.CreateDirectory(copy);
        await using (var store = await OpenAsync())
        {
            for (var trace = 1; trace <= 3; trace++)
            {
                await store.Append(Some.Span(trace));
            }

            // As a killed process leaves them.
            foreach (var path in (string[])[Today, Today + "-wal"])
            {
                File.Copy(path, Path.Combine(copy, Path.GetFileName(path)));
            }
        }

        using (var log = new FileStream(Path.Combine(copy, "2026-01-02.db-wal"), FileMode.Open, FileAccess.Write))
        {
            log.Seek(-100, SeekOrigin.End);
            log.Write(Encoding.ASCII.GetBytes(new string('x', 100)));
        }

        await using var damaged = await OpenAsync(options => options.DataFolder = _folder.File("copy"));
        Assert.Equal([1, 2], (await damaged.ListAll()).Select(trace => (int)(uint)trace.TraceId.Value).Order());
        Assert.Equal((1, 1), ((await damaged.Append(Some.Span(trace: 3))).Stored, (await damaged.Append(Some.Span(trace: 2))).Duplicates));
        Assert.Equal(3, (await damaged.ListAll()).Count);
    }

    [Fact]
    public async Task Damaged_pages_are_named_and_hurt_no_other_tenant()
    {
        await Filled();
        using (var file = new FileStream(Today, FileMode.Open, FileAccess.Write))
        {
            file.Seek(4_096, SeekOrigin.Begin);
            file.Write(Encoding.ASCII.GetBytes(new string('x', (int)file.Length - 4_096)));
        }

        await using var store = await OpenAsync();
        await Refused(() => store.ListAll(), Today, "damaged");
        await Refused(() => store.Append(Some.Span(trace: 2)), Today, "damaged");
        await store.AppendAsync(Some.OtherTenant, Some.Batch(Some.Span()), CancellationToken.None);
        Assert.Single(await store.ListAll(tenant: Some.OtherTenant));
    }

    [Fact]
    public async Task A_clock_that_jumps_over_days_in_either_direction_loses_and_repeats_nothing()
    {
        await using var store = await OpenAsync();
        await store.Append(Some.Span(trace: 1, id: 1));
        _clock.Advance(TimeSpan.FromDays(5));
        await store.Append(Some.Span(trace: 1, id: 2, parent: 1));
        _clock.Advance(TimeSpan.FromDays(-9));
        await store.Append(Some.Span(trace: 1, id: 3, parent: 1), Some.Span(trace: 2));

        Assert.Equal(1, (await store.Append(Some.Span(trace: 1, id: 2, parent: 1))).Duplicates);
        Assert.Equal(3, (await store.Summary(trace: 1)).SpanCount);
        Assert.Equal(2, (await store.ListAll()).Count);
        Assert.Equal(
            ["2026-01-02.db", "2026-01-07.db"],
            Directory.EnumerateFiles(_folder.File(Some.Tenant.Name), "*.db").Select(path => Path.GetFileName(path)).Order());
        Assert.Empty(await store.DropExpiredAsync(Some.Tenant, new RetentionLimits(TimeSpan.FromHours(1), MaxBytes: null), CancellationToken.None));
    }

    [Fact]
    public async Task A_file_whose_change_was_cut_off_is_made_whole_by_whoever_reads_it()
    {
        await Filled();
        using (var connection = new SqliteConnection(Today, SqliteAccess.Write))
        {
            // A rollback journal, as of a process that was killed while it wrote: copied while there is one.
            connection.Execute("PRAGMA journal_mode = DELETE");
            connection.Execute("PRAGMA cache_size = 1");
            connection.Execute("BEGIN IMMEDIATE");
            connection.Execute("CREATE TABLE half(x)");
            connection.Execute("INSERT INTO half SELECT zeroblob(100000)");
            connection.Execute("INSERT INTO half SELECT zeroblob(100000)");
            File.Copy(Today, Today + ".cut");
            File.Copy(Today + "-journal", Today + ".cut-journal");
            connection.Execute("ROLLBACK");
        }

        File.Move(Today + ".cut", Today, overwrite: true);
        File.Move(Today + ".cut-journal", Today + "-journal");
        _clock.Advance(TimeSpan.FromDays(1));

        await using var store = await OpenAsync();
        Assert.Equal(1, (await store.Summary(trace: 1)).SpanCount);
        Assert.False(File.Exists(Today + "-journal"));
    }

    private async Task Filled()
    {
        await using var store = await OpenAsync();
        await store.Append(Some.Span(trace: 1));
    }

    private static void Damage(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Write);
        file.Write(Encoding.ASCII.GetBytes(new string('x', 1_000)));
    }

    private static async Task Refused(Func<Task> action, params string[] said)
    {
        var refusal = await Assert.ThrowsAsync<StoreUnavailableException>(action);
        Assert.All(said, part => Assert.Contains(part, refusal.Message, StringComparison.Ordinal));
    }

    private Task<SqliteTraceStore> OpenAsync(Action<SqliteStoreOptions>? change = null)
    {
        var options = new SqliteStoreOptions { DataFolder = _folder.Path };
        change?.Invoke(options);
        return SqliteTraceStore.OpenAsync(options, _clock);
    }
}
