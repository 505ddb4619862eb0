using OtelGenAI.Pricing;
using OtelGenAI.Telemetry.Pricing;
using OtelGenAI.Telemetry.Traces;

namespace OtelGenAI.Storage.Statistics;

/// <summary>Sums over spans. Not thread-safe.</summary>
/// <remarks>
/// Every span counts in <see cref="Count"/>, <see cref="Errors"/> and the durations. Tokens and cost are those of <see cref="Calls"/>: leaf
/// inference spans, each call once although two instrumentations report it.
/// </remarks>
public sealed class UsageTotals
{
    /// <summary>Spans.</summary>
    public long Count { get; internal set; }

    /// <summary>Spans that failed.</summary>
    public long Errors { get; internal set; }

    /// <summary>Model calls.</summary>
    public long Calls { get; internal set; }

    /// <summary>Calls that have a price.</summary>
    public long PricedCalls { get; internal set; }

    /// <summary>Calls that are missing from <see cref="Cost"/>.</summary>
    public long UnpricedCalls { get; internal set; }

    /// <summary>Input tokens, the cache included.</summary>
    public long InputTokens { get; internal set; }

    /// <summary>Output tokens, reasoning included.</summary>
    public long OutputTokens { get; internal set; }

    /// <summary>Of the input, read from the cache.</summary>
    public long CacheReadTokens { get; internal set; }

    /// <summary>Of the input, written to the cache.</summary>
    public long CacheWriteTokens { get; internal set; }

    /// <summary>Of the output, reasoning.</summary>
    public long ReasoningTokens { get; internal set; }

    /// <summary>Of <see cref="CacheWriteTokens"/>, kept for an hour.</summary>
    public long CacheWrite1hTokens { get; internal set; }

    /// <summary>Of the input, audio.</summary>
    public long AudioInputTokens { get; internal set; }

    /// <summary>Of the output, audio.</summary>
    public long AudioOutputTokens { get; internal set; }

    /// <summary>Of the input, images.</summary>
    public long ImageInputTokens { get; internal set; }

    /// <summary>Of the output, images.</summary>
    public long ImageOutputTokens { get; internal set; }

    /// <summary>Cost of the calls that have a price; 0 when <see cref="PricedCalls"/> is.</summary>
    public PicoUsd Cost { get; internal set; }

    /// <summary>How long the spans took, all together, in nanoseconds.</summary>
    public long DurationNano { get; internal set; }

    /// <summary>How long the spans took.</summary>
    public DurationHistogram Durations { get; } = new();

    /// <summary>Time to the first chunk of streamed answers.</summary>
    public DurationHistogram FirstChunks { get; } = new();

    /// <summary>Whether there is nothing in it.</summary>
    internal bool IsEmpty => Count == 0 && Calls == 0 && PricedCalls == 0 && UnpricedCalls == 0 && Cost == default;

    /// <summary>The sum of sums.</summary>
    /// <param name="parts">The parts; they stay as they are.</param>
    public static UsageTotals Sum(IEnumerable<UsageTotals> parts)
    {
        var sum = new UsageTotals();
        foreach (var part in parts)
        {
            sum.Add(part);
        }

        return sum;
    }

    internal void AddSpan(long durationNano, bool isError, double? firstChunkSeconds, int sign)
    {
        const double nanosecondsPerSecond = 1e9;
        Count += sign;
        Errors += isError ? sign : 0;
        DurationNano = unchecked(DurationNano + (sign * durationNano));
        Durations.Add(durationNano, sign);
        if (firstChunkSeconds is >= 0 and < 1e9)
        {
            FirstChunks.Add((long)(firstChunkSeconds.Value * nanosecondsPerSecond), sign);
        }
    }

    internal void AddCall(in CallChange call, int sign)
    {
        Calls += sign;
        PricedCalls += call.Cost is null ? 0 : sign;
        UnpricedCalls += call.IsUnpriced ? sign : 0;
        Cost = sign > 0 ? Cost + (call.Cost ?? default) : Cost - (call.Cost ?? default);
        AddTokens(call.Tokens, sign);
    }

    internal void Add(UsageTotals other)
    {
        Count += other.Count;
        Errors += other.Errors;
        Calls += other.Calls;
        PricedCalls += other.PricedCalls;
        UnpricedCalls += other.UnpricedCalls;
        Cost += other.Cost;
        AddTokens(other.Tokens, sign: 1);
        DurationNano = unchecked(DurationNano + other.DurationNano);
        Durations.Add(other.Durations);
        FirstChunks.Add(other.FirstChunks);
    }

    // What a client counts may be any number; sums wrap around rather than stop the store, and come back when it is taken away.
    private void AddTokens(in TokenUsage tokens, int sign)
    {
        unchecked
        {
            InputTokens += sign * (tokens.Input ?? 0);
            OutputTokens += sign * (tokens.Output ?? 0);
            CacheReadTokens += sign * (tokens.CacheRead ?? 0);
            CacheWriteTokens += sign * (tokens.CacheWrite ?? 0);
            ReasoningTokens += sign * (tokens.Reasoning ?? 0);
            CacheWrite1hTokens += sign * (tokens.CacheWrite1h ?? 0);
            AudioInputTokens += sign * (tokens.AudioInput ?? 0);
            AudioOutputTokens += sign * (tokens.AudioOutput ?? 0);
            ImageInputTokens += sign * (tokens.ImageInput ?? 0);
            ImageOutputTokens += sign * (tokens.ImageOutput ?? 0);
        }
    }

    private TokenUsage Tokens => new(InputTokens, OutputTokens, CacheReadTokens, CacheWriteTokens, ReasoningTokens)
    {
        CacheWrite1h = CacheWrite1hTokens,
        AudioInput = AudioInputTokens,
        AudioOutput = AudioOutputTokens,
        ImageInput = ImageInputTokens,
        ImageOutput = ImageOutputTokens,
    };
}
