using OtelGenAI.Telemetry.Pricing;
using OtelGenAI.Telemetry.Traces;

namespace OtelGenAI.Storage.Statistics;

/// <summary>What traces are gathered by.</summary>
public enum TraceGrouping
{
    /// <summary>Conversation, which other tools call session or thread.</summary>
    Conversation,

    /// <summary>End user.</summary>
    User,
}

/// <summary>Which conversations or users are asked for.</summary>
/// <param name="By">What the traces are gathered by.</param>
public sealed record TraceGroupFilter(TraceGrouping By)
{
    /// <summary>Newest trace started at or after this moment, in nanoseconds since 1970 UTC.</summary>
    public long? FromUnixNano { get; init; }

    /// <summary>Newest trace started before this moment.</summary>
    public long? BeforeUnixNano { get; init; }
}

/// <summary>The traces of one conversation or user, summed up.</summary>
/// <remarks>Tokens, cost and calls as in <see cref="TraceSummary"/>; all of its traces count, also those outside the range that was asked for.</remarks>
public sealed record TraceGroup
{
    /// <summary>Id of the conversation or user.</summary>
    public required string Id { get; init; }

    /// <summary>Start of the earliest trace, in nanoseconds since 1970 UTC.</summary>
    public long FirstStartUnixNano { get; init; }

    /// <summary>Start of the newest trace.</summary>
    public long LastStartUnixNano { get; init; }

    /// <summary>Latest end of a trace.</summary>
    public long EndUnixNano { get; init; }

    /// <summary>Traces.</summary>
    public long Traces { get; init; }

    /// <summary>Traces that have a span that failed.</summary>
    public long FailedTraces { get; init; }

    /// <summary>Spans.</summary>
    public long Spans { get; init; }

    /// <summary>Spans that failed.</summary>
    public long Errors { get; init; }

    /// <summary>Model calls.</summary>
    public long Calls { get; init; }

    /// <summary>Input tokens.</summary>
    public long InputTokens { get; init; }

    /// <summary>Output tokens.</summary>
    public long OutputTokens { get; init; }

    /// <summary>Input tokens read from the cache.</summary>
    public long CacheReadTokens { get; init; }

    /// <summary>Input tokens written to the cache.</summary>
    public long CacheWriteTokens { get; init; }

    /// <summary>Output tokens spent on reasoning.</summary>
    public long ReasoningTokens { get; init; }

    /// <summary>What the calls that have a price cost; <see langword="null"/> when none has.</summary>
    public PicoUsd? Cost { get; init; }

    /// <summary>Calls that are missing from <see cref="Cost"/>.</summary>
    public long UnpricedCalls { get; init; }

    /// <summary>The other id that its earliest trace with one names (of equal starts, the lowest id): the user of a conversation, a conversation of a user.</summary>
    public string? Other { get; init; }

    /// <summary>Where its earliest trace with <see cref="Other"/> starts.</summary>
    internal long OtherStart { get; init; } = long.MaxValue;

    /// <summary>The sums with those of the same group from elsewhere.</summary>
    internal TraceGroup With(TraceGroup other) => Traces == 0 ? other : other.Traces == 0 ? this : this with
    {
        FirstStartUnixNano = Math.Min(FirstStartUnixNano, other.FirstStartUnixNano),
        LastStartUnixNano = Math.Max(LastStartUnixNano, other.LastStartUnixNano),
        EndUnixNano = Math.Max(EndUnixNano, other.EndUnixNano),
        Traces = Traces + other.Traces,
        FailedTraces = FailedTraces + other.FailedTraces,
        Spans = Spans + other.Spans,
        Errors = Errors + other.Errors,
        Calls = Calls + other.Calls,
        InputTokens = unchecked(InputTokens + other.InputTokens),
        OutputTokens = unchecked(OutputTokens + other.OutputTokens),
        CacheReadTokens = unchecked(CacheReadTokens + other.CacheReadTokens),
        CacheWriteTokens = unchecked(CacheWriteTokens + other.CacheWriteTokens),
        ReasoningTokens = unchecked(ReasoningTokens + other.ReasoningTokens),
        Cost = other.Cost is { } more ? (Cost ?? default) + more : Cost,
        UnpricedCalls = UnpricedCalls + other.UnpricedCalls,
        Other = (OtherStart != other.OtherStart ? other.OtherStart < OtherStart : string.CompareOrdinal(other.Other, Other) < 0) ? other.Other : Other,
        OtherStart = Math.Min(OtherStart, other.OtherStart),
    };

    /// <summary>The sums of one trace.</summary>
    internal static TraceGroup Of(TraceSummary trace, TraceGrouping by)
    {
        var other = by == TraceGrouping.User ? trace.ConversationId : trace.UserId;
        return new TraceGroup
        {
            Id = (by == TraceGrouping.User ? trace.UserId : trace.ConversationId) ?? "",
            FirstStartUnixNano = trace.StartUnixNano,
            LastStartUnixNano = trace.StartUnixNano,
            EndUnixNano = trace.EndUnixNano,
            Traces = 1,
            FailedTraces = trace.ErrorCount > 0 ? 1 : 0,
            Spans = trace.SpanCount,
            Errors = trace.ErrorCount,
            Calls = trace.InferenceCalls,
            InputTokens = trace.InputTokens,
            OutputTokens = trace.OutputTokens,
            CacheReadTokens = trace.CacheReadTokens,
            CacheWriteTokens = trace.CacheWriteTokens,
            ReasoningTokens = trace.ReasoningTokens,
            Cost = trace.Cost,
            UnpricedCalls = trace.UnpricedCalls,
            Other = other,
            OtherStart = other is null ? long.MaxValue : trace.StartUnixNano,
        };
    }
}

/// <summary>One page of conversations or users.</summary>
/// <param name="Items">The one with the newest trace first; equal ones by id, ascending by bytes.</param>
/// <param name="Next">Where the next page begins, or <see langword="null"/> when this is the last.</param>
public sealed record TraceGroupPage(IReadOnlyList<TraceGroup> Items, TraceGroupCursor? Next);

/// <summary>Where a page of conversations or users ended.</summary>
/// <param name="LastStartUnixNano">Start of the newest trace of the last one.</param>
/// <param name="Id">Its id.</param>
public readonly record struct TraceGroupCursor(long LastStartUnixNano, string Id);
