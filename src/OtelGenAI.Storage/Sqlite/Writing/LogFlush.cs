using Microsoft.Win32.SafeHandles;
using OtelGenAI.Storage.Sqlite.Native;

namespace OtelGenAI.Storage.Sqlite.Writing;

/// <summary>Brings the write-ahead log of a file to the disk, from any thread, while its connection writes on.</summary>
/// <remarks>
/// With <c>synchronous=FULL</c> SQLite would do it inside COMMIT, and the only writer would wait for the disk. With <c>NORMAL</c> it flushes
/// the log before it moves it into the file, so the file is always whole; that what was committed is durable is what this class is for. What
/// was written through another handle of the same file is flushed too: a flush is of a file, not of a handle.
/// </remarks>
/// <param name="connection">The connection that writes the file.</param>
/// <param name="flushToDisk">Flushes a file.</param>
internal sealed class LogFlush(SqliteConnection connection, Action<SafeFileHandle> flushToDisk) : IDisposable
{
    private SafeFileHandle? _log;

    /// <summary>Says on a connection that its commits are flushed here.</summary>
    public static void Prepare(SqliteConnection connection) => connection.Execute("PRAGMA synchronous = NORMAL");

    /// <summary>Returns when everything that was committed before the call is on the disk.</summary>
    /// <exception cref="IOException">It may not be there.</exception>
    public void Flush()
    {
        // Made by the first commit, and the same file until the connection is closed.
        _log ??= File.OpenHandle(connection.Path + "-wal", FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        flushToDisk(_log);
    }

    public void Dispose() => _log?.Dispose();
}
