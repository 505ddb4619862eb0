using OtelGenAI.Otlp.Attributes;
using OtelGenAI.Otlp.Wire;
using OtelGenAI.Telemetry.Metrics;
using OtelGenAI.Telemetry.Records;

namespace OtelGenAI.Otlp.Metrics;

/// <summary>Reads one data point of any kind into rows, or refuses it alone.</summary>
internal static class DataPointReading
{
    // The same in all four messages.
    private const uint StartTag = (2 << 3) | WireType.Fixed64;
    private const uint TimeTag = (3 << 3) | WireType.Fixed64;

    /// <summary>Reads the current message.</summary>
    /// <param name="context">The reader is confined to the message; it is read to its end.</param>
    /// <param name="metricIndex">The row of its metric.</param>
    /// <param name="problem">What is wrong with all points of the metric.</param>
    public static void ReadPoint(ref DecodeContext context, int metricIndex, DataPointProblem? problem)
    {
        ref var reader = ref context.Reader;
        var batch = context.Batch;
        var metrics = batch.Metrics;
        var mark = batch.Mark();
        var metricMark = metrics.Mark();
        ref var point = ref metrics.AddPoint();
        point.MetricIndex = metricIndex;
        point.Message = reader.RangeOf(reader.Position, reader.End);
        point.Attributes = new RowRange(batch.Attributes.Length, 0);
        point.Exemplars = new RowRange(metrics.Exemplars.Length, 0);
        context.Keys.Begin(AttributeOwner.DataPoint);
        switch (metrics.Metrics[metricIndex].Kind)
        {
            case MetricKind.Gauge or MetricKind.Sum:
                ReadNumber(ref context, ref point);
                break;
            case MetricKind.Histogram:
                HistogramReading.ReadExplicit(ref context, ref point);
                break;
            case MetricKind.ExponentialHistogram:
                HistogramReading.ReadExponential(ref context, ref point);
                break;
            default:
                ReadSummary(ref context, ref point);
                break;
        }

        problem ??= point.TimeUnixNano == 0 ? DataPointProblem.NoTime : null;
        if (problem is not null && reader.Failure is null)
        {
            var time = point.TimeUnixNano;
            batch.TakeBack(mark);
            metrics.TakeBack(metricMark);
            problem.AddTo(batch, metrics.Metrics[metricIndex], time);
        }
    }

    /// <summary>Reads a field that all kinds have under the same number, or passes over it.</summary>
    public static void ReadCommon(ref WireReader reader, ref DataPointRow point, uint tag)
    {
        switch (tag)
        {
            case StartTag:
                point.StartUnixNano = reader.ReadFixed64();
                break;
            case TimeTag:
                point.TimeUnixNano = reader.ReadFixed64();
                break;
            default:
                reader.Skip(tag);
                break;
        }
    }

    private static void ReadNumber(ref DecodeContext context, ref DataPointRow point)
    {
        const uint doubleTag = (4 << 3) | WireType.Fixed64;
        const uint exemplarTag = (5 << 3) | WireType.Length;
        const uint intTag = (6 << 3) | WireType.Fixed64;
        const uint attributeTag = (7 << 3) | WireType.Length;
        const uint flagsTag = (8 << 3) | WireType.Varint;
        ref var reader = ref context.Reader;
        while (!reader.AtEnd)
        {
            var tag = reader.ReadTag();
            switch (tag)
            {
                case doubleTag:
                    point.Number = MetricNumber.Double;
                    point.Bits = (long)reader.ReadFixed64();
                    break;
                case intTag:
                    point.Number = MetricNumber.Int;
                    point.Bits = (long)reader.ReadFixed64();
                    break;
                case attributeTag:
                    AttributeReading.ReadAttribute(ref context, ref point.Attributes);
                    break;
                case exemplarTag:
                    ExemplarReading.ReadExemplar(ref context, ref point.Exemplars);
                    break;
                case flagsTag:
                    point.Flags = (uint)reader.ReadVarint();
                    break;
                default:
                    ReadCommon(ref reader, ref point, tag);
                    break;
            }
        }
    }

    private static void ReadSummary(ref DecodeContext context, ref DataPointRow point)
    {
        const uint countTag = (4 << 3) | WireType.Fixed64;
        const uint sumTag = (5 << 3) | WireType.Fixed64;
        const uint quantileTag = (6 << 3) | WireType.Length;
        const uint attributeTag = (7 << 3) | WireType.Length;
        const uint flagsTag = (8 << 3) | WireType.Varint;
        ref var reader = ref context.Reader;
        point.Numbers = new RowRange(context.Batch.Metrics.Numbers.Length, 0);
        point.Has = MetricExtremes.Sum;
        while (!reader.AtEnd)
        {
            var tag = reader.ReadTag();
            switch (tag)
            {
                case countTag:
                    point.Count = reader.ReadFixed64();
                    break;
                case sumTag:
                    point.Sum = BitConverter.UInt64BitsToDouble(reader.ReadFixed64());
                    break;
                case quantileTag:
                    ReadQuantile(ref context, ref point.Numbers);
                    break;
                case attributeTag:
                    AttributeReading.ReadAttribute(ref context, ref point.Attributes);
                    break;
                case flagsTag:
                    point.Flags = (uint)reader.ReadVarint();
                    break;
                default:
                    ReadCommon(ref reader, ref point, tag);
                    break;
            }
        }
    }

    private static void ReadQuantile(ref DecodeContext context, ref RowRange pairs)
    {
        const uint quantileTag = (1 << 3) | WireType.Fixed64;
        const uint valueTag = (2 << 3) | WireType.Fixed64;
        ref var reader = ref context.Reader;
        var outer = reader.Enter();
        double quantile = 0, value = 0;
        while (!reader.AtEnd)
        {
            var tag = reader.ReadTag();
            switch (tag)
            {
                case quantileTag:
                    quantile = BitConverter.UInt64BitsToDouble(reader.ReadFixed64());
                    break;
                case valueTag:
                    value = BitConverter.UInt64BitsToDouble(reader.ReadFixed64());
                    break;
                default:
                    reader.Skip(tag);
                    break;
            }
        }

        reader.Leave(outer);
        context.Batch.Metrics.AddNumber(quantile);
        context.Batch.Metrics.AddNumber(value);
        pairs = pairs with { Count = pairs.Count + 2 };
    }
}
