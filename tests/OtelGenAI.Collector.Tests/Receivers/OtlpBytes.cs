using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace OtelGenAI.Collector.Tests.Receivers;

/// <summary>OTLP requests written by hand, field by field: what a client of any language would send.</summary>
internal static class OtlpBytes
{
    public const string TraceId = "0af7651916cd43dd8448eb211c80319c";

    /// <summary>A request with one span for each id.</summary>
    public static byte[] Request(params string[] spanIds) => RequestOf(TraceId, spanIds);

    /// <summary>A request with one span for each id, of a trace whose id may be anything.</summary>
    public static byte[] RequestOf(string traceIdHex, params string[] spanIds)
    {
        var spans = spanIds.Select(id => Field(2, Span(traceIdHex, id))).SelectMany(bytes => bytes).ToArray();
        var resource = Field(1, Field(1, [.. Field(1, "service.name"u8), .. Field(2, Field(1, "tests"u8))]));
        return Field(1, [.. resource, .. Field(2, spans)]);
    }

    private static byte[] Span(string traceIdHex, string spanIdHex) =>
    [
        .. Field(1, Convert.FromHexString(traceIdHex)), .. Field(2, Convert.FromHexString(spanIdHex)),
        .. Field(5, Encoding.UTF8.GetBytes($"span {spanIdHex}")), .. Fixed64(7, 1_700_000_000_000_000_000), .. Fixed64(8, 1_700_000_000_500_000_000),
    ];

    /// <summary>A length-delimited field.</summary>
    public static byte[] Field(int number, ReadOnlySpan<byte> content) => [(byte)((number << 3) | 2), .. Varint(content.Length), .. content];

    /// <summary>The five bytes before a gRPC message, then the message.</summary>
    public static byte[] Framed(byte[] message, byte flag = 0, long? length = null)
    {
        var frame = new byte[5 + message.Length];
        frame[0] = flag;
        BinaryPrimitives.WriteUInt32BigEndian(frame.AsSpan(1), (uint)(length ?? message.Length));
        message.CopyTo(frame, 5);
        return frame;
    }

    public static byte[] Gzip(byte[] bytes)
    {
        var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Fastest))
        {
            gzip.Write(bytes);
        }

        return compressed.ToArray();
    }

    /// <summary>gzip without compression that lost five bytes on the way: its checksum is then read as content, and its end still says the right length.</summary>
    public static byte[] WithoutFiveBytes(byte[] bytes)
    {
        var stored = new MemoryStream();
        using (var gzip = new GZipStream(stored, CompressionLevel.NoCompression))
        {
            gzip.Write(bytes);
        }

        var whole = stored.ToArray();
        return [.. whole[..40], .. whole[45..]];
    }

    public static byte[] Zlib(byte[] bytes)
    {
        var compressed = new MemoryStream();
        using (var zlib = new ZLibStream(compressed, CompressionLevel.Fastest))
        {
            zlib.Write(bytes);
        }

        return compressed.ToArray();
    }

    public static byte[] RawDeflate(byte[] bytes)
    {
        var compressed = new MemoryStream();
        using (var deflate = new DeflateStream(compressed, CompressionLevel.Fastest))
        {
            deflate.Write(bytes);
        }

        return compressed.ToArray();
    }

    /// <summary>The same bytes with the checksum of the gzip member damaged.</summary>
    public static byte[] WithWrongChecksum(byte[] gzip)
    {
        var damaged = (byte[])gzip.Clone();
        damaged[^8] ^= 0xff;
        return damaged;
    }

    private static byte[] Varint(int value)
    {
        var bytes = new List<byte>();
        for (; value > 0x7f; value >>= 7)
        {
            bytes.Add((byte)(value | 0x80));
        }

        bytes.Add((byte)value);
        return [.. bytes];
    }

    private static byte[] Fixed64(int number, ulong value)
    {
        var bytes = new byte[9];
        bytes[0] = (byte)((number << 3) | 1);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(1), value);
        return bytes;
    }
}
