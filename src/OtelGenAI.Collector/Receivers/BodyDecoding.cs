using System.Buffers.Binary;
using System.IO.Compression;

namespace OtelGenAI.Collector.Receivers;

/// <summary>Undoes the compression of a body, within the limit.</summary>
internal static class BodyDecoding
{
    private const int GzipFrameBytes = 18;

    /// <summary>Inflates a gzip body.</summary>
    /// <param name="body">The compressed bytes.</param>
    /// <param name="inflated">Where the result goes.</param>
    /// <param name="maxBytes">Largest result.</param>
    /// <exception cref="InvalidDataException">It is not one complete gzip member; the message says what is wrong with it.</exception>
    /// <exception cref="BodyTooLargeException">The result would exceed the limit; inflating stopped there.</exception>
    public static void Gunzip(ArraySegment<byte> body, PooledBuffer inflated, int maxBytes)
    {
        if (body.Count < GzipFrameBytes)
        {
            throw new InvalidDataException($"gzip: {body.Count} bytes are too few for a gzip member.");
        }

        using var gzip = new GZipStream(new MemoryStream(body.Array!, body.Offset, body.Count, writable: false), CompressionMode.Decompress);
        Inflate(gzip, inflated, maxBytes);

        // GZipStream takes a truncated body for a finished one and ignores what follows a member; the length at the very end tells.
        var announced = BinaryPrimitives.ReadUInt32LittleEndian(body.AsSpan(body.Count - sizeof(uint)));
        if (announced != (uint)inflated.Length)
        {
            throw new InvalidDataException(
                $"gzip: the body is truncated or has something after its first member ({inflated.Length} bytes came out, its end says {announced}).");
        }
    }

    /// <summary>Inflates a zlib body (HTTP's <c>deflate</c>).</summary>
    /// <param name="body">The compressed bytes.</param>
    /// <param name="inflated">Where the result goes.</param>
    /// <param name="maxBytes">Largest result.</param>
    /// <exception cref="InvalidDataException">It is not a zlib stream; raw deflate is not, either.</exception>
    /// <exception cref="BodyTooLargeException">The result would exceed the limit; inflating stopped there.</exception>
    public static void Unzlib(ArraySegment<byte> body, PooledBuffer inflated, int maxBytes)
    {
        using var zlib = new ZLibStream(new MemoryStream(body.Array!, body.Offset, body.Count, writable: false), CompressionMode.Decompress);
        Inflate(zlib, inflated, maxBytes);
        var announced = body.Count < 6 ? 0 : BinaryPrimitives.ReadUInt32BigEndian(body.AsSpan(body.Count - sizeof(uint)));
        if (announced != Adler32(inflated.Written.Span))
        {
            throw new InvalidDataException("zlib: the body is truncated or damaged (its checksum does not match).");
        }
    }

    private static void Inflate(Stream compressed, PooledBuffer inflated, int maxBytes)
    {
        while (true)
        {
            // Whatever room is left, before the buffer grows: a small request takes one buffer, not two.
            var room = inflated.GetMemory(atLeast: 1);
            var read = compressed.Read(room.Span);
            if (read == 0)
            {
                return;
            }

            inflated.Advance(read);
            if (inflated.Length > maxBytes)
            {
                throw new BodyTooLargeException(maxBytes, afterDecompression: true);
            }
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
    $"The request is larger than {maxBytes} bytes{(afterDecompression ? " after decompression" : "")}; the limit is {ReceiverOptions.SectionName}:{nameof(ReceiverOptions.MaxRequestBytes)}.");
