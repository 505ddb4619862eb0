using System.Text.Json.Serialization;
using OtelGenAI.Storage.Statistics;

namespace OtelGenAI.Dashboard.Api;

/// <summary>Sums over a range of time, as the API shows them.</summary>
/// <param name="From">Start of the range as it was read; roll-ups are whole hours.</param>
/// <param name="To">End of the range as it was read.</param>
/// <param name="IsExact">Whether that is the range that was asked for.</param>
/// <param name="IsComplete">Whether no group is missing.</param>
/// <param name="Items">The groups.</param>
/// <param name="Next">Where the next page begins.</param>
internal sealed record UsageView(
    DateTimeOffset? From, DateTimeOffset? To, bool IsExact, bool IsComplete, IReadOnlyList<UsageGroupView> Items, string? Next)
{
    public static UsageView Of(UsageQuery query, UsageAnswer answer, IEnumerable<UsageGroup> groups, string? next) => new(
        answer.FromUnixNano is { } from ? ApiTime.Of(from) : null,
        answer.BeforeUnixNano is { } to ? ApiTime.Of(to) : null,
        IsExactRange(query, answer),
        answer.IsComplete,
        [.. groups.Select(group => UsageGroupView.Of(query, group))],
        next);

    /// <summary>Whether the range that was read is the one that was asked for.</summary>
    public static bool IsExactRange(UsageQuery query, UsageAnswer answer) =>
        (query.FromUnixNano == long.MinValue || query.FromUnixNano == answer.FromUnixNano) &&
        (query.BeforeUnixNano == long.MaxValue || query.BeforeUnixNano == answer.BeforeUnixNano);
}

/// <summary>The sums of one group.</summary>
internal sealed record UsageGroupView
{
    /// <summary>What the group is told apart by; a value is <see langword="null"/> when its spans have none.</summary>
    public required IReadOnlyDictionary<string, string?> Key { get; init; }

    /// <summary>Start of the bucket of time.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? Time { get; init; }

    public required long Count { get; init; }

    public required long Errors { get; init; }

    public required double ErrorRate { get; init; }

    public required long Calls { get; init; }

    public required long InputTokens { get; init; }

    public required long OutputTokens { get; init; }

    public required long TotalTokens { get; init; }

    public required long CacheReadTokens { get; init; }

    public required long CacheWriteTokens { get; init; }

    public required long CacheWrite1hTokens { get; init; }

    public required long ReasoningTokens { get; init; }

    public required long AudioInputTokens { get; init; }

    public required long AudioOutputTokens { get; init; }

    public required long ImageInputTokens { get; init; }

    public required long ImageOutputTokens { get; init; }

    public required double? CostUsd { get; init; }

    public required long UnpricedCalls { get; init; }

    public required LatencyView? DurationMs { get; init; }

    public required LatencyView? TimeToFirstChunkMs { get; init; }

    public static UsageGroupView Of(UsageQuery query, UsageGroup group) => Of(
        query.By.Zip(group.Key).ToDictionary(pair => UsageRequest.NameOf(pair.First), pair => pair.Second, StringComparer.Ordinal), group.StartUnixNano, group.Totals);

    public static UsageGroupView Of(IReadOnlyDictionary<string, string?> key, long? startUnixNano, UsageTotals sums) =>
        new()
        {
            Key = key,
            Time = startUnixNano is { } start ? ApiTime.Of(start) : null,
            Count = sums.Count,
            Errors = sums.Errors,
            ErrorRate = sums.Count == 0 ? 0 : (double)sums.Errors / sums.Count,
            Calls = sums.Calls,
            InputTokens = sums.InputTokens,
            OutputTokens = sums.OutputTokens,
            TotalTokens = sums.InputTokens + sums.OutputTokens,
            CacheReadTokens = sums.CacheReadTokens,
            CacheWriteTokens = sums.CacheWriteTokens,
            CacheWrite1hTokens = sums.CacheWrite1hTokens,
            ReasoningTokens = sums.ReasoningTokens,
            AudioInputTokens = sums.AudioInputTokens,
            AudioOutputTokens = sums.AudioOutputTokens,
            ImageInputTokens = sums.ImageInputTokens,
            ImageOutputTokens = sums.ImageOutputTokens,
            CostUsd = sums.PricedCalls > 0 ? (double)sums.Cost.Usd : null,
            UnpricedCalls = sums.UnpricedCalls,
            DurationMs = LatencyView.Of(sums.Durations),
            TimeToFirstChunkMs = LatencyView.Of(sums.FirstChunks),
        };
}

/// <summary>Quantiles in milliseconds, each off by a sixteenth of itself at most.</summary>
internal sealed record LatencyView(long Count, double P50, double P95, double P99)
{
    private const double NanosecondsPerMillisecond = 1e6;

    public static LatencyView? Of(DurationHistogram histogram) => histogram.Count <= 0
        ? null
        : new LatencyView(histogram.Count, Milliseconds(histogram, 0.5), Milliseconds(histogram, 0.95), Milliseconds(histogram, 0.99));

    private static double Milliseconds(DurationHistogram histogram, double share) => (histogram.Quantile(share) ?? 0) / NanosecondsPerMillisecond;
}

/// <summary>A conversation or user, as the API shows it.</summary>
internal sealed record TraceGroupView
{
    public required string Id { get; init; }

    public required DateTimeOffset StartTime { get; init; }

    public required DateTimeOffset LastTraceTime { get; init; }

    public required DateTimeOffset EndTime { get; init; }

    public required long TraceCount { get; init; }

    public required long FailedTraceCount { get; init; }

    public required long SpanCount { get; init; }

    public required long ErrorCount { get; init; }

    public required long Calls { get; init; }

    public required long InputTokens { get; init; }

    public required long OutputTokens { get; init; }

    public required long TotalTokens { get; init; }

    public required long CacheReadTokens { get; init; }

    public required long CacheWriteTokens { get; init; }

    public required long ReasoningTokens { get; init; }

    public required double? CostUsd { get; init; }

    public required long UnpricedCalls { get; init; }

    /// <summary>User of a session.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? UserId { get; init; }

    public static TraceGroupView Of(TraceGroup group, TraceGrouping by) => new()
    {
        Id = group.Id,
        StartTime = ApiTime.Of(group.FirstStartUnixNano),
        LastTraceTime = ApiTime.Of(group.LastStartUnixNano),
        EndTime = ApiTime.Of(group.EndUnixNano),
        TraceCount = group.Traces,
        FailedTraceCount = group.FailedTraces,
        SpanCount = group.Spans,
        ErrorCount = group.Errors,
        Calls = group.Calls,
        InputTokens = group.InputTokens,
        OutputTokens = group.OutputTokens,
        TotalTokens = group.InputTokens + group.OutputTokens,
        CacheReadTokens = group.CacheReadTokens,
        CacheWriteTokens = group.CacheWriteTokens,
        ReasoningTokens = group.ReasoningTokens,
        CostUsd = (double?)group.Cost?.Usd,
        UnpricedCalls = group.UnpricedCalls,
        UserId = by == TraceGrouping.Conversation ? group.Other : null,
    };
}

/// <summary>A page of conversations or users.</summary>
internal sealed record TraceGroupPageView(IReadOnlyList<TraceGroupView> Items, string? Next);

/// <summary>A conversation or user with its newest traces.</summary>
internal sealed record TraceGroupDetailView(TraceGroupView Summary, IReadOnlyList<TraceSummaryView> Traces, string? Next);
