using System.Diagnostics.Tracing;

namespace OtelGenAI.Diagnostics;

/// <summary>Where the instrumentation reports its own failures: it may not throw into the application, nor log its data.</summary>
[EventSource(Name = "OtelGenAI-Instrumentation")]
internal sealed class InstrumentationEventSource : EventSource
{
    public static readonly InstrumentationEventSource Log = new();

    private InstrumentationEventSource()
    {
    }

    /// <summary>Says that something was swallowed. Only the type: messages may quote a prompt.</summary>
    [NonEvent]
    public void Swallowed(string where, Exception exception)
    {
        InstrumentationReport.Count(InstrumentationReport.Chapter.Failed, where, exception.GetType().FullName);
        if (IsEnabled())
        {
            Swallowed(where, exception.GetType().FullName ?? "");
        }
    }

    [Event(1, Level = EventLevel.Warning, Message = "{0} failed with {1}; the application was not disturbed, a span may be incomplete.")]
    private void Swallowed(string where, string exceptionType) => WriteEvent(1, where, exceptionType);
}
