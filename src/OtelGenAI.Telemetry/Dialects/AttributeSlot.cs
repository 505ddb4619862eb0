using OtelGenAI.Conventions;

namespace OtelGenAI.Telemetry.Dialects;

/// <summary>The facts a span's columns are made of. One attribute, under any of its names, fills one slot.</summary>
internal enum AttributeSlot : byte
{
    None,
    Operation,
    Provider,
    RequestModel,
    ResponseModel,
    ResponseId,
    FinishReasons,
    InputTokens,
    OutputTokens,
    CacheReadTokens,
    CacheWriteTokens,
    ReasoningTokens,
    TimeToFirstChunk,
    AgentName,
    ToolName,
    ToolCallId,
    ConversationId,
    UserId,
    ErrorType,
    WorkflowName,
    McpMethod,
    ExceptionType,
    Count,
}

/// <summary>Which attribute fills which slot by its current name.</summary>
internal static class AttributeSlots
{
    /// <summary>Canonical names; earlier names follow from the registry's renames.</summary>
    public static IReadOnlyList<(string Name, AttributeSlot Slot)> Canonical { get; } =
    [
        (GenAIAttributes.OperationName, AttributeSlot.Operation),
        (GenAIAttributes.ProviderName, AttributeSlot.Provider),
        (GenAIAttributes.RequestModel, AttributeSlot.RequestModel),
        (GenAIAttributes.ResponseModel, AttributeSlot.ResponseModel),
        (GenAIAttributes.ResponseId, AttributeSlot.ResponseId),
        (GenAIAttributes.ResponseFinishReasons, AttributeSlot.FinishReasons),
        (GenAIAttributes.UsageInputTokens, AttributeSlot.InputTokens),
        (GenAIAttributes.UsageOutputTokens, AttributeSlot.OutputTokens),
        (GenAIAttributes.UsageCacheReadInputTokens, AttributeSlot.CacheReadTokens),
        (GenAIAttributes.UsageCacheWriteInputTokens, AttributeSlot.CacheWriteTokens),
        (GenAIAttributes.UsageReasoningOutputTokens, AttributeSlot.ReasoningTokens),
        (GenAIAttributes.ResponseTimeToFirstChunk, AttributeSlot.TimeToFirstChunk),
        (GenAIAttributes.AgentName, AttributeSlot.AgentName),
        (GenAIAttributes.ToolName, AttributeSlot.ToolName),
        (GenAIAttributes.ToolCallId, AttributeSlot.ToolCallId),
        (GenAIAttributes.ConversationId, AttributeSlot.ConversationId),
        (GenAIAttributes.WorkflowName, AttributeSlot.WorkflowName),
        (UserAttributes.Id, AttributeSlot.UserId),
        (ErrorAttributes.Type, AttributeSlot.ErrorType),
        (McpAttributes.MethodName, AttributeSlot.McpMethod),
    ];

    /// <summary>Names that stand for a fact when its own attribute is missing. They are current names of something near to it.</summary>
    public static IReadOnlyList<(string Name, AttributeSlot Slot)> Substitutes { get; } =
    [
        (SessionAttributes.Id, AttributeSlot.ConversationId),
        (EnduserAttributes.Id, AttributeSlot.UserId),
    ];
}
