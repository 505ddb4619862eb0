using System.Collections.Frozen;
using System.Diagnostics;
using OtelGenAI.Conventions;
using OtelGenAI.Pricing;

namespace OtelGenAI.Cost;

/// <summary>Reads from a span, whoever made it, what the price of its call depends on.</summary>
/// <remarks>Names are those that the collector's reader knows, from the same data: the conventions', their earlier ones, and those of <c>conventions/dialects</c>.</remarks>
internal static class CallFigures
{
    private const long NanosecondsPerTick = 100;
    private const int CurrentRank = 3;
    private const int EarlierRank = 2;
    private const int DialectRank = 1;
    private const int SubstituteRank = 0;

    private static readonly FrozenDictionary<string, (Figure Figure, int Rank)> s_names = Names();

    private enum Figure
    {
        Provider,
        RequestModel,
        ResponseModel,
        ServiceTier,
        Input,
        Output,
        CacheRead,
        CacheWrite,
        CacheWriteFor5Minutes,
        CacheWriteForAnHour,
        Reasoning,
        AudioInput,
        AudioOutput,
        AudioCacheRead,
        ImageInput,
        ImageOutput,
        CompactionInput,
        CompactionOutput,
        Total,
        Count,
    }

    /// <summary>Reads a span.</summary>
    /// <param name="activity">The span.</param>
    /// <param name="end">When the call ended.</param>
    /// <returns>Tokens in their one meaning: input includes the cache, output reasoning.</returns>
    public static PricedCall Read(Activity activity, DateTime end)
    {
        var values = new object?[(int)Figure.Count];
        Span<int> ranks = stackalloc int[(int)Figure.Count];
        foreach (var (key, value) in activity.EnumerateTagObjects())
        {
            if (value is not (null or "") && s_names.TryGetValue(key, out var name) && (values[(int)name.Figure] is null || name.Rank >= ranks[(int)name.Figure]))
            {
                values[(int)name.Figure] = value;
                ranks[(int)name.Figure] = name.Rank;
            }
        }

        var tokens = TokenRules.Normalize(
            TokensOf(values), Whole(values, Figure.Total), inputExcludesCache: false, outputExcludesReasoning: false, cacheAdded: out _, reasoningAdded: out _);
        return new PricedCall(
            ProviderNames.Normalize(values[(int)Figure.Provider] as string),
            values[(int)Figure.ResponseModel] as string,
            values[(int)Figure.RequestModel] as string,
            tokens,
            (end - DateTime.UnixEpoch).Ticks * NanosecondsPerTick)
        {
            ServiceTier = values[(int)Figure.ServiceTier] as string,
        };
    }

    private static TokenUsage TokensOf(object?[] values)
    {
        var (write5m, write1h) = (Whole(values, Figure.CacheWriteFor5Minutes), Whole(values, Figure.CacheWriteForAnHour));
        return new TokenUsage(
            WithCompaction(Whole(values, Figure.Input), Whole(values, Figure.CompactionInput)),
            WithCompaction(Whole(values, Figure.Output), Whole(values, Figure.CompactionOutput)),
            Whole(values, Figure.CacheRead),
            Whole(values, Figure.CacheWrite) ?? (write5m is null && write1h is null ? null : (write5m ?? 0) + (write1h ?? 0)),
            Whole(values, Figure.Reasoning))
        {
            CacheWrite1h = write1h,
            AudioInput = Whole(values, Figure.AudioInput),
            AudioOutput = Whole(values, Figure.AudioOutput),
            AudioCacheRead = Whole(values, Figure.AudioCacheRead),
            ImageInput = Whole(values, Figure.ImageInput),
            ImageOutput = Whole(values, Figure.ImageOutput),
        };
    }

    // A compaction of Anthropic's is billed with the call, and is in none of its other counts.
    private static long? WithCompaction(long? tokens, long? compaction) => compaction is > 0 ? (tokens ?? 0) + compaction : tokens;

