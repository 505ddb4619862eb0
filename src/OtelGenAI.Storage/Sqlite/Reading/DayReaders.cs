using System.Diagnostics.CodeAnalysis;
using OtelGenAI.Storage.Sqlite.Days;

namespace OtelGenAI.Storage.Sqlite.Reading;

/// <summary>Lends read connections, and keeps the ones used last open. Thread-safe.</summary>
/// <param name="connections">Opens them.</param>
/// <param name="maxIdle">How many stay open while nobody uses them.</param>
/// <param name="segments">Where decompressed segments are kept; <see langword="null"/> keeps none.</param>
internal sealed class DayReaders(DayConnections connections, int maxIdle, SegmentCache? segments = null) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly LinkedList<(DayFile File, DayReader Reader)> _idle = [];
    private bool _isClosed;

    /// <summary>Lends a reader of a file; give it back with <see cref="Return"/>.</summary>
    [SuppressMessage("Reliability", "CA2000", Justification = "Return closes the connection, or keeps it.")]
    public DayReader Rent(DayFile file)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isClosed, this);
            for (var node = _idle.First; node is not null; node = node.Next)
            {
                if (node.Value.File == file)
                {
                    _idle.Remove(node);
                    return node.Value.Reader;
                }
            }
        }

        return new DayReader(connections.OpenReader(file.Path), segments is null ? null : new FileSegments(segments, file), connections.MessageFormat);
    }

    /// <summary>Takes a reader back.</summary>
    /// <param name="file">Its file.</param>
    /// <param name="reader">The reader.</param>
    /// <param name="mayBeUsedAgain">Whether nothing went wrong with it.</param>
    public void Return(DayFile file, DayReader reader, bool mayBeUsedAgain)
    {
        DayReader? surplus = null;
        lock (_gate)
        {
            if (_isClosed || !mayBeUsedAgain)
            {
                surplus = reader;
            }
            else
            {
                _idle.AddFirst((file, reader));
                if (_idle.Count > maxIdle)
                {
                    surplus = _idle.Last!.Value.Reader;
                    _idle.RemoveLast();
                }
            }
        }

        if (surplus is not null)
        {
            connections.Close(surplus.Connection);
        }
    }

    /// <summary>Closes the idle readers of a file that is gone or was replaced.</summary>
    public void Forget(DayFile file)
    {
        CloseWhere(entry => entry.File == file, closeForGood: false);
        segments?.Forget(file);
    }

    /// <summary>Closes all idle readers.</summary>
    public void CloseIdle() => CloseWhere(_ => true, closeForGood: false);

    public void Dispose() => CloseWhere(_ => true, closeForGood: true);

    private void CloseWhere(Predicate<(DayFile File, DayReader Reader)> isChosen, bool closeForGood)
    {
        List<DayReader> chosen = [];
        lock (_gate)
        {
            _isClosed |= closeForGood;
            for (var node = _idle.First; node is not null;)
            {
                var next = node.Next;
                if (isChosen(node.Value))
                {
                    chosen.Add(node.Value.Reader);
                    _idle.Remove(node);
                }

                node = next;
            }
        }

        foreach (var reader in chosen)
        {
            connections.Close(reader.Connection);
        }
    }
}
