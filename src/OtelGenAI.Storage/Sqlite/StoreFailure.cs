using OtelGenAI.Storage.Sqlite.Native;

namespace OtelGenAI.Storage.Sqlite;

/// <summary>Says to callers what is wrong with the disk or a file, where, and what to do.</summary>
internal static class StoreFailure
{
    // A disk does not get better within a second; a lock does.
    private static readonly TimeSpan DiskRetry = TimeSpan.FromSeconds(10);

    /// <summary>Whether the same data could be stored later: the world is broken, not the data.</summary>
    public static bool IsWorld(Exception failure) => failure switch
    {
        StoreUnavailableException or UnauthorizedAccessException => true,
        SqliteException sqlite => sqlite.Result is not (SqliteResult.Error or SqliteResult.TooBig or SqliteResult.Constraint or
            SqliteResult.Mismatch or SqliteResult.Misuse or SqliteResult.Range),
        IOException => true,
        _ => false,
    };

    /// <summary>The exception for the caller.</summary>
    /// <param name="path">The file or folder that was worked on.</param>
    /// <param name="failure">What happened.</param>
    public static StoreUnavailableException Describe(string path, Exception failure) => failure switch
    {
        StoreUnavailableException already => already,
        SqliteException sqlite => new StoreUnavailableException(Describe(sqlite), sqlite)
        {
            RetryAfter = sqlite.Result is SqliteResult.Busy or SqliteResult.Locked ? TimeSpan.FromSeconds(1) : DiskRetry,
        },
        _ => new StoreUnavailableException($"{path} cannot be used: {failure.Message}", failure) { RetryAfter = DiskRetry },
    };

    private static string Describe(SqliteException failure) => failure.Result switch
    {
        SqliteResult.Full =>
            $"The disk of {failure.Path} is full ({failure.Detail}). Free space, or delete old day files; storing goes on by itself.",
        SqliteResult.ReadOnly or SqliteResult.Permission or SqliteResult.CannotOpen =>
            $"{failure.Path} cannot be opened or written ({failure.Detail}). Check that its folder exists and is writable.",
        SqliteResult.Corrupt or SqliteResult.NotADatabase =>
            $"{failure.Path} is damaged ({failure.Detail}). Move it away, with its -wal and -shm files: the other days stay readable, and " +
            "a new file is made when it is today's.",
        SqliteResult.Busy or SqliteResult.Locked =>
            $"{failure.Path} is locked by another program ({failure.Detail}). Only one program may use the data folder.",
        SqliteResult.IOError =>
            $"Reading or writing {failure.Path} failed ({failure.Detail}). Check the disk.",
        SqliteResult.NoMemory =>
            $"There was not enough memory to read or write {failure.Path} ({failure.Detail}).",
        _ => $"{failure.Path} cannot be used ({failure.Detail}).",
    };
}
