using System.Diagnostics;
using OtelGenAI.Conventions;
using OtelGenAI.Invocations;

namespace OtelGenAI.Tap;

/// <summary>Keeps a model call from being counted twice when two libraries, one inside the other, record it.</summary>
internal static class DuplicateSpans
{
    private static readonly string[] s_counted =
    [
        GenAIAttributes.OperationName,
        GenAIAttributes.UsageInputTokens,
        GenAIAttributes.UsageOutputTokens,
        GenAIAttributes.UsageCacheReadInputTokens,
        GenAIAttributes.UsageCacheWriteInputTokens,
        GenAIAttributes.UsageReasoningOutputTokens,
        GenAIAttributes.UsageTextInputTokens,
        GenAIAttributes.UsageTextOutputTokens,
        GenAIAttributes.UsageTextCacheReadInputTokens,
        GenAIAttributes.UsageImageInputTokens,
        GenAIAttributes.UsageImageOutputTokens,
        GenAIAttributes.UsageImageCacheReadInputTokens,
        GenAIAttributes.UsageAudioInputTokens,
        GenAIAttributes.UsageAudioOutputTokens,
        GenAIAttributes.UsageAudioCacheReadInputTokens,
        OtelGenAIAttributes.CostTotal,
        DeprecatedAttributes.GenAIUsagePromptTokens,
        DeprecatedAttributes.GenAIUsageCompletionTokens,
    ];

    /// <summary>Demotes a span that ends inside another span of the same call.</summary>
    /// <param name="inner">The span that just ended.</param>
    /// <returns>Whether it was one: it stays in the trace as detail, and the outer span knows all it knew.</returns>
    public static bool TryDemote(Activity inner)
    {
        if (!Operations.IsModelCall(inner.GetTagItem(GenAIAttributes.OperationName) as string) ||
            Operations.FindCoveringModelCall(inner.Parent) is not { IsStopped: false, IsAllDataRequested: true } outer)
        {
            return false;
        }

        foreach (var (key, value) in inner.EnumerateTagObjects())
        {
            if (value is not null && IsAboutTheCall(key) && outer.GetTagItem(key) is null)
            {
                outer.SetTag(key, value);
            }
        }

        foreach (var key in s_counted)
        {
            inner.SetTag(key, null);
        }

        inner.SetTag(OtelGenAIAttributes.CoveredBy, outer.SpanId.ToHexString());
        return true;
    }

    // The model call's own facts; not, say, the HTTP status of one attempt or the error of a call that was tried again.
    private static bool IsAboutTheCall(string key) =>
        key.StartsWith(GenAIPrefix, StringComparison.Ordinal) ||
        key is OpenAIAttributes.ResponseServiceTier or OpenAIAttributes.ResponseSystemFingerprint or ServerAttributes.Address or ServerAttributes.Port;

    private static string GenAIPrefix { get; } =
        GenAIAttributes.OperationName[..(GenAIAttributes.OperationName.IndexOf('.', StringComparison.Ordinal) + 1)];
}
