using OtelGenAI.Storage.Sqlite.Days;

namespace OtelGenAI.Storage.Sqlite.Reading;

/// <summary>Keeps the decompressed segments that were read last: the messages of a conversation refer to the same ones. Thread-safe.</summary>
/// <param name="maxBytes">Most bytes that are kept.</param>
internal sealed class SegmentCache(long maxBytes)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(DayFile File, long SegmentNo), LinkedListNode<Entry>> _nodes = [];
    private readonly LinkedList<Entry> _latestFirst = [];
    private long _bytes;

    /// <summary>A segment that was read before, or <see langword="null"/>.</summary>
    public byte[]? Find(DayFile file, long segmentNo)
    {
        lock (_gate)
        {
            if (!_nodes.TryGetValue((file, segmentNo), out var node))
            {
                return null;
            }

            _latestFirst.Remove(node);
            _latestFirst.AddFirst(node);
            return node.Value.Segment;
        }
    }

    /// <summary>Keeps a segment; without effect when it is large, or kept already.</summary>
    public void Add(DayFile file, long segmentNo, byte[] segment)
    {
        lock (_gate)
        {
            if (segment.Length > maxBytes / 4 || _nodes.ContainsKey((file, segmentNo)))
            {
                return;
            }

            _nodes[(file, segmentNo)] = _latestFirst.AddFirst(new Entry(file, segmentNo, segment));
            _bytes += segment.Length;
            while (_bytes > maxBytes)
            {
                Remove(_latestFirst.Last!);
            }
        }
    }

    /// <summary>Forgets the segments of a file that is gone or was replaced.</summary>
    public void Forget(DayFile file)
    {
        lock (_gate)
        {
            for (var node = _latestFirst.First; node is not null;)
            {
                var next = node.Next;
                if (node.Value.File == file)
                {
                    Remove(node);
                }

                node = next;
            }
        }
    }

    private void Remove(LinkedListNode<Entry> node)
    {
        _latestFirst.Remove(node);
        _nodes.Remove((node.Value.File, node.Value.SegmentNo));
        _bytes -= node.Value.Segment.Length;
    }

    private sealed record Entry(DayFile File, long SegmentNo, byte[] Segment);
}

/// <summary>The decompressed segments of one file.</summary>
/// <param name="cache">All that are kept.</param>
/// <param name="file">The file.</param>
internal sealed class FileSegments(SegmentCache cache, DayFile file)
{
    /// <summary>A segment, read when it is not kept.</summary>
    public byte[] GetOrAdd(long segmentNo, Func<long, byte[]> read)
    {
        if (cache.Find(file, segmentNo) is { } known)
        {
            return known;
        }

        var segment = read(segmentNo);
        cache.Add(file, segmentNo, segment);
        return segment;
    }
}
