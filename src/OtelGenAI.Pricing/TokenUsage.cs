namespace OtelGenAI.Pricing;

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
    // Stores keep millions of these: half the size of as many nullable numbers.
    private readonly Count _input = new(Input);
    private readonly Count _output = new(Output);
    private readonly Count _cacheRead = new(CacheRead);
    private readonly Count _cacheWrite = new(CacheWrite);
    private readonly Count _reasoning = new(Reasoning);
    private readonly Count _cacheWrite1h;
    private readonly Count _audioInput;
    private readonly Count _audioOutput;
    private readonly Count _imageInput;
    private readonly Count _imageOutput;
    private readonly Count _audioCacheRead;

    /// <summary>All input tokens.</summary>
    public long? Input
    {
        get => _input.Value;
        init => _input = new Count(value);
    }

    /// <summary>All output tokens.</summary>
    public long? Output
    {
        get => _output.Value;
        init => _output = new Count(value);
    }

    /// <summary>Input tokens read from the cache.</summary>
    public long? CacheRead
    {
        get => _cacheRead.Value;
        init => _cacheRead = new Count(value);
    }

    /// <summary>Input tokens written to the cache.</summary>
    public long? CacheWrite
    {
        get => _cacheWrite.Value;
        init => _cacheWrite = new Count(value);
    }

    /// <summary>Output tokens spent on reasoning.</summary>
    public long? Reasoning
    {
        get => _reasoning.Value;
        init => _reasoning = new Count(value);
    }

    /// <summary>Of <see cref="CacheWrite"/>, what is kept for an hour and costs more; <see langword="null"/> when not told apart.</summary>
    public long? CacheWrite1h
    {
        get => _cacheWrite1h.Value;
        init => _cacheWrite1h = new Count(value);
    }

    /// <summary>Of <see cref="Input"/>, audio.</summary>
    public long? AudioInput
    {
        get => _audioInput.Value;
        init => _audioInput = new Count(value);
    }

    /// <summary>Of <see cref="Output"/>, audio.</summary>
    public long? AudioOutput
    {
        get => _audioOutput.Value;
        init => _audioOutput = new Count(value);
    }

    /// <summary>Of <see cref="Input"/>, images.</summary>
    public long? ImageInput
    {
        get => _imageInput.Value;
        init => _imageInput = new Count(value);
    }

    /// <summary>Of <see cref="Output"/>, images.</summary>
    public long? ImageOutput
    {
        get => _imageOutput.Value;
        init => _imageOutput = new Count(value);
    }

    /// <summary>Of <see cref="AudioInput"/> and of <see cref="CacheRead"/>, audio read from the cache.</summary>
    public long? AudioCacheRead
    {
        get => _audioCacheRead.Value;
        init => _audioCacheRead = new Count(value);
    }

    /// <summary>Both together; what neither reported stays unreported.</summary>
    /// <param name="more">The others.</param>
    public TokenUsage Plus(in TokenUsage more) => new(
        Sum(Input, more.Input), Sum(Output, more.Output), Sum(CacheRead, more.CacheRead), Sum(CacheWrite, more.CacheWrite), Sum(Reasoning, more.Reasoning))
    {
        CacheWrite1h = Sum(CacheWrite1h, more.CacheWrite1h),
        AudioInput = Sum(AudioInput, more.AudioInput),
        AudioOutput = Sum(AudioOutput, more.AudioOutput),
        ImageInput = Sum(ImageInput, more.ImageInput),
        ImageOutput = Sum(ImageOutput, more.ImageOutput),
        AudioCacheRead = Sum(AudioCacheRead, more.AudioCacheRead),
    };

    /// <summary>Whether nothing was reported.</summary>
    public bool IsEmpty => (Input ?? Output ?? CacheRead ?? CacheWrite ?? Reasoning) is null;

    private static long? Sum(long? a, long? b) => a is null ? b : b is null ? a : a + b;

    /// <summary>A number, or none, in the space of a number.</summary>
    private readonly record struct Count
    {
        // 0 is none, so that the default is: numbers from 0 on are kept one larger. The largest one becomes the one before it.
        private readonly long _kept;

        public Count(long? value) => _kept = value switch { null => 0, long.MaxValue => long.MaxValue, >= 0 => value.Value + 1, _ => value.Value };

        public long? Value => _kept switch { 0 => null, > 0 => _kept - 1, _ => _kept };
    }
}
