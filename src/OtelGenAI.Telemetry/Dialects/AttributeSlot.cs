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
    TotalTokens,
    CacheReadTokens,
    CacheWriteTokens,
    CacheWrite5mTokens,
    CacheWrite1hTokens,
    ReasoningTokens,
    AudioInputTokens,
    AudioCacheReadTokens,
    AudioOutputTokens,
    ImageInputTokens,
    ImageOutputTokens,
    CompactionInputTokens,
    CompactionOutputTokens,
    CostUsd,
    ServiceTier,
    TimeToFirstChunk,
    TimeToFirstChunkMs,
    FirstChunkTime,
    AgentName,
    ToolName,
    ToolCallId,
    ConversationId,
    UserId,
    ErrorType,
    WorkflowName,
    EntityName,
    McpMethod,
    ExceptionType,
    Count,
}

/// <summary>Which attribute fills which slot by its current name, and what dialect files call the slots.</summary>
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
        (GenAIAttributes.UsageAudioInputTokens, AttributeSlot.AudioInputTokens),
        (GenAIAttributes.UsageAudioOutputTokens, AttributeSlot.AudioOutputTokens),
        (GenAIAttributes.UsageAudioCacheReadInputTokens, AttributeSlot.AudioCacheReadTokens),
        (GenAIAttributes.UsageImageInputTokens, AttributeSlot.ImageInputTokens),
        (GenAIAttributes.UsageImageOutputTokens, AttributeSlot.ImageOutputTokens),
        (OtelGenAIAttributes.CostTotal, AttributeSlot.CostUsd),
        (GenAIAttributes.ResponseTimeToFirstChunk, AttributeSlot.TimeToFirstChunk),
        (GenAIAttributes.AgentName, AttributeSlot.AgentName),
        (GenAIAttributes.ToolName, AttributeSlot.ToolName),
        (GenAIAttributes.ToolCallId, AttributeSlot.ToolCallId),
        (GenAIAttributes.ConversationId, AttributeSlot.ConversationId),
        (GenAIAttributes.WorkflowName, AttributeSlot.WorkflowName),
        (OpenAIAttributes.ResponseServiceTier, AttributeSlot.ServiceTier),
        (UserAttributes.Id, AttributeSlot.UserId),
        (ErrorAttributes.Type, AttributeSlot.ErrorType),
        (McpAttributes.MethodName, AttributeSlot.McpMethod),
    ];

    /// <summary>Names that stand for a fact when its own attribute is missing. They are current names of something near to it.</summary>
    public static IReadOnlyList<(string Name, AttributeSlot Slot)> Substitutes { get; } =
    [
        (SessionAttributes.Id, AttributeSlot.ConversationId),
        (EnduserAttributes.Id, AttributeSlot.UserId),
        (OpenAIAttributes.RequestServiceTier, AttributeSlot.ServiceTier),
        (Baggage + GenAIAttributes.ConversationId, AttributeSlot.ConversationId),
        (Baggage + SessionAttributes.Id, AttributeSlot.ConversationId),
        (Baggage + UserAttributes.Id, AttributeSlot.UserId),
        (Baggage + EnduserAttributes.Id, AttributeSlot.UserId),
    ];

    // Some processors put it before the names of what they copy from baggage.
    private const string Baggage = "baggage.";

    /// <summary>The slot of a field of <c>conventions/dialects</c>.</summary>
    /// <exception cref="ArgumentException">There is no such field; the generator lets none through, and DialectTests walks them all.</exception>
    public static AttributeSlot OfField(string field) => field switch
    {
        "operation" => AttributeSlot.Operation,
        "provider" => AttributeSlot.Provider,
        "request_model" => AttributeSlot.RequestModel,
        "response_model" => AttributeSlot.ResponseModel,
        "response_id" => AttributeSlot.ResponseId,
        "finish_reasons" => AttributeSlot.FinishReasons,
        "input_tokens" => AttributeSlot.InputTokens,
        "output_tokens" => AttributeSlot.OutputTokens,
        "total_tokens" => AttributeSlot.TotalTokens,
        "cache_read_tokens" => AttributeSlot.CacheReadTokens,
        "cache_write_tokens" => AttributeSlot.CacheWriteTokens,
        "cache_write_5m_tokens" => AttributeSlot.CacheWrite5mTokens,
        "cache_write_1h_tokens" => AttributeSlot.CacheWrite1hTokens,
        "reasoning_tokens" => AttributeSlot.ReasoningTokens,
        "audio_input_tokens" => AttributeSlot.AudioInputTokens,
        "audio_output_tokens" => AttributeSlot.AudioOutputTokens,
        "audio_cache_read_tokens" => AttributeSlot.AudioCacheReadTokens,
        "image_input_tokens" => AttributeSlot.ImageInputTokens,
        "image_output_tokens" => AttributeSlot.ImageOutputTokens,
        "compaction_input_tokens" => AttributeSlot.CompactionInputTokens,
        "compaction_output_tokens" => AttributeSlot.CompactionOutputTokens,
        "cost_usd" => AttributeSlot.CostUsd,
        "service_tier" => AttributeSlot.ServiceTier,
        "time_to_first_chunk" => AttributeSlot.TimeToFirstChunk,
        "time_to_first_chunk_ms" => AttributeSlot.TimeToFirstChunkMs,
        "first_chunk_time" => AttributeSlot.FirstChunkTime,
        "agent_name" => AttributeSlot.AgentName,
        "workflow_name" => AttributeSlot.WorkflowName,
        "tool_name" => AttributeSlot.ToolName,
        "tool_call_id" => AttributeSlot.ToolCallId,
        "conversation" => AttributeSlot.ConversationId,
        "user" => AttributeSlot.UserId,
        "error_type" => AttributeSlot.ErrorType,
        "entity_name" => AttributeSlot.EntityName,
        _ => throw new ArgumentException($"'{field}' is no field of a dialect.", nameof(field)),
    };
}
