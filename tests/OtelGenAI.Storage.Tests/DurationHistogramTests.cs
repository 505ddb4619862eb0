using OtelGenAI.Storage.Statistics;

namespace OtelGenAI.Storage.Tests;

public class DurationHistogramTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(15)]
    [InlineData(16)]
    [InlineData(1_000)]
    [InlineData(123_456_789)]
    [InlineData(3_600_000_000_000)]
    [InlineData(long.MaxValue)]
    public void A_quantile_is_off_by_a_sixteenth_at_most(long nanoseconds)
    {
        var histogram = new DurationHistogram();
        histogram.Add(nanoseconds, count: 1);

        Assert.InRange(histogram.Quantile(0.5)!.Value, nanoseconds * (15 / 16.0), nanoseconds * (17 / 16.0));
    }

    [Fact]
    public void Quantiles_are_those_of_the_durations()
    {
        var histogram = new DurationHistogram();
        for (var milliseconds = 1; milliseconds <= 100; milliseconds++)
        {
            histogram.Add(milliseconds * 1_000_000L, count: 1);
        }

        Assert.InRange(histogram.Quantile(0.5)!.Value, 47e6, 53.2e6);
        Assert.InRange(histogram.Quantile(0.99)!.Value, 92e6, 105.2e6);
        Assert.InRange(histogram.Quantile(0)!.Value, 0.93e6, 1.07e6);
        Assert.Equal(100, histogram.Count);
    }

    [Fact]
    public void What_is_taken_away_is_gone()
    {
        var histogram = new DurationHistogram();
        histogram.Add(5_000, count: 2);
        histogram.Add(7, count: 1);
        histogram.Add(5_000, count: -2);
        histogram.Add(7, count: -1);

        Assert.Null(histogram.Quantile(0.5));
        Assert.Empty(histogram.Counts);
    }
}
