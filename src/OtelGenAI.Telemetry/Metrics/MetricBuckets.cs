using System.Collections.Immutable;

namespace OtelGenAI.Telemetry.Metrics;

/// <summary>How measurements spread over buckets, whatever they were sent as: ascending bounds, and a count below, between and above them.</summary>
/// <remarks>Bucket <c>i</c> holds what is larger than bound <c>i-1</c> and at most bound <c>i</c>. Exponential buckets become the same, with
/// the bounds they stand for.</remarks>
/// <param name="Bounds">Finite, strictly ascending; one fewer than <paramref name="Counts"/>.</param>
/// <param name="Counts">How many measurements in each bucket. A double, because parts of a bucket are counted too when scales differ.</param>
public sealed record MetricBuckets(ImmutableArray<double> Bounds, ImmutableArray<double> Counts)
{
    // 2^(2^-20) apart is the finest scale there is; and a client may send as many buckets as it likes.
    private const int MaxExponentialBuckets = 4_096;

    /// <summary>How many measurements there are.</summary>
    public double Total => Counts.Sum();

    /// <summary>Takes explicit buckets.</summary>
    /// <returns><see langword="null"/> when there are none, or bounds and counts do not fit together.</returns>
    public static MetricBuckets? OfExplicit(ReadOnlySpan<double> bounds, ReadOnlySpan<ulong> counts)
    {
        if (counts.IsEmpty || counts.Length != bounds.Length + 1)
        {
            return null;
        }

        for (var at = 0; at < bounds.Length; at++)
        {
            if (!double.IsFinite(bounds[at]) || (at > 0 && bounds[at] <= bounds[at - 1]))
            {
                return null;
            }
        }

        var copied = ImmutableArray.CreateBuilder<double>(counts.Length);
        foreach (var count in counts)
        {
            copied.Add(count);
        }

        return new MetricBuckets([.. bounds], copied.MoveToImmutable());
    }

    /// <summary>Takes exponential buckets.</summary>
    /// <returns><see langword="null"/> when a bound would not be finite, or there are too many buckets.</returns>
    public static MetricBuckets? OfExponential(in ExponentialBuckets buckets)
    {
        if (buckets.Positive.Length + buckets.Negative.Length > MaxExponentialBuckets)
        {
            return null;
        }

        var bounds = new List<double>();
        var counts = new List<double>();
        for (var at = buckets.Negative.Length - 1; at >= 0; at--)
        {
            // The largest negative numbers come first: bucket i reaches from -base^(i+1) to -base^i.
            var index = (long)buckets.NegativeOffset + at;
            if (bounds.Count == 0)
            {
                Add(bounds, counts, -Bound(buckets.Scale, index + 1), 0);
            }

            Add(bounds, counts, -Bound(buckets.Scale, index), buckets.Negative[at]);
        }

        var zero = Math.Abs(buckets.ZeroThreshold);
        if (bounds.Count > 0)
        {
            zero = Math.Max(zero, bounds[^1]);
        }

        Add(bounds, counts, zero, buckets.ZeroCount);
        for (var at = 0; at < buckets.Positive.Length; at++)
        {
            var index = (long)buckets.Offset + at;
            if (at == 0 && Bound(buckets.Scale, index) > bounds[^1])
            {
                Add(bounds, counts, Bound(buckets.Scale, index), 0);
            }

            Add(bounds, counts, Bound(buckets.Scale, index + 1), buckets.Positive[at]);
        }

        counts.Add(0);
        return bounds.TrueForAll(double.IsFinite) ? new MetricBuckets([.. bounds], [.. counts]) : null;
    }

    /// <summary>The value below which a share of the measurements lies, spread evenly within a bucket.</summary>
    /// <param name="share">0 to 1.</param>
    /// <param name="min">The smallest measurement, if known.</param>
    /// <param name="max">The largest measurement, if known.</param>
    /// <returns><see langword="null"/> when there are no measurements, or no bound to go by.</returns>
    public double? Quantile(double share, double? min = null, double? max = null)
    {
        var total = Total;
        if (!(total > 0) || Bounds.IsEmpty)
        {
            return null;
        }

        var rank = share * total;
        var below = 0.0;
        var at = 0;
        while (at < Counts.Length - 1 && below + Counts[at] < rank)
        {
            below += Counts[at++];
        }

        // The outermost buckets have one bound: what is known of the extremes is the other; without it, the bound itself is all there is to say.
        var upper = at < Bounds.Length ? Bounds[at] : Math.Max(max ?? Bounds[^1], Bounds[^1]);
        var lower = at > 0 ? Bounds[at - 1] : Math.Min(min ?? Math.Min(0, upper), upper);
        var part = Counts[at] > 0 ? Math.Clamp((rank - below) / Counts[at], 0, 1) : 1;
        var value = lower + ((upper - lower) * part);
        return Math.Clamp(value, min ?? double.NegativeInfinity, Math.Max(max ?? double.PositiveInfinity, min ?? double.NegativeInfinity));
    }

    private static double Bound(int scale, long index) => Math.Pow(2, index * Math.Pow(2, -scale));

    private static void Add(List<double> bounds, List<double> counts, double upper, double count)
    {
        if (bounds.Count > 0 && upper <= bounds[^1])
        {
            // So close together that a double cannot tell them apart.
            counts[^1] += count;
            return;
        }

        bounds.Add(upper);
        counts.Add(count);
    }
}

/// <summary>Exponential buckets as they were sent.</summary>
public readonly ref struct ExponentialBuckets
{
    /// <summary>Resolution: bounds are powers of 2^(2^-scale).</summary>
    public int Scale { get; init; }

    /// <summary>Measurements that are as good as zero.</summary>
    public ulong ZeroCount { get; init; }

    /// <summary>How far from zero those may be.</summary>
    public double ZeroThreshold { get; init; }

    /// <summary>Index of the first positive bucket.</summary>
    public int Offset { get; init; }

    /// <summary>Counts of positive buckets.</summary>
    public ReadOnlySpan<ulong> Positive { get; init; }

    /// <summary>Index of the first negative bucket.</summary>
    public int NegativeOffset { get; init; }

    /// <summary>Counts of negative buckets.</summary>
    public ReadOnlySpan<ulong> Negative { get; init; }
}
