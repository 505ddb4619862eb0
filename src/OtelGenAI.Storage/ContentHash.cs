using System.Buffers.Binary;

namespace OtelGenAI.Storage;

/// <summary>Tells a client's retry from a span that was sent again with other content.</summary>
/// <remarks>
/// Compared only between two versions of one span, so 64 bits are plenty, and a client that makes them collide only fools itself.
/// The values are stored: the function may not change while the schema version stays (ContentHashTests pins it).
/// Two multiplications per 32 bytes: 1.8 KB takes about 0.15 µs, where SHA-256 takes over 1 µs.
/// </remarks>
internal static class ContentHash
{
    private const ulong SeedA = 0x9E3779B97F4A7C15;
    private const ulong SeedB = 0xD1B54A32D192ED03;
    private const ulong SeedC = 0x8CB92BA72F3D8DD7;

    /// <summary>Hashes bytes.</summary>
    public static ulong Of(ReadOnlySpan<byte> bytes)
    {
        var length = (ulong)bytes.Length;
        ulong a = SeedA, b = SeedB;
        while (bytes.Length >= 32)
        {
            a = Fold(Word(bytes) ^ a, Word(bytes[8..]) ^ SeedB);
            b = Fold(Word(bytes[16..]) ^ b, Word(bytes[24..]) ^ SeedC);
            bytes = bytes[32..];
        }

        Span<byte> rest = stackalloc byte[32];
        rest.Clear();
        bytes.CopyTo(rest);
        a = Fold(Word(rest) ^ a, Word(rest[8..]) ^ SeedB);
        b = Fold(Word(rest[16..]) ^ b, Word(rest[24..]) ^ SeedC);
        return Fold(a ^ length, b ^ SeedC);
    }

    /// <summary>One hash of two, in this order.</summary>
    public static ulong Combine(ulong first, ulong second) => Fold(first ^ SeedA, ulong.RotateLeft(second, 29) ^ SeedB);

    private static ulong Word(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadUInt64LittleEndian(bytes);

    private static ulong Fold(ulong x, ulong y)
    {
        var high = Math.BigMul(x, y, out ulong low);
        return high ^ low;
    }
}
