using OtelGenAI.Storage.Sqlite.Compaction;
using OtelGenAI.Storage.Sqlite.Days;
using OtelGenAI.Storage.Sqlite.Writing;

namespace OtelGenAI.Storage.Sqlite.Metrics;

/// <summary>The day files of a tenant that hold metrics, for their writer.</summary>
/// <param name="files">The files.</param>
/// <param name="connections">Opens them.</param>
/// <param name="counters">What the store did.</param>
/// <param name="options">Settings.</param>
internal sealed class MetricDays(TenantFiles files, DayConnections connections, MetricCounters counters, SqliteStoreOptions options)
    : IDaySet<PendingMetrics>
{
    public IDayWriter<PendingMetrics> Open(DayFile file)
    {
        DayFile[] earlier = [.. files.OldestFirst.Where(other => other.Day < file.Day).Reverse()];
        return new MetricDayWriter(file, connections, new EarlierPoints(connections, earlier), options);
    }

    // Nothing keeps a metrics file open between queries.
    public void Forget(DayFile file)
    {
    }

    public void Seal(DayFile file) => connections.Seal(file.Path);

    public IFileCompaction? OpenCompaction(DayFile file) => null;

    public void Count(IReadOnlyList<PendingMetrics> committed) => counters.Count(committed);
}
