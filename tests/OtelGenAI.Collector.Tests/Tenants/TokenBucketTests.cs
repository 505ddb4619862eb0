using OtelGenAI.Collector.Tenants;
using OtelGenAI.Storage.Tests.Builders;

namespace OtelGenAI.Collector.Tests.Tenants;

public class TokenBucketTests
{
    private readonly ManualClock _clock = new();

    [Fact]
    public void What_is_within_the_rate_never_waits()
    {
        var bucket = new TokenBucket(ratePerSecond: 100, _clock);
        for (var second = 0; second < 60; second++)
        {
            Assert.Equal(TimeSpan.Zero, bucket.Wait());
            bucket.Take(100);
            _clock.Advance(TimeSpan.FromSeconds(1));
        }
    }

    [Fact]
    public void What_is_over_it_waits_exactly_until_the_rate_is_kept()
    {
        var bucket = new TokenBucket(ratePerSecond: 100, _clock);
        bucket.Take(1_199);

        Assert.Equal(TimeSpan.FromSeconds(10), bucket.Wait());
        _clock.Advance(TimeSpan.FromSeconds(9.9));
        Assert.True(bucket.Wait() > TimeSpan.Zero);
        _clock.Advance(TimeSpan.FromSeconds(0.1));
        Assert.Equal(TimeSpan.Zero, bucket.Wait());
    }

    [Fact]
    public void A_long_pause_saves_up_two_seconds_and_no_more()
    {
        var bucket = new TokenBucket(ratePerSecond: 100, _clock);
        _clock.Advance(TimeSpan.FromDays(1));
        bucket.Take(201);

        Assert.True(bucket.Wait() > TimeSpan.Zero);
    }
}
