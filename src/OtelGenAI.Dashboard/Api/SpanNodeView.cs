using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using OtelGenAI.Dashboard.OpenApi;
using OtelGenAI.Pricing;
using OtelGenAI.Telemetry;
using OtelGenAI.Telemetry.Traces;

namespace OtelGenAI.Dashboard.Api;

/// <summary>A span in its tree, as the API shows it.</summary>
internal record SpanNodeView
{
    public required string SpanId { get; init; }

    public required string? ParentSpanId { get; init; }

    public required int Depth { get; init; }

    public required string Name { get; init; }

    [KindName]
    public required string Kind { get; init; }

    public required string? Operation { get; init; }

    public required DateTimeOffset StartTime { get; init; }

    public required double DurationMs { get; init; }

    [AllowedValues("unset", "ok", "error")]
    public required string Status { get; init; }

    public required string? ErrorType { get; init; }

    public required string? Provider { get; init; }

    public required string? RequestModel { get; init; }

    public required string? ResponseModel { get; init; }

    public required TokensView? Tokens { get; init; }

    public double? CostUsd { get; init; }

    public double? ReportedCostUsd { get; init; }

    public string? ServiceTier { get; init; }

    public required string? AgentName { get; init; }

    public required string? ToolName { get; init; }

    public required string? Service { get; init; }

    /// <summary>Which infrastructure it is: <c>http</c>, <c>db</c>, <c>messaging</c>, <c>rpc</c>; absent for all others.</summary>
    [AllowedValues("http", "db", "messaging", "rpc")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Infra { get; init; }

    public required IReadOnlyList<string> Flags { get; init; }

    /// <summary>How far from its true time it is drawn, by which flag; absent when it is drawn where it says.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? ShiftMs { get; init; }

    /// <summary>Time in which none of its children ran.</summary>
    public double SelfMs { get; init; }

    /// <summary>How long it was itself on the critical path of the trace.</summary>
    public double CriticalMs { get; init; }

    /// <summary>It and everything below it, summed up; absent when nothing is below it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public SubtreeView? Subtree { get; init; }

    public static SpanNodeView Of(TraceTreeNode node, SubtreeRollUp rollUp) => Of(node.Span, node.Depth, node.Flags) with
    {
        CostUsd = (double?)rollUp.OwnCostUsd,
        ShiftMs = node.ShiftNano == 0 ? null : ApiTime.DurationMs(0, node.ShiftNano),
        SelfMs = ApiTime.DurationMs(0, rollUp.SelfNano),
        CriticalMs = ApiTime.DurationMs(0, rollUp.CriticalNano),
        Subtree = rollUp.Spans > 1 || node.IsPlaceholder ? SubtreeView.Of(rollUp) : null,
    };

    public static SpanNodeView Of(SpanRecord span, int depth, SpanFlags flags) => new()
    {
        SpanId = span.SpanId.ToString(),
        ParentSpanId = span.ParentSpanId.IsNone ? null : span.ParentSpanId.ToString(),
        Depth = depth,
        Name = span.Name,
        Kind = span.Kind.Name,
        Operation = span.Operation,
        StartTime = ApiTime.Of(span.StartUnixNano),
        DurationMs = ApiTime.DurationMs(span.StartUnixNano, span.EndUnixNano),
        Status = ApiStatus.Of(span.StatusCode),
        ErrorType = span.ErrorType,
        Provider = span.Provider,
        RequestModel = span.RequestModel,
        ResponseModel = span.ResponseModel,
        Tokens = TokensView.Of(span.Tokens),
        ReportedCostUsd = span.ReportedCostUsd,
        ServiceTier = span.ServiceTier,
        AgentName = span.AgentName,
        ToolName = span.ToolName,
        Service = span.Service,
        Infra = span.Flags.Infrastructure,
        Flags = [.. flags.ToNames()],
    };
}

/// <summary>Tokens of one span; a part is <see langword="null"/> when it was not reported.</summary>
internal sealed record TokensView(long? Input, long? Output, long? CacheRead, long? CacheWrite, long? Reasoning)
{
    public long? CacheWrite1h { get; init; }

    public long? AudioInput { get; init; }

    public long? AudioOutput { get; init; }

    public long? ImageInput { get; init; }

    public long? ImageOutput { get; init; }

    public static TokensView? Of(TokenUsage tokens) => tokens.IsEmpty
        ? null
        : new TokensView(tokens.Input, tokens.Output, tokens.CacheRead, tokens.CacheWrite, tokens.Reasoning)
        {
            CacheWrite1h = tokens.CacheWrite1h,
            AudioInput = tokens.AudioInput,
            AudioOutput = tokens.AudioOutput,
            ImageInput = tokens.ImageInput,
            ImageOutput = tokens.ImageOutput,
        };
}

/// <summary>Everything below a span and the span itself, summed up by the rules of the trace's own sums.</summary>
internal sealed record SubtreeView(
    int Spans, int Calls, int Errors, double DurationMs, double CriticalMs, long InputTokens, long OutputTokens, long CacheReadTokens,
    long CacheWriteTokens, long ReasoningTokens, double? CostUsd, int UnpricedCalls)
{
    public static SubtreeView Of(SubtreeRollUp sum) => new(
        sum.Spans, sum.Calls, sum.Errors, ApiTime.DurationMs(0, sum.DurationNano), ApiTime.DurationMs(0, sum.CriticalBelowNano), sum.InputTokens,
        sum.OutputTokens, sum.CacheReadTokens, sum.CacheWriteTokens, sum.ReasoningTokens, (double?)sum.CostUsd, sum.UnpricedCalls);
}
