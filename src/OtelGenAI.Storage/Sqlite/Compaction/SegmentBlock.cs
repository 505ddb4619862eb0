using System.Buffers;
using System.Buffers.Binary;
using OtelGenAI.Storage.Sqlite.Native;

namespace OtelGenAI.Storage.Sqlite.Compaction;

/// <summary>Segments that follow each other, compressed together. They keep their numbers and what they say when decompressed.</summary>
/// <remarks>
/// So neither the rows that point into them nor the references between messages change. The first segment's row has the block: 8 bytes with the
/// block's decompressed length, 8 with the number of its last segment, brotli. The rows of the others have 8 bytes with the first one's number and
/// 8 with their offset in the block. All little-endian.
/// </remarks>
/// <param name="FirstSegment">The segment whose row has the block.</param>
/// <param name="LastSegment">The last segment that may be in it; numbers between may be missing.</param>
/// <param name="Bytes">All of it, decompressed.</param>
internal readonly record struct SegmentBlock(long FirstSegment, long LastSegment, byte[] Bytes)
{
    /// <summary>Bytes before the compressed ones, and bytes of a part.</summary>
    public const int HeaderBytes = 16;

    /// <summary>Reads the block of a segment's row.</summary>
    /// <exception cref="StoreUnavailableException">The bytes are not what was written.</exception>
    public static SegmentBlock Read(SqliteConnection connection, long firstSegment)
    {
        var query = connection.Statement("SELECT codec, payload FROM segments WHERE segment_no = ?");
        try
        {
            query.Bind(1, firstSegment);
            if (!query.Step() || (SegmentEncoding)query.Int64(0) != SegmentEncoding.Block || query.Bytes(1).Length < HeaderBytes)
            {
                throw SegmentCodec.Damaged(connection.Path, firstSegment);
            }

            var (length, last) = ReadHeader(query.Bytes(1));
            var bytes = SegmentCodec.Decode(
                SegmentEncoding.Brotli, length is >= 0 and <= int.MaxValue ? (int)length : -1, query.Bytes(1)[HeaderBytes..], connection.Path, firstSegment);
            return new SegmentBlock(firstSegment, last, bytes);
        }
        finally
        {
            query.Reset();
        }
    }

    /// <summary>Writes the two numbers before a block, or those of a part.</summary>
    public static void WriteHeader(Span<byte> target, long first, long second)
    {
        BinaryPrimitives.WriteInt64LittleEndian(target, first);
        BinaryPrimitives.WriteInt64LittleEndian(target[sizeof(long)..], second);
    }

    /// <summary>Reads two numbers that <see cref="WriteHeader"/> has written.</summary>
    public static (long First, long Second) ReadHeader(ReadOnlySpan<byte> stored) =>
        (BinaryPrimitives.ReadInt64LittleEndian(stored), BinaryPrimitives.ReadInt64LittleEndian(stored[sizeof(long)..]));

    /// <summary>Stores each segment by itself again, in the transaction that is under way.</summary>
    public void Split(SqliteConnection connection)
    {
        List<(long SegmentNo, long Offset, long Length)> parts = [];
        var query = connection.Statement("SELECT segment_no, codec, length, payload FROM segments WHERE segment_no BETWEEN ? AND ? AND codec >= 2");
        query.Bind(1, FirstSegment);
        query.Bind(2, LastSegment);
        while (query.Step())
        {
            var isFirst = (SegmentEncoding)query.Int64(1) == SegmentEncoding.Block;
            parts.Add((query.Int64(0), isFirst ? 0 : ReadHeader(query.Bytes(3)).Second, query.Int64(2)));
        }

        query.Reset();
        foreach (var (segmentNo, offset, length) in parts)
        {
            var (encoding, rented, stored) = SegmentCodec.Encode(Slice(offset, length, connection.Path, segmentNo).Span);
            var update = connection.Statement("UPDATE segments SET codec = ?, payload = ? WHERE segment_no = ?");
            update.Bind(1, (long)encoding);
            update.BindBlob(2, rented.AsSpan(0, stored));
            update.Bind(3, segmentNo);
            update.Run();
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    /// <summary>The bytes of one segment of it.</summary>
    /// <exception cref="StoreUnavailableException">They are not in the block.</exception>
    public ReadOnlyMemory<byte> Slice(long offset, long length, string path, long segmentNo) =>
        offset >= 0 && length >= 0 && offset <= Bytes.Length - length
            ? Bytes.AsMemory((int)offset, (int)length)
            : throw SegmentCodec.Damaged(path, segmentNo);
}
