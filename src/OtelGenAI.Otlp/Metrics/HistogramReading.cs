using OtelGenAI.Otlp.Attributes;
using OtelGenAI.Otlp.Wire;
using OtelGenAI.Telemetry.Records;

namespace OtelGenAI.Otlp.Metrics;

/// <summary>Reads the fields of histogram data points, explicit and exponential ones.</summary>
internal static class HistogramReading
{
    private const uint CountTag = (4 << 3) | WireType.Fixed64;
    private const uint SumTag = (5 << 3) | WireType.Fixed64;
    private const uint FlagsTag = (10 << 3) | WireType.Varint;

    /// <summary>Reads the fields of a <c>HistogramDataPoint</c>.</summary>
    public static void ReadExplicit(ref DecodeContext context, ref DataPointRow point)
    {
        const uint bucketTag = (6 << 3) | WireType.Fixed64;
        const uint packedBucketsTag = (6 << 3) | WireType.Length;
        const uint boundTag = (7 << 3) | WireType.Fixed64;
        const uint packedBoundsTag = (7 << 3) | WireType.Length;
        const uint exemplarTag = (8 << 3) | WireType.Length;
        const uint attributeTag = (9 << 3) | WireType.Length;
        const uint minTag = (11 << 3) | WireType.Fixed64;
        const uint maxTag = (12 << 3) | WireType.Fixed64;
        ref var reader = ref context.Reader;
        var metrics = context.Batch.Metrics;
        point.Buckets = new RowRange(metrics.BucketCounts.Length, 0);
        point.Numbers = new RowRange(metrics.Numbers.Length, 0);
        while (!reader.AtEnd)
        {
            var tag = reader.ReadTag();
            switch (tag)
            {
                case bucketTag:
                    metrics.AddBucketCount(reader.ReadFixed64());
                    break;
                case packedBucketsTag:
                    ReadPackedCounts(ref reader, metrics);
                    break;
                case boundTag:
                    metrics.AddNumber(BitConverter.UInt64BitsToDouble(reader.ReadFixed64()));
                    break;
                case packedBoundsTag:
                    ReadPackedBounds(ref reader, metrics);
                    break;
                case exemplarTag:
                    ExemplarReading.ReadExemplar(ref context, ref point.Exemplars);
                    break;
                case attributeTag:
                    AttributeReading.ReadAttribute(ref context, ref point.Attributes);
                    break;
                case minTag:
                    ReadExtreme(ref reader, ref point, MetricExtremes.Min, ref point.Min);
                    break;
                case maxTag:
                    ReadExtreme(ref reader, ref point, MetricExtremes.Max, ref point.Max);
                    break;
                default:
                    ReadShared(ref reader, ref point, tag);
                    break;
            }
        }

        point.Buckets = point.Buckets with { Count = metrics.BucketCounts.Length - point.Buckets.First };
        point.Numbers = point.Numbers with { Count = metrics.Numbers.Length - point.Numbers.First };
    }

    /// <summary>Reads the fields of an <c>ExponentialHistogramDataPoint</c>.</summary>
    public static void ReadExponential(ref DecodeContext context, ref DataPointRow point)
    {
        const uint attributeTag = (1 << 3) | WireType.Length;
        const uint scaleTag = (6 << 3) | WireType.Varint;
        const uint zeroCountTag = (7 << 3) | WireType.Fixed64;
        const uint positiveTag = (8 << 3) | WireType.Length;
        const uint negativeTag = (9 << 3) | WireType.Length;
        const uint exemplarTag = (11 << 3) | WireType.Length;
        const uint minTag = (12 << 3) | WireType.Fixed64;
        const uint maxTag = (13 << 3) | WireType.Fixed64;
        const uint zeroThresholdTag = (14 << 3) | WireType.Fixed64;
        ref var reader = ref context.Reader;
        var start = reader.Position;
        while (!reader.AtEnd)
        {
            var tag = reader.ReadTag();
            switch (tag)
            {
                case attributeTag:
                    AttributeReading.ReadAttribute(ref context, ref point.Attributes);
                    break;
                case scaleTag:
                    point.Scale = ReadZigZag(ref reader);
                    break;
                case zeroCountTag:
                    point.ZeroCount = reader.ReadFixed64();
                    break;
                case exemplarTag:
                    ExemplarReading.ReadExemplar(ref context, ref point.Exemplars);
                    break;
                case minTag:
                    ReadExtreme(ref reader, ref point, MetricExtremes.Min, ref point.Min);
                    break;
                case maxTag:
                    ReadExtreme(ref reader, ref point, MetricExtremes.Max, ref point.Max);
                    break;
                case zeroThresholdTag:
                    point.ZeroThreshold = BitConverter.UInt64BitsToDouble(reader.ReadFixed64());
                    break;
                default:
                    ReadShared(ref reader, ref point, tag);
                    break;
            }
        }

        // A pass each, so that the counts of one side lie together, however the sides are mixed on the wire.
        reader.MoveTo(start);
        point.Buckets = ReadBuckets(ref context, positiveTag, ref point.Offset);
        reader.MoveTo(start);
        point.NegativeBuckets = ReadBuckets(ref context, negativeTag, ref point.NegativeOffset);
    }

