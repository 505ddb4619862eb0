using System.Diagnostics;
using System.Runtime.InteropServices;
using OtelGenAI.Content;
using OtelGenAI.Conventions;

namespace OtelGenAI.Invocations;

/// <summary>Writes <see cref="InvocationFacts"/> onto a span.</summary>
/// <param name="activity">The span.</param>
/// <param name="onlyMissing">
/// Leave alone what the span already says: used when an SDK recorded the call itself and only lacks, say, cached tokens.
/// </param>
[StructLayout(LayoutKind.Auto)]
internal readonly struct InvocationTags(Activity activity, bool onlyMissing)
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
        Add(GenAIAttributes.ConversationId, facts.ConversationId);
        Add(GenAIAttributes.RetrievalTopK, facts.RetrievalTopK);
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
        if (value is not null && !(onlyMissing && activity.GetTagItem(key) is not null))
        {
            activity.SetTag(key, value);
        }
    }
}
