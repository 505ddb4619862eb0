using OtelGenAI.Telemetry;
using OtelGenAI.Telemetry.Pricing;
using OtelGenAI.Telemetry.Traces;

namespace OtelGenAI.Dashboard.Api;

/// <summary>A span in its tree, as the API shows it.</summary>
internal record SpanNodeView
{
    public required string SpanId { get; init; }

    public required string? ParentSpanId { get; init; }

    public required int Depth { get; init; }

    public required string Name { get; init; }

    public required string Kind { get; init; }

    public required string? Operation { get; init; }

    public required DateTimeOffset StartTime { get; init; }

    public required double DurationMs { get; init; }

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

    public required IReadOnlyList<string> Flags { get; init; }

    public static SpanNodeView Of(TraceTreeNode node, PriceBook prices) =>
        Of(node.Span, node.Depth, node.Flags) with { CostUsd = (double?)TraceCost.OfCall(node, prices)?.Usd };

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
