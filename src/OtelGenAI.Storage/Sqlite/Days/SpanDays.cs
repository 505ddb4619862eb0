using Microsoft.Extensions.Logging;
using OtelGenAI.Pricing;
using OtelGenAI.Storage.Sqlite.Compaction;
using OtelGenAI.Storage.Sqlite.Reading;
using OtelGenAI.Storage.Sqlite.Writing;

namespace OtelGenAI.Storage.Sqlite.Days;

/// <summary>The day files of a tenant that hold spans and log records, for their writer.</summary>
/// <param name="files">The files.</param>
/// <param name="connections">Opens them.</param>
/// <param name="readers">Lends read connections.</param>
/// <param name="options">Settings.</param>
/// <param name="prices">The prices in force.</param>
/// <param name="counters">What the store did.</param>
/// <param name="logger">Told of earlier files that cannot be read.</param>
/// <param name="written">See <see cref="DayWriter"/>.</param>
/// <param name="committed">Told of every commit that is durable.</param>
internal sealed class SpanDays(
    TenantFiles files, DayConnections connections, DayReaders readers, SqliteStoreOptions options, Func<PriceBook> prices, StoreCounters counters,
    ILogger logger, Action<DayFile, long> written, Action committed)
    : IDaySet<PendingAppend>
{
    public IDayWriter<PendingAppend> Open(DayFile file) =>
        new DayWriter(file, connections, new EarlierDays(files, readers, logger), prices, options, written);

    public void Forget(DayFile file) => readers.Forget(file);

    public void Seal(DayFile file) => connections.Seal(file.Path);

    public IFileCompaction? OpenCompaction(DayFile file)
    {
        var reader = connections.OpenReader(file.Path);
        try
        {
            if (SegmentCompaction.IsComplete(reader))
            {
                return null;
            }
        }
        finally
        {
            connections.Close(reader);
        }

        return new EarlierDayCompaction(file, connections);
    }

    public void Count(IReadOnlyList<PendingAppend> appends)
    {
        counters.Count(appends);
        committed();
    }
}
