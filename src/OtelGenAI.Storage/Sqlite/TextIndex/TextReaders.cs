using OtelGenAI.Storage.Sqlite.Days;
using OtelGenAI.Storage.Sqlite.Native;

namespace OtelGenAI.Storage.Sqlite.TextIndex;

/// <summary>Lends connections that read the words of day files, and keeps the ones used last open: opening one takes longer than a question. Thread-safe.</summary>
/// <param name="texts">Opens them.</param>
/// <param name="maxIdle">How many stay open while nobody uses them.</param>
internal sealed class TextReaders(DayConnections texts, int maxIdle) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly LinkedList<SqliteConnection> _idle = [];

    // Files that were deleted: what was read of them may not be read again.
    private readonly Dictionary<string, int> _deletions = [];
    private bool _isClosed;

    /// <summary>Asks the words of a day file, as of one moment.</summary>
    /// <exception cref="SqliteException">They cannot be read, or nobody waits any more.</exception>
    public void Read(DayFile file, Action<SqliteConnection> read, CancellationToken cancellationToken)
    {
        var path = TextIndexTables.PathOf(file.Path);
        var (index, deletions) = Rent(path);
        var hasSucceeded = false;
        try
        {
            using var leaving = cancellationToken.Register(index.Interrupt);
            index.Statement("BEGIN").Run();
            read(index);
            index.Statement("COMMIT").Run();
            hasSucceeded = true;
        }
        finally
        {
            Return(index, hasSucceeded, deletions);
        }
    }

    /// <summary>Closes what reads the words of a day file, before they are deleted.</summary>
    public void Forget(DayFile file)
    {
        var path = TextIndexTables.PathOf(file.Path);
        lock (_gate)
        {
            _deletions[path] = _deletions.GetValueOrDefault(path) + 1;
        }

        CloseWhere(index => index.Path == path);
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _isClosed = true;
        }

        CloseWhere(_ => true);
    }

    private (SqliteConnection Index, int Deletions) Rent(string path)
    {
        int deletions;
        lock (_gate)
        {
            deletions = _deletions.GetValueOrDefault(path);
            for (var node = _idle.First; node is not null; node = node.Next)
            {
                if (node.Value.Path == path)
                {
                    _idle.Remove(node);
                    return (node.Value, deletions);
                }
            }
        }

        var index = texts.OpenReader(path);

        // A question reads a few pages of each file, and there is one of each day.
        index.Execute("PRAGMA cache_size = -256");
        return (index, deletions);
    }

    private void Return(SqliteConnection index, bool mayBeUsedAgain, int deletions)
    {
        SqliteConnection? surplus = null;
        lock (_gate)
        {
            if (_isClosed || !mayBeUsedAgain || deletions != _deletions.GetValueOrDefault(index.Path))
            {
                surplus = index;
            }
            else
            {
                _idle.AddFirst(index);
                if (_idle.Count > maxIdle)
                {
                    surplus = _idle.Last!.Value;
                    _idle.RemoveLast();
                }
            }
        }

        if (surplus is not null)
        {
            texts.Close(surplus);
        }
    }

    private void CloseWhere(Predicate<SqliteConnection> isChosen)
    {
        List<SqliteConnection> chosen = [];
        lock (_gate)
        {
            for (var node = _idle.First; node is not null;)
            {
                var next = node.Next;
                if (isChosen(node.Value))
                {
                    chosen.Add(node.Value);
                    _idle.Remove(node);
                }

                node = next;
            }
        }

        chosen.ForEach(texts.Close);
    }
}
