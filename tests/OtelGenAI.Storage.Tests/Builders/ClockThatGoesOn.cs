namespace OtelGenAI.Storage.Tests.Builders;

/// <summary>A clock that goes on a little with every look at it.</summary>
internal sealed class ClockThatGoesOn(ManualClock clock, TimeSpan step) : TimeProvider
{
    public override long TimestampFrequency => clock.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => clock.GetUtcNow();

    public override long GetTimestamp()
    {
        clock.Advance(step);
        return clock.GetTimestamp();
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => clock.CreateTimer(callback, state, dueTime, period);
}
