using System.Buffers.Binary;
using System.Runtime.InteropServices;
using OtelGenAI.Telemetry.Metrics;

namespace OtelGenAI.Storage.Sqlite.Metrics;

/// <summary>Writes bucket counts in few bytes: varints, since most are small, without the zeros at the end.</summary>
/// <remarks>
/// Explicit: the counts; how many there were is said by the bounds, which are stored once. Exponential: scale, zero count, zero threshold (8
/// bytes), then for the positive and the negative side offset, number of counts, counts. Signed numbers are zig-zag. Not thread-safe.
/// </remarks>
internal sealed class BucketBlob
{
    private byte[] _bytes = new byte[256];
    private int _length;

    /// <summary>Writes the counts of explicit buckets; valid until the next call.</summary>
    public ReadOnlySpan<byte> OfExplicit(ReadOnlySpan<ulong> counts)
    {
        _length = 0;
        AddCounts(counts);
        return _bytes.AsSpan(0, _length);
    }

    /// <summary>Writes exponential buckets; valid until the next call.</summary>
    public ReadOnlySpan<byte> OfExponential(in ExponentialBuckets buckets)
    {
        _length = 0;
        AddSigned(buckets.Scale);
        Add(buckets.ZeroCount);
        Reserve(sizeof(double));
        BinaryPrimitives.WriteDoubleLittleEndian(_bytes.AsSpan(_length), buckets.ZeroThreshold);
        _length += sizeof(double);
        AddSide(buckets.Offset, buckets.Positive);
        AddSide(buckets.NegativeOffset, buckets.Negative);
        return _bytes.AsSpan(0, _length);
    }

    /// <summary>Writes bounds of explicit buckets.</summary>
    public static ReadOnlySpan<byte> OfBounds(ReadOnlySpan<double> bounds) => MemoryMarshal.AsBytes(bounds);

    /// <summary>Reads what <see cref="OfExplicit"/> wrote.</summary>
    public static MetricBuckets? ReadExplicit(double[] bounds, ReadOnlySpan<byte> blob)
    {
        var counts = new ulong[bounds.Length + 1];
        for (var at = 0; at < counts.Length && !blob.IsEmpty; at++)
        {
            counts[at] = Take(ref blob);
        }

        return MetricBuckets.OfExplicit(bounds, counts);
    }

    /// <summary>Reads what <see cref="OfExponential"/> wrote.</summary>
    public static MetricBuckets? ReadExponential(ReadOnlySpan<byte> blob)
    {
        var scale = (int)TakeSigned(ref blob);
        var zeroCount = Take(ref blob);
        if (blob.Length < sizeof(double))
        {
            return null;
        }

        var zeroThreshold = BinaryPrimitives.ReadDoubleLittleEndian(blob);
        blob = blob[sizeof(double)..];
        var offset = (int)TakeSigned(ref blob);
        var positive = TakeCounts(ref blob);
        var negativeOffset = (int)TakeSigned(ref blob);
        return MetricBuckets.OfExponential(new ExponentialBuckets
        {
            Scale = scale,
            ZeroCount = zeroCount,
            ZeroThreshold = zeroThreshold,
            Offset = offset,
            Positive = positive,
            NegativeOffset = negativeOffset,
            Negative = TakeCounts(ref blob),
        });
    }

    /// <summary>Reads what <see cref="OfBounds"/> wrote.</summary>
    public static double[] ReadBounds(ReadOnlySpan<byte> blob) => MemoryMarshal.Cast<byte, double>(blob).ToArray();

    private void AddSide(int offset, ReadOnlySpan<ulong> counts)
    {
        AddSigned(offset);
        counts = counts.TrimEnd(0UL);
        Add((ulong)counts.Length);
        AddCounts(counts);
    }

    private void AddCounts(ReadOnlySpan<ulong> counts)
    {
        foreach (var count in counts.TrimEnd(0UL))
        {
            Add(count);
        }
    }

    private void AddSigned(long value) => Add((ulong)((value << 1) ^ (value >> 63)));

    private void Add(ulong value)
    {
        Reserve(10);
        for (; value >= 0x80; value >>= 7)
        {
            _bytes[_length++] = (byte)(value | 0x80);
        }

        _bytes[_length++] = (byte)value;
    }

    private void Reserve(int count)
    {
        if (_bytes.Length - _length < count)
        {
            Array.Resize(ref _bytes, _bytes.Length * 2);
        }
    }

    private static ulong[] TakeCounts(ref ReadOnlySpan<byte> blob)
    {
        // Every count has a byte at least: a damaged length allocates no more than the blob has.
        var counts = new ulong[Math.Min(Take(ref blob), (ulong)blob.Length)];
        for (var at = 0; at < counts.Length; at++)
        {
            counts[at] = Take(ref blob);
        }

        return counts;
    }

    private static long TakeSigned(ref ReadOnlySpan<byte> blob)
    {
        var value = Take(ref blob);
        return (long)(value >> 1) ^ -(long)(value & 1);
    }

    private static ulong Take(ref ReadOnlySpan<byte> blob)
    {
        ulong value = 0;
        for (var shift = 0; shift < 64 && !blob.IsEmpty; shift += 7)
        {
            var next = blob[0];
            blob = blob[1..];
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                break;
            }
        }

        return value;
    }
}
