using System.Text;
using OtelGenAI.Storage.Query;

namespace OtelGenAI.Storage.Tests.Query;

public sealed class WordPairsTests
{
    [Theory]
    [InlineData("where is my refund", "is my", true)]
    [InlineData("where is my refund", "Where is MY refund", true)]
    [InlineData("where is my refund", "my ref*", true)]
    [InlineData("where is my refund", "refund", true)]
    [InlineData("where is my refund", "w*", true)]
    [InlineData("where", "where is", false)]
    public void What_a_text_says_is_never_ruled_out(string text, string phrase, bool may) =>
        Assert.Equal(may, WordPairs.MayHave(Written(text.Split(' ')), WordPairs.OfPhrase(WordPhrase.Read(phrase)!)));

    [Fact]
    public void Of_phrases_of_four_words_that_no_text_has_one_in_thirty_is_left_at_most()
    {
        var random = new Random(3);
        var written = Written([.. Enumerable.Range(0, 300).Select(_ => Word())]);

        var left = Enumerable.Range(0, 2_000).Count(_ => WordPairs.MayHave(written, WordPairs.OfPhrase(WordPhrase.Read($"{Word()} {Word()} {Word()} {Word()}")!)));

        Assert.InRange(left, 1, 2_000 / 30);
        Assert.Equal(113, written.Length);

        string Word() => $"w{random.Next(100_000)}";
    }

    private static byte[] Written(string[] words)
    {
        var hashes = words.Select(word => ContentHash.Of(Encoding.UTF8.GetBytes(word))).ToArray();
        ulong[] pairs = [.. hashes.Zip(hashes.Skip(1), WordPairs.Of)];
        var written = new byte[WordPairs.SizeBytes(pairs.Length)];
        WordPairs.Write(pairs, written);
        return written;
    }
}
