using OtelGenAI.Otlp.Attributes;
using OtelGenAI.Otlp.Resources;
using OtelGenAI.Otlp.Schema;
using OtelGenAI.Otlp.Wire;
using OtelGenAI.Telemetry.Metrics;
using OtelGenAI.Telemetry.Records;

namespace OtelGenAI.Otlp.Metrics;

/// <summary>Reads one <c>Metric</c> into rows: what its points have in common, then the points.</summary>
/// <remarks>Three passes over the fields, because what points need to be judged by may stand behind them.</remarks>
internal static class MetricReading
{
    private const uint NameTag = (1 << 3) | WireType.Length;
    private const uint DescriptionTag = (2 << 3) | WireType.Length;
    private const uint UnitTag = (3 << 3) | WireType.Length;
    private const uint MetadataTag = (12 << 3) | WireType.Length;

    private const uint PointTag = (1 << 3) | WireType.Length;
    private const uint TemporalityTag = (2 << 3) | WireType.Varint;
    private const uint MonotonicTag = (3 << 3) | WireType.Varint;

    /// <summary>Reads the current message.</summary>
    /// <param name="context">The reader is confined to the message; it is read to its end.</param>
    /// <param name="resourceIndex">The row of its resource.</param>
    /// <param name="scopeIndex">The row of its scope.</param>
    public static void ReadMetric(ref DecodeContext context, int resourceIndex, int scopeIndex)
    {
        ref var reader = ref context.Reader;
        var start = reader.Position;
        var (kind, dataStart) = FindData(ref reader);
        reader.MoveTo(start);
        if (kind == MetricKind.None)
        {
            WireFrames.Walk(ref reader, MetricSchema.Metric);
            return;
        }

        var envelope = Envelopes.ReadAround(ref context, MetricFields.DataFields, out _);
        var metrics = context.Batch.Metrics;
        var mark = metrics.Mark();
        ref var row = ref metrics.AddMetric();
        row.ResourceIndex = resourceIndex;
        row.ScopeIndex = scopeIndex;
        row.Kind = kind;
        row.Envelope = envelope;
        ReadFields(ref context, ref row, dataStart);
        reader.MoveTo(dataStart);
        ReadPoints(ref context, mark.Metrics);
        if (metrics.Points.Length == mark.Points)
        {
            metrics.TakeBack(mark);
        }
    }

    /// <summary>Finds the member of the oneof that counts: the last one, together with those of the same kind directly before it.</summary>
    private static (MetricKind Kind, int Start) FindData(ref WireReader reader)
    {
        var (kind, start) = (MetricKind.None, reader.Position);
        while (!reader.AtEnd)
        {
            var fieldStart = reader.Position;
            var tag = reader.ReadTag();
            reader.Skip(tag);
            var fieldKind = MetricFields.KindOf(tag);
            if (fieldKind != MetricKind.None && fieldKind != kind)
            {
                (kind, start) = (fieldKind, fieldStart);
            }
        }

        return (kind, start);
    }

    private static void ReadFields(ref DecodeContext context, ref MetricRow row, int dataStart)
    {
        ref var reader = ref context.Reader;
        while (!reader.AtEnd)
        {
            var fieldStart = reader.Position;
            var tag = reader.ReadTag();
            switch (tag)
            {
                case NameTag:
                    row.Name = AttributeReading.ReadText(ref context);
                    break;
                case DescriptionTag:
                    row.Description = AttributeReading.ReadText(ref context);
                    break;
                case UnitTag:
                    row.Unit = AttributeReading.ReadText(ref context);
                    break;
                case MetadataTag:
                    Walk(ref reader, ResourceSchema.KeyValue);
                    break;
                default:
                    ReadDataField(ref context, ref row, tag, isChosen: fieldStart >= dataStart);
                    break;
            }
        }
    }

    private static void ReadDataField(ref DecodeContext context, ref MetricRow row, uint tag, bool isChosen)
    {
        ref var reader = ref context.Reader;
        var kind = MetricFields.KindOf(tag);
        if (kind == MetricKind.None)
        {
            reader.Skip(tag);
        }
        else if (!isChosen)
        {
            Walk(ref reader, MetricFields.SchemaOf(kind));
        }
        else
        {
            var outer = reader.Enter();
            row.DataEnvelope = Joined(context.Batch, row.DataEnvelope, Envelopes.Read(ref context, PointTag, out _));
            ReadData(ref reader, ref row);
            reader.Leave(outer);
        }
    }

    // Two encodings of a message, one behind the other, are the encoding of both merged.
    private static ByteRange Joined(TelemetryBatch batch, ByteRange first, ByteRange second)
    {
        if (first.IsEmpty || second.IsEmpty)
        {
            return first.IsEmpty ? second : first;
        }

        byte[] both = [.. batch.Bytes(first), .. batch.Bytes(second)];
        return batch.AddBytes(both);
    }

    private static void ReadData(ref WireReader reader, ref MetricRow row)
    {
        var hasTemporality = row.Kind is MetricKind.Sum or MetricKind.Histogram or MetricKind.ExponentialHistogram;
        while (!reader.AtEnd)
        {
            var tag = reader.ReadTag();
            if (tag == TemporalityTag && hasTemporality)
            {
                row.Temporality = (int)reader.ReadVarint() switch
                {
                    1 => MetricTemporality.Delta,
                    2 => MetricTemporality.Cumulative,
                    _ => MetricTemporality.Unspecified,
                };
            }
            else if (tag == MonotonicTag && row.Kind == MetricKind.Sum)
            {
                row.IsMonotonic = reader.ReadVarint() != 0;
            }
            else
            {
                reader.Skip(tag);
            }
        }
    }

    private static void ReadPoints(ref DecodeContext context, int metricIndex)
    {
        ref var reader = ref context.Reader;
        var problem = DataPointProblem.Of(context.Batch.Metrics.Metrics[metricIndex]);
        while (!reader.AtEnd)
        {
            var tag = reader.ReadTag();
            if (MetricFields.KindOf(tag) == MetricKind.None)
            {
                reader.Skip(tag);
                continue;
            }

            var outer = reader.Enter();
            while (!reader.AtEnd)
            {
                var inner = reader.ReadTag();
                if (inner != PointTag)
                {
                    reader.Skip(inner);
                    continue;
                }

                var data = reader.Enter();
                DataPointReading.ReadPoint(ref context, metricIndex, problem);
                reader.Leave(data);
            }

            reader.Leave(outer);
        }
    }

    private static void Walk(ref WireReader reader, MessageSchema schema)
    {
        var outer = reader.Enter();
        WireFrames.Walk(ref reader, schema);
        reader.Leave(outer);
    }
}
