using System.Collections.ObjectModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using OtelGenAI.Telemetry.Traces;

namespace OtelGenAI.Dashboard.Api;

/// <summary>A trace in a list, as the API shows it.</summary>
internal sealed record TraceSummaryView
{
    public required string TraceId { get; init; }

    public required string Name { get; init; }

    public required DateTimeOffset StartTime { get; init; }

    public required double DurationMs { get; init; }

    public required int SpanCount { get; init; }

    public required int ErrorCount { get; init; }

    [AllowedValues("unset", "ok", "error")]
    public required string Status { get; init; }

    public required long InputTokens { get; init; }

    public required long OutputTokens { get; init; }

    public required long TotalTokens { get; init; }

    public required long CacheReadTokens { get; init; }

    public required long CacheWriteTokens { get; init; }

    public required long ReasoningTokens { get; init; }

    public long CacheWrite1hTokens { get; init; }

    public long AudioInputTokens { get; init; }

    public long AudioOutputTokens { get; init; }

    public long ImageInputTokens { get; init; }

    public long ImageOutputTokens { get; init; }

    public required double? CostUsd { get; init; }

    public required int UnpricedCalls { get; init; }

    public required string? PriceTable { get; init; }

    public required IReadOnlyList<string> Models { get; init; }

    public required IReadOnlyList<string> Services { get; init; }

    public required string? SessionId { get; init; }

    public required string? UserId { get; init; }

    public IReadOnlyList<string> Tags { get; init; } = [];

    public required string? Environment { get; init; }

    public required string? Release { get; init; }

    /// <summary>Version of what the application runs: its prompts, agents or chains.</summary>
    public string? Version { get; init; }

    /// <summary>Metadata of all its spans, by key.</summary>
    public IReadOnlyDictionary<string, JsonNode?> Metadata { get; init; } = ReadOnlyDictionary<string, JsonNode?>.Empty;

    public IReadOnlyList<TraceScoreView> Scores { get; init; } = [];

    public required IReadOnlyList<string> Flags { get; init; }

    /// <summary>How many findings it has, where somebody has looked since it changed last; absent where nobody has.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public FindingCountsView? Findings { get; init; }

    /// <summary>Whether retention leaves it alone.</summary>
    public required bool Pinned { get; init; }

    /// <summary>The line of a trace; a call without a price is counted, and never shown as $0.</summary>
    /// <param name="summary">What is stored of it.</param>
    public static TraceSummaryView Of(TraceSummary summary) => new()
    {
        TraceId = summary.TraceId.ToString(),
        Name = summary.Name,
        StartTime = ApiTime.Of(summary.StartUnixNano),
        DurationMs = ApiTime.DurationMs(summary.StartUnixNano, summary.EndUnixNano),
        SpanCount = summary.SpanCount,
        ErrorCount = summary.ErrorCount,
        Status = ApiStatus.Of(summary.StatusCode),
        InputTokens = summary.InputTokens,
        OutputTokens = summary.OutputTokens,
        TotalTokens = summary.InputTokens + summary.OutputTokens,
        CacheReadTokens = summary.CacheReadTokens,
        CacheWriteTokens = summary.CacheWriteTokens,
        ReasoningTokens = summary.ReasoningTokens,
        CacheWrite1hTokens = summary.CacheWrite1hTokens,
        AudioInputTokens = summary.AudioInputTokens,
        AudioOutputTokens = summary.AudioOutputTokens,
        ImageInputTokens = summary.ImageInputTokens,
        ImageOutputTokens = summary.ImageOutputTokens,
        CostUsd = (double?)summary.Cost?.Usd,
        UnpricedCalls = summary.UnpricedCalls,
        PriceTable = summary.PriceTable,
        Models = summary.Models,
        Services = summary.Services,
        SessionId = summary.ConversationId,
        UserId = summary.UserId,
        Environment = summary.Environment,
        Release = summary.Release,
        Version = summary.Version,
        Tags = summary.Tags,
        Metadata = summary.Metadata,
        Flags = summary.HasRoot ? [] : ["no_root"],
        Pinned = summary.IsPinned,
    };
}
