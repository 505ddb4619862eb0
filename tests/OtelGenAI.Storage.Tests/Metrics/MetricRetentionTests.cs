using OtelGenAI.Storage.Metrics;
using OtelGenAI.Storage.Sqlite;
using OtelGenAI.Storage.Tests.Builders;

namespace OtelGenAI.Storage.Tests.Metrics;

/// <summary>Metrics expire by whole days too, whoever has their files open.</summary>
public sealed class MetricRetentionTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly ManualClock _clock = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Days_past_their_age_are_dropped_with_their_logs_although_the_writer_has_them_open()
    {
        await using var store = await FillAsync(days: 5);

        // The points of today made the writer look into the three days before. It is noon of the fifth day: the first ended 3.5 days ago.
        var dropped = await store.DropExpiredAsync(Some.Tenant, new RetentionLimits(TimeSpan.FromDays(2), MaxBytes: null), CancellationToken.None);

        Assert.Equal([new DateOnly(2026, 1, 2), new DateOnly(2026, 1, 3)], dropped.Select(day => day.Day));
        Assert.All(dropped, day => Assert.True(day is { Traces: 0, Bytes: > 0 }));
        Assert.Equal(["2026-01-04", "2026-01-05", "2026-01-06"], Files().Select(name => name[..10]).Distinct());
        var left = await SecondsAsync(store);
        Assert.Equal([2, 3, 4], left);
        Assert.Equal(new MetricAppendResult(1, 1, 0, 0), await AppendAsync(store, new PointSpec(Second: 4), new PointSpec(Second: 5)));
    }

    [Fact]
    public async Task The_oldest_days_go_until_the_files_are_small_enough_but_never_the_newest()
    {
        await using var store = await FillAsync(days: 4);
        var size = new FileInfo(_folder.File(Some.Tenant.Name, "2026-01-02.metrics.db")).Length;

        var dropped = await store.DropExpiredAsync(Some.Tenant, new RetentionLimits(MaxAge: null, size * 7 / 2), CancellationToken.None);
        Assert.Equal([new DateOnly(2026, 1, 2)], dropped.Select(day => day.Day));

        dropped = await store.DropExpiredAsync(Some.Tenant, new RetentionLimits(MaxAge: null, MaxBytes: 1), CancellationToken.None);
        Assert.Equal([new DateOnly(2026, 1, 3), new DateOnly(2026, 1, 4)], dropped.Select(day => day.Day));
        Assert.Equal(3, Assert.Single(await SecondsAsync(store)));
        Assert.Equal(Files().Sum(name => new FileInfo(_folder.File(Some.Tenant.Name, name)).Length), store.StoredBytesOf(Some.Tenant));
    }

    [Fact]
    public async Task What_has_not_expired_leaves_the_writers_file_open()
    {
        await using var store = await FillAsync(days: 2);
        Assert.Contains(Files(), name => name.EndsWith("-wal", StringComparison.Ordinal));

        Assert.Empty(await store.DropExpiredAsync(Some.Tenant, new RetentionLimits(TimeSpan.FromDays(28), long.MaxValue), CancellationToken.None));

        Assert.Contains(Files(), name => name.EndsWith("-wal", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Queries_while_days_are_dropped_answer_with_what_is_left()
    {
        await using var store = await FillAsync(days: 8);
        var querying = Task.Run(async () =>
        {
            for (var query = 0; query < 200; query++)
            {
                Assert.Contains(7, await SecondsAsync(store));
            }
        });
        for (var age = 7; age > 0; age--)
        {
            await store.DropExpiredAsync(Some.Tenant, new RetentionLimits(TimeSpan.FromDays(age - 1), MaxBytes: null), CancellationToken.None);
        }

        await querying;
        Assert.Equal(7, Assert.Single(await SecondsAsync(store)));
    }

    private async Task<SqliteMetricStore> FillAsync(int days)
    {
        var store = await SqliteMetricStore.OpenAsync(new SqliteStoreOptions { DataFolder = _folder.Path }, _clock);
        for (var day = 0; day < days; day++)
        {
            if (day > 0)
            {
                _clock.Advance(TimeSpan.FromDays(1));
            }

            await AppendAsync(store, new PointSpec(Second: day));
        }

        return store;
    }

    private static Task<MetricAppendResult> AppendAsync(SqliteMetricStore store, params PointSpec[] points) =>
        store.AppendAsync(Some.Tenant, SomeMetrics.Batch(points), CancellationToken.None);

    private string[] Files() =>
        [.. Directory.EnumerateFiles(_folder.File(Some.Tenant.Name)).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    private static async Task<List<double>> SecondsAsync(SqliteMetricStore store)
    {
        List<double> seconds = [];
        var always = new MetricRange(0, long.MaxValue);
        var series = await store.ListSeriesAsync(Some.Tenant, new MetricSelection(["calls"], always), CancellationToken.None);
        await store.ReadPointsAsync(
            Some.Tenant, [.. series.Select(found => found.Id)], always,
            points => seconds.AddRange(points.Points.Select(point => (point.TimeUnixNano - Some.Midnight) / 1e9)), CancellationToken.None);
        return seconds;
    }
}
