using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace OtelGenAI.Otlp.Json;

/// <summary>Takes the escapes out of a JSON string. Unlike the framework's reader, it does not fail on a lone surrogate.</summary>
internal static class JsonText
{
    private static ReadOnlySpan<byte> Replacement => "\uFFFD"u8;

    /// <summary>Writes the text that an escaped string stands for.</summary>
    /// <param name="escaped">The inside of a string that the JSON reader found well-formed.</param>
    /// <param name="destination">At least as long.</param>
    /// <param name="invalidTextCount">One more if there was a lone surrogate, which becomes U+FFFD.</param>
    /// <returns>How many bytes were written.</returns>
    public static int Unescape(ReadOnlySpan<byte> escaped, Span<byte> destination, ref int invalidTextCount)
    {
        var written = 0;
        var isInvalid = false;
        while (true)
        {
            var plain = escaped.IndexOf((byte)'\\');
            if (plain < 0)
            {
                escaped.CopyTo(destination[written..]);
                invalidTextCount += isInvalid ? 1 : 0;
                return written + escaped.Length;
            }

            escaped[..plain].CopyTo(destination[written..]);
            written += plain;
            var kind = escaped[plain + 1];
            escaped = escaped[(plain + 2)..];
            if (kind == 'u')
            {
                written += UnescapeUnicode(ref escaped, destination[written..], ref isInvalid);
            }
            else
            {
                destination[written++] = Single(kind);
            }
        }
    }

    private static byte Single(byte kind) => kind switch
    {
        (byte)'n' => (byte)'\n',
        (byte)'r' => (byte)'\r',
        (byte)'t' => (byte)'\t',
        (byte)'b' => (byte)'\b',
        (byte)'f' => (byte)'\f',
        (byte)'"' or (byte)'\\' or (byte)'/' => kind,
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
        (char)ushort.Parse(digits[..4], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
}
