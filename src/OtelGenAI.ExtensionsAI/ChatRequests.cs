using Microsoft.Extensions.AI;
using OtelGenAI.Conventions;

namespace OtelGenAI.ExtensionsAI;

/// <summary>Reads options of a call in the conventions' words.</summary>
internal static class ChatRequests
{
    /// <summary>Reads options.</summary>
    /// <param name="options">The application's.</param>
    /// <param name="isStream">Whether the answer comes in pieces.</param>
    /// <param name="withTools">Whether definitions of tools are wanted.</param>
    public static GenAIChatRequest Read(ChatOptions? options, bool isStream, bool withTools) => new()
    {
        MaxTokens = options?.MaxOutputTokens,
        Temperature = Exact(options?.Temperature),
        TopP = Exact(options?.TopP),
        TopK = options?.TopK,
        FrequencyPenalty = Exact(options?.FrequencyPenalty),
        PresencePenalty = Exact(options?.PresencePenalty),
        StopSequences = options?.StopSequences is { } sequences ? [.. sequences] : null,
        Seed = options?.Seed,
        OutputType = options?.ResponseFormat switch
        {
            ChatResponseFormatJson => GenAIOutputTypeValues.Json,
            ChatResponseFormatText => GenAIOutputTypeValues.Text,
            _ => null,
        },
        ReasoningLevel = options?.Reasoning?.Effort is { } effort ? LevelOf(effort) : null,
        ConversationId = options?.ConversationId,
        IsStream = isStream,
        Tools = withTools && options?.Tools is { } tools ? [.. tools.Select(Definition)] : null,
    };

    // 0.2 as a float is 0.200000003 as a double; the application said 0.2.
    private static double? Exact(float? value) => value is { } number ? (double)(decimal)number : null;

    private static string LevelOf(ReasoningEffort effort) => effort switch
    {
        ReasoningEffort.None => "none",
        ReasoningEffort.Low => "low",
        ReasoningEffort.Medium => "medium",
        ReasoningEffort.High => "high",
        _ => "xhigh",
    };

    private static GenAIToolDefinition Definition(AITool tool) => tool is AIFunctionDeclaration function
        ? new GenAIToolDefinition("function", function.Name, function.Description, function.JsonSchema.GetRawText())
        : new GenAIToolDefinition(tool.Name, tool.Name, tool.Description, Parameters: null);
}
