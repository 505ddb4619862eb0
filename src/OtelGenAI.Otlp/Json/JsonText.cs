using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Text;

namespace OtelGenAI.Otlp.Json;

/// <summary>Takes the escapes out of a JSON string. Unlike the framework's reader, it does not fail on a lone surrogate.</summary>
internal static class JsonText
{
    private static ReadOnlySpan<byte> Replacement => "\uFFFD"u8;

    /// <summary>Room that <see cref="Unescape"/> needs behind the text: it copies 16 bytes at a time, and sometimes a few too many.</summary>
    public const int SpareBytes = 16;

    /// <summary>Writes the text that an escaped string stands for.</summary>
    /// <param name="escaped">The inside of a string that the JSON reader found well-formed.</param>
    /// <param name="destination">At least <see cref="SpareBytes"/> longer.</param>
    /// <param name="invalidTextCount">One more if there was a lone surrogate, which becomes U+FFFD.</param>
    /// <returns>How many bytes were written.</returns>
    public static int Unescape(ReadOnlySpan<byte> escaped, Span<byte> destination, ref int invalidTextCount)
    {
        var written = 0;
        var isInvalid = false;
        while (true)
        {
            var plain = CopyPlain(escaped, destination[written..]);
            written += plain;
            if (plain == escaped.Length)
            {
                invalidTextCount += isInvalid ? 1 : 0;
                return written;
            }

            var kind = escaped[plain + 1];
            escaped = escaped[(plain + 2)..];
            if (kind == 'u')
            {
                written += UnescapeUnicode(ref escaped, destination[written..], ref isInvalid);
            }
            else
            {
                destination[written++] = kind is (byte)'"' or (byte)'\\' ? kind : Single(kind);
            }
        }
    }

    // Messages inside an attribute are JSON in JSON: an escape every dozen bytes. Searching and copying in one go is what pays there.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int CopyPlain(ReadOnlySpan<byte> escaped, Span<byte> destination)
    {
        var copied = 0;
        while (escaped.Length - copied >= Vector128<byte>.Count)
        {
            var block = Vector128.Create(escaped.Slice(copied, Vector128<byte>.Count));
            block.CopyTo(destination[copied..]);
            var backslashes = Vector128.Equals(block, Vector128.Create((byte)'\\')).ExtractMostSignificantBits();
            if (backslashes != 0)
            {
                return copied + BitOperations.TrailingZeroCount(backslashes);
            }

            copied += Vector128<byte>.Count;
        }

        for (; copied < escaped.Length && escaped[copied] != '\\'; copied++)
        {
            destination[copied] = escaped[copied];
        }

        return copied;
    }

    private static byte Single(byte kind) => kind switch
    {
        (byte)'n' => (byte)'\n',
        (byte)'r' => (byte)'\r',
        (byte)'t' => (byte)'\t',
        (byte)'b' => (byte)'\b',
        (byte)'f' => (byte)'\f',
        (byte)'/' => kind,
        _ => throw new UnreachableException("The JSON reader accepts no other escape."),
    };

    private static int UnescapeUnicode(ref ReadOnlySpan<byte> escaped, Span<byte> destination, ref bool isInvalid)
    {
        var first = HexUnit(escaped);
        escaped = escaped[4..];
        if (char.IsHighSurrogate(first) && escaped.StartsWith("\\u"u8) && char.IsLowSurrogate(HexUnit(escaped[2..])))
        {
            var rune = new Rune(first, HexUnit(escaped[2..]));
            escaped = escaped[6..];
            return rune.EncodeToUtf8(destination);
        }

        if (Rune.TryCreate(first, out var single))
        {
            return single.EncodeToUtf8(destination);
        }

        isInvalid = true;
        Replacement.CopyTo(destination);
        return Replacement.Length;
    }

    private static char HexUnit(ReadOnlySpan<byte> digits) =>
        (char)((Nibble(digits[0]) << 12) | (Nibble(digits[1]) << 8) | (Nibble(digits[2]) << 4) | Nibble(digits[3]));

    // The JSON reader accepts nothing but hexadecimal digits here; letters have bit 6, and count from 1.
    private static int Nibble(byte digit) => (digit & 0xF) + ((digit >> 6) * 9);
}
