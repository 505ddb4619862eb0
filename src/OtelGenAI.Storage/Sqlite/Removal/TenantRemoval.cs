using System.Collections.Concurrent;
using OtelGenAI.Storage.Sqlite.Days;
using OtelGenAI.Storage.Sqlite.Native;
using OtelGenAI.Storage.Sqlite.Pins;
using OtelGenAI.Storage.Sqlite.Reading;
using OtelGenAI.Telemetry;

namespace OtelGenAI.Storage.Sqlite.Removal;

/// <summary>Takes telemetry out of a tenant's files. Runs where its writer runs, while that has no file open.</summary>
/// <param name="files">The files.</param>
/// <param name="pins">Which traces stay.</param>
/// <param name="connections">Opens them.</param>
/// <param name="readers">Told of files that change.</param>
/// <param name="maxPieces">See <see cref="SqliteStoreOptions.MaxRememberedPieces"/>.</param>
internal sealed class TenantRemoval(TenantFiles files, PinFile pins, DayConnections connections, DayReaders readers, int maxPieces)
{
    // Days of which only pinned traces are left, and the pins that were there then.
    private readonly ConcurrentDictionary<DateOnly, IReadOnlySet<TraceId>> _onlyPinned = [];

    /// <summary>Erases traces from every file that has them.</summary>
    public DeletionResult Erase(IReadOnlyCollection<TraceId> traceIds)
    {
        HashSet<TraceId> different = [];
        long spans = 0, logs = 0;

        // First of all: what arrives later for a deleted trace is another one, which nobody pinned.
        pins.Remove(traceIds);

        // Newest first: when it fails half-way, what is left is what a dropped day would leave.
        foreach (var file in files.OldestFirst.Reverse())
        {
            var here = Read(file, connection => traceIds.Where(traceId => DayTraces.Has(connection, traceId)).ToList());
            if (here.Count > 0)
            {
                var erased = Change(file, erasure => erasure.Erase(here));
                different.UnionWith(here);
                spans += erased.Spans;
                logs += erased.Logs;
            }
        }

        return new DeletionResult(different.Count, spans, logs);
    }

    /// <summary>Erases the traces of a user.</summary>
    public DeletionResult EraseUser(string userId)
    {
        HashSet<TraceId> traces = [];
        foreach (var file in files.OldestFirst)
        {
            traces.UnionWith(Read(file, connection => DayTraces.OfUser(connection, userId)));
        }

        return traces.Count == 0 ? default : Erase(traces);
    }

    /// <summary>Whether retention has anything to do; asked without stopping the writer.</summary>
    public bool HasExpired(RetentionLimits limits, DateTimeOffset now) => ExpiredDays.Any(
        files, limits, now, file => _onlyPinned.TryGetValue(file.Day, out var then) && ReferenceEquals(then, pins.Current));

    /// <summary>Drops the oldest days.</summary>
    public IReadOnlyList<DroppedDay> DropExpired(RetentionLimits limits, DateTimeOffset now) => ExpiredDays.Drop(files, limits, now, Drop);

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
            ExpiredDays.Delete(files, file, readers.Forget);
            return day;
        }

        // Dropped before, but for the pins it had then, which may have become fewer since.
        var erased = Read(file, connection => DayTraces.HasOthers(connection, kept)) ? Change(file, erasure => erasure.EraseAllBut(kept)) : default;
        _onlyPinned[file.Day] = pinned;
        return erased == default
            ? null
            : new DroppedDay(file.Day, erased.Traces, size - ExpiredDays.Size(file)) { PinnedTraces = kept.Count };
    });

    /// <summary>The pinned traces that a file has something of; <see langword="null"/> when nobody can say, because it is damaged.</summary>
    private List<TraceId>? KeptOf(DayFile file, IReadOnlySet<TraceId> pinned)
    {
        try
        {
            return pinned.Count == 0 ? [] : Read(file, connection => pinned.Where(traceId => DayTraces.Has(connection, traceId)).ToList());
        }
        catch (Exception failure) when (StoreFailure.IsWorld(failure))
        {
            return null;
        }
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

    private DeletionResult Change(DayFile file, Func<DayErasure, DeletionResult> change)
    {
        readers.Forget(file);
        var connection = connections.OpenWriter(file.Path);
        DeletionResult result;
        try
        {
            using var erasure = new DayErasure(connection, maxPieces);
            result = change(erasure);
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
            SealAgain(file);
        }

        return result;
    }

    private void SealAgain(DayFile file)
    {
        try
        {
            connections.Seal(file.Path);
        }
        catch (SqliteException)
        {
            // Somebody reads it. It stays two files; the second one is empty.
        }
    }
}
