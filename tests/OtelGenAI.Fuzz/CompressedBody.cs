using System.Buffers.Binary;
using System.IO.Compression;
using OtelGenAI.Collector.Receivers;
using OtelGenAI.Otlp;
using OtelGenAI.Otlp.Traces;
using OtelGenAI.Telemetry.Records;

namespace OtelGenAI.Fuzz;

/// <summary>A request with spans in a compression, as the receivers undo it before they decode.</summary>
public sealed class CompressedBody
{
    // Small, so that mutated lengths reach it.
    private const int MaxBytes = 256 * 1024;

    private readonly Func<byte[], byte[]> _compress;
    private readonly Action<PooledBuffer, PooledBuffer, int> _inflate;
    private readonly Func<ReadOnlyMemory<byte>, ReadOnlyMemory<byte>, bool> _isWhole;
    private readonly AdmissionBudget _budget = new(64 * 1024 * 1024);

    // isWhole: whether a body that was taken fits what came out of it, by a check that is not the receivers' own.
    private CompressedBody(
        Func<byte[], byte[]> compress, Action<PooledBuffer, PooledBuffer, int> inflate, Func<ReadOnlyMemory<byte>, ReadOnlyMemory<byte>, bool> isWhole)
    {
        _compress = compress;
        _inflate = inflate;
        _isWhole = isWhole;
    }

    /// <summary>gzip, over both transports.</summary>
    public static CompressedBody Gzip { get; } = new(
        bytes => Compress(bytes, stream => new GZipStream(stream, CompressionLevel.Fastest)),
        BodyDecoding.Gunzip,
        EndsAsGzip);

    /// <summary>zlib, which HTTP calls deflate.</summary>
    public static CompressedBody Zlib { get; } = new(
        bytes => Compress(bytes, stream => new ZLibStream(stream, CompressionLevel.Fastest)),
        BodyDecoding.Unzlib,
        (body, inflated) => ((body.Span[0] << 8) | body.Span[1]) % 31 == 0 && BinaryPrimitives.ReadUInt32BigEndian(body.Span[^4..]) == Adler32(inflated.Span));

    /// <summary>Undoes the compression and decodes what came out.</summary>
    public OtlpDecodeResult Decode(TelemetryBatch batch, ReadOnlyMemory<byte> body)
    {
        using var inflated = new PooledBuffer(_budget);
        try
        {
            Inflate(body.Span, inflated);
        }
        catch (Exception e) when (e is InvalidDataException or BodyTooLargeException)
        {
            batch.Reset(default);
            return new OtlpDecodeResult.Malformed(e.Message, Offset: 0);
        }

        if (inflated.Length > MaxBytes)
        {
            throw new InvalidOperationException($"{inflated.Length} bytes came out; the limit is {MaxBytes}.");
        }

        return _isWhole(body, inflated.Written)
            ? OtlpTraceDecoder.Decode(batch, inflated.Written.ToArray(), OtlpLimits.Default)
            : throw new InvalidOperationException("A body was taken although its end does not fit what came out of it.");
    }

    /// <summary>Half of the time the compressed bytes are changed, half of the time what is in them: otherwise nothing would pass the checksum.</summary>
    public byte[] Mutate(byte[] body, byte[] other, Random random)
    {
        if (random.Next(2) == 0)
        {
            return Mutation.Of(body, other, random);
        }

        var inner = Mutation.Of(Inflated(body), Inflated(other), random);
        return random.Next(20) == 0 ? _compress(new byte[random.Next(2 * MaxBytes)]) : _compress(inner);
    }

    private byte[] Inflated(byte[] body)
    {
        using var inflated = new PooledBuffer(_budget);
        try
        {
            Inflate(body, inflated);
        }
        catch (Exception e) when (e is InvalidDataException or BodyTooLargeException)
        {
            // What came out before the damage is as good as any other beginning.
        }

        return inflated.Written.ToArray();
    }

    private void Inflate(ReadOnlySpan<byte> body, PooledBuffer inflated)
    {
        using var received = new PooledBuffer(_budget);
        received.Append(body);
        _inflate(received, inflated, MaxBytes);
    }

    private static byte[] Compress(byte[] bytes, Func<Stream, Stream> into)
    {
        var compressed = new MemoryStream();
        using (var stream = into(compressed))
        {
            stream.Write(bytes);
        }

        return compressed.ToArray();
    }

    // Of several members only the last is looked at; that there are any is for the end of the first to say.
    private static bool EndsAsGzip(ReadOnlyMemory<byte> body, ReadOnlyMemory<byte> inflated)
    {
        var length = BinaryPrimitives.ReadUInt32LittleEndian(body.Span[^4..]);
        return length <= inflated.Length &&
            BinaryPrimitives.ReadUInt32LittleEndian(body.Span[^8..]) == Crc32(inflated.Span[^(int)length..]);
    }

    // RFC 1950 §9, byte by byte.
    private static uint Adler32(ReadOnlySpan<byte> bytes)
    {
        uint a = 1, b = 0;
        foreach (var value in bytes)
        {
            a = (a + value) % 65_521;
            b = (b + a) % 65_521;
        }

        return (b << 16) | a;
    }

    // RFC 1952 §8, bit by bit.
    private static uint Crc32(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var value in bytes)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) != 0 ? (crc >> 1) ^ 0xEDB88320 : crc >> 1;
            }
        }

        return ~crc;
    }
}
