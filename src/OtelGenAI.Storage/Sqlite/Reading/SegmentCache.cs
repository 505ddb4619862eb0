using OtelGenAI.Storage.Sqlite.Days;
using OtelGenAI.Storage.Sqlite.Native;

namespace OtelGenAI.Storage.Sqlite.Reading;

/// <summary>Keeps the decompressed segments that were read last: the messages of a conversation refer to the same ones. Thread-safe.</summary>
/// <param name="maxBytes">Most bytes that are kept.</param>
internal sealed class SegmentCache(long maxBytes)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<Key, LinkedListNode<Entry>> _nodes = [];
    private readonly LinkedList<Entry> _latestFirst = [];
    private long _bytes;

    /// <summary>A segment or block that was read before, or <see langword="null"/>.</summary>
    public byte[]? Find(in Key key)
    {
        lock (_gate)
        {
            if (!_nodes.TryGetValue(key, out var node))
            {
                return null;
            }

            _latestFirst.Remove(node);
            _latestFirst.AddFirst(node);
            return node.Value.Segment;
        }
    }

    /// <summary>Keeps a segment or block; without effect when it is larger than half of all that is kept, or kept already.</summary>
    public void Add(in Key key, byte[] segment)
    {
        lock (_gate)
        {
            if (segment.Length > maxBytes / 2 || _nodes.ContainsKey(key))
            {
                return;
            }

            _nodes[key] = _latestFirst.AddFirst(new Entry(key, segment));
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
                if (node.Value.Key.File == file)
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
        _nodes.Remove(node.Value.Key);
        _bytes -= node.Value.Segment.Length;
    }

    /// <summary>What is kept.</summary>
    /// <param name="File">The file.</param>
    /// <param name="SegmentNo">The segment, or the first one of a block.</param>
    /// <param name="IsBlock">Whether it is the block. What a segment says stays the same when it becomes part of one.</param>
    internal readonly record struct Key(DayFile File, long SegmentNo, bool IsBlock);

    private sealed record Entry(Key Key, byte[] Segment);
}

/// <summary>The decompressed segments of one file.</summary>
/// <param name="cache">All that are kept.</param>
/// <param name="file">The file.</param>
internal sealed class FileSegments(SegmentCache cache, DayFile file)
{
    // A conversation's segments, or those of a scan in order.
    private const long WorkBytes = 32 * 1024 * 1024;

    /// <summary>Keeps segments while one connection works through its file.</summary>
    public static FileSegments While(SqliteConnection connection) => While(new DayFile(connection.Path, day: default), WorkBytes);

    /// <summary>Keeps segments of a file while somebody works through it.</summary>
    /// <param name="file">The file.</param>
    /// <param name="maxBytes">Most bytes of them.</param>
    public static FileSegments While(DayFile file, long maxBytes) => new(new SegmentCache(maxBytes), file);

    /// <summary>A segment or block that was read before, or <see langword="null"/>.</summary>
    public byte[]? Find(long segmentNo, bool isBlock) => cache.Find(new SegmentCache.Key(file, segmentNo, isBlock));

    /// <summary>Keeps a segment or block.</summary>
    public void Add(long segmentNo, bool isBlock, byte[] segment) => cache.Add(new SegmentCache.Key(file, segmentNo, isBlock), segment);
}
