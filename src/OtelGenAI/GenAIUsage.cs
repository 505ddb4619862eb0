namespace OtelGenAI;

/// <summary>Tokens of one model call, as the provider counted them.</summary>
/// <param name="InputTokens">All input tokens, the cached ones included.</param>
/// <param name="OutputTokens">All output tokens, reasoning included.</param>
public readonly record struct GenAIUsage(long? InputTokens, long? OutputTokens)
{
    private readonly Modalities? _modalities;

    /// <summary>Input tokens read from the provider's cache; part of <see cref="InputTokens"/>.</summary>
    public long? CacheReadInputTokens { get; init; }

    /// <summary>Input tokens written to the provider's cache; part of <see cref="InputTokens"/>.</summary>
    public long? CacheWriteInputTokens { get; init; }

    /// <summary>Output tokens spent on reasoning; part of <see cref="OutputTokens"/>.</summary>
    public long? ReasoningOutputTokens { get; init; }

    /// <summary>Text share of <see cref="InputTokens"/>.</summary>
    public long? TextInputTokens
    {
        get => _modalities?.TextInput;
        init => _modalities = value is null && _modalities is null ? null : (_modalities ?? new Modalities()) with { TextInput = value };
    }

    /// <summary>Text share of <see cref="OutputTokens"/>.</summary>
    public long? TextOutputTokens
    {
        get => _modalities?.TextOutput;
        init => _modalities = value is null && _modalities is null ? null : (_modalities ?? new Modalities()) with { TextOutput = value };
    }

    /// <summary>Text share of <see cref="CacheReadInputTokens"/>.</summary>
    public long? TextCacheReadInputTokens
    {
        get => _modalities?.TextCacheReadInput;
        init => _modalities = value is null && _modalities is null ? null : (_modalities ?? new Modalities()) with { TextCacheReadInput = value };
    }

    /// <summary>Image share of <see cref="InputTokens"/>.</summary>
    public long? ImageInputTokens
    {
        get => _modalities?.ImageInput;
        init => _modalities = value is null && _modalities is null ? null : (_modalities ?? new Modalities()) with { ImageInput = value };
    }

    /// <summary>Image share of <see cref="OutputTokens"/>.</summary>
    public long? ImageOutputTokens
    {
        get => _modalities?.ImageOutput;
        init => _modalities = value is null && _modalities is null ? null : (_modalities ?? new Modalities()) with { ImageOutput = value };
    }

    /// <summary>Image share of <see cref="CacheReadInputTokens"/>.</summary>
    public long? ImageCacheReadInputTokens
    {
        get => _modalities?.ImageCacheReadInput;
        init => _modalities = value is null && _modalities is null ? null : (_modalities ?? new Modalities()) with { ImageCacheReadInput = value };
    }

    /// <summary>Audio share of <see cref="InputTokens"/>.</summary>
    public long? AudioInputTokens
    {
        get => _modalities?.AudioInput;
        init => _modalities = value is null && _modalities is null ? null : (_modalities ?? new Modalities()) with { AudioInput = value };
    }

    /// <summary>Audio share of <see cref="OutputTokens"/>.</summary>
    public long? AudioOutputTokens
    {
        get => _modalities?.AudioOutput;
        init => _modalities = value is null && _modalities is null ? null : (_modalities ?? new Modalities()) with { AudioOutput = value };
    }

    /// <summary>Audio share of <see cref="CacheReadInputTokens"/>.</summary>
    public long? AudioCacheReadInputTokens
    {
        get => _modalities?.AudioCacheReadInput;
        init => _modalities = value is null && _modalities is null ? null : (_modalities ?? new Modalities()) with { AudioCacheReadInput = value };
    }

    // Few calls tell modalities apart, and every call has a usage: apart, they cost those who have none a reference.
    private sealed record Modalities
    {
        public long? TextInput { get; init; }

        public long? TextOutput { get; init; }

        public long? TextCacheReadInput { get; init; }

        public long? ImageInput { get; init; }

        public long? ImageOutput { get; init; }

        public long? ImageCacheReadInput { get; init; }

        public long? AudioInput { get; init; }

        public long? AudioOutput { get; init; }

        public long? AudioCacheReadInput { get; init; }
    }
}