    private static void ReadShared(ref WireReader reader, ref DataPointRow point, uint tag)
    {
        switch (tag)
        {
            case CountTag:
                point.Count = reader.ReadFixed64();
                break;
            case SumTag:
                ReadExtreme(ref reader, ref point, MetricExtremes.Sum, ref point.Sum);
                break;
            case FlagsTag:
                point.Flags = (uint)reader.ReadVarint();
                break;
            default:
                DataPointReading.ReadCommon(ref reader, ref point, tag);
                break;
        }
    }

    private static void ReadExtreme(ref WireReader reader, ref DataPointRow point, MetricExtremes which, ref double value)
    {
        value = BitConverter.UInt64BitsToDouble(reader.ReadFixed64());
        point.Has |= which;
    }

    private static RowRange ReadBuckets(ref DecodeContext context, uint sideTag, ref int offset)
    {
        const uint offsetTag = (1 << 3) | WireType.Varint;
        const uint countTag = (2 << 3) | WireType.Varint;
        const uint packedCountsTag = (2 << 3) | WireType.Length;
        ref var reader = ref context.Reader;
        var metrics = context.Batch.Metrics;
        var first = metrics.BucketCounts.Length;
        while (!reader.AtEnd)
        {
            var tag = reader.ReadTag();
            if (tag != sideTag)
            {
                reader.Skip(tag);
                continue;
            }

            var outer = reader.Enter();
            while (!reader.AtEnd)
            {
                var inner = reader.ReadTag();
                switch (inner)
                {
                    case offsetTag:
                        offset = ReadZigZag(ref reader);
                        break;
                    case countTag:
                        metrics.AddBucketCount(reader.ReadVarint());
                        break;
                    case packedCountsTag:
                        ReadPackedVarints(ref reader, metrics);
                        break;
                    default:
                        reader.Skip(inner);
                        break;
                }
            }

            reader.Leave(outer);
        }

        return new RowRange(first, metrics.BucketCounts.Length - first);
    }

    private static int ReadZigZag(ref WireReader reader)
    {
        var zigzag = (uint)reader.ReadVarint();
        return (int)(zigzag >> 1) ^ -(int)(zigzag & 1);
    }

    private static void ReadPackedCounts(ref WireReader reader, MetricTables metrics)
    {
        var outer = reader.Enter();
        while (!reader.AtEnd)
        {
            metrics.AddBucketCount(reader.ReadFixed64());
        }

        reader.Leave(outer);
    }

    private static void ReadPackedBounds(ref WireReader reader, MetricTables metrics)
    {
        var outer = reader.Enter();
        while (!reader.AtEnd)
        {
            metrics.AddNumber(BitConverter.UInt64BitsToDouble(reader.ReadFixed64()));
        }

        reader.Leave(outer);
    }

    private static void ReadPackedVarints(ref WireReader reader, MetricTables metrics)
    {
        var outer = reader.Enter();
        while (!reader.AtEnd)
        {
            metrics.AddBucketCount(reader.ReadVarint());
        }

        reader.Leave(outer);
    }
}
