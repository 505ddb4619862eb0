using System.Buffers;
using OtelGenAI.Storage.Sqlite.Native;
using OtelGenAI.Storage.Sqlite.Packing;

namespace OtelGenAI.Storage.Sqlite.Writing;

/// <summary>Gathers payloads into segments, and compresses full ones on another thread while rows are written.</summary>
/// <remarks>Not thread-safe. Compressing takes a third of a commit's time (measured 2026-11-20); a second core takes it over.</remarks>
/// <param name="connection">The writer's connection.</param>
internal sealed class SegmentWriter(SqliteConnection connection)
{
    // Larger ones compress little better, and reading one span decompresses a whole one.
    private const int SegmentBytes = 128 * 1024;

    // Each holds half a megabyte. When the other threads do not keep up, this one compresses too.
    private const int MaxClosed = 8;

    private readonly Queue<Segment> _closed = [];
    private long _segmentNo = connection.QueryInt64("SELECT max(segment_no) FROM segments") + 1;
    private byte[] _payloads = ArrayPool<byte>.Shared.Rent(SegmentBytes * 2);
    private int _length;
    private int _count;

    /// <summary>Where the next payload will begin.</summary>
    public PiecePlace Next => new(_segmentNo, _length);

    /// <summary>Adds a payload at the place that <see cref="Next"/> says.</summary>
    public void Add(ReadOnlySpan<byte> payload)
    {
        MakeRoom(payload.Length);
        payload.CopyTo(_payloads.AsSpan(_length));
        _length += payload.Length;
        _count++;
        if (_length >= SegmentBytes)
        {
            Close(onAnotherThread: true);
            WriteClosed(maxLeft: MaxClosed);
        }
    }

    /// <summary>Writes everything that was added; before the transaction is committed.</summary>
    public void Flush()
    {
        if (_count > 0)
        {
            // Whoever waits for it anyway may as well do it.
            Close(onAnotherThread: false);
        }

        WriteClosed(maxLeft: 0);
    }

    private void MakeRoom(int length)
    {
        if (_payloads.Length - _length < length)
        {
            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(_payloads.Length * 2, _length + length));
            _payloads.AsSpan(0, _length).CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_payloads);
            _payloads = larger;
        }
    }

    private void Close(bool onAnotherThread)
    {
        var (payloads, length) = (_payloads, _length);
        var encoding = onAnotherThread ? Task.Run(() => Encode(payloads, length)) : Task.FromResult(Encode(payloads, length));
        _closed.Enqueue(new Segment(_segmentNo, length, encoding));
        _segmentNo++;
        _payloads = ArrayPool<byte>.Shared.Rent(SegmentBytes * 2);
        _length = 0;
        _count = 0;
    }

    private static (SegmentEncoding Encoding, byte[] Rented, int Length) Encode(byte[] rentedPayloads, int length)
    {
        try
        {
            return SegmentCodec.Encode(rentedPayloads.AsSpan(0, length));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rentedPayloads);
        }
    }

    /// <summary>Writes those that are compressed, and waits for others as long as there are more than may be left.</summary>
    private void WriteClosed(int maxLeft)
    {
        while (_closed.TryPeek(out var segment) && (_closed.Count > maxLeft || segment.Encoding.IsCompleted))
        {
            _closed.Dequeue();
            // A thread that waits for a task nobody has begun runs it itself: this cannot starve.
            var (encoding, rented, length) = segment.Encoding.GetAwaiter().GetResult();
            try
            {
                var insert = connection.Statement("INSERT INTO segments(segment_no, codec, length, payload) VALUES(?, ?, ?, ?)");
                insert.Bind(1, segment.SegmentNo);
                insert.Bind(2, (long)encoding);
                insert.Bind(3, segment.Length);
                insert.BindBlob(4, rented.AsSpan(0, length));
                insert.Run();
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(rented);
            }
        }
    }

    private readonly record struct Segment(
        long SegmentNo, int Length, Task<(SegmentEncoding Encoding, byte[] Rented, int Length)> Encoding);
}
