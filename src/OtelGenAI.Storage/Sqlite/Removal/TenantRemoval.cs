using OtelGenAI.Storage.Sqlite.Days;
using OtelGenAI.Storage.Sqlite.Native;
using OtelGenAI.Storage.Sqlite.Reading;
using OtelGenAI.Telemetry;

namespace OtelGenAI.Storage.Sqlite.Removal;

/// <summary>Takes telemetry out of a tenant's files. Runs where its writer runs, while that has no file open.</summary>
/// <param name="files">The files.</param>
/// <param name="connections">Opens them.</param>
/// <param name="readers">Told of files that change.</param>
/// <param name="maxPieces">See <see cref="SqliteStoreOptions.MaxRememberedPieces"/>.</param>
internal sealed class TenantRemoval(TenantFiles files, DayConnections connections, DayReaders readers, int maxPieces)
{
    /// <summary>Erases traces from every file that has them.</summary>
    public DeletionResult Erase(IReadOnlyCollection<TraceId> traceIds)
    {
        HashSet<TraceId> different = [];
        long spans = 0, logs = 0;

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
    public bool HasExpired(RetentionLimits limits, DateTimeOffset now) => ExpiredDays.Any(files, limits, now);

    /// <summary>Drops the oldest days.</summary>
    public IReadOnlyList<DroppedDay> DropExpired(RetentionLimits limits, DateTimeOffset now) => ExpiredDays.Drop(files, limits, now, Drop);

    private DroppedDay? Drop(DayFile file)
    {
        var day = new DroppedDay(file.Day, Count(file), ExpiredDays.Size(file));
        ExpiredDays.Delete(files, file, readers.Forget);
        return day;
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
            result = change(new DayErasure(connection, maxPieces));
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
