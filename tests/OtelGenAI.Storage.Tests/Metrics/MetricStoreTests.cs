using OtelGenAI.Storage.InMemory;
using OtelGenAI.Storage.Metrics;
using OtelGenAI.Storage.Sqlite;
using OtelGenAI.Storage.Tests.Builders;

namespace OtelGenAI.Storage.Tests.Metrics;

public sealed class InMemoryMetricStoreTests : MetricStoreConformance
{
    protected override Task<IMetricStore> OpenAsync() => Task.FromResult<IMetricStore>(new InMemoryMetricStore(MaxSeries));
}

public sealed class SqliteMetricStoreTests : MetricStoreConformance
{
    private readonly TempFolder _folder = new();
    private readonly ManualClock _clock = new();

    [Fact]
    public async Task A_retry_changes_nothing_after_a_restart()
    {
        await Append(new PointSpec(Second: 10) { Trace = 1 });
        await ReopenAsync();

        Assert.Equal(new MetricAppendResult(0, 1, 0, 0), await Append(new PointSpec(Second: 10) { Trace = 1 }));
        Assert.Single((await ReadOnly("calls")).Points);
    }

    [Fact]
    public async Task A_retry_changes_nothing_after_midnight()
    {
        await Append(new PointSpec(Second: 10), new PointSpec(Second: 20));
        _clock.Advance(TimeSpan.FromDays(1));

        Assert.Equal(new MetricAppendResult(1, 1, 0, 0), await Append(new PointSpec(Second: 20), new PointSpec(Second: 30)));
        Assert.Equal(3, (await ReadOnly("calls")).Points.Count);
    }

    [Fact]
    public async Task A_point_sent_again_with_other_content_wins_after_midnight()
    {
        await Append(new PointSpec(Second: 10, Value: 1));
        _clock.Advance(TimeSpan.FromDays(1));

        Assert.Equal(new MetricAppendResult(0, 0, 1, 0), await Append(new PointSpec(Second: 10, Value: 2)));
        Assert.Equal(2, Assert.Single((await ReadOnly("calls")).Points).Value);
        Assert.Equal(new MetricAppendResult(0, 1, 0, 0), await Append(new PointSpec(Second: 10, Value: 2)));
    }

    [Fact]
    public async Task Each_day_has_a_file_of_its_own_which_may_be_deleted()
    {
        await Append(new PointSpec(Second: 10));
        _clock.Advance(TimeSpan.FromDays(1));
        await Append(new PointSpec(Second: 20));
        await Store.DisposeAsync();

        Assert.Equal(
            ["2026-01-02.metrics.db", "2026-01-03.metrics.db"],
            Directory.EnumerateFiles(Path.Combine(_folder.Path, Some.Tenant.Name)).Select(Path.GetFileName).Order());
        File.Delete(_folder.File(Some.Tenant.Name, "2026-01-02.metrics.db"));
        await ReopenAsync();
        Assert.Single((await ReadOnly("calls")).Points);
    }

    [Fact]
    public async Task A_damaged_day_does_not_keep_today_out()
    {
        await Append(new PointSpec(Second: 10));
        await Store.DisposeAsync();
        await File.WriteAllTextAsync(_folder.File(Some.Tenant.Name, "2026-01-02.metrics.db"), "this is no database, and long enough to be looked at".PadRight(4096));
        _clock.Advance(TimeSpan.FromDays(1));
        await ReopenAsync();

        Assert.Equal(new MetricAppendResult(1, 0, 0, 0), await Append(new PointSpec(Second: 20)));
        var failure = await Assert.ThrowsAsync<StoreUnavailableException>(() => Store.ListMetricsAsync(Some.Tenant, default));
        Assert.Contains("2026-01-02.metrics.db", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_store_of_the_same_folder_is_refused() =>
        await Assert.ThrowsAsync<StoreUnavailableException>(OpenAsync);

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        _folder.Dispose();
    }

    protected override async Task<IMetricStore> OpenAsync() =>
        await SqliteMetricStore.OpenAsync(new SqliteStoreOptions { DataFolder = _folder.Path, MaxMetricSeries = MaxSeries }, _clock);
}
