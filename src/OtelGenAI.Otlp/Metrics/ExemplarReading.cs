using OtelGenAI.Otlp.Schema;
using OtelGenAI.Otlp.Wire;
using OtelGenAI.Telemetry;
using OtelGenAI.Telemetry.Metrics;
using OtelGenAI.Telemetry.Records;

namespace OtelGenAI.Otlp.Metrics;

/// <summary>Reads an <c>Exemplar</c> into a row.</summary>
internal static class ExemplarReading
{
    /// <summary>Reads the exemplar field at hand, if the point may have one more.</summary>
    /// <param name="context">The reader stands behind the field's key.</param>
    /// <param name="exemplars">The point's rows so far; one longer afterwards, unless the limit was reached.</param>
    public static void ReadExemplar(ref DecodeContext context, ref RowRange exemplars)
    {
        ref var reader = ref context.Reader;
        var outer = reader.Enter();
        if (exemplars.Count >= context.Limits.MaxExemplars)
        {
            context.Batch.Unindexed.Add(RowLimit.Exemplars);
            WireFrames.Walk(ref reader, MetricSchema.Exemplar);
        }
        else
        {
            exemplars = exemplars with { Count = exemplars.Count + 1 };
            ReadFields(ref reader, ref context.Batch.Metrics.AddExemplar());
        }

        reader.Leave(outer);
    }

    private static void ReadFields(ref WireReader reader, ref ExemplarRow row)
    {
        const uint timeTag = (2 << 3) | WireType.Fixed64;
        const uint doubleTag = (3 << 3) | WireType.Fixed64;
        const uint spanIdTag = (4 << 3) | WireType.Length;
        const uint traceIdTag = (5 << 3) | WireType.Length;
        const uint intTag = (6 << 3) | WireType.Fixed64;
        const uint attributeTag = (7 << 3) | WireType.Length;
        while (!reader.AtEnd)
        {
            var tag = reader.ReadTag();
            switch (tag)
            {
                case timeTag:
                    row.TimeUnixNano = reader.ReadFixed64();
                    break;
                case doubleTag:
                    row.Number = MetricNumber.Double;
                    row.Bits = (long)reader.ReadFixed64();
                    break;
                case intTag:
                    row.Number = MetricNumber.Int;
                    row.Bits = (long)reader.ReadFixed64();
                    break;
                case traceIdTag:
                    var traceId = reader.ReadBytes(out var traceIdStart);
                    TraceId.TryRead(reader.Slice(traceIdStart, traceId), out row.TraceId);
                    break;
                case spanIdTag:
                    var spanId = reader.ReadBytes(out var spanIdStart);
                    SpanId.TryRead(reader.Slice(spanIdStart, spanId), out row.SpanId);
                    break;
                case attributeTag:
                    var outer = reader.Enter();
                    WireFrames.Walk(ref reader, ResourceSchema.KeyValue);
                    reader.Leave(outer);
                    break;
                default:
                    reader.Skip(tag);
                    break;
            }
        }
    }
}
