using System.Buffers.Binary;
using System.IO.Compression;

namespace OtelGenAI.Collector.Receivers;

/// <summary>Undoes the compression of a body, within the limit.</summary>
internal static class BodyDecoding
{
    private const int GzipFrameBytes = 18;

    private static readonly byte[] Mark = "otelgenai-end of"u8.ToArray();
    private static readonly byte[] MarkMember = Compress(Mark);

    /// <summary>Inflates a gzip body.</summary>
    /// <param name="body">The compressed bytes; something is added behind them.</param>
    /// <param name="inflated">Where the result goes.</param>
    /// <param name="maxBytes">Largest result.</param>
    /// <exception cref="InvalidDataException">It is not made of complete gzip members; the message says what is wrong with it.</exception>
    /// <exception cref="BodyTooLargeException">The result would exceed the limit; inflating stopped there.</exception>
    public static void Gunzip(PooledBuffer body, PooledBuffer inflated, int maxBytes)
    {
        if (body.Length < GzipFrameBytes)
        {
            throw new InvalidDataException($"gzip: {body.Length} bytes are too few for a gzip member.");
        }

        // GZipStream takes a truncated body for a finished one and ignores what follows a member. So a member of our own follows: it comes
        // out only if everything before it was complete. The length at the end of a body is no such proof: a body that lost some of its
        // bytes can still end in it (corpus/gzip/stored-without-five-bytes.gz).
        body.Append(MarkMember);
        using var gzip = new GZipStream(Open(body), CompressionMode.Decompress);
        Inflate(gzip, inflated, maxBytes, Mark.Length);
        if (!inflated.Written.Span.EndsWith(Mark))
        {
            throw new InvalidDataException($"gzip: the body is truncated or has something after its last member ({inflated.Length} bytes came out).");
        }

        inflated.TakeBack(Mark.Length);
    }

    /// <summary>Inflates a zlib body (HTTP's <c>deflate</c>).</summary>
    /// <param name="body">The compressed bytes.</param>
    /// <param name="inflated">Where the result goes.</param>
    /// <param name="maxBytes">Largest result.</param>
    /// <exception cref="InvalidDataException">It is not a zlib stream; raw deflate is not, either.</exception>
    /// <exception cref="BodyTooLargeException">The result would exceed the limit; inflating stopped there.</exception>
    public static void Unzlib(PooledBuffer body, PooledBuffer inflated, int maxBytes)
    {
        using var zlib = new ZLibStream(Open(body), CompressionMode.Decompress);
        Inflate(zlib, inflated, maxBytes, ownBytes: 0);
        var announced = body.Length < 6 ? 0 : BinaryPrimitives.ReadUInt32BigEndian(body.Written.Span[^sizeof(uint)..]);
        if (announced != Adler32(inflated.Written.Span))
        {
            throw new InvalidDataException("zlib: the body is truncated or damaged (its checksum does not match).");
        }
    }

    private static MemoryStream Open(PooledBuffer body) => new(body.Segment.Array!, body.Segment.Offset, body.Segment.Count, writable: false);

    private static byte[] Compress(byte[] bytes)
    {
        var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Optimal))
        {
            gzip.Write(bytes);
        }

        return compressed.ToArray();
    }

    // ownBytes: how many of the bytes that come out are ours, and not counted.
    private static void Inflate(Stream compressed, PooledBuffer inflated, int maxBytes, int ownBytes)
    {
        while (true)
        {
            // Whatever room is left, before the buffer grows: a small request takes one buffer, not two.
            var room = inflated.GetMemory(atLeast: 1);
            var read = Read(compressed, room.Span);
            if (read == 0)
            {
                return;
            }

            inflated.Advance(read);
            if (inflated.Length - ownBytes > maxBytes)
            {
                throw new BodyTooLargeException(maxBytes, afterDecompression: true);
            }
        }
    }

    private static int Read(Stream compressed, Span<byte> room)
    {
        try
        {
            return compressed.Read(room);
        }
        catch (IOException e)
        {
            // A code of zlib that .NET does not expect, such as the one for a preset dictionary: to us the body is as bad as any other.
            throw new InvalidDataException($"The body cannot be decompressed: {e.Message}", e);
        }
    }

    // RFC 1950 §9: two sums modulo the largest prime below 2^16; 5,552 bytes is the longest run before they could overflow 32 bits.
    private static uint Adler32(ReadOnlySpan<byte> bytes)
    {
        const uint Modulus = 65_521;
        uint a = 1, b = 0;
        while (!bytes.IsEmpty)
        {
            var run = bytes[..Math.Min(bytes.Length, 5_552)];
            foreach (var value in run)
            {
                a += value;
                b += a;
            }

            a %= Modulus;
            b %= Modulus;
            bytes = bytes[run.Length..];
        }

        return (b << 16) | a;
    }
}

/// <summary>A request is over the limit. Sending it again cannot help.</summary>
internal sealed class BodyTooLargeException(int maxBytes, bool afterDecompression) : Exception(
    $"The request is larger than {maxBytes} bytes{(afterDecompression ? " after decompression" : "")}; the limit is {ReceiverOptions.SectionName}:{nameof(ReceiverOptions.MaxRequestBytes)}.")
{
    /// <summary>A word for <c>/metrics</c>.</summary>
    public string Reason => afterDecompression ? RefusalReason.TooLargeInflated : RefusalReason.TooLarge;
}
