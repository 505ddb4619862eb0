using System.Diagnostics.Tracing;

namespace OtelGenAI.Export;

/// <summary>Where export reports its own failures: it may not throw into the application, nor tell one tenant's name to another's log.</summary>
[EventSource(Name = "OtelGenAI-Export")]
internal sealed class ExportEventSource : EventSource
{
    public static readonly ExportEventSource Log = new();

    private ExportEventSource()
    {
    }

    /// <summary>Says that spans of a tenant go nowhere, because finding their way failed.</summary>
    [Event(1, Level = EventLevel.Warning, Message = "Finding the destination of a tenant failed with {0}; its spans go nowhere.")]
    public void ResolveFailed(string exceptionType)
    {
        if (IsEnabled())
        {
            WriteEvent(1, exceptionType);
        }
    }

    /// <summary>Says that spans of a tenant go nowhere, because it has no destination.</summary>
    [Event(2, Level = EventLevel.Warning, Message = "A tenant has no destination; its spans go nowhere.")]
    public void TenantWithoutDestination()
    {
        if (IsEnabled())
        {
            WriteEvent(2);
        }
    }
}
