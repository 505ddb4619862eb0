using System.Buffers;

namespace OtelGenAI.Storage.Query;

/// <summary>Cuts a text into the pieces that somebody said: of JSON the strings that are no member names, each by itself; any other text whole.</summary>
/// <remarks>
/// Nothing is parsed: JSON that was cut off, or is none after all, loses no word, because what stands between strings is a piece too. Words of
/// two pieces never make a phrase.
/// </remarks>
internal ref struct TextPieces
{
    private static readonly SearchValues<byte> Structure = SearchValues.Create(" \t\r\n{}[]:,"u8);

    private readonly ReadOnlySpan<byte> _text;
    private int _at;

    /// <summary>Begins a text.</summary>
    /// <param name="text">UTF-8.</param>
    public TextPieces(ReadOnlySpan<byte> text)
    {
        _text = text;
        IsJson = LooksLikeJson(text);
    }

    /// <summary>Whether the pieces are of JSON, where backslashes escape.</summary>
    public bool IsJson { get; }

    /// <summary>Where the piece begins in the text.</summary>
    public int Start { get; private set; }

    /// <summary>The piece.</summary>
    public readonly ReadOnlySpan<byte> Piece => _text[Start..End];

    private int End { get; set; }

    /// <summary>Goes to the next piece.</summary>
    /// <returns>Whether there is one.</returns>
    public bool Next()
    {
        while (_at < _text.Length)
        {
            if (!IsJson)
            {
                (Start, End, _at) = (0, _text.Length, _text.Length);
                return true;
            }

            Start = _at;
            if (_text[_at] == '"')
            {
                Start = ++_at;
                End = _at = EndOfString(_at);
                _at = Math.Min(_at + 1, _text.Length);
                if (!IsMemberName(_at) && End > Start)
                {
                    return true;
                }
            }
            else
            {
                var next = _text[_at..].IndexOf((byte)'"');
                End = _at = next < 0 ? _text.Length : _at + next;
                if (_text[Start..End].IndexOfAnyExcept(Structure) >= 0)
                {
                    return true;
                }
            }
        }

        return false;
    }

    private readonly int EndOfString(int at)
    {
        while (at < _text.Length)
        {
            var next = _text[at..].IndexOfAny((byte)'"', (byte)'\\');
            if (next < 0)
            {
                return _text.Length;
            }

            at += next;
            if (_text[at] == '"')
            {
                return at;
            }

            at = Math.Min(at + 2, _text.Length);
        }

        return at;
    }

    private readonly bool IsMemberName(int at)
    {
        while (at < _text.Length && _text[at] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n')
        {
            at++;
        }

        return at < _text.Length && _text[at] == ':';
    }

    // "[INFO] done" is a text.
    private static bool LooksLikeJson(ReadOnlySpan<byte> text)
    {
        var trimmed = text.TrimStart(" \t\r\n"u8);
        if (trimmed is not [(byte)'{' or (byte)'[', ..])
        {
            return false;
        }

        var inner = trimmed[1..].TrimStart(" \t\r\n"u8);
        return inner.IsEmpty || inner[0] is (byte)'"' or (byte)'{' or (byte)'[' or (byte)'}' or (byte)']';
    }
}
