namespace OtelGenAI.Telemetry;

/// <summary>Tokens of one call. Input includes what was read from or written to the provider's cache; output includes reasoning.</summary>
/// <remarks>
/// Source: GenAI conventions, <c>gen_ai.usage.*</c>: the parts are subsets of <see cref="Input"/> and <see cref="Output"/>.
/// <see langword="null"/> means not reported, which is not zero. The first five are stored; the finer ones are read from the span
/// when its cost is computed or somebody looks.
/// </remarks>
/// <param name="Input">All input tokens.</param>
/// <param name="Output">All output tokens.</param>
/// <param name="CacheRead">Input tokens read from the cache.</param>
/// <param name="CacheWrite">Input tokens written to the cache.</param>
/// <param name="Reasoning">Output tokens spent on reasoning.</param>
public readonly record struct TokenUsage(long? Input, long? Output, long? CacheRead, long? CacheWrite, long? Reasoning)
{
    /// <summary>Of <see cref="CacheWrite"/>, what is kept for an hour and costs more; <see langword="null"/> when not told apart.</summary>
    public long? CacheWrite1h { get; init; }

    /// <summary>Of <see cref="Input"/>, audio.</summary>
    public long? AudioInput { get; init; }

    /// <summary>Of <see cref="Output"/>, audio.</summary>
    public long? AudioOutput { get; init; }

    /// <summary>Of <see cref="Input"/>, images.</summary>
    public long? ImageInput { get; init; }

    /// <summary>Of <see cref="Output"/>, images.</summary>
    public long? ImageOutput { get; init; }

    /// <summary>Whether nothing was reported.</summary>
    public bool IsEmpty => (Input ?? Output ?? CacheRead ?? CacheWrite ?? Reasoning) is null;
}
