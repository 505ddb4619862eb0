using System.Buffers;
using System.IO.Compression;

namespace OtelGenAI.Storage.Sqlite;

/// <summary>How the payload of a segment is written. The numbers are stored; they never change their meaning.</summary>
internal enum SegmentEncoding
{
    /// <summary>As it is: compressing did not make it smaller.</summary>
    Raw = 0,

    /// <summary>Brotli.</summary>
    Brotli = 1,

    /// <summary>The first segment of a block: it and segments that follow it, compressed together. See <see cref="Compaction.SegmentBlock"/>.</summary>
    Block = 2,

    /// <summary>In the block of an earlier segment. See <see cref="Compaction.SegmentBlock"/>.</summary>
    PartOfBlock = 3,
}

/// <summary>Compresses payloads, many at a time.</summary>
/// <remarks>
/// Measured 2026-11-20: payloads of one trace repeat each other, so 128 KB of them take 255 bytes a span where each alone takes 946, and
/// compress at 622 MB/s instead of 109. While spans arrive the fastest quality is used, because a processor second is what there is least of: on
/// packed spans of the load program 480 MB/s and 2.56 times smaller, where quality 1 makes 306 and 2.81, quality 5 65 and 3.02 (DeflateStream's
/// fastest 344 and 2.01). What stays is compressed again, two megabytes at a time, while nothing arrives: Markdown and C# become 3.4 times smaller in
/// 128 KB at quality 0, 4.3 times at quality 5, 5.0 times in 1 MB at quality 5 (59 MB/s), 5.2 times at quality 9 (19 MB/s), Python 2 % more in 2 MB.
/// </remarks>
internal static class SegmentCodec
{
    private const int ArrivalQuality = 0;
    private const int StayingQuality = 9;

    // 2^18 bytes: a segment and its repetitions fit. 2^22 bytes: a block and its repetitions fit.
    private const int SegmentWindowBits = 18;
    private const int BlockWindowBits = 22;

    // A damaged length must not allocate what is left of memory. One payload may be as large as the largest request.
    private const int MaxSegmentBytes = 1024 * 1024 * 1024;

    /// <summary>Compresses into a rented array; the caller gives it back to <see cref="ArrayPool{T}.Shared"/>.</summary>
    public static (SegmentEncoding Encoding, byte[] Rented, int Length) Encode(ReadOnlySpan<byte> payloads)
    {
        var rented = ArrayPool<byte>.Shared.Rent(Math.Max(BrotliEncoder.GetMaxCompressedLength(payloads.Length), payloads.Length));
        if (BrotliEncoder.TryCompress(payloads, rented, out var length, ArrivalQuality, SegmentWindowBits) && length < payloads.Length)
        {
            return (SegmentEncoding.Brotli, rented, length);
        }

        payloads.CopyTo(rented);
        return (SegmentEncoding.Raw, rented, payloads.Length);
    }

    /// <summary>Compresses several segments together, as well as is worth the time.</summary>
    /// <param name="segments">Their payloads, one after the other.</param>
    /// <param name="target">Where to; the caller has taken <see cref="BrotliEncoder.GetMaxCompressedLength"/>.</param>
    /// <returns>How many bytes it takes.</returns>
    public static int EncodeBlock(ReadOnlySpan<byte> segments, Span<byte> target) =>
        BrotliEncoder.TryCompress(segments, target, out var length, StayingQuality, BlockWindowBits)
            ? length
            : throw new InvalidOperationException($"{segments.Length} bytes do not fit into {target.Length} when they are compressed.");

    /// <summary>Decompresses.</summary>
    /// <param name="encoding">How they are written: <see cref="SegmentEncoding.Raw"/> or <see cref="SegmentEncoding.Brotli"/>.</param>
    /// <param name="length">Their length.</param>
    /// <param name="stored">What is stored.</param>
    /// <param name="path">The file; for messages.</param>
    /// <param name="segmentNo">The segment; for messages.</param>
    /// <exception cref="StoreUnavailableException">The bytes are not what was written.</exception>
    public static byte[] Decode(SegmentEncoding encoding, int length, ReadOnlySpan<byte> stored, string path, long segmentNo)
    {
        var payloads = length is >= 0 and <= MaxSegmentBytes ? new byte[length] : throw Damaged(path, segmentNo);
        Decode(encoding, stored, payloads, path, segmentNo);
        return payloads;
    }

    /// <summary>Decompresses into as many bytes as there are.</summary>
    /// <exception cref="StoreUnavailableException">The bytes are not what was written.</exception>
    public static void Decode(SegmentEncoding encoding, ReadOnlySpan<byte> stored, Span<byte> payloads, string path, long segmentNo)
    {
        if (encoding == SegmentEncoding.Raw && stored.Length == payloads.Length)
        {
            stored.CopyTo(payloads);
        }
        else if (encoding != SegmentEncoding.Brotli || !BrotliDecoder.TryDecompress(stored, payloads, out var written) || written != payloads.Length)
        {
            throw Damaged(path, segmentNo);
        }
    }

    /// <summary>What is said of a segment whose bytes are not what was written.</summary>
    public static StoreUnavailableException Damaged(string path, long segmentNo) =>
        new($"{path} is damaged: segment {segmentNo} cannot be decompressed.");
}
