using System.Buffers;
using System.IO.Compression;
using OtelGenAI.Storage.Sqlite.Native;

namespace OtelGenAI.Storage.Sqlite.Compaction;

/// <summary>Compresses the segments of a file again, a block at a time: what was written in haste becomes a third smaller.</summary>
/// <remarks>
/// Each step is one transaction, so a file is whole wherever it is interrupted; which segment is next stands in the file. Blocks are in the order of
/// arrival, so a trace's spans, and conversations that go on, are near each other. Only the file's writer uses it. Not thread-safe.
/// </remarks>
/// <param name="connection">The only connection that writes the file.</param>
internal sealed class SegmentCompaction(SqliteConnection connection)
{
    // Text becomes 15 % smaller in 1 MB than in 128 KB, and 3 % more in 2; reading one span decompresses a block, 2 ms a megabyte (2026-11-20).
    internal const int BlockBytes = 2 * 1024 * 1024;

    // Pages that are free are used again by what arrives. More of them than this go back to the system, some with each step.
    private const int KeptFreePages = 2_048;
    private const int PagesGivenBack = 1_024;

    private const string NextSegment = "SELECT next_segment FROM compaction";

    private long? _next;
    private bool _cannotGiveBack;

    /// <summary>Takes up the next block.</summary>
    /// <param name="isComplete">Whether nothing will be added to the file, so that the last block may be small.</param>
    /// <returns>
    /// Work for any thread, whose result is what the writer's thread then does, between two transactions; <see langword="null"/> when there is no
    /// block to make yet.
    /// </returns>
    public Func<Action>? Next(bool isComplete)
    {
        _next ??= connection.QueryInt64(NextSegment);
        var length = LengthOfNext(_next.Value);
        if (length == 0 || (length < BlockBytes && !isComplete))
        {
            var keptPages = isComplete ? 0 : KeptFreePages;
            return FreePages > keptPages && !_cannotGiveBack ? () => () => GiveBackPages(keptPages) : null;
        }

        var segments = ReadSegments(_next.Value);
        return () => Compress(segments, length);
    }

    /// <summary>Whether all segments of a file are in blocks, and none of its pages is free.</summary>
    public static bool IsComplete(SqliteConnection connection) =>
        connection.QueryInt64("SELECT max(segment_no) FROM segments") < connection.QueryInt64(NextSegment) &&
        (connection.QueryInt64("PRAGMA freelist_count") == 0 || connection.QueryInt64("PRAGMA auto_vacuum") == 0);

    private long FreePages => connection.QueryInt64("PRAGMA freelist_count");

    private void GiveBackPages(int keptPages)
    {
        var free = FreePages;
        if (free > keptPages)
        {
            connection.Execute($"PRAGMA incremental_vacuum({Math.Min(PagesGivenBack, free - keptPages)})");

            // A file of an earlier version was not made for it: its free pages wait for what arrives.
            _cannotGiveBack = FreePages == free;
        }
    }

    // The payloads are in pages of their own: asked for lengths alone, SQLite does not read them.
    private long LengthOfNext(long from)
    {
        var length = 0L;
        var query = connection.Statement("SELECT length FROM segments WHERE segment_no >= ? AND codec < 2 ORDER BY segment_no");
        query.Bind(1, from);
        while (length < BlockBytes && query.Step())
        {
            length += query.Int64(0);
        }

        query.Reset();
        return length;
    }

    private List<StoredSegment> ReadSegments(long from)
    {
        var length = 0L;
        List<StoredSegment> segments = [];
        var query = connection.Statement("SELECT segment_no, codec, length, payload FROM segments WHERE segment_no >= ? AND codec < 2 ORDER BY segment_no");
        query.Bind(1, from);
        while (length < BlockBytes && query.Step())
        {
            segments.Add(new StoredSegment(query.Int64(0), (SegmentEncoding)query.Int64(1), (int)query.Int64(2), query.Bytes(3).ToArray()));
            length += query.Int64(2);
        }

        query.Reset();
        return segments;
    }

    private Action Compress(List<StoredSegment> segments, long length)
    {
        var plain = ArrayPool<byte>.Shared.Rent((int)length);
        var block = ArrayPool<byte>.Shared.Rent(SegmentBlock.HeaderBytes + BrotliEncoder.GetMaxCompressedLength((int)length));
        try
        {
            var at = 0;
            foreach (var segment in segments)
            {
                SegmentCodec.Decode(segment.Encoding, segment.Stored, plain.AsSpan(at, segment.Length), connection.Path, segment.SegmentNo);
                at += segment.Length;
            }

            var compressed = SegmentBlock.HeaderBytes + SegmentCodec.EncodeBlock(plain.AsSpan(0, at), block.AsSpan(SegmentBlock.HeaderBytes));
            SegmentBlock.WriteHeader(block, at, segments[^1].SegmentNo);
            var isSmaller = compressed + ((segments.Count - 1) * SegmentBlock.HeaderBytes) < segments.Sum(segment => (long)segment.Stored.Length);
            var stored = isSmaller ? block.AsSpan(0, compressed).ToArray() : null;
            return () => Store(segments, stored);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(plain);
            ArrayPool<byte>.Shared.Return(block);
        }
    }

    private void Store(List<StoredSegment> segments, byte[]? block)
    {
        var next = segments[^1].SegmentNo + 1;
        connection.Statement("BEGIN IMMEDIATE").Run();
        if (block is not null)
        {
            var first = segments[0].SegmentNo;
            var offset = 0L;
            Span<byte> part = stackalloc byte[SegmentBlock.HeaderBytes];
            foreach (var segment in segments)
            {
                SegmentBlock.WriteHeader(part, first, offset);
                Update(segment.SegmentNo, segment.SegmentNo == first ? block : part, isFirst: segment.SegmentNo == first);
                offset += segment.Length;
            }
        }

        var remember = connection.Statement("INSERT OR REPLACE INTO compaction(compaction_no, next_segment) VALUES(1, ?)");
        remember.Bind(1, next);
        remember.Run();
        connection.Statement("COMMIT").Run();
        _next = next;
        GiveBackPages(KeptFreePages);
    }

    private void Update(long segmentNo, ReadOnlySpan<byte> payload, bool isFirst)
    {
        var update = connection.Statement("UPDATE segments SET codec = ?, payload = ? WHERE segment_no = ?");
        update.Bind(1, (long)(isFirst ? SegmentEncoding.Block : SegmentEncoding.PartOfBlock));
        update.BindBlob(2, payload);
        update.Bind(3, segmentNo);
        update.Run();
    }

    private readonly record struct StoredSegment(long SegmentNo, SegmentEncoding Encoding, int Length, byte[] Stored);
}
