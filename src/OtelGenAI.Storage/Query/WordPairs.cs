namespace OtelGenAI.Storage.Query;

/// <summary>Which words follow each other in texts, in three bits a pair: most places that have all words of a phrase, but not one after the other, are told by it.</summary>
/// <remarks>
/// One hash in three bits: of pairs that a text does not have, more than a quarter look as if it had; of phrases of four words one in fifty is left. More
/// bits make the index larger, fewer leave more traces to be read, half a millisecond each (2026-11-20: of 3.5 million spans 28,000 had four words, 220 the
/// phrase; a page of 20 read 180 traces with two bits).
/// </remarks>
internal static class WordPairs
{
    private const int BitsOfPair = 3;
    private const int BitsOfByte = 8;

    /// <summary>Hash of a word that follows another.</summary>
    /// <param name="before">Hash of the word before, <see cref="ContentHash.Of(ReadOnlySpan{byte})"/>.</param>
    /// <param name="word">Hash of the word.</param>
    public static ulong Of(ulong before, ulong word) => ContentHash.Combine(before, word);

    /// <summary>How many bytes some pairs take; one where there are none.</summary>
    public static int SizeBytes(int pairs) => Math.Max(1, ((pairs * BitsOfPair) + BitsOfByte - 1) / BitsOfByte);

    /// <summary>Writes pairs.</summary>
    /// <param name="pairs">Their hashes.</param>
    /// <param name="target">Zeros, <see cref="SizeBytes"/> of them.</param>
    public static void Write(IReadOnlyList<ulong> pairs, Span<byte> target)
    {
        var bits = (ulong)target.Length * BitsOfByte;
        for (var i = 0; i < pairs.Count; i++)
        {
            var bit = pairs[i] % bits;
            target[(int)(bit / BitsOfByte)] |= (byte)(1 << (int)(bit % BitsOfByte));
        }
    }

    /// <summary>Whether words of a phrase may follow each other in the texts whose pairs these are.</summary>
    /// <param name="written">What was written.</param>
    /// <param name="phrase">The phrase's pairs: <see cref="OfPhrase"/>.</param>
    public static bool MayHave(ReadOnlySpan<byte> written, ReadOnlySpan<ulong> phrase)
    {
        var bits = (ulong)written.Length * BitsOfByte;
        foreach (var pair in phrase)
        {
            if ((written[(int)(pair % bits / BitsOfByte)] & (1 << (int)(pair % bits % BitsOfByte))) == 0)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The pairs that a text with a phrase has; of a last word that may go on, none.</summary>
    public static ulong[] OfPhrase(WordPhrase phrase)
    {
        var hashes = phrase.Words.Select(word => ContentHash.Of(word)).ToArray();
        return [.. Enumerable.Range(1, hashes.Length - 1).SkipLast(phrase.IsPrefix && hashes.Length > 1 ? 1 : 0).Select(at => Of(hashes[at - 1], hashes[at]))];
    }
}
