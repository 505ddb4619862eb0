namespace OtelGenAI.Telemetry.Traces;

/// <summary>Finds the part of a trace's time in which its run took place, when its id was also used at quite another time.</summary>
/// <remarks>
/// Broken id generators give one id to runs that are months apart, and clients without a clock send spans of 1970. A run that waits for
/// somebody's approval is silent for days, so a silence has to be longer than that.
/// </remarks>
internal static class TraceWindow
{
    private const long NanosecondsPerDay = 86_400_000_000_000;

    /// <summary>Spans that are this far from all others belong to another run.</summary>
    public const long SilenceNano = 7 * NanosecondsPerDay;

    /// <summary>Whether two neighbours in time belong to different runs.</summary>
    public static bool IsSilence(long end, long nextStart) => nextStart > end && nextStart - end > SilenceNano;

    /// <summary>The run with the most spans; of equal ones the latest.</summary>
    /// <param name="order">Spans by start.</param>
    /// <param name="entries">What the order points to.</param>
    /// <returns>The part of the order that is the run.</returns>
    public static Range Of(int[] order, ReadOnlySpan<TraceAccumulator.Entry> entries)
    {
        var (best, from, end) = (0..0, 0, long.MinValue);
        for (var i = 0; i < order.Length; i++)
        {
            if (i > from && IsSilence(end, entries[order[i]].Start))
            {
                best = Larger(best, from..i);
                (from, end) = (i, long.MinValue);
            }

            end = Math.Max(end, entries[order[i]].End);
        }

        return Larger(best, from..order.Length);
    }

    private static Range Larger(Range earlier, Range later) =>
        later.End.Value - later.Start.Value >= earlier.End.Value - earlier.Start.Value ? later : earlier;
}
