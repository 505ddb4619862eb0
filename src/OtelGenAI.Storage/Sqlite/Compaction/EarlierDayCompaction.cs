using OtelGenAI.Storage.Sqlite.Days;
using OtelGenAI.Storage.Sqlite.Native;

namespace OtelGenAI.Storage.Sqlite.Compaction;

/// <summary>Finishes a file of an earlier day: all of its segments in blocks, no free pages, no log beside it.</summary>
internal sealed class EarlierDayCompaction : IFileCompaction, IDisposable
{
    private readonly DayConnections _connections;
    private readonly SqliteConnection _connection;
    private readonly SegmentCompaction _segments;
    private bool _isDone;

    /// <summary>Opens a file.</summary>
    /// <exception cref="SqliteException">It cannot be opened or written now.</exception>
    public EarlierDayCompaction(DayFile file, DayConnections connections)
    {
        File = file;
        _connections = connections;
        _connection = connections.OpenWriter(file.Path, waits: false);
        _segments = new SegmentCompaction(_connection);
    }

    public DayFile File { get; }

    public Func<Action>? NextCompaction()
    {
        _ = _connection.Checkpoint(emptyLog: false);
        var next = _segments.Next(isComplete: true);
        _isDone = next is null;
        return next;
    }

    public void Dispose()
    {
        _connections.Close(_connection);
        if (_isDone)
        {
            try
            {
                _connections.Seal(File.Path);
            }
            catch (SqliteException)
            {
                // Somebody reads it. It keeps a log beside it, an empty one.
            }
        }
    }
}
