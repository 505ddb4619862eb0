using System.Diagnostics;
using System.Runtime.InteropServices;
using OtelGenAI.Content;
using OtelGenAI.Conventions;

namespace OtelGenAI.Invocations;

/// <summary>What a span may already say.</summary>
internal enum TagWriting
{
    /// <summary>Nothing of it: the span is ours and new. Appending is cheaper than looking first.</summary>
    Append,

    /// <summary>Something older, which is replaced.</summary>
    Replace,

    /// <summary>Something better, which stays: an SDK recorded the call itself and only lacks, say, cached tokens.</summary>
    OnlyMissing,
}

/// <summary>Writes <see cref="InvocationFacts"/> onto a span.</summary>
/// <param name="activity">The span.</param>
/// <param name="writing">What it may already say.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly struct InvocationTags(Activity activity, TagWriting writing)
{
    private static readonly object s_true = true;

    /// <summary>Writes what the request said. Call once.</summary>
    public void WriteRequest(InvocationFacts facts)
    {
        Add(GenAIAttributes.RequestModel, facts.RequestModel);
        Add(OpenAIAttributes.ApiType, facts.OpenAIApiType);
        Add(GenAIAttributes.RequestStream, facts.IsStream ? s_true : null);
        Add(GenAIAttributes.RequestMaxTokens, facts.MaxTokens);
        Add(GenAIAttributes.RequestTemperature, facts.Temperature);
        Add(GenAIAttributes.RequestTopP, facts.TopP);
        Add(GenAIAttributes.RequestTopK, facts.TopK);
        Add(GenAIAttributes.RequestFrequencyPenalty, facts.FrequencyPenalty);
        Add(GenAIAttributes.RequestPresencePenalty, facts.PresencePenalty);
        Add(GenAIAttributes.RequestStopSequences, facts.StopSequences);
        Add(GenAIAttributes.RequestSeed, facts.Seed);
        Add(GenAIAttributes.RequestChoiceCount, facts.ChoiceCount is 1 ? null : facts.ChoiceCount);
        Add(GenAIAttributes.RequestReasoningLevel, facts.ReasoningLevel);
        Add(GenAIAttributes.RequestPreviousResponseId, facts.PreviousResponseId);
        Add(GenAIAttributes.RequestEncodingFormats, facts.EncodingFormats);
        Add(GenAIAttributes.EmbeddingsDimensionCount, facts.EmbeddingDimensions);
        Add(GenAIAttributes.OutputType, facts.OutputType);
        if (facts.ConversationId is { } conversationId)
        {
            // The context may have stamped another one; the request's is the one the provider knows.
            activity.SetTag(GenAIAttributes.ConversationId, conversationId);
        }

        Add(GenAIAttributes.RetrievalTopK, facts.Retrieval?.TopK);
        Add(AwsAttributes.BedrockGuardrailId, facts.AwsGuardrailId);
        Add(OpenAIAttributes.RequestServiceTier, facts.OpenAIRequestServiceTier is "auto" ? null : facts.OpenAIRequestServiceTier);
    }

    /// <summary>Writes what the response said, content last. Call once, before the span ends.</summary>
    /// <remarks>Content last: exporters keep the first 128 attributes, and the counts matter more than the words.</remarks>
    public void WriteResponse(InvocationFacts facts, ContentPolicy policy)
    {
        Add(GenAIAttributes.ResponseId, facts.ResponseId);
        Add(GenAIAttributes.ResponseModel, facts.ResponseModel);
        Add(GenAIAttributes.ResponseFinishReasons, facts.FinishReasons);
        WriteUsage(facts.Usage);
        Add(GenAIAttributes.ResponseTimeToFirstChunk, facts.TimeToFirstChunk?.TotalSeconds);
        Add(OpenAIAttributes.ResponseServiceTier, facts.OpenAIResponseServiceTier);
        Add(OpenAIAttributes.ResponseSystemFingerprint, facts.OpenAISystemFingerprint);
        if (policy.WritesSpans)
        {
            foreach (var (key, value) in ContentAttributes.Of(facts, policy))
            {
                Add(key, value);
            }
        }
    }

    /// <summary>Writes token counts.</summary>
    public void WriteUsage(in GenAIUsage usage)
    {
        Add(GenAIAttributes.UsageInputTokens, usage.InputTokens);
        Add(GenAIAttributes.UsageOutputTokens, usage.OutputTokens);
        Add(GenAIAttributes.UsageCacheReadInputTokens, usage.CacheReadInputTokens);
        Add(GenAIAttributes.UsageCacheWriteInputTokens, usage.CacheWriteInputTokens);
        Add(GenAIAttributes.UsageReasoningOutputTokens, usage.ReasoningOutputTokens);
        Add(GenAIAttributes.UsageTextInputTokens, usage.TextInputTokens);
        Add(GenAIAttributes.UsageTextOutputTokens, usage.TextOutputTokens);
        Add(GenAIAttributes.UsageTextCacheReadInputTokens, usage.TextCacheReadInputTokens);
        Add(GenAIAttributes.UsageImageInputTokens, usage.ImageInputTokens);
        Add(GenAIAttributes.UsageImageOutputTokens, usage.ImageOutputTokens);
        Add(GenAIAttributes.UsageImageCacheReadInputTokens, usage.ImageCacheReadInputTokens);
        Add(GenAIAttributes.UsageAudioInputTokens, usage.AudioInputTokens);
        Add(GenAIAttributes.UsageAudioOutputTokens, usage.AudioOutputTokens);
        Add(GenAIAttributes.UsageAudioCacheReadInputTokens, usage.AudioCacheReadInputTokens);
    }

    private void Add(string key, object? value)
    {
        if (value is null)
        {
            return;
        }

        if (writing == TagWriting.Append)
        {
            activity.AddTag(key, value);
        }
        else if (writing == TagWriting.Replace || activity.GetTagItem(key) is null)
        {
            activity.SetTag(key, value);
        }
    }
}
