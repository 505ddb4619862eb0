using OtelGenAI.Otlp.Records;
using OtelGenAI.Otlp.Wire;
using OtelGenAI.Telemetry;
using OtelGenAI.Telemetry.Metrics;

namespace OtelGenAI.Otlp.Metrics;

/// <summary>Writes a data point again without the exemplars of some traces and users; everything else of it, known or not, as it was.</summary>
internal static class ExemplarErasure
{
    /// <summary>Erases.</summary>
    /// <returns>The message, and which exemplars went; <see langword="null"/> when none did.</returns>
    public static (byte[] Message, IReadOnlyList<int> Removed)? Erase(
        MetricKind kind, ReadOnlySpan<byte> point, IReadOnlySet<TraceId> traceIds, UserMention? user)
    {
        var exemplarTag = FieldOf(kind) is > 0 and var field ? (field << 3) | WireType.Length : 0;
        List<int> removed = [];
        using var rest = new WireWriter(Math.Max(1, point.Length));
        var reader = new WireReader(point, origin: 0);
        for (var exemplars = 0; !reader.AtEnd;)
        {
            var begin = reader.Position;
            var tag = reader.ReadTag();
            if (tag != exemplarTag || tag == 0)
            {
                reader.Skip(tag);
            }
            else
            {
                var length = reader.ReadBytes(out var start);
                if (reader.Failure is null && IsErased(reader.Slice(start, length), traceIds, user))
                {
                    removed.Add(exemplars++);
                    continue;
                }

                exemplars++;
            }

            if (reader.Failure is not null)
            {
                // It was read when it came, so the store is damaged; whoever reads the point is told.
                return null;
            }

            rest.WriteRaw(point[begin..reader.Position]);
        }

        return removed.Count == 0 ? null : (rest.WrittenSpan.ToArray(), removed);
    }

    private static bool IsErased(ReadOnlySpan<byte> exemplar, IReadOnlySet<TraceId> traceIds, UserMention? user)
    {
        const uint TraceIdField = (5 << 3) | WireType.Length;
        var reader = new WireReader(exemplar, origin: 0);
        while (!reader.AtEnd)
        {
            var tag = reader.ReadTag();
            if (tag != TraceIdField)
            {
                reader.Skip(tag);
                continue;
            }

            var length = reader.ReadBytes(out var start);
            if (reader.Failure is null && TraceId.TryRead(reader.Slice(start, length), out var traceId) && traceIds.Contains(traceId))
            {
                return true;
            }
        }

        return user?.IsIn(exemplar) == true;
    }

    // Source: metrics.proto, "exemplars" of each kind of data point; summaries have none.
    private static uint FieldOf(MetricKind kind) => kind switch
    {
        MetricKind.Gauge or MetricKind.Sum => 5,
        MetricKind.Histogram => 8,
        MetricKind.ExponentialHistogram => 11,
        _ => 0,
    };
}
