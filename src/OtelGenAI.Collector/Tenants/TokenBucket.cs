namespace OtelGenAI.Collector.Tenants;

/// <summary>A rate that is kept on average: what is used comes out of a bucket that fills at the rate.</summary>
/// <remarks>
/// Thread-safe. The size of a request is known only after it was read, so the bucket may go below empty; whoever comes then waits until
/// it has filled up again. A request larger than the bucket can pass, and is paid for by the wait after it.
/// </remarks>
internal sealed class TokenBucket(double ratePerSecond, TimeProvider clock)
{
    private const double FullSeconds = 2;

    private readonly double _capacity = ratePerSecond * FullSeconds;
    private readonly Lock _changing = new();
    private double _level = ratePerSecond * FullSeconds;
    private long _filledAt = clock.GetTimestamp();

    /// <summary>How long until something may pass; zero if it may now.</summary>
    public TimeSpan Wait()
    {
        lock (_changing)
        {
            Fill();
            return _level > 0 ? TimeSpan.Zero : TimeSpan.FromSeconds((1 - _level) / ratePerSecond);
        }
    }

    /// <summary>Takes what a request used.</summary>
    public void Take(long amount)
    {
        lock (_changing)
        {
            Fill();
            _level -= amount;
        }
    }

    private void Fill()
    {
        var now = clock.GetTimestamp();
        _level = Math.Min(_capacity, _level + (clock.GetElapsedTime(_filledAt, now).TotalSeconds * ratePerSecond));
        _filledAt = now;
    }
}
