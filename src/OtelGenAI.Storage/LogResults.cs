using OtelGenAI.Telemetry;

namespace OtelGenAI.Storage;

/// <summary>A log record with its payload.</summary>
/// <param name="TraceId">Its trace; the default for none.</param>
/// <param name="SpanId">Its span, or none.</param>
/// <param name="TimeUnixNano">When it happened, else when it was observed, in nanoseconds since 1970 UTC; 0 when nobody said.</param>
/// <param name="Message">The OTLP <c>LogRecord</c> message, as it arrived.</param>
/// <param name="ResourceEnvelope">The <c>ResourceLogs</c> message without its scopes, as it arrived.</param>
/// <param name="ScopeEnvelope">The <c>ScopeLogs</c> message without its records, as it arrived.</param>
public sealed record StoredLog(
    TraceId TraceId,
    SpanId SpanId,
    long TimeUnixNano,
    ReadOnlyMemory<byte> Message,
    ReadOnlyMemory<byte> ResourceEnvelope,
    ReadOnlyMemory<byte> ScopeEnvelope);

/// <summary>Which log records are asked for. Every condition that is set must hold.</summary>
public sealed record LogFilter
{
    /// <summary>Every record.</summary>
    public static LogFilter All { get; } = new();

    /// <summary>At or after this moment, in nanoseconds since 1970 UTC.</summary>
    public long? FromUnixNano { get; init; }

    /// <summary>Before this moment, in nanoseconds since 1970 UTC.</summary>
    public long? BeforeUnixNano { get; init; }
}

/// <summary>Where a page of log records ended. Stable while records arrive: it is a position in the order, not a count.</summary>
/// <param name="TimeUnixNano">Time of the last record of the page.</param>
/// <param name="Identity">What tells it from others of that time.</param>
public readonly record struct LogCursor(long TimeUnixNano, long Identity) : IComparable<LogCursor>
{
    /// <summary>Orders by time, then identity.</summary>
    public int CompareTo(LogCursor other) => (TimeUnixNano, Identity).CompareTo((other.TimeUnixNano, other.Identity));

    /// <summary>Whether one lies before another.</summary>
    public static bool operator <(LogCursor left, LogCursor right) => left.CompareTo(right) < 0;

    /// <summary>Whether one lies behind another.</summary>
    public static bool operator >(LogCursor left, LogCursor right) => left.CompareTo(right) > 0;

    /// <summary>Whether one does not lie behind another.</summary>
    public static bool operator <=(LogCursor left, LogCursor right) => left.CompareTo(right) <= 0;

    /// <summary>Whether one does not lie before another.</summary>
    public static bool operator >=(LogCursor left, LogCursor right) => left.CompareTo(right) >= 0;
}

/// <summary>One page of log records.</summary>
/// <param name="Items">Newest first.</param>
/// <param name="Next">Where the next page begins, or <see langword="null"/> when this is the last.</param>
public sealed record LogPage(IReadOnlyList<StoredLog> Items, LogCursor? Next);
