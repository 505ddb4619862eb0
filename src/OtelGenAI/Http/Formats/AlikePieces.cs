using System.Buffers;
using System.Text.Json;

namespace OtelGenAI.Http.Formats;

/// <summary>Recognises a piece of a stream that differs from an earlier one in nothing but its words. Not thread-safe.</summary>
/// <param name="wordFields">Names of the fields whose values say nothing as long as nobody captures content: texts, padding, counters of pieces.</param>
/// <remarks>
/// Hundreds of pieces of an answer are one JSON text with other words in it. Comparing the text around the words is tens of times cheaper than reading it, and
/// cannot be deceived by what the words say: they end at the first quote that has no backslash before it, and all around has to be the same, byte by byte.
/// </remarks>
internal sealed class AlikePieces(IReadOnlyList<string> wordFields)
{
    // A stream whose pieces are never alike is read as if this did not exist, but for this many of them.
    private const int MaxLearned = 32;

    private static readonly SearchValues<byte> s_quoteOrBackslash = SearchValues.Create("\"\\"u8);

    private readonly List<Gap> _gaps = [];
    private byte[] _name = [];
    private byte[] _piece = [];
    private int _learned;

    /// <summary>Whether reading a piece would say what reading the last one that was learned said, but for words.</summary>
    /// <param name="name">Its name, where the framing has names.</param>
    /// <param name="piece">The piece.</param>
    public bool Contains(ReadOnlySpan<byte> name, ReadOnlySpan<byte> piece)
    {
        if (_gaps.Count == 0 || !name.SequenceEqual(_name))
        {
            return false;
        }

        var known = 0;
        foreach (var gap in _gaps)
        {
            var around = _piece.AsSpan(known, gap.Start - known);
            if (!piece.StartsWith(around))
            {
                return false;
            }

            piece = piece[around.Length..];
            var length = gap.IsText ? LengthOfText(piece) : LengthOfNumber(piece);
            if (length <= 0)
            {
                // No words are not other words: a piece without any is no piece of the answer.
                return false;
            }

            piece = piece[length..];
            known = gap.End;
        }

        return piece.SequenceEqual(_piece.AsSpan(known));
    }

    /// <summary>Takes a piece that carried words and was read, in the place of the one before.</summary>
    /// <param name="name">Its name, where the framing has names.</param>
    /// <param name="piece">The piece.</param>
    public void Learn(ReadOnlySpan<byte> name, ReadOnlySpan<byte> piece)
    {
        if (_learned++ >= MaxLearned)
        {
            return;
        }

        _gaps.Clear();
        var reader = new Utf8JsonReader(piece);
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.PropertyName && IsWordField(ref reader))
            {
                reader.Read();
                var start = (int)reader.TokenStartIndex;
                switch (reader.TokenType)
                {
                    case JsonTokenType.String when reader.ValueSpan.Length > 0:
                        _gaps.Add(new Gap(start + 1, start + 1 + reader.ValueSpan.Length, IsText: true));
                        break;
                    case JsonTokenType.Number:
                        _gaps.Add(new Gap(start, start + reader.ValueSpan.Length, IsText: false));
                        break;
                    default:
                        break;
                }
            }
        }

        _piece = piece.ToArray();
        _name = name.ToArray();
    }

    private bool IsWordField(ref Utf8JsonReader reader)
    {
        foreach (var field in wordFields)
        {
            if (reader.ValueTextEquals(field))
            {
                return true;
            }
        }

        return false;
    }

    // Bytes before the closing quote; -1 without one.
    private static int LengthOfText(ReadOnlySpan<byte> bytes)
    {
        var length = 0;
        while (true)
        {
            var next = bytes[length..].IndexOfAny(s_quoteOrBackslash);
            if (next < 0)
            {
                return -1;
            }

            length += next;
            if (bytes[length] == (byte)'"')
            {
                return length;
            }

            length += 2;
            if (length > bytes.Length)
            {
                return -1;
            }
        }
    }

    private static int LengthOfNumber(ReadOnlySpan<byte> bytes) => bytes.IndexOfAnyExceptInRange((byte)'0', (byte)'9');

    /// <summary>Where words stand in the learned piece; the end is exclusive.</summary>
    private readonly record struct Gap(int Start, int End, bool IsText);
}
