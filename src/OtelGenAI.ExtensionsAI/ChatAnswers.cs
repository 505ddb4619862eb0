using Microsoft.Extensions.AI;

namespace OtelGenAI.ExtensionsAI;

/// <summary>Writes answers on the span of their call.</summary>
internal static class ChatAnswers
{
    /// <summary>Writes a whole answer.</summary>
    public static void SetAnswer(this GenAIChatScope chat, ChatResponse response)
    {
        var finishReason = response.FinishReason?.Value;
        chat.SetResponse(response.ResponseId, response.ModelId, finishReason is null ? [] : [finishReason]);
        if (response.Usage is { } usage)
        {
            chat.SetUsage(usage.ToGenAIUsage());
        }

        if (chat.ContentLimitBytes > 0)
        {
            chat.SetOutput(() => ChatContents.Messages(response.Messages, finishReason));
        }
    }

    /// <summary>The counts of an answer.</summary>
    /// <remarks>Not those of text and audio, which are experimental there: a name that goes would break the application that calls us.</remarks>
    public static GenAIUsage ToGenAIUsage(this UsageDetails usage) => new(usage.InputTokenCount, usage.OutputTokenCount)
    {
        CacheReadInputTokens = usage.CachedInputTokenCount,
        ReasoningOutputTokens = usage.ReasoningTokenCount,
    };
}