    private static long? Whole(object?[] values, Figure figure) => values[(int)figure] switch
    {
        long count => count,
        int count => count,
        _ => null,
    };

    private static FrozenDictionary<string, (Figure, int)> Names()
    {
        Dictionary<string, (Figure Figure, int Rank)> names = new(StringComparer.Ordinal)
        {
            [GenAIAttributes.ProviderName] = (Figure.Provider, CurrentRank),
            [GenAIAttributes.RequestModel] = (Figure.RequestModel, CurrentRank),
            [GenAIAttributes.ResponseModel] = (Figure.ResponseModel, CurrentRank),
            [OpenAIAttributes.ResponseServiceTier] = (Figure.ServiceTier, CurrentRank),
            [OpenAIAttributes.RequestServiceTier] = (Figure.ServiceTier, SubstituteRank),
            [GenAIAttributes.UsageInputTokens] = (Figure.Input, CurrentRank),
            [GenAIAttributes.UsageOutputTokens] = (Figure.Output, CurrentRank),
            [GenAIAttributes.UsageCacheReadInputTokens] = (Figure.CacheRead, CurrentRank),
            [GenAIAttributes.UsageCacheWriteInputTokens] = (Figure.CacheWrite, CurrentRank),
            [GenAIAttributes.UsageReasoningOutputTokens] = (Figure.Reasoning, CurrentRank),
            [GenAIAttributes.UsageAudioInputTokens] = (Figure.AudioInput, CurrentRank),
            [GenAIAttributes.UsageAudioOutputTokens] = (Figure.AudioOutput, CurrentRank),
            [GenAIAttributes.UsageAudioCacheReadInputTokens] = (Figure.AudioCacheRead, CurrentRank),
            [GenAIAttributes.UsageImageInputTokens] = (Figure.ImageInput, CurrentRank),
            [GenAIAttributes.UsageImageOutputTokens] = (Figure.ImageOutput, CurrentRank),
        };
        foreach (var rename in ConventionRegistry.Renames)
        {
            if (rename is { NewName: { } current, ChangesShape: false } && names.TryGetValue(current, out var known) && known.Rank == CurrentRank)
            {
                names.TryAdd(rename.OldName, (known.Figure, EarlierRank));
            }
        }

        foreach (var field in DialectRegistry.Dialects.SelectMany(static dialect => dialect.Fields))
        {
            if (FigureOf(field.Field) is { } figure)
            {
                foreach (var key in field.From)
                {
                    names.TryAdd(key, (figure, DialectRank));
                }
            }
        }

        return names.ToFrozenDictionary(StringComparer.Ordinal);
    }

    // Fields of conventions/dialects.
    private static Figure? FigureOf(string field) => field switch
    {
        "provider" => Figure.Provider,
        "request_model" => Figure.RequestModel,
        "response_model" => Figure.ResponseModel,
        "service_tier" => Figure.ServiceTier,
        "input_tokens" => Figure.Input,
        "output_tokens" => Figure.Output,
        "total_tokens" => Figure.Total,
        "cache_read_tokens" => Figure.CacheRead,
        "cache_write_tokens" => Figure.CacheWrite,
        "cache_write_5m_tokens" => Figure.CacheWriteFor5Minutes,
        "cache_write_1h_tokens" => Figure.CacheWriteForAnHour,
        "reasoning_tokens" => Figure.Reasoning,
        "audio_input_tokens" => Figure.AudioInput,
        "audio_output_tokens" => Figure.AudioOutput,
        "audio_cache_read_tokens" => Figure.AudioCacheRead,
        "image_input_tokens" => Figure.ImageInput,
        "image_output_tokens" => Figure.ImageOutput,
        "compaction_input_tokens" => Figure.CompactionInput,
        "compaction_output_tokens" => Figure.CompactionOutput,
        _ => null,
    };
}
