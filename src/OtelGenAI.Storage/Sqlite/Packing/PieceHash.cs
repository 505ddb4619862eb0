using System.Buffers.Binary;
using System.Security.Cryptography;

namespace OtelGenAI.Storage.Sqlite.Packing;

/// <summary>Hashes pieces to 128 bits under keys that nobody knows and that end with the process.</summary>
/// <remarks>
/// Two pieces under one hash would put one client's words into another's message. That cannot be provoked without the keys, and by chance
/// not in the life of a store. Four multiplications per 32 bytes; SHA-256 would take ten times as long.
/// </remarks>
internal sealed class PieceHash
{
    private readonly ulong[] _keys = new ulong[8];

    public PieceHash()
    {
        Span<byte> keys = stackalloc byte[_keys.Length * sizeof(ulong)];
        RandomNumberGenerator.Fill(keys);
        for (var at = 0; at < _keys.Length; at++)
        {
            // Odd, so that a factor is never 0 by the key alone.
            _keys[at] = BinaryPrimitives.ReadUInt64LittleEndian(keys[(at * sizeof(ulong))..]) | 1;
        }
    }

    /// <summary>Hashes a piece.</summary>
    public UInt128 Of(ReadOnlySpan<byte> piece)
    {
        var keys = _keys;
        ulong a = keys[0] ^ (ulong)piece.Length, b = keys[1], c = keys[2] ^ (ulong)piece.Length, d = keys[3];
        while (piece.Length >= 32)
        {
            Mix(piece, keys, ref a, ref b, ref c, ref d);
            piece = piece[32..];
        }

        Span<byte> rest = stackalloc byte[32];
        rest.Clear();
        piece.CopyTo(rest);
        Mix(rest, keys, ref a, ref b, ref c, ref d);
        return new UInt128(Fold(a ^ keys[6], b ^ keys[4]), Fold(c ^ keys[7], d ^ keys[5]));
    }

    private static void Mix(ReadOnlySpan<byte> words, ulong[] keys, ref ulong a, ref ulong b, ref ulong c, ref ulong d)
    {
        ulong w0 = Word(words), w1 = Word(words[8..]), w2 = Word(words[16..]), w3 = Word(words[24..]);
        a = Fold(w0 ^ a, w1 ^ keys[4]);
        b = Fold(w2 ^ b, w3 ^ keys[5]);
        c = Fold(w0 ^ keys[6], w2 ^ c);
        d = Fold(w1 ^ keys[7], w3 ^ d);
    }

    private static ulong Word(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadUInt64LittleEndian(bytes);

    // Added to a factor, so that a factor of 0 does not forget what came before.
    private static ulong Fold(ulong x, ulong y)
    {
        var high = Math.BigMul(x, y, out ulong low);
        return (high ^ low) + x;
    }
}
