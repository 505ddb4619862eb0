using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Text;

namespace OtelGenAI.Storage.Query;

/// <summary>Looks for a word in bytes that were not cut into words: what <see cref="WordReader"/> would read as it stands there, or may.</summary>
internal static class WordBytes
{
    // Lower case of the Kelvin sign is k, and of a dotted capital I may be i; nothing else outside of ASCII becomes a letter of it.
    private static readonly byte[] Kelvin = "\u212A"u8.ToArray();
    private static readonly byte[] DottedI = "\u0130"u8.ToArray();

    /// <summary>Whether texts in a message may have a word, or one that begins or ends with it.</summary>
    /// <param name="message">UTF-8, with JSON in it and whatever else.</param>
    /// <param name="word">Letters and digits of ASCII, lower case.</param>
    /// <returns><see langword="false"/> when no text has it.</returns>
    public static bool MayHave(ReadOnlySpan<byte> message, ReadOnlySpan<byte> word) =>
        Has(message, word) || HasEscapedLetter(message) ||
        (word.Contains((byte)'k') && message.IndexOf(Kelvin) >= 0) || (word.Contains((byte)'i') && message.IndexOf(DottedI) >= 0);

    private static bool Has(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> word)
    {
        // Of letters and digits the bit 0x20 is set, but for capital letters; what else becomes equal is sorted out by the comparison.
        const byte lower = 0x20;
        var (first, last) = (word[0], word[^1]);
        var at = 0;
        var end = bytes.Length - word.Length + 1;
        if (Vector256.IsHardwareAccelerated)
        {
            ref var start = ref MemoryMarshal.GetReference(bytes);
            var (firsts, lasts, lowers) = (Vector256.Create(first), Vector256.Create(last), Vector256.Create(lower));
            for (; at <= end - Vector256<byte>.Count; at += Vector256<byte>.Count)
            {
                var found = (Vector256.Equals(Vector256.LoadUnsafe(ref start, (nuint)at) | lowers, firsts) &
                    Vector256.Equals(Vector256.LoadUnsafe(ref start, (nuint)(at + word.Length - 1)) | lowers, lasts)).ExtractMostSignificantBits();
                for (; found != 0; found &= found - 1)
                {
                    if (Ascii.EqualsIgnoreCase(bytes.Slice(at + System.Numerics.BitOperations.TrailingZeroCount(found), word.Length), word))
                    {
                        return true;
                    }
                }
            }
        }

        for (; at < end; at++)
        {
            if ((bytes[at] | lower) == first && Ascii.EqualsIgnoreCase(bytes.Slice(at, word.Length), word))
            {
                return true;
            }
        }

        return false;
    }

    // \u0041 is A. Quotes, angle brackets and the like are escaped more often, and are no part of a word.
    private static bool HasEscapedLetter(ReadOnlySpan<byte> message)
    {
        while (message.IndexOf("\\u"u8) is var at and >= 0)
        {
            message = message[(at + 2)..];
            if (MayBeLetter(message))
            {
                return true;
            }
        }

        return false;
    }

    private static bool MayBeLetter(ReadOnlySpan<byte> digits) => digits switch
    {
        [(byte)'0', (byte)'0', (byte)'3', >= (byte)'0' and <= (byte)'9', ..] => true,
        [(byte)'0', (byte)'0', >= (byte)'4' and <= (byte)'7', ..] => true,
        [(byte)'2', (byte)'1', (byte)'2', (byte)'a' or (byte)'A', ..] or [(byte)'0', (byte)'1', (byte)'3', (byte)'0', ..] => true,
        _ => false,
    };
}
