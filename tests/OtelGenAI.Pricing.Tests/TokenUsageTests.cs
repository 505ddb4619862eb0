namespace OtelGenAI.Pricing.Tests;

public class TokenUsageTests
{
    [Theory]
    [InlineData(null)]
    [InlineData(0L)]
    [InlineData(1L)]
    [InlineData(-1L)]
    [InlineData(long.MinValue)]
    [InlineData(long.MaxValue - 1)]
    public void A_count_is_kept_as_it_is_and_none_is_not_zero(long? count)
    {
        var tokens = new TokenUsage(count, count, count, count, count)
        {
            CacheWrite1h = count,
            AudioInput = count,
            AudioOutput = count,
            ImageInput = count,
            ImageOutput = count,
        };

        Assert.All(
            new[]
            {
                tokens.Input, tokens.Output, tokens.CacheRead, tokens.CacheWrite, tokens.Reasoning,
                tokens.CacheWrite1h, tokens.AudioInput, tokens.AudioOutput, tokens.ImageInput, tokens.ImageOutput,
            },
            kept => Assert.Equal(count, kept));
        Assert.Equal(count is null, tokens.IsEmpty);
        Assert.Equal(count is null, tokens == default);
    }

    [Fact]
    public void With_another_count_it_is_another_usage()
    {
        var tokens = new TokenUsage(10, 3, null, null, null);

        Assert.Equal(new TokenUsage(10, 3, 4, null, null), tokens with { CacheRead = 4 });
        Assert.NotEqual(tokens, tokens with { CacheRead = 0 });
    }
}
