using Microsoft.Win32.SafeHandles;
using OtelGenAI.Pricing;
using OtelGenAI.Storage.Sqlite.Native;
using OtelGenAI.Telemetry.Pricing;
using OtelGenAI.Telemetry.Records;

namespace OtelGenAI.Storage.Sqlite;

/// <summary>Settings of the SQLite store.</summary>
public sealed class SqliteStoreOptions
{
    /// <summary>Where the data is: a folder per tenant in it, a file per day of arrival in that.</summary>
    /// <value>Default <c>otelgenai-data</c> in the current folder. Made when it is not there.</value>
    public string DataFolder { get; set; } = "otelgenai-data";

    /// <summary>Which SQLite library to use; the first store of a process decides.</summary>
    /// <value>Default <see cref="SqliteLibraryChoice.Newest"/>: the packaged one is from 2021.</value>
    public SqliteLibraryChoice Library { get; set; } = SqliteLibraryChoice.Newest;

    /// <summary>Most batches that wait for a tenant's writer; more are refused with <see cref="StoreUnavailableException"/>.</summary>
    /// <value>Default 1,000: at the usual 512 spans a batch that is several seconds of work.</value>
    public int MaxQueuedBatches { get; set; } = 1_000;

    /// <summary>Most payload bytes that wait for a tenant's writer. A batch that is larger by itself is taken when nothing waits.</summary>
    /// <value>Default 256 MiB: four of the largest requests the receivers accept by default.</value>
    public long MaxQueuedBytes { get; set; } = 256L * 1024 * 1024;

    /// <summary>Most spans that are committed in one transaction, as long as a batch has no more by itself.</summary>
    /// <value>Default 5,000: larger groups gain nothing (measured 2026-11-20) and make every waiter wait longer.</value>
    public int MaxSpansPerCommit { get; set; } = 5_000;

    /// <summary>How many spans of traces that are still arriving are kept in memory per tenant, about 300 bytes each.</summary>
    /// <value>Default 100,000: 30 MB. A trace that was pushed out is read from its file when it goes on.</value>
    public int MaxArrivingSpans { get; set; } = 100_000;

    /// <summary>How many pieces of messages are remembered per tenant, to store what repeats once; 16 bytes each.</summary>
    /// <value>Default 1,048,576: 16 MB, and the text of a few hundred megabytes of messages.</value>
    public int MaxRememberedPieces { get; set; } = 1 << 20;

    /// <summary>How many bytes of decompressed segments are kept for readers.</summary>
    /// <value>Default 16 MiB: the segments of a long conversation, whose messages refer to each other.</value>
    public long MaxCachedSegmentBytes { get; set; } = 16 * 1024 * 1024;

    /// <summary>Most time series that a tenant's metrics may have on one day; points of further ones are refused, and the client is told.</summary>
    /// <value>Default 100,000: thirty times what a hundred services with our instrumentation have, and 100 MB of memory at most.</value>
    public int MaxMetricSeries { get; set; } = 100_000;

    /// <summary>What calls are priced with when they arrive.</summary>
    /// <value>Default the built-in table for everybody.</value>
    public ITenantPrices Prices { get; set; } = new SamePrices(PriceBook.BuiltIn);

    /// <summary>Most traces that a tenant may have pinned.</summary>
    /// <value>Default 10,000: pins are what people point at, one by one; what a program chooses wants a longer retention.</value>
    public int MaxPinnedTraces { get; set; } = 10_000;

    /// <summary>How many combinations of service, environment, operation, provider, model, tool and agent a day's roll-ups tell apart.</summary>
    /// <value>Default 20,000: what clients make up must not fill memory. Spans of further ones count together, by their kind.</value>
    public int MaxUsageKeys { get; set; } = 20_000;

    /// <summary>How many attributes, by type and service, a day's catalogue counts apart.</summary>
    /// <value>Default 5,000: a hundred services with fifty each; further ones are only counted together, which the catalogue says.</value>
    public int MaxAttributes { get; set; } = 5_000;

    /// <summary>How long a tenant's file stays open for writing without an append.</summary>
    /// <value>Default 5 minutes: long enough for clients that export every minute.</value>
    public TimeSpan QuietAfter { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>How many queries run at once; more wait.</summary>
    /// <value>Default 16: each may hold a 128 KB segment and a page cache of 2 MB per day file it reads.</value>
    public int MaxConcurrentReads { get; set; } = 16;

    /// <summary>How many read connections stay open while nobody uses them.</summary>
    /// <value>Default 64: two months of one tenant.</value>
    public int MaxIdleReaders { get; set; } = 64;

    /// <summary>Whether words are indexed behind the commits, in a file beside each day's; needs <see cref="MessageFormat"/>.</summary>
    /// <value>Default <see langword="false"/>: a search for words then reads traces, the newest first.</value>
    public bool IndexText { get; set; }

    /// <summary>Knows the wire format of what is stored.</summary>
    /// <value>Default <see langword="null"/>: a user is then deleted where columns name it only, and nothing stands in for a dropped payload.</value>
    public IMessageFormat? MessageFormat { get; set; }

    /// <summary>What is wrong with the settings, each with the name of the setting first; nothing when they can be used.</summary>
    public IEnumerable<(string Setting, string Problem)> Problems()
    {
        if (string.IsNullOrWhiteSpace(DataFolder))
        {
            yield return (nameof(DataFolder), "must name a folder.");
        }

        (string Setting, long Value)[] counts =
        [
            (nameof(MaxQueuedBatches), MaxQueuedBatches), (nameof(MaxQueuedBytes), MaxQueuedBytes), (nameof(MaxSpansPerCommit), MaxSpansPerCommit),
            (nameof(MaxArrivingSpans), MaxArrivingSpans), (nameof(MaxConcurrentReads), MaxConcurrentReads), (nameof(MaxIdleReaders), MaxIdleReaders),
            (nameof(MaxRememberedPieces), MaxRememberedPieces), (nameof(MaxCachedSegmentBytes), MaxCachedSegmentBytes),
            (nameof(MaxMetricSeries), MaxMetricSeries), (nameof(MaxPinnedTraces), MaxPinnedTraces), (nameof(MaxUsageKeys), MaxUsageKeys),
            (nameof(MaxAttributes), MaxAttributes),
        ];
        foreach (var (setting, value) in counts)
        {
            if (value < 1)
            {
                yield return (setting, "must be at least 1.");
            }
        }

        if (QuietAfter < TimeSpan.FromSeconds(1))
        {
            yield return (nameof(QuietAfter), "must be at least one second.");
        }
    }

    /// <exception cref="ArgumentException">Settings cannot be used; all problems at once.</exception>
    internal void ThrowIfImpossible()
    {
        if (string.Join(' ', Problems().Select(found => $"{found.Setting} {found.Problem}")) is { Length: > 0 } problems)
        {
            throw new ArgumentException(problems);
        }
    }

    /// <summary>For tests: most pages of a day file, so that a disk is full when a test wants it.</summary>
    internal Func<long>? MaxPages { get; set; }

    /// <summary>For tests: brings a file to the disk, or does not.</summary>
    internal Action<SafeFileHandle> FlushToDisk { get; set; } = RandomAccess.FlushToDisk;

    /// <summary>For tests: told of every connection that is opened and closed.</summary>
    internal Action<string, SqliteAccess, bool>? ConnectionChanged { get; set; }
}
