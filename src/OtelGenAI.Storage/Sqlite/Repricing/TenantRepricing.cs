using Microsoft.Extensions.Logging;
using OtelGenAI.Pricing;
using OtelGenAI.Storage.Sqlite.Days;
using OtelGenAI.Storage.Sqlite.Native;
using OtelGenAI.Storage.Sqlite.Reading;
using OtelGenAI.Storage.Sqlite.RollUps;
using OtelGenAI.Storage.Sqlite.Writing;

namespace OtelGenAI.Storage.Sqlite.Repricing;

/// <summary>Prices a tenant's traces anew, in steps. Each step runs where its writer runs, while that has no file open.</summary>
/// <param name="files">The files.</param>
/// <param name="connections">Opens them.</param>
/// <param name="readers">Lends read connections.</param>
/// <param name="prices">The prices in force.</param>
/// <param name="options">Settings.</param>
/// <param name="logger">Told of files that cannot be read.</param>
internal sealed class TenantRepricing(
    TenantFiles files, DayConnections connections, DayReaders readers, Func<PriceBook> prices, SqliteStoreOptions options, ILogger logger)
{
    // The last file whose roll-ups were made anew, while older ones are left to do.
    private DateOnly? _rebuilt;

    // Appends wait for a step: about a fifth of a second.
    private const int TracesPerStep = 2_000;

    /// <summary>Where a repricing stands.</summary>
    /// <param name="Day">The day file that is next, or <see langword="null"/> at the end.</param>
    /// <param name="TraceNo">The trace of it that was last, or 0.</param>
    /// <param name="Sum">What became of the traces so far.</param>
    public readonly record struct Position(DateOnly? Day, long TraceNo, RepricingResult Sum);

    /// <summary>Where one begins: at the oldest file.</summary>
    public Position Begin() => new(files.OldestFirst is [var oldest, ..] ? oldest.Day : null, TraceNo: 0, Sum: default);

    /// <summary>Prices the next traces.</summary>
    public Position Step(Position position, RepricingRange range)
    {
        var file = Array.Find(files.OldestFirst, file => file.Day >= position.Day);
        if (file is null)
        {
            return position with { Day = null };
        }

        var (sum, last) = Step(file, file.Day == position.Day ? position.TraceNo : 0, range, position.Sum);
        return last is { } traceNo
            ? new Position(file.Day, traceNo, sum)
            : new Position(Array.Find(files.OldestFirst, other => other.Day > file.Day)?.Day, TraceNo: 0, sum);
    }

    /// <summary>Prices what was upgraded from a version that had no cost, before anything else uses the files.</summary>
    /// <param name="cancellationToken">Stops between two steps; the next start goes on.</param>
    /// <exception cref="SqliteException">A file cannot be read or written.</exception>
    public void PriceUpgraded(CancellationToken cancellationToken)
    {
        foreach (var file in files.OldestFirst)
        {
            if (!IsPending(file, DaySchema.PendingPricing))
            {
                continue;
            }

            long? last = 0;
            while (last is { } after)
            {
                cancellationToken.ThrowIfCancellationRequested();
                (_, last) = Step(file, after, default, default);
            }

            Use(file, isDryRun: false, connection =>
            {
                connection.Execute($"DELETE FROM pending WHERE work = '{DaySchema.PendingPricing}'");
                return true;
            });
        }

        while (RebuildUsage())
        {
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    /// <summary>
    /// Makes the roll-ups of one file anew, if any must be: those of a file that was upgraded or priced anew, and of every later one, which counts the
    /// traces that went on. Newest first, so that after a kill the next start finds all that is left to do.
    /// </summary>
    /// <returns>Whether there was one.</returns>
    public bool RebuildUsage()
    {
        var oldest = Array.Find(files.OldestFirst, file => IsPending(file, DaySchema.PendingUsage));
        _rebuilt = oldest is null ? null : _rebuilt;
        var next = Array.FindLast(files.OldestFirst, file => file.Day >= oldest?.Day && (_rebuilt is not { } done || file.Day < done));
        if (next is null)
        {
            return false;
        }

        _rebuilt = next.Day;
        Use(next, isDryRun: false, connection =>
        {
            connection.Execute("BEGIN IMMEDIATE");
            new UsageRebuild(connection, next, new EarlierDays(files, readers, logger), options.MaxUsageKeys).Run();
            connection.Execute($"DELETE FROM pending WHERE work = '{DaySchema.PendingUsage}'");
            connection.Execute("COMMIT");
            return true;
        });
        return true;
    }

    private bool IsPending(DayFile file, string work) =>
        Use(file, isDryRun: true, connection => connection.QueryInt64($"SELECT 1 FROM pending WHERE work = '{work}'") != 0);

    private (RepricingResult Sum, long? Last) Step(DayFile file, long after, RepricingRange range, RepricingResult sum) =>
        Use(file, range.IsDryRun, connection =>
            new DayRepricing(connection, file, new EarlierDays(files, readers, logger), prices()).Step(after, TracesPerStep, range, sum));

    private TResult Use<TResult>(DayFile file, bool isDryRun, Func<SqliteConnection, TResult> use)
    {
        var connection = isDryRun ? connections.OpenReader(file.Path) : connections.OpenWriter(file.Path);
        try
        {
            return use(connection);
        }
        finally
        {
            connections.Close(connection);
            if (!isDryRun && file.Day < files.OldestFirst[^1].Day)
            {
                SealAgain(file);
            }
        }
    }

    private void SealAgain(DayFile file)
    {
        try
        {
            readers.Forget(file);
            connections.Seal(file.Path);
        }
        catch (SqliteException)
        {
            // Somebody reads it. It stays two files; the second one is read with it.
        }
    }
}
