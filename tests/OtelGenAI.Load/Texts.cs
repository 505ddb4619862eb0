using System.Text;

namespace OtelGenAI.Load;

/// <summary>Text that no span has had before: pieces of a long random one. Words, so that it compresses about as language does.</summary>
internal sealed class Texts
{
    private const int Words = 3_000;
    private const int LengthBytes = 32 * 1024 * 1024;

    // What agents repeat: system prompts, tool results, the same question again.
    private const int RepeatedTexts = 16;

    private readonly byte[] _text;

    public Texts(int seed)
    {
        var random = new Random(seed);
        var words = Enumerable.Range(0, Words).Select(_ => Encoding.ASCII.GetBytes(Word(random))).ToArray();
        _text = new byte[LengthBytes];
        var at = 0;
        while (at < LengthBytes)
        {
            var word = words[(int)(Words * Math.Pow(random.NextDouble(), 2))];
            var room = Math.Min(word.Length, LengthBytes - at);
            word.AsSpan(0, room).CopyTo(_text.AsSpan(at));
            at += room;
        }
    }

    /// <summary>Fills a place with text that is new.</summary>
    public void FillFresh(Span<byte> place, Random random) => _text.AsSpan(random.Next(LengthBytes - place.Length), place.Length).CopyTo(place);

    /// <summary>Fills a place with one of the few texts that come again and again.</summary>
    public void FillRepeated(Span<byte> place, Random random) => _text.AsSpan(random.Next(RepeatedTexts) * place.Length, place.Length).CopyTo(place);

    /// <summary>Some words as spans have them, one after the other.</summary>
    public string Phrase(Random random, int words)
    {
        var at = random.Next(LengthBytes - (words * 32));
        return string.Join(' ', Encoding.ASCII.GetString(_text, at, words * 32).Split(' ')[1..(words + 1)]);
    }

    private static string Word(Random random) =>
        new string([.. Enumerable.Range(0, random.Next(2, 10)).Select(_ => (char)('a' + random.Next(26)))]) + " ";
}
