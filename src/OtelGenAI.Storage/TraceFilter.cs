using OtelGenAI.Storage.Query;
using OtelGenAI.Telemetry;
using OtelGenAI.Telemetry.Pricing;

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

    /// <summary>Cost at least this much; a trace without a priced call has none.</summary>
    public PicoUsd? CostAtLeast { get; init; }

    /// <summary>Cost at most this much; a trace without a priced call has none.</summary>
    public PicoUsd? CostAtMost { get; init; }

    /// <summary>Whether any call has no price.</summary>
    public bool? HasUnpricedCalls { get; init; }

    /// <summary>Whether it is pinned.</summary>
    public bool? IsPinned { get; init; }

    /// <summary>What else must hold; <see langword="null"/> for nothing.</summary>
    public TraceQuery? Query { get; init; }

    /// <summary>How long the search for a page may take; it then ends with what was found, and says so. <see langword="null"/> for as long as it takes.</summary>
    public TimeSpan? Budget { get; init; }

    /// <summary>In which order.</summary>
    public TraceOrder Order { get; init; }
}

/// <summary>In which order traces are listed.</summary>
public enum TraceOrder
{
    /// <summary>Newest start first; equal starts by trace id, highest first.</summary>
    NewestFirst,

    /// <summary>
    /// Highest cost first, traces without one last; equal costs by trace id, highest first. Reads the line of every trace of the range: 250,000 in about
    /// a tenth of a second.
    /// </summary>
    CostliestFirst,
}

/// <summary>Where a page of traces ended. Stable while traces arrive: it is a position in the order, not a count.</summary>
/// <param name="StartUnixNano">Start of the last trace of the page.</param>
/// <param name="TraceId">Its id.</param>
public readonly record struct TraceCursor(long StartUnixNano, TraceId TraceId)
{
    /// <summary>Its cost; in the order of <see cref="TraceOrder.CostliestFirst"/> the start says nothing.</summary>
    public PicoUsd? Cost { get; init; }
}
