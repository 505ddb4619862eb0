using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using OtelGenAI.Storage.Sqlite.Days;
using OtelGenAI.Storage.Sqlite.Native;
using OtelGenAI.Storage.Sqlite.Pins;
using OtelGenAI.Storage.Sqlite.Reading;
using OtelGenAI.Storage.Sqlite.RollUps;
using OtelGenAI.Storage.Sqlite.TextIndex;
using OtelGenAI.Storage.Sqlite.Writing;
using OtelGenAI.Telemetry;

namespace OtelGenAI.Storage.Sqlite.Removal;

/// <summary>Takes telemetry out of a tenant's files. Runs where its writer runs, while that has no file open.</summary>
/// <param name="files">The files.</param>
/// <param name="pins">Which traces stay.</param>
/// <param name="connections">Opens them.</param>
/// <param name="readers">Told of files that change.</param>
/// <param name="text">The words of the files, which go with them.</param>
/// <param name="options">Settings.</param>
/// <param name="logger">Told of files that cannot be read.</param>
internal sealed class TenantRemoval(
    TenantFiles files, PinFile pins, DayConnections connections, DayReaders readers, TenantTextIndex? text, SqliteStoreOptions options, ILogger logger)
{
    // Days of which only pinned traces, or pinned payloads, are left, and the pins that were there then.
    private readonly ConcurrentDictionary<DateOnly, IReadOnlySet<TraceId>> _onlyPinned = [];
    private readonly ConcurrentDictionary<DateOnly, IReadOnlySet<TraceId>> _onlyPinnedPayload = [];

    /// <summary>Erases traces from every file that has them.</summary>
    public DeletionResult Erase(IReadOnlyCollection<TraceId> traceIds) => Erase(traceIds, looseLogsOf: _ => []);

    private DeletionResult Erase(IReadOnlyCollection<TraceId> traceIds, Func<DayFile, IReadOnlyCollection<LogIdentity>> looseLogsOf)
    {
        HashSet<TraceId> different = [];
        long spans = 0, logs = 0;

        // First of all: what arrives later for a deleted trace is another one, which nobody pinned.
        pins.Remove(traceIds);

        // Newest first: when it fails half-way, what is left is what a dropped day would leave.
        foreach (var file in files.OldestFirst.Reverse())
        {
            var here = Read(file, connection => traceIds.Where(traceId => DayTraces.Has(connection, traceId)).ToList());
            var looseLogs = looseLogsOf(file);

            // Also when nothing is left in it, but an earlier deletion could not clean it.
            if (here.Count + looseLogs.Count > 0 || Read(file, FileCleaning.IsDue))
            {
                var erased = text is null
                    ? ChangeFile(file, erasure => erasure.Erase(here, looseLogs))
                    : text.Without(file, here, () => ChangeFile(file, erasure => erasure.Erase(here, looseLogs)));
                different.UnionWith(here);
                spans += erased.Spans;
                logs += erased.Logs;
            }
        }

        return new DeletionResult(different.Count, spans, logs);
    }

    /// <summary>Finds the traces of a user.</summary>
    /// <exception cref="StoreUnavailableException">A file cannot be read.</exception>
    public IReadOnlySet<TraceId> FindUser(string userId)
    {
        HashSet<TraceId> traces = [];
        foreach (var file in files.OldestFirst)
        {
            try
            {
                traces.UnionWith(Read(file, connection => UserMentions.Find(connection, userId, connections.MessageFormat).Traces));
            }
            catch (Exception failure) when (StoreFailure.IsWorld(failure))
            {
                throw StoreFailure.Describe(file.Path, failure);
            }
        }

        return traces;
    }

    /// <summary>Erases the traces of a user, and log records without a trace.</summary>
    public DeletionResult EraseUser(string userId)
    {
        HashSet<TraceId> traces = [];
        Dictionary<DayFile, List<LogIdentity>> looseLogs = [];
        foreach (var file in files.OldestFirst)
        {
            var mentions = Read(file, connection => UserMentions.Find(connection, userId, connections.MessageFormat));
            traces.UnionWith(mentions.Traces);
            looseLogs[file] = mentions.LooseLogs;
        }

        return Erase(traces, file => looseLogs.GetValueOrDefault(file) ?? []);
    }

    /// <summary>Whether retention has anything to do; asked without stopping the writer.</summary>
    public bool HasExpired(RetentionLimits limits, DateTimeOffset now) =>
        ExpiredDays.Any(files, limits, now, file => IsAsPinned(_onlyPinned, file)) ||
        Array.Exists(files.OldestFirst, file => ExpiredDays.HasEnded(file, limits.MaxPayloadAge, now) && !IsAsPinned(_onlyPinnedPayload, file));

    /// <summary>Drops the oldest days, and then payloads of days that stay.</summary>
    public IReadOnlyList<DroppedDay> DropExpired(RetentionLimits limits, DateTimeOffset now)
    {
        StoreUnavailableException? failed = null;
        var dropped = ExpiredDays.Drop(files, limits, now, file => Try(file, Drop));
        foreach (var file in files.OldestFirst.Where(file => ExpiredDays.HasEnded(file, limits.MaxPayloadAge, now) && !IsAsPinned(_onlyPinned, file)))
        {
            if (Try(file, old => DropPayload(old, limits.PayloadRule)) is { } day)
            {
                dropped.Add(day);
            }
        }

        return failed is null ? dropped : throw failed;

        // What one file refuses does not hold the others back.
        DroppedDay? Try(DayFile file, Func<DayFile, DroppedDay?> drop)
        {
            try
            {
                return drop(file);
            }
            catch (Exception failure) when (StoreFailure.IsWorld(failure))
            {
                failed ??= StoreFailure.Describe(file.Path, failure);
                return null;
            }
        }
    }

    private bool IsAsPinned(ConcurrentDictionary<DateOnly, IReadOnlySet<TraceId>> left, DayFile file) =>
        left.TryGetValue(file.Day, out var then) && ReferenceEquals(then, pins.Current);

    private DroppedDay? Drop(DayFile file) => pins.Hold<DroppedDay?>(pinned =>
    {
        _onlyPinned.TryRemove(file.Day, out _);
        var size = ExpiredDays.Size(file);
        if (KeptOf(file, pinned) is not { } kept)
        {
            return null;
        }

        if (kept.Count == 0)
        {
            var day = new DroppedDay(file.Day, Count(file), size);
            Without(file, () =>
            {
                ExpiredDays.Delete(files, file, readers.Forget);
                return day;
            });
            return day;
        }

        // Dropped before, but for the pins it had then, which may have become fewer since.
        var erased = Read(file, connection => DayTraces.HasOthers(connection, kept) || FileCleaning.IsDue(connection))
            ? Change(file, erasure => erasure.EraseAllBut(kept, ContinuedFrom(file)))
            : default;
        _onlyPinned[file.Day] = pinned;
        return erased == default
            ? null
            : new DroppedDay(file.Day, erased.Traces, size - ExpiredDays.Size(file)) { PinnedTraces = kept.Count };
    });

    private DroppedDay? DropPayload(DayFile file, string rule) => pins.Hold<DroppedDay?>(pinned =>
    {
        var size = ExpiredDays.Size(file);
        if (KeptOf(file, pinned) is not { } kept)
        {
            return null;
        }

        var isDone = Read(file, connection => DroppedPayload.IsDone(connection, pinned) && !FileCleaning.IsDue(connection));
        if (!isDone)
        {
            Change(file, erasure => erasure.DropPayload(kept, rule));
        }

        _onlyPinnedPayload[file.Day] = pinned;
        return isDone
            ? null
            : new DroppedDay(file.Day, Traces: 0, size - ExpiredDays.Size(file)) { IsPayloadOnly = true, PinnedTraces = kept.Count };
    });

    /// <summary>The pinned traces that a file has something of; <see langword="null"/> when nobody can say, because it is damaged.</summary>
    private List<TraceId>? KeptOf(DayFile file, IReadOnlySet<TraceId> pinned)
    {
        try
        {
            return pinned.Count == 0 ? [] : Read(file, connection => pinned.Where(traceId => DayTraces.Has(connection, traceId)).ToList());
        }
        catch (SqliteException failure) when (failure.Result is SqliteResult.Corrupt or SqliteResult.NotADatabase)
        {
            return null;
        }
    }

    /// <summary>Traces of a file that went on in a later one.</summary>
    private HashSet<TraceId> ContinuedFrom(DayFile file)
    {
        HashSet<TraceId> traces = [];
        foreach (var later in files.OldestFirst.Where(other => other.Day > file.Day))
        {
            traces.UnionWith(Read(later, connection => DayTraces.ContinuedFrom(connection, file.Day)));
        }

        return traces;
    }

    private TResult Read<TResult>(DayFile file, Func<SqliteConnection, TResult> read)
    {
        var connection = connections.OpenReader(file.Path);
        try
        {
            return read(connection);
        }
        finally
        {
            connections.Close(connection);
        }
    }

    private long Count(DayFile file)
    {
        try
        {
            return Read(file, connection => connection.QueryInt64("SELECT count(*) FROM traces"));
        }
        catch (Exception failure) when (StoreFailure.IsWorld(failure))
        {
            // A damaged file is dropped like any other.
            return 0;
        }
    }

    // Its words go first: whatever happens then, nothing is left of them.
    private TResult Without<TResult>(DayFile file, Func<TResult> change) => text is null ? change() : text.Without(file, change);

    private TResult Change<TResult>(DayFile file, Func<DayErasure, TResult> change) => Without(file, () => ChangeFile(file, change));

    private TResult ChangeFile<TResult>(DayFile file, Func<DayErasure, TResult> change)
    {
        readers.Forget(file);
        var connection = connections.OpenWriter(file.Path);
        TResult result;
        try
        {
            var usage = new UsageRebuild(connection, file, new EarlierDays(files, readers, logger), options.MaxUsageKeys);
            using var erasure = new DayErasure(connection, usage, options.MaxRememberedPieces);
            result = change(erasure);
            if (FileCleaning.IsDue(connection))
            {
                FileCleaning.Finish(connection);
            }
        }
        finally
        {
            connections.Close(connection);

            // What was remembered of the file is no longer so.
            files.Replace(file, files.NewFile(file.Day));
            readers.Forget(file);
        }

        if (file.Day < files.OldestFirst[^1].Day)
        {
            connections.TrySeal(file.Path);
        }

        return result;
    }
}
