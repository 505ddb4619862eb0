using OtelGenAI.Storage.Sqlite.Native;

namespace OtelGenAI.Storage.Sqlite.Removal;

/// <summary>Writes a file anew after rows were deleted: their bytes are still in free pages, in the free room of pages that stay, and in the log.</summary>
/// <remarks>
/// That this is to be done is noted in the transaction that deletes. When it cannot be done (a full disk, a process that is killed), whoever asked is
/// told to ask again, and the file is then cleaned although nothing is left to delete in it.
/// </remarks>
internal static class FileCleaning
{
    // Each waits two seconds.
    private const int MaxAttempts = 5;

    /// <summary>Notes it; in the transaction that deletes.</summary>
    public static void Note(SqliteConnection connection) => connection.Execute("CREATE TABLE IF NOT EXISTS to_be_cleaned(x)");

    /// <summary>Whether it was noted and not done.</summary>
    public static bool IsDue(SqliteConnection connection) =>
        connection.QueryInt64("SELECT count(*) FROM sqlite_master WHERE name = 'to_be_cleaned'") != 0;

    /// <summary>Does it.</summary>
    /// <exception cref="StoreUnavailableException">A query that began earlier keeps the log from being emptied.</exception>
    public static void Finish(SqliteConnection connection)
    {
        connection.Execute("VACUUM");
        EmptyLog(connection);
        connection.Execute("DROP TABLE to_be_cleaned");
    }

    // The log has the pages from before until it is emptied, which waits for queries that began earlier.
    private static void EmptyLog(SqliteConnection connection)
    {
        for (var attempt = 0; attempt < MaxAttempts; attempt++)
        {
            if (connection.Checkpoint(emptyLog: true) == 0)
            {
                return;
            }
        }

        throw new StoreUnavailableException(
            $"What was to be deleted is deleted from {connection.Path}, but a query that began earlier keeps the old bytes in its log. Ask again.");
    }
}
