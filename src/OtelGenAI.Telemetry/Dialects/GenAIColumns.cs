using OtelGenAI.Pricing;

namespace OtelGenAI.Telemetry.Dialects;

/// <summary>What a dialect reader understood of a span: an index over it, never a replacement for it.</summary>
/// <remarks>Texts are UTF-8 views, most of them into the batch's body: they live as long as the batch is not reset.</remarks>
public struct GenAIColumns
{
    /// <summary>What the span is.</summary>
    public ObservationKind Kind;

    /// <summary>What is odd about it.</summary>
    public SpanFlags Flags;

    /// <summary><c>gen_ai.operation.name</c>.</summary>
    public ReadOnlyMemory<byte> Operation;

    /// <summary>Provider, by its current name.</summary>
    public ReadOnlyMemory<byte> Provider;

    /// <summary>Model that was asked for.</summary>
    public ReadOnlyMemory<byte> RequestModel;

    /// <summary>Model that answered.</summary>
    public ReadOnlyMemory<byte> ResponseModel;

    /// <summary>The provider's id of the answer.</summary>
    public ReadOnlyMemory<byte> ResponseId;

    /// <summary>Finish reasons, separated by commas, in the order of the choices.</summary>
    public ReadOnlyMemory<byte> FinishReasons;

    /// <summary>Agent name.</summary>
    public ReadOnlyMemory<byte> AgentName;

    /// <summary>Tool name.</summary>
    public ReadOnlyMemory<byte> ToolName;

    /// <summary>Id that joins a tool execution to the model's tool call.</summary>
    public ReadOnlyMemory<byte> ToolCallId;

    /// <summary>Conversation, which other tools call session or thread.</summary>
    public ReadOnlyMemory<byte> ConversationId;

    /// <summary>End user.</summary>
    public ReadOnlyMemory<byte> UserId;

    /// <summary><c>error.type</c>, or what stands for it.</summary>
    public ReadOnlyMemory<byte> ErrorType;

    /// <summary>Tokens of this span, in the one meaning that <see cref="TokenRules"/> gives them.</summary>
    public TokenUsage Tokens;

    /// <summary>Cost that the client reported, in USD; <see langword="null"/> when it did not.</summary>
    public double? ReportedCostUsd;

    /// <summary>Service tier that the provider says it served: flex, priority, batch …</summary>
    public ReadOnlyMemory<byte> ServiceTier;

    /// <summary>Time to the first chunk of a streamed answer, in seconds; <see langword="null"/> when not reported.</summary>
    public double? TimeToFirstChunkSeconds;

    /// <summary>What it says of its whole trace (tags, metadata …), as <see cref="Traces.TraceLabels"/> reads it; <see langword="null"/> for nearly all spans.</summary>
    public string? Labels;
}

/// <summary>What a dialect reader understood of a resource.</summary>
public struct ResourceColumns
{
    /// <summary><c>service.name</c>; empty when the client sent none.</summary>
    public ReadOnlyMemory<byte> ServiceName;

    /// <summary><c>service.version</c>: the release.</summary>
    public ReadOnlyMemory<byte> ServiceVersion;

    /// <summary><c>deployment.environment.name</c>, or its earlier name.</summary>
    public ReadOnlyMemory<byte> Environment;

    /// <summary>Conversation of all its spans; a span that names its own is another.</summary>
    public ReadOnlyMemory<byte> ConversationId;

    /// <summary>End user of all its spans; a span that names its own is another.</summary>
    public ReadOnlyMemory<byte> UserId;

    /// <inheritdoc cref="GenAIColumns.Labels"/>
    public string? Labels;
}
