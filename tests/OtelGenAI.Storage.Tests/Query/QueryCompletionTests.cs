using OtelGenAI.Storage.Query;

namespace OtelGenAI.Storage.Tests.Query;

public sealed class QueryCompletionTests
{
    // The cursor is at the bar.
    [Theory]
    [InlineData("|", 0, 0, "", null, null)]
    [InlineData("mod|", 0, 3, "mod", null, null)]
    [InlineData("error:true mo|del", 11, 5, "mo", null, null)]
    [InlineData("has(ki|", 4, 2, "ki", null, null)]
    [InlineData("model:gpt|-4o error:true", 6, 6, "gpt", "model", null)]
    [InlineData("model:(a,cl|", 9, 2, "cl", "model", null)]
    [InlineData("model:(a, cl|", 10, 2, "cl", "model", null)]
    [InlineData("tool:\"get we|", 5, 7, "get we", "tool", null)]
    [InlineData("has(kind:to|)", 9, 2, "to", "kind", null)]
    [InlineData("attr[\"x.y\"]:z|", 12, 1, "z", "attr", "x.y")]
    [InlineData("metadata.region:e|", 16, 1, "e", "metadata", "region")]
    [InlineData("cost>0|", 5, 1, "0", "cost", null)]
    [InlineData("attr[\"x.|", 0, 8, "attr[\"x.", null, null)]
    public void What_stands_at_the_cursor_is_known(string text, int start, int length, string prefix, string? field, string? key)
    {
        var at = text.IndexOf('|', StringComparison.Ordinal);

        var completion = QueryCompletion.At(text.Remove(at, 1), at);

        Assert.Equal((start, length, prefix, field, key), (completion.Start, completion.Length, completion.Prefix, completion.Field?.Name, completion.Key));
    }

    [Fact]
    public void No_text_is_too_strange()
    {
        var random = new Random(1);
        for (var i = 0; i < 5_000; i++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(20)).Select(_ => "ab:(),\"[] <>*"[random.Next(13)]));

            var completion = QueryCompletion.At(text, random.Next(-1, 22));

            Assert.InRange(completion.Start + completion.Length, 0, text.Length);
        }
    }
}
