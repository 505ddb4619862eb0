using System.Text;

namespace OtelGenAI.Storage.Tests;

public sealed class ContentHashTests
{
    [Theory]
    [InlineData("", 11271044654310186253UL)]
    [InlineData("a", 11193854509484177873UL)]
    [InlineData("the quick brown fox jumps over the lazy dog", 1241512747160473179UL)]
    public void The_hash_of_stored_content_never_changes(string content, ulong hash) =>
        Assert.Equal(hash, ContentHash.Of(Encoding.UTF8.GetBytes(content)));

    [Fact]
    public void Every_bit_of_the_content_counts()
    {
        var content = new byte[100];
        new Random(1).NextBytes(content);
        HashSet<ulong> hashes = [ContentHash.Of(content)];

        for (var bit = 0; bit < content.Length * 8; bit++)
        {
            content[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.True(hashes.Add(ContentHash.Of(content)), $"Bit {bit} does not count.");
            content[bit / 8] ^= (byte)(1 << (bit % 8));
        }
    }

    [Fact]
    public void Zeros_at_the_end_count()
    {
        var hashes = Enumerable.Range(0, 100).Select(length => ContentHash.Of(new byte[length]));

        Assert.Equal(100, hashes.Distinct().Count());
    }

    [Fact]
    public void The_order_of_two_parts_counts() => Assert.NotEqual(ContentHash.Combine(1, 2), ContentHash.Combine(2, 1));
}
