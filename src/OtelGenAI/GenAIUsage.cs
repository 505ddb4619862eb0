namespace OtelGenAI;

/// <summary>Tokens of one model call, as the provider counted them.</summary>
/// <param name="InputTokens">All input tokens, the cached ones included.</param>
/// <param name="OutputTokens">All output tokens, reasoning included.</param>
public readonly record struct GenAIUsage(long? InputTokens, long? OutputTokens)
{
    /// <summary>Input tokens read from the provider's cache; part of <see cref="InputTokens"/>.</summary>
    public long? CacheReadInputTokens { get; init; }

    /// <summary>Input tokens written to the provider's cache; part of <see cref="InputTokens"/>.</summary>
    public long? CacheWriteInputTokens { get; init; }

    /// <summary>Output tokens spent on reasoning; part of <see cref="OutputTokens"/>.</summary>
    public long? ReasoningOutputTokens { get; init; }

    /// <summary>Text share of <see cref="InputTokens"/>.</summary>
    public long? TextInputTokens { get; init; }

    /// <summary>Text share of <see cref="OutputTokens"/>.</summary>
    public long? TextOutputTokens { get; init; }

    /// <summary>Text share of <see cref="CacheReadInputTokens"/>.</summary>
    public long? TextCacheReadInputTokens { get; init; }

    /// <summary>Image share of <see cref="InputTokens"/>.</summary>
    public long? ImageInputTokens { get; init; }

    /// <summary>Image share of <see cref="OutputTokens"/>.</summary>
    public long? ImageOutputTokens { get; init; }

    /// <summary>Image share of <see cref="CacheReadInputTokens"/>.</summary>
    public long? ImageCacheReadInputTokens { get; init; }

    /// <summary>Audio share of <see cref="InputTokens"/>.</summary>
    public long? AudioInputTokens { get; init; }

    /// <summary>Audio share of <see cref="OutputTokens"/>.</summary>
    public long? AudioOutputTokens { get; init; }

    /// <summary>Audio share of <see cref="CacheReadInputTokens"/>.</summary>
    public long? AudioCacheReadInputTokens { get; init; }
}
