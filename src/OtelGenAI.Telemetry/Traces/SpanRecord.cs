using OtelGenAI.Pricing;
using OtelGenAI.Telemetry.Pricing;

namespace OtelGenAI.Telemetry.Traces;

/// <summary>One stored span without its payload: what lists, trees and sums are made of.</summary>
public sealed record SpanRecord
{
    /// <summary>The trace it belongs to.</summary>
    public required TraceId TraceId { get; init; }

    /// <summary>Its own id.</summary>
    public required SpanId SpanId { get; init; }

    /// <summary>Its parent, or none.</summary>
    public SpanId ParentSpanId { get; init; }

    /// <summary>Name.</summary>
    public string Name { get; init; } = "";

    /// <summary>OTLP <c>SpanKind</c> number, as received.</summary>
    public int SpanKind { get; init; }

    /// <summary>Start, in nanoseconds since 1970 UTC.</summary>
    public long StartUnixNano { get; init; }

    /// <summary>End, in nanoseconds since 1970 UTC; never before the start.</summary>
    public long EndUnixNano { get; init; }

    /// <summary>OTLP status: 0 unset, 1 ok, 2 error.</summary>
    public int StatusCode { get; init; }

    /// <summary>What it is.</summary>
    public ObservationKind Kind { get; init; }

    /// <summary>What is odd about it.</summary>
    public SpanFlags Flags { get; init; }

    /// <summary><c>service.name</c> of its resource.</summary>
    public string? Service { get; init; }

    /// <summary><c>service.version</c> of its resource.</summary>
    public string? Release { get; init; }

    /// <summary><c>deployment.environment.name</c> of its resource.</summary>
    public string? Environment { get; init; }

    /// <summary><c>gen_ai.operation.name</c>.</summary>
    public string? Operation { get; init; }

    /// <summary>Provider.</summary>
    public string? Provider { get; init; }

    /// <summary>Model asked for.</summary>
    public string? RequestModel { get; init; }

    /// <summary>Model that answered.</summary>
    public string? ResponseModel { get; init; }

    /// <summary>Provider's id of the answer.</summary>
    public string? ResponseId { get; init; }

    /// <summary>Finish reasons, separated by commas.</summary>
    public string? FinishReasons { get; init; }

    /// <summary>Agent.</summary>
    public string? AgentName { get; init; }

    /// <summary>Tool.</summary>
    public string? ToolName { get; init; }

    /// <summary>Joins a tool execution to the model's tool call.</summary>
    public string? ToolCallId { get; init; }

    /// <summary>Conversation.</summary>
    public string? ConversationId { get; init; }

    /// <summary>End user.</summary>
    public string? UserId { get; init; }

    /// <summary>Type of the error.</summary>
    public string? ErrorType { get; init; }

    /// <summary>Tokens as reported on this span.</summary>
    public TokenUsage Tokens { get; init; }

    /// <summary>Time to the first chunk, in seconds.</summary>
    public double? TimeToFirstChunkSeconds { get; init; }

    /// <summary>Service tier that the provider says it served.</summary>
    public string? ServiceTier { get; init; }

    /// <summary>Cost that the client reported, in USD.</summary>
    public double? ReportedCostUsd { get; init; }

    /// <summary>What it says of its whole trace (tags, metadata …), as <see cref="TraceLabels"/> reads it.</summary>
    public string? Labels { get; init; }

    /// <summary>What its resource says of the whole trace.</summary>
    public string? ResourceLabels { get; init; }

    /// <summary>
    /// What the call cost by the prices of the moment it arrived, or of the last repricing; <see langword="null"/> when it is no inference or had no price.
    /// </summary>
    public PicoUsd? Cost { get; init; }

    /// <summary>Whether it failed.</summary>
    public bool IsError => StatusCode == 2;
}
