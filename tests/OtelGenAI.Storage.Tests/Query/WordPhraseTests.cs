using System.Text;
using OtelGenAI.Storage.Query;

namespace OtelGenAI.Storage.Tests.Query;

public sealed class WordPhraseTests
{
    [Theory]
    [InlineData("refund policy", "Our REFUND-policy, in short")]
    [InlineData("weather", "get_weather")]
    [InlineData("pol*", "the policy")]
    [InlineData("Müller", "Frau müller")]
    [InlineData("müller", """{"name":"M\u00fcller"}""")]
    [InlineData("müller", """{"arguments":"{\"name\":\"M\\u00fcller\"}"}""")]
    [InlineData("second line", """["first\nsecond line"]""")]
    [InlineData("he said hello to me", """[{"content":"He said \"hello\" to me."}]""")]
    [InlineData("cut off", """[{"content":"this was cut off her""")]
    [InlineData("done", "[INFO] done")]
    [InlineData("single quoted", "[{'content': 'single quoted'}]")]
    [InlineData("京都", "東京都に")]
    [InlineData("😀 ok", "x \\ ok")]
    public void Words_are_found_whatever_is_between_them(string phrase, string text) =>
        Assert.True(WordPhrase.Read(phrase)!.IsIn(Encoding.UTF8.GetBytes(text)));

    [Theory]
    [InlineData("refund policy", "policy refund")]
    [InlineData("pol", "policy")]
    [InlineData("a b c", "a b x c")]
    [InlineData("nsecond", """["first\nsecond"]""")]
    [InlineData("content", """[{"content":"hi"}]""")]
    [InlineData("hi there", """[{"content":"hi"},{"content":"there"}]""")]
    public void Other_words_are_not_found(string phrase, string text) =>
        Assert.False(WordPhrase.Read(phrase)!.IsIn(Encoding.UTF8.GetBytes(text)));

    [Fact]
    public void What_repeats_its_beginning_is_found()
    {
        Assert.True(WordPhrase.Read("a a b")!.IsIn("a a a b"u8));
        Assert.True(WordPhrase.Read("a b a c")!.IsIn("a b a b a c"u8));
    }

    [Fact]
    public void The_place_is_that_of_the_whole_phrase()
    {
        Assert.True(WordPhrase.Read("refund policy")!.Find("our refund - policy."u8, out var start, out var end));
        Assert.Equal((4, 19), (start, end));
    }

    [Fact]
    public void A_text_without_spaces_like_base64_is_no_word()
    {
        var text = Encoding.UTF8.GetBytes(new string('a', 100) + " end");

        Assert.Null(WordPhrase.Read(new string('a', 100)));
        Assert.True(WordPhrase.Read("end")!.IsIn(text));
        Assert.False(WordPhrase.Read("aaaa*")!.IsIn(text));
    }

    [Fact]
    public void Invalid_utf8_ends_a_word() => Assert.True(WordPhrase.Read("b c")!.IsIn([(byte)'a', 0xC3, (byte)'b', (byte)' ', (byte)'c', 0xFF]));
}
