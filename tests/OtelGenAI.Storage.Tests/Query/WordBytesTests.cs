using System.Globalization;
using System.Text;
using System.Text.Json;
using OtelGenAI.Storage.Query;

namespace OtelGenAI.Storage.Tests.Query;

/// <summary>Bytes may say that a word is there when it is not, but never that it is not when it is.</summary>
public sealed class WordBytesTests
{
    [Fact]
    public void Every_letter_that_a_word_reader_makes_one_of_ascii_is_known()
    {
        for (var character = 0; character <= 0xFFFF; character++)
        {
            if (!Rune.TryCreate(character, out var rune))
            {
                continue;
            }

            var text = Encoding.UTF8.GetBytes($"a{rune}b");
            var escaped = Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"[\"a\\u{character:x4}b\"]"));
            var words = new WordReader(text);
            Assert.True(words.Next());
            if (Ascii.IsValid(words.Word) && words.Word.Length == 3)
            {
                Assert.True(WordBytes.MayHave(text, words.Word), $"U+{character:X4}");
                Assert.True(WordBytes.MayHave(escaped, words.Word), $"U+{character:X4}, escaped");
            }
        }
    }

    [Fact]
    public void A_word_is_found_wherever_it_stands()
    {
        var random = new Random(20_261_120);
        for (var round = 0; round < 2_000; round++)
        {
            var said = string.Join(' ', Enumerable.Range(0, random.Next(1, 30)).Select(_ => Word(random)));
            var message = Encoding.UTF8.GetBytes(random.Next(2) == 0 ? said : JsonSerializer.Serialize(new[] { said }));
            var asked = Word(random).ToLowerInvariant();
            var isThere = WordPhrase.Read(asked)!.IsIn(message);

            Assert.True(!isThere || WordBytes.MayHave(message, Encoding.UTF8.GetBytes(asked)), $"round {round}: '{asked}' in '{said}'");
            Assert.True(isThere || said.Contains(asked, StringComparison.OrdinalIgnoreCase) || !WordBytes.MayHave(message, Encoding.UTF8.GetBytes(asked)), $"round {round}: '{asked}' not in '{said}'");
        }

        static string Word(Random random) => string.Concat(Enumerable.Range(0, random.Next(1, 4)).Select(_ => "abAB1"[random.Next(5)]));
    }

    [Theory]
    [InlineData("refund", "[{\"content\":\"a \\u0022REFUND\\u0022\"}]", true)]
    [InlineData("refund", "[{\"content\":\"\\u003Cdiv\\u003E \\u0027x\\u0027\"}]", false)]
    [InlineData("refund", "ref\\u0075nd", true)]
    public void Escapes_of_letters_may_be_any_word_and_others_are_none(string word, string message, bool mayHave) =>
        Assert.Equal(mayHave, WordBytes.MayHave(Encoding.UTF8.GetBytes(message), Encoding.UTF8.GetBytes(word)));
}
