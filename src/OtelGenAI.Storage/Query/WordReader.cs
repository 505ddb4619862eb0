using System.Globalization;
using System.Text;

namespace OtelGenAI.Storage.Query;

/// <summary>Cuts a text into words: runs of letters, digits and marks, lower case.</summary>
/// <remarks>
/// An ideograph is a word by itself, because no space tells them apart. In JSON, escapes are not part of words. What is longer than
/// <see cref="MaxWordBytes"/> is base64 and the like: it is a word that equals none.
/// </remarks>
internal ref struct WordReader
{
    /// <summary>Longest word, in bytes of UTF-8.</summary>
    public const int MaxWordBytes = 64;

    // u and four hexadecimal digits.
    private const int EscapeDigits = 5;

    private readonly ReadOnlySpan<byte> _text;
    private readonly bool _isJson;
    private WordBuffer _buffer;
    private int _at;
    private int _length;

    /// <summary>Begins a text.</summary>
    /// <param name="text">UTF-8; what is not valid is no part of a word.</param>
    /// <param name="isJson">Whether backslashes escape.</param>
    public WordReader(ReadOnlySpan<byte> text, bool isJson = false)
    {
        _text = text;
        _isJson = isJson;
    }

    /// <summary>The word; valid until the next.</summary>
    [System.Diagnostics.CodeAnalysis.UnscopedRef]
    public readonly ReadOnlySpan<byte> Word => ((ReadOnlySpan<byte>)_buffer)[.._length];

    /// <summary>Where it begins in the text.</summary>
    public int Start { get; private set; }

    /// <summary>Where it ends.</summary>
    public int End { get; private set; }

    /// <summary>Goes to the next word.</summary>
    /// <returns>Whether there is one.</returns>
    public bool Next()
    {
        var length = 0;
        while (_at < _text.Length)
        {
            var character = _text[_at];
            if (character < 0x80 && char.IsAsciiLetterOrDigit((char)character))
            {
                Start = length == 0 ? _at : Start;
                Append((byte)(character is >= (byte)'A' and <= (byte)'Z' ? character | 0x20 : character), ref length);
                _at++;
                continue;
            }

            var isPart = false;
            var consumed = 1;
            var rune = default(Rune);
            if (character >= 0x80)
            {
                _ = Rune.DecodeFromUtf8(_text[_at..], out rune, out consumed);
                isPart = Rune.IsLetterOrDigit(rune) || IsMark(rune);
            }
            else if (character == '\\' && _isJson)
            {
                consumed = EscapeLength(out rune);
                isPart = rune != default && (Rune.IsLetterOrDigit(rune) || IsMark(rune));
            }

            if (length > 0 && (!isPart || IsIdeograph(rune.Value)))
            {
                break;
            }

            if (isPart)
            {
                Start = length == 0 ? _at : Start;
                Append(Rune.ToLowerInvariant(rune), ref length);
            }

            _at += consumed;
            if (isPart && IsIdeograph(rune.Value))
            {
                break;
            }
        }

        End = _at;
        _length = length > MaxWordBytes ? 0 : length;
        return length > 0;
    }

    // \n is no letter, and \u00e4 is one; in JSON within JSON backslashes are doubled.
    private readonly int EscapeLength(out Rune rune)
    {
        rune = default;
        var at = _at;
        while (at < _text.Length && _text[at] == '\\')
        {
            at++;
        }

        if (at < _text.Length && _text[at] is (byte)'n' or (byte)'t' or (byte)'r' or (byte)'b' or (byte)'f')
        {
            return at + 1 - _at;
        }

        if (!TryReadUnit(at, out var unit))
        {
            return at - _at;
        }

        at += EscapeDigits;
        if (Rune.TryCreate(unit, out rune))
        {
            return at - _at;
        }

        var next = at;
        while (next < _text.Length && _text[next] == '\\')
        {
            next++;
        }

        return TryReadUnit(next, out var low) && Rune.TryCreate(unit, low, out rune) ? next + EscapeDigits - _at : at - _at;
    }

    private readonly bool TryReadUnit(int at, out char unit)
    {
        unit = default;
        if (at + EscapeDigits > _text.Length || _text[at] != 'u' ||
            !ushort.TryParse(_text.Slice(at + 1, EscapeDigits - 1), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var number))
        {
            return false;
        }

        unit = (char)number;
        return true;
    }

    private void Append(byte character, ref int length)
    {
        if (length < MaxWordBytes)
        {
            ((Span<byte>)_buffer)[length] = character;
        }

        length++;
    }

    private void Append(Rune rune, ref int length)
    {
        Span<byte> utf8 = stackalloc byte[4];
        foreach (var part in utf8[..rune.EncodeToUtf8(utf8)])
        {
            Append(part, ref length);
        }
    }

    private static bool IsMark(Rune rune) => Rune.GetUnicodeCategory(rune) is
        UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;

    // Kana, CJK with its extensions and compatibility forms.
    private static bool IsIdeograph(int rune) => rune is (>= 0x3040 and <= 0x30FF) or (>= 0x3400 and <= 0x4DBF) or (>= 0x4E00 and <= 0x9FFF) or
        (>= 0xF900 and <= 0xFAFF) or (>= 0x20000 and <= 0x3FFFF);

    [System.Runtime.CompilerServices.InlineArray(MaxWordBytes)]
    private struct WordBuffer
    {
        private byte _first;
    }
}
