using System.Numerics;

namespace OtelGenAI.Storage.Statistics;

/// <summary>Counts durations in buckets that grow with them, so that any two can be added up and quantiles read from the sum.</summary>
/// <remarks>
/// Eight buckets for every doubling: a quantile is off by a sixteenth of itself at most. Durations below 16 ns have a bucket each. Counts may be taken
/// away again. Not thread-safe.
/// </remarks>
public sealed class DurationHistogram
{
    private const int LinearBuckets = 16;
    private const int LinearBits = 4;
    private const int SubBits = 3;

    private readonly List<(int Bucket, long Count)> _counts = [];

    /// <summary>The buckets that are not empty, ascending, for whoever stores them.</summary>
    internal IReadOnlyList<(int Bucket, long Count)> Counts => _counts;

    /// <summary>How many durations.</summary>
    public long Count
    {
        get
        {
            var sum = 0L;
            foreach (var (_, count) in _counts)
            {
                sum += count;
            }

            return sum;
        }
    }

    /// <summary>Counts a duration.</summary>
    /// <param name="nanoseconds">How long; negative as 0.</param>
    /// <param name="count">How often; negative takes away.</param>
    public void Add(long nanoseconds, long count) => AddBucket(BucketOf(Math.Max(0, nanoseconds)), count);

    /// <summary>Adds another's counts.</summary>
    /// <param name="other">The other.</param>
    public void Add(DurationHistogram other)
    {
        foreach (var (bucket, count) in other._counts)
        {
            AddBucket(bucket, count);
        }
    }

    /// <summary>The duration that a share of all durations does not exceed, in nanoseconds; <see langword="null"/> without durations.</summary>
    /// <param name="share">From 0 to 1: 0.95 for the 95th percentile.</param>
    public double? Quantile(double share)
    {
        var all = Count;
        if (all <= 0)
        {
            return null;
        }

        var rank = Math.Max(1, (long)Math.Ceiling(share * all));
        foreach (var (bucket, count) in _counts)
        {
            rank -= count;
            if (rank <= 0)
            {
                return MiddleOf(bucket);
            }
        }

        return MiddleOf(_counts[^1].Bucket);
    }

    internal void AddBucket(int bucket, long count)
    {
        var at = _counts.BinarySearch((bucket, 0), ByBucket.Instance);
        if (at < 0)
        {
            _counts.Insert(~at, (bucket, count));
        }
        else if (_counts[at].Count + count is var sum && sum != 0)
        {
            _counts[at] = (bucket, sum);
        }
        else
        {
            _counts.RemoveAt(at);
        }
    }

    private static int BucketOf(long nanoseconds)
    {
        if (nanoseconds < LinearBuckets)
        {
            return (int)nanoseconds;
        }

        var exponent = BitOperations.Log2((ulong)nanoseconds);
        var sub = (int)(nanoseconds >> (exponent - SubBits)) & ((1 << SubBits) - 1);
        return LinearBuckets + ((exponent - LinearBits) << SubBits) + sub;
    }

    private static double MiddleOf(int bucket)
    {
        if (bucket < LinearBuckets)
        {
            return bucket;
        }

        var exponent = ((bucket - LinearBuckets) >> SubBits) + LinearBits;
        var sub = (bucket - LinearBuckets) & ((1 << SubBits) - 1);
        return Math.ScaleB((1 << SubBits) + sub + 0.5, exponent - SubBits);
    }

    private sealed class ByBucket : IComparer<(int Bucket, long Count)>
    {
        public static ByBucket Instance { get; } = new();

        public int Compare((int Bucket, long Count) x, (int Bucket, long Count) y) => x.Bucket.CompareTo(y.Bucket);
    }
}
