using System.Diagnostics;
using OtelGenAI.Otlp;
using OtelGenAI.Telemetry.Records;

namespace OtelGenAI.Fuzz;

/// <summary>Decodes mutated requests and looks for what must never happen: an exception, a slow answer, an answer that depends on what came before.</summary>
/// <param name="target">The codec.</param>
/// <param name="seed">Seed of the mutations; the same seed makes the same ones.</param>
public sealed class FuzzRun(FuzzTarget target, int seed)
{
    // Bodies here have a few kilobytes; the slowest sane one takes a hundredth of this, also on a busy machine.
    private static readonly TimeSpan Slow = TimeSpan.FromSeconds(2);

    private readonly AttributeKeyTable _keys = new();
    private readonly Random _random = new(seed);
    private readonly TelemetryBatch _reused = new(new AttributeKeyTable());

    /// <summary>How many bodies were decoded.</summary>
    public long Bodies { get; private set; }

    /// <summary>How many of them were accepted, at least in part.</summary>
    public long Accepted { get; private set; }

    /// <summary>The committed bodies of a target: recorded requests, and every body that once did harm.</summary>
    public static IReadOnlyList<byte[]> Corpus(FuzzTarget target)
    {
        ArgumentNullException.ThrowIfNull(target);
        var folder = Path.Combine(AppContext.BaseDirectory, "corpus", target.Name);
        return [.. Directory.GetFiles(folder).Order(StringComparer.Ordinal).Select(File.ReadAllBytes)];
    }

    /// <summary>Runs for a time, first over the corpus as it is.</summary>
    /// <returns>The first body that does harm, and how; <see langword="null"/> if none was found.</returns>
    public (byte[] Body, string Harm)? Run(TimeSpan duration)
    {
        var corpus = Corpus(target);
        var start = Stopwatch.GetTimestamp();
        foreach (var body in corpus)
        {
            if (HarmOf(body) is { } harm)
            {
                return (body, harm);
            }
        }

        while (Stopwatch.GetElapsedTime(start) < duration)
        {
            var body = Mutation.Of(corpus[_random.Next(corpus.Count)], corpus[_random.Next(corpus.Count)], _random);
            if (HarmOf(body) is { } harm)
            {
                return (body, harm);
            }
        }

        return null;
    }

    private string? HarmOf(byte[] body)
    {
        Bodies++;
        var start = Stopwatch.GetTimestamp();
        try
        {
            var (result, rows) = Decode(_reused, body);
            if (Stopwatch.GetElapsedTime(start) is var elapsed && elapsed > Slow)
            {
                return $"It took {elapsed}.";
            }

            var fresh = Decode(new TelemetryBatch(_keys), body);
            Accepted += result is OtlpDecodeResult.Malformed ? 0 : 1;
            return (result.GetType(), rows) == (fresh.Result.GetType(), fresh.Rows)
                ? null
                : $"A decoder that was used before says {result} with {rows} records, a new one {fresh.Result} with {fresh.Rows}.";
        }
        catch (Exception e)
        {
            return e.ToString();
        }
    }

    private (OtlpDecodeResult Result, int Rows) Decode(TelemetryBatch batch, byte[] body)
    {
        var result = target.Decode(batch, body);
        return (result, batch.Spans.Length + batch.Logs.Length + batch.Metrics.Points.Length + batch.Rejections.Count);
    }
}
