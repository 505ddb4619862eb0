using OtelGenAI.Diagnostics;

namespace OtelGenAI.Http.Wire;

/// <summary>Watches one body pass by; whatever it does with it, the application's bytes and exceptions stay untouched.</summary>
internal abstract class BodyObserver
{
    /// <summary>The body is about to be sent or read, possibly again.</summary>
    public void Begin() => Guard(this, static (self, _) => self.OnBegin(), argument: null);

    /// <summary>Bytes passed.</summary>
    public void Bytes(ReadOnlySpan<byte> bytes)
    {
        try
        {
            OnBytes(bytes);
        }
        catch (Exception exception)
        {
            InstrumentationEventSource.Log.Swallowed(nameof(BodyObserver), exception);
        }
    }

    /// <summary>The last byte passed.</summary>
    public void End() => Guard(this, static (self, _) => self.OnEnd(), argument: null);

    /// <summary>Sending or reading threw.</summary>
    public void Fail(Exception exception) => Guard(this, static (self, argument) => self.OnFail((Exception)argument!), exception);

    /// <summary>The body was given up before its last byte.</summary>
    public void Leave() => Guard(this, static (self, _) => self.OnLeave(), argument: null);

    protected abstract void OnBegin();

    protected abstract void OnBytes(ReadOnlySpan<byte> bytes);

    protected abstract void OnEnd();

    protected abstract void OnFail(Exception exception);

    protected abstract void OnLeave();

    private static void Guard(BodyObserver self, Action<BodyObserver, object?> action, object? argument)
    {
        try
        {
            action(self, argument);
        }
        catch (Exception exception)
        {
            InstrumentationEventSource.Log.Swallowed(nameof(BodyObserver), exception);
        }
    }
}
