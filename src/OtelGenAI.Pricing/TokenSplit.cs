namespace OtelGenAI.Pricing;

/// <summary>The tokens of a call, taken apart so that every one has one price.</summary>
/// <remarks>Cached input comes first, then what has a price by its kind; of a part never more is taken than the whole has left.</remarks>
internal readonly record struct TokenSplit(
    long Input, long CacheRead, long CacheWrite, long CacheWrite1h, long AudioCacheRead, long AudioInput, long ImageInput,
    long Output, long AudioOutput, long ImageOutput, long Reasoning)
{
    /// <summary>Takes the tokens apart.</summary>
    /// <param name="tokens">Input includes the cache and every kind, output reasoning.</param>
    /// <param name="row">Kinds without a price of their own stay with the whole.</param>
    public static TokenSplit Of(in TokenUsage tokens, PriceRow row)
    {
        var (input, output) = (tokens.Input ?? 0, tokens.Output ?? 0);
        var read = Take(ref input, tokens.CacheRead ?? 0);
        var audioRead = Take(ref read, tokens.AudioCacheRead ?? 0);
        var write1h = Take(ref input, tokens.CacheWrite1h ?? 0);
        var write = Take(ref input, Math.Max(0, (tokens.CacheWrite ?? 0) - write1h));
        var audio = Take(ref input, row.AudioInput is null ? 0 : (tokens.AudioInput ?? 0) - audioRead);
        var image = Take(ref input, row.ImageInput is null ? 0 : tokens.ImageInput ?? 0);
        var audioOutput = Take(ref output, row.AudioOutput is null ? 0 : tokens.AudioOutput ?? 0);
        var imageOutput = Take(ref output, row.ImageOutput is null ? 0 : tokens.ImageOutput ?? 0);
        var reasoning = Take(ref output, row.Reasoning is null ? 0 : tokens.Reasoning ?? 0);
        return new TokenSplit(input, read, write, write1h, audioRead, audio, image, output, audioOutput, imageOutput, reasoning);
    }

    /// <summary>What they cost, in millionths of a USD.</summary>
    /// <param name="row">The price they were taken apart for.</param>
    public decimal Price(PriceRow row) =>
        (Input * row.Input) + (CacheRead * (row.CacheRead ?? row.Input)) + (CacheWrite * (row.CacheWrite ?? row.Input)) +
        (CacheWrite1h * (row.CacheWrite1h ?? row.CacheWrite ?? row.Input)) + (AudioInput * (row.AudioInput ?? row.Input)) +
        (AudioCacheRead * (row.AudioCacheRead ?? row.CacheRead ?? row.Input)) +
        (ImageInput * (row.ImageInput ?? row.Input)) + (Output * row.Output) + (AudioOutput * (row.AudioOutput ?? row.Output)) +
        (ImageOutput * (row.ImageOutput ?? row.Output)) + (Reasoning * (row.Reasoning ?? row.Output));

    /// <summary>The same part by part, for people.</summary>
    /// <param name="row">The price they were taken apart for.</param>
    public (string Name, long Count, decimal Price)[] Parts(PriceRow row) =>
    [
        ("input", Input, row.Input),
        ("cache read", CacheRead, row.CacheRead ?? row.Input),
        ("cache write", CacheWrite, row.CacheWrite ?? row.Input),
        ("cache write for an hour", CacheWrite1h, row.CacheWrite1h ?? row.CacheWrite ?? row.Input),
        ("audio cache read", AudioCacheRead, row.AudioCacheRead ?? row.CacheRead ?? row.Input),
        ("audio input", AudioInput, row.AudioInput ?? row.Input),
        ("image input", ImageInput, row.ImageInput ?? row.Input),
        ("output", Output, row.Output),
        ("audio output", AudioOutput, row.AudioOutput ?? row.Output),
        ("image output", ImageOutput, row.ImageOutput ?? row.Output),
        ("reasoning", Reasoning, row.Reasoning ?? row.Output),
    ];

    private static long Take(ref long left, long part)
    {
        var taken = Math.Clamp(part, 0, left);
        left -= taken;
        return taken;
    }
}
