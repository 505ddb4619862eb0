using System.Collections.Immutable;

namespace OtelGenAI.Telemetry.Metrics;

/// <summary>Adds buckets up, also such with different bounds: counts are then spread over the bounds of both.</summary>
/// <remarks>Not thread-safe.</remarks>
public sealed class MetricBucketSum
{
    // Ten times what any SDK sends; more would be a client's attempt to be expensive.
    private const int MaxBounds = 20_000;

    private ImmutableArray<double> _bounds;
    private double[] _counts = [];
    private bool _isTooFine;

    /// <summary>Adds buckets.</summary>
    /// <param name="buckets">The buckets.</param>
    /// <param name="times">1 to add them, -1 to take them away.</param>
    public void Add(MetricBuckets buckets, double times = 1)
    {
        if (_isTooFine)
        {
            return;
        }

        if (_bounds.IsDefault)
        {
            _bounds = buckets.Bounds;
            _counts = new double[buckets.Counts.Length];
        }
        else if (!_bounds.AsSpan().SequenceEqual(buckets.Bounds.AsSpan()))
        {
            Widen(buckets.Bounds);
        }

        if (!_isTooFine)
        {
            Spread(buckets.Bounds.AsSpan(), buckets.Counts.AsSpan(), _bounds.AsSpan(), _counts, times);
        }
    }

    /// <summary>The sum; <see langword="null"/> when nothing was added, or there are too many different bounds. Nothing is below zero.</summary>
    public MetricBuckets? Build() =>
        _bounds.IsDefault || _isTooFine ? null : new MetricBuckets(_bounds, [.. _counts.Select(count => Math.Max(0, count))]);

    private void Widen(ImmutableArray<double> others)
    {
        ImmutableArray<double> union = [.. _bounds.Concat(others).Distinct().Order()];
        if (union.Length > MaxBounds)
        {
            _isTooFine = true;
            return;
        }

        var counts = new double[union.Length + 1];
        Spread(_bounds.AsSpan(), _counts, union.AsSpan(), counts, times: 1);
        _bounds = union;
        _counts = counts;
    }

    // Every bound of the source is one of the target. A bucket that is open to one side goes to the part next to its only bound.
    private static void Spread(ReadOnlySpan<double> from, ReadOnlySpan<double> counts, ReadOnlySpan<double> to, Span<double> sums, double times)
    {
        if (from.Length == to.Length)
        {
            for (var at = 0; at < counts.Length; at++)
            {
                sums[at] += times * counts[at];
            }

            return;
        }

        var next = 0;
        for (var bucket = 0; bucket < counts.Length; bucket++)
        {
            var first = next;
            while (bucket < from.Length && to[next] < from[bucket])
            {
                next++;
            }

            if (bucket == 0 || bucket == from.Length)
            {
                sums[next] += times * counts[bucket];
            }
            else
            {
                var width = from[bucket] - from[bucket - 1];
                for (var part = first; part <= next; part++)
                {
                    sums[part] += times * counts[bucket] * ((to[part] - to[part - 1]) / width);
                }
            }

            next++;
        }
    }
}
