using System.Text;
using OtelGenAI.Telemetry.Content;
using OtelGenAI.Telemetry.Metrics;
using OtelGenAI.Telemetry.Records;
using ValueType = OtelGenAI.Telemetry.Records.ValueType;

namespace OtelGenAI.Storage.Metrics;

/// <summary>Makes the stored form of data points that arrived in a batch.</summary>
internal static class MetricRecords
{
    /// <summary>Describes the series of a point.</summary>
    public static MetricSeries SeriesOf(TelemetryBatch batch, in DataPointRow point)
    {
        ref readonly var metric = ref batch.Metrics.Metrics[point.MetricIndex];
        ref readonly var resource = ref batch.ResourceColumns[metric.ResourceIndex];
        var attributes = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (ref readonly var attribute in batch.Attributes.Slice(point.Attributes.First, point.Attributes.Count))
        {
            attributes[Encoding.UTF8.GetString(batch.Bytes(attribute.Key))] = attribute.Type == ValueType.String
                ? Encoding.UTF8.GetString(batch.Bytes(attribute.Text))
                : ValueJson.ToNode(batch, attribute)?.ToJsonString() ?? "";
        }

        return new MetricSeries
        {
            Name = Encoding.UTF8.GetString(batch.Bytes(metric.Name)),
            Kind = metric.Kind,
            Unit = Text(batch.Bytes(metric.Unit)),
            Description = Text(batch.Bytes(metric.Description)),
            Temporality = metric.Temporality,
            IsMonotonic = metric.IsMonotonic,
            Attributes = attributes,
            ResourceKey = ContentHash.Of(batch.Bytes(batch.Resources[metric.ResourceIndex].Envelope)).ToString("x16", System.Globalization.CultureInfo.InvariantCulture),
            Service = Text(resource.ServiceName.Span),
            Release = Text(resource.ServiceVersion.Span),
            Environment = Text(resource.Environment.Span),
        };
    }

    /// <summary>A time as it is stored: signed, and never before 1970.</summary>
    public static long TimeOf(ulong unixNano) => (long)Math.Min(unixNano, long.MaxValue);

    /// <summary>The value of a gauge, sum or exemplar; <see langword="null"/> when it has none.</summary>
    public static double? ValueOf(MetricNumber number, long bits) => number switch
    {
        MetricNumber.Int => bits,
        MetricNumber.Double => BitConverter.Int64BitsToDouble(bits),
        _ => null,
    };

    /// <summary>Makes the record of a point.</summary>
    public static MetricPoint PointOf(TelemetryBatch batch, in DataPointRow point)
    {
        var metrics = batch.Metrics;
        var kind = metrics.Metrics[point.MetricIndex].Kind;
        return new MetricPoint
        {
            TimeUnixNano = TimeOf(point.TimeUnixNano),
            StartUnixNano = TimeOf(point.StartUnixNano),
            Value = NotNaN(ValueOf(point.Number, point.Bits)),
            Count = point.Count,
            Sum = NotNaN(point.Has.HasFlag(MetricExtremes.Sum) ? point.Sum : null),
            Min = NotNaN(point.Has.HasFlag(MetricExtremes.Min) ? point.Min : null),
            Max = NotNaN(point.Has.HasFlag(MetricExtremes.Max) ? point.Max : null),
            HasNoRecordedValue = point.HasNoRecordedValue,
            Buckets = kind switch
            {
                MetricKind.Histogram => MetricBuckets.OfExplicit(
                    metrics.Numbers.Slice(point.Numbers.First, point.Numbers.Count), metrics.BucketCounts.Slice(point.Buckets.First, point.Buckets.Count)),
                MetricKind.ExponentialHistogram => MetricBuckets.OfExponential(ExponentialOf(metrics, point)),
                _ => null,
            },
        };
    }

    /// <summary>The buckets of an exponential histogram.</summary>
    public static ExponentialBuckets ExponentialOf(MetricTables metrics, in DataPointRow point) => new()
    {
        Scale = point.Scale,
        ZeroCount = point.ZeroCount,
        ZeroThreshold = point.ZeroThreshold,
        Offset = point.Offset,
        Positive = metrics.BucketCounts.Slice(point.Buckets.First, point.Buckets.Count),
        NegativeOffset = point.NegativeOffset,
        Negative = metrics.BucketCounts.Slice(point.NegativeBuckets.First, point.NegativeBuckets.Count),
    };

    /// <summary>Makes the record of an exemplar.</summary>
    public static MetricExemplar ExemplarOf(in ExemplarRow exemplar) =>
        new(TimeOf(exemplar.TimeUnixNano), NotNaN(ValueOf(exemplar.Number, exemplar.Bits)), exemplar.TraceId, exemplar.SpanId);

    /// <summary>NaN cannot be charted, and SQLite has none: it counts as no value. The message keeps it.</summary>
    private static double? NotNaN(double? value) => value is { } number && double.IsNaN(number) ? null : value;

    private static string? Text(ReadOnlySpan<byte> text) => text.IsEmpty ? null : Encoding.UTF8.GetString(text);
}
