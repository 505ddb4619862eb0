using System.Text;

namespace OtelGenAI.Storage.Query;

/// <summary>Words that stand one after the other in a text, whatever is between them that is no word. Immutable, thread-safe.</summary>
internal sealed record WordPhrase
{
    // So many states of the search fit into a number.
    private const int MaxWords = 64;

    private readonly byte[][] _words;

    // Of the words in ASCII: of others, upper and lower case differ in more than a bit.
    private readonly byte[][] _ascii;

    private WordPhrase(byte[][] words, bool isPrefix)
    {
        _words = words;
        IsPrefix = isPrefix;
        _ascii = [.. words.Where(word => Ascii.IsValid(word)).OrderByDescending(word => word.Length)];
    }

    /// <summary>The words, lower case, UTF-8.</summary>
    public IReadOnlyList<byte[]> Words => _words;

    /// <summary>Whether the last one is the beginning of a word.</summary>
    public bool IsPrefix { get; }

    /// <summary>A phrase of one word that an index has, whatever is in it.</summary>
    public static WordPhrase OfWord(string word) => new([Encoding.UTF8.GetBytes(word)], isPrefix: false);

    /// <summary>Reads a phrase; a star at its end lets the last word go on.</summary>
    /// <returns>The phrase, or <see langword="null"/> when there is no word in it, or one too long.</returns>
    public static WordPhrase? Read(string text)
    {
        var isPrefix = text.EndsWith('*');
        List<byte[]> words = [];
        var reader = new WordReader(Encoding.UTF8.GetBytes(text));
        while (words.Count < MaxWords && reader.Next())
        {
            words.Add(reader.Word.ToArray());
        }

        return words.Count == 0 || words.Exists(word => word.Length == 0) ? null : new WordPhrase([.. words], isPrefix);
    }

    /// <summary>Whether it stands in a text.</summary>
    /// <param name="text">UTF-8.</param>
    public bool IsIn(ReadOnlySpan<byte> text) => Find(text, out _, out _);

    /// <summary>Whether a message with texts may have it in one of them; looks at bytes, a hundred times faster than at words.</summary>
    /// <param name="message">Texts as they were received, and whatever stands around them.</param>
    /// <returns><see langword="false"/> when none has it.</returns>
    public bool MayBeIn(ReadOnlySpan<byte> message)
    {
        foreach (var word in _ascii)
        {
            if (!WordBytes.MayHave(message, word))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Finds its first place in a text.</summary>
    /// <param name="text">UTF-8.</param>
    /// <param name="start">Where it begins.</param>
    /// <param name="end">Where it ends.</param>
    public bool Find(ReadOnlySpan<byte> text, out int start, out int end)
    {
        var pieces = new TextPieces(text);
        while (pieces.Next())
        {
            if (Find(pieces.Piece, pieces.IsJson, out start, out end))
            {
                (start, end) = (pieces.Start + start, pieces.Start + end);
                return true;
            }
        }

        (start, end) = (0, 0);
        return false;
    }

    /// <summary>Finds its first place in a piece of a text.</summary>
    public bool Find(ReadOnlySpan<byte> piece, bool isJson, out int start, out int end)
    {
        // Bit i: the last words read are the first i + 1 of the phrase.
        var last = 1UL << (_words.Length - 1);
        var state = 0UL;
        Span<int> starts = stackalloc int[MaxWords];
        var count = 0;
        var reader = new WordReader(piece, isJson);
        while (reader.Next())
        {
            starts[count++ % MaxWords] = reader.Start;
            state = ((state << 1) | 1) & Fitting(reader.Word);
            if ((state & last) != 0)
            {
                start = starts[(count - _words.Length) % MaxWords];
                end = reader.End;
                return true;
            }
        }

        (start, end) = (0, 0);
        return false;
    }

    public bool Equals(WordPhrase? other) =>
        other is not null && IsPrefix == other.IsPrefix && _words.Length == other._words.Length && _words.Zip(other._words).All(pair => pair.First.AsSpan().SequenceEqual(pair.Second));

    public override int GetHashCode() => HashCode.Combine(_words.Length, IsPrefix);

    public override string ToString() => string.Join(' ', _words.Select(Encoding.UTF8.GetString)) + (IsPrefix ? "*" : "");

    private ulong Fitting(ReadOnlySpan<byte> word)
    {
        var fitting = 0UL;
        for (var i = 0; i < _words.Length; i++)
        {
            if (IsPrefix && i == _words.Length - 1 ? word.StartsWith(_words[i]) : word.SequenceEqual(_words[i]))
            {
                fitting |= 1UL << i;
            }
        }

        return fitting;
    }
}
