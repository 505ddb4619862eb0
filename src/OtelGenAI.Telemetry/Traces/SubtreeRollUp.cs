namespace OtelGenAI.Telemetry.Traces;

/// <summary>A span and everything below it, summed up; and what the span itself took.</summary>
/// <remarks>Sums follow the rules of the trace's own: model calls that count, each once.</remarks>
public readonly record struct SubtreeRollUp
{
    /// <summary>From the earliest beginning to the latest end as drawn, in nanoseconds.</summary>
    public long DurationNano { get; init; }

    /// <summary>Of the span's own duration, the time in which none of its children ran; children that overlap are taken off once.</summary>
    public long SelfNano { get; init; }

    /// <summary>How long the span itself was on the critical path of the trace, in nanoseconds.</summary>
    public long CriticalNano { get; init; }

    /// <summary>The same with everything below it.</summary>
    public long CriticalBelowNano { get; init; }

    /// <summary>Input tokens of the model calls.</summary>
    public long InputTokens { get; init; }

    /// <inheritdoc cref="InputTokens"/>
    public long OutputTokens { get; init; }

    /// <inheritdoc cref="InputTokens"/>
    public long CacheReadTokens { get; init; }

    /// <inheritdoc cref="InputTokens"/>
    public long CacheWriteTokens { get; init; }

    /// <inheritdoc cref="InputTokens"/>
    public long ReasoningTokens { get; init; }

    /// <summary>Cost of the model calls in USD; <see langword="null"/> when none has a price.</summary>
    public decimal? CostUsd { get; init; }

    /// <summary>What the span itself cost in USD; <see langword="null"/> when it is no call that counts, or has no price.</summary>
    public decimal? OwnCostUsd { get; init; }

    /// <summary>Model calls that are missing from the cost.</summary>
    public int UnpricedCalls { get; init; }

    /// <summary>Model calls.</summary>
    public int Calls { get; init; }

    /// <summary>Spans that failed.</summary>
    public int Errors { get; init; }

    /// <summary>Spans that arrived.</summary>
    public int Spans { get; init; }
}
