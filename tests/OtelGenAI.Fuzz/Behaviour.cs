using System.Numerics;
using OtelGenAI.Otlp;
using OtelGenAI.Telemetry.Records;

namespace OtelGenAI.Fuzz;

/// <summary>What a codec did with a body, coarsely: two bodies with one behaviour went much the same way through the code.</summary>
/// <remarks>
/// The feedback of a run: a body with a behaviour that was not seen before is kept and changed further. It needs no instrumented code, and
/// the answers of a codec name what it found.
/// </remarks>
internal static class Behaviour
{
    // Sentences begin with what is wrong; what comes later, or in quotation marks, is the body's.
    private const int ReadLetters = 40;

    /// <summary>The behaviour as a number.</summary>
    public static int Of(OtlpDecodeResult result, TelemetryBatch batch)
    {
        var hash = new HashCode();
        hash.Add(result is OtlpDecodeResult.Malformed malformed ? Letters(malformed.Reason) : 1);
        foreach (var (cause, _) in batch.Rejections.CountByCause.OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            hash.Add(cause.GetHashCode(StringComparison.Ordinal));
        }

        ReadOnlySpan<int> counts =
        [
            batch.Spans.Length, batch.Logs.Length, batch.Metrics.Points.Length, batch.Rejections.Count, batch.Events.Length, batch.Links.Length,
            batch.NestedValues.Length, batch.Resources.Length, batch.Scopes.Length, batch.Unindexed.Total, Math.Min(batch.InvalidTextCount, 1),
        ];
        foreach (var count in counts)
        {
            hash.Add(BitOperations.Log2((uint)count + 1));
        }

        return hash.ToHashCode();
    }

    private static int Letters(string sentence)
    {
        var hash = new HashCode();
        var isQuoted = false;
        foreach (var letter in sentence.AsSpan(0, Math.Min(sentence.Length, ReadLetters)))
        {
            isQuoted ^= letter is '\'' or '"';
            hash.Add(isQuoted || !char.IsAsciiLetter(letter) ? ' ' : letter);
        }

        return hash.ToHashCode();
    }
}
