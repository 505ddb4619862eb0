using OtelGenAI.Telemetry;

namespace OtelGenAI.Storage;

/// <summary>Which traces are asked for. Every condition that is set must hold.</summary>
public sealed record TraceFilter
{
    /// <summary>Every trace.</summary>
    public static TraceFilter All { get; } = new();

    /// <summary>Start at or after this moment, in nanoseconds since 1970 UTC.</summary>
    public long? StartFromUnixNano { get; init; }

    /// <summary>Start before this moment, in nanoseconds since 1970 UTC.</summary>
    public long? StartBeforeUnixNano { get; init; }

    /// <summary>Conversation, exactly.</summary>
    public string? ConversationId { get; init; }

    /// <summary>End user, exactly.</summary>
    public string? UserId { get; init; }

    /// <summary>Part of the trace's name, ignoring ASCII case.</summary>
    public string? NameContains { get; init; }

    /// <summary>Whether any span failed.</summary>
    public bool? HasError { get; init; }
}

/// <summary>Where a page of traces ended. Stable while traces arrive: it is a position in the order, not a count.</summary>
/// <param name="StartUnixNano">Start of the last trace of the page.</param>
/// <param name="TraceId">Its id.</param>
public readonly record struct TraceCursor(long StartUnixNano, TraceId TraceId);
