using OtelGenAI.Storage.Sqlite.Native;

namespace OtelGenAI.Storage.Sqlite.Writing;

/// <summary>Moves the log of a file into it when it has grown. Used by the one connection that writes the file.</summary>
/// <param name="connection">That connection.</param>
internal sealed class LogCheckpoints(SqliteConnection connection)
{
    // 4,096 pages are 16 MB of log: a checkpoint then costs about 10 ms, and the log stays in the system's cache.
    private const int CheckpointPages = 4_096;

    // Readers that never all leave at once keep the log from starting over. At 64 MB the writer waits for them.
    private const int EmptyLogPages = 16_384;

    private int _pages;

    /// <summary>Moves the log into the file if it has grown.</summary>
    public void MoveWhenGrown()
    {
        _pages += connection.TakePagesWritten();
        if (_pages < CheckpointPages)
        {
            return;
        }

        _pages = 0;
        if (connection.Checkpoint(emptyLog: false) > EmptyLogPages)
        {
            _ = EmptyLog();
        }
    }

    /// <summary>Moves all of the log into the file, as far as readers let it.</summary>
    /// <returns>Whether nothing is left in the log.</returns>
    public bool EmptyLog() => connection.Checkpoint(emptyLog: true) == 0;
}
