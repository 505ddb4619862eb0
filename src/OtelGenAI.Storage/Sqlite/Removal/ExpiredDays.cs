using OtelGenAI.Storage.Sqlite.Days;
using OtelGenAI.Storage.Sqlite.TextIndex;

namespace OtelGenAI.Storage.Sqlite.Removal;

/// <summary>Finds and drops the day files of a tenant that are past retention, whatever they hold.</summary>
internal static class ExpiredDays
{
    /// <summary>Whether there is anything to drop; asked without stopping the tenant's writer.</summary>
    /// <param name="files">The files.</param>
    /// <param name="limits">What may stay.</param>
    /// <param name="now">The time.</param>
    /// <param name="hasToStay">Whether all of a file is known to have to stay.</param>
    public static bool Any(TenantFiles files, RetentionLimits limits, DateTimeOffset now, Predicate<DayFile> hasToStay) =>
        files.OldestFirst is var oldestFirst && Array.Find(oldestFirst, file => !hasToStay(file)) is { } oldest &&
        (HasEnded(oldest, limits.MaxAge, now) || (oldest != oldestFirst[^1] && limits.MaxBytes < oldestFirst.Sum(Size)));

    /// <summary>Drops the oldest files until the limits hold; the newest one goes by its age only.</summary>
    /// <param name="files">The files.</param>
    /// <param name="limits">What may stay.</param>
    /// <param name="now">The time.</param>
    /// <param name="drop">Drops one; <see langword="null"/> when all of it has to stay.</param>
    /// <returns>What was dropped, oldest first.</returns>
    public static List<DroppedDay> Drop(TenantFiles files, RetentionLimits limits, DateTimeOffset now, Func<DayFile, DroppedDay?> drop)
    {
        List<DroppedDay> dropped = [];
        var oldestFirst = files.OldestFirst;
        var bytes = oldestFirst.Sum(Size);
        foreach (var file in oldestFirst)
        {
            if (!HasEnded(file, limits.MaxAge, now) && (file == oldestFirst[^1] || !(bytes > limits.MaxBytes)))
            {
                break;
            }

            if (drop(file) is { } day)
            {
                dropped.Add(day);
                bytes -= day.Bytes;
            }
        }

        return dropped;
    }

    /// <summary>Whether a file's day ended that long ago.</summary>
    public static bool HasEnded(DayFile file, TimeSpan? age, DateTimeOffset now) =>
        age is { } longAgo && now.UtcDateTime - file.Day.AddDays(1).ToDateTime(default, DateTimeKind.Utc) >= longAgo;

    /// <summary>Bytes of a file, of its log, and of the words beside it.</summary>
    public static long Size(DayFile file) => Paths(file.Path).Concat(Paths(TextIndexTables.PathOf(file.Path))).Select(path => new FileInfo(path)).Sum(info => info.Exists ? info.Length : 0);

    /// <summary>Deletes a file.</summary>
    /// <param name="files">The files that it is one of.</param>
    /// <param name="file">The file.</param>
    /// <param name="forget">Closes what reads it.</param>
    /// <exception cref="StoreUnavailableException">It cannot be deleted, and stays.</exception>
    public static void Delete(TenantFiles files, DayFile file, Action<DayFile> forget)
    {
        // First out of the list, so that no query opens it any more; one that has it open reads on.
        files.Remove(file);
        forget(file);
        try
        {
            foreach (var path in Paths(file.Path))
            {
                File.Delete(path);
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            files.PutBack(file);
            throw StoreFailure.Describe(file.Path, failure);
        }
    }

    // The log last: without it, the file would be one of an earlier moment.
    private static string[] Paths(string path) => [path, path + "-wal", path + "-shm"];
}
