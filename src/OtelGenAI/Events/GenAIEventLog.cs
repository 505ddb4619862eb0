using System.Diagnostics;
using Microsoft.Extensions.Logging;

namespace OtelGenAI.Events;

/// <summary>Writes the conventions' events: log records with an event name, on the span they are about.</summary>
/// <remarks>
/// OpenTelemetry takes the name of an <see cref="EventId"/> for the name of the event, and the current activity for its span. Its own logging API would
/// be the straight way and is not public in 1.20.
/// </remarks>
internal static class GenAIEventLog
{
    /// <summary>Category of every event: registration lets it through to OpenTelemetry, and to no logger that would print content.</summary>
    public const string Category = "OtelGenAI.Events";

    [ThreadStatic]
    private static ActivityContext? t_target;

    private static ILogger? s_logger;

    /// <summary>The span that the record written on this thread right now is about, if it is not the current one.</summary>
    public static ActivityContext? Target => t_target;

    /// <summary>Sets where events go.</summary>
    /// <param name="factory"><see langword="null"/> for nowhere.</param>
    public static void Use(ILoggerFactory? factory) => Volatile.Write(ref s_logger, factory?.CreateLogger(Category));

    /// <summary>Whether somebody listens.</summary>
    public static bool IsEnabled(LogLevel level) => Volatile.Read(ref s_logger)?.IsEnabled(level) == true;

    /// <summary>Writes an event about a span of this process that has not ended.</summary>
    public static void Write(LogLevel level, string name, IReadOnlyList<KeyValuePair<string, object?>> attributes, Activity? about)
    {
        var current = Activity.Current;
        Activity.Current = about ?? current;
        try
        {
            Write(level, name, attributes);
        }
        finally
        {
            Activity.Current = current;
        }
    }

    /// <summary>Writes an event about a span that ended, or lives elsewhere.</summary>
    /// <remarks>The trace is right by itself; the span needs <see cref="EventTarget"/>, for a current activity cannot have a given id.</remarks>
    public static void Write(LogLevel level, string name, IReadOnlyList<KeyValuePair<string, object?>> attributes, ActivityContext about)
    {
        var current = Activity.Current;
        using var standIn = new Activity(name);
        standIn.SetParentId(about.TraceId, about.SpanId, about.TraceFlags);
        t_target = about;
        try
        {
            standIn.Start();
            Write(level, name, attributes);
        }
        finally
        {
            t_target = null;
            standIn.Stop();
            Activity.Current = current;
        }
    }

    private static void Write(LogLevel level, string name, IReadOnlyList<KeyValuePair<string, object?>> attributes) =>
        Volatile.Read(ref s_logger)?.Log(level, new EventId(0, name), attributes, exception: null, static (_, _) => "");
}
