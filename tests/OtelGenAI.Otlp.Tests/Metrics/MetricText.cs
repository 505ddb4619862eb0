using System.Globalization;
using System.Text;
using OtelGenAI.Otlp.Tests.Oracle;
using OtelGenAI.Telemetry.Metrics;
using OtelGenAI.Telemetry.Records;

namespace OtelGenAI.Otlp.Tests.Metrics;

/// <summary>Describes data points in one line each, the rows of a batch and the objects of Google.Protobuf in the same way.</summary>
internal static class MetricText
{
    public static List<string> Of(TelemetryBatch batch)
    {
        List<string> lines = [];
        foreach (var point in batch.Metrics.Points)
        {
            var metric = batch.Metrics.Metrics[point.MetricIndex];
            var line = Line(
                $"{batch.Text(metric.Name)}|{batch.Text(metric.Description)}|{batch.Text(metric.Unit)}|{metric.Kind}|{metric.Temporality}|{metric.IsMonotonic}",
                point.StartUnixNano, point.TimeUnixNano, point.Flags, point.Attributes.Count);
            line.Append(metric.Kind switch
            {
                MetricKind.Gauge or MetricKind.Sum => Number((int)point.Number, point.Bits),
                MetricKind.Summary => $"{point.Count} {Bits(point.Sum)}{Join(batch.Metrics.Numbers.Slice(point.Numbers.First, point.Numbers.Count))}",
                _ => Histogram(point.Count, Has(point, MetricExtremes.Sum, point.Sum), Has(point, MetricExtremes.Min, point.Min), Has(point, MetricExtremes.Max, point.Max)),
            });
            if (metric.Kind == MetricKind.Histogram)
            {
                line.Append(Join(Counts(batch, point.Buckets))).Append(Join(batch.Metrics.Numbers.Slice(point.Numbers.First, point.Numbers.Count)));
            }
            else if (metric.Kind == MetricKind.ExponentialHistogram)
            {
                line.Append(Exponential(point.Scale, point.ZeroCount, point.ZeroThreshold))
                    .Append(CultureInfo.InvariantCulture, $" {point.Offset}:{Join(Counts(batch, point.Buckets))} {point.NegativeOffset}:{Join(Counts(batch, point.NegativeBuckets))}");
            }

            foreach (var exemplar in batch.Metrics.Exemplars.Slice(point.Exemplars.First, point.Exemplars.Count))
            {
                line.Append(CultureInfo.InvariantCulture, $" e({exemplar.TimeUnixNano} {Number((int)exemplar.Number, exemplar.Bits)} {exemplar.TraceId} {exemplar.SpanId})");
            }

            lines.Add(line.ToString());
        }

        return lines;
    }

    public static List<string> Of(ExportMetricsServiceRequest request, out int rejected)
    {
        List<string> lines = [];
        rejected = 0;
        foreach (var metric in request.ResourceMetrics.SelectMany(resource => resource.ScopeMetrics).SelectMany(scope => scope.Metrics))
        {
            var temporality = metric.DataCase switch
            {
                Metric.DataOneofCase.Sum => metric.Sum.AggregationTemporality,
                Metric.DataOneofCase.Histogram => metric.Histogram.AggregationTemporality,
                Metric.DataOneofCase.ExponentialHistogram => metric.ExponentialHistogram.AggregationTemporality,
                _ => (AggregationTemporality?)null,
            };
            var isImpossible = metric.Name.Length == 0 || (temporality is { } one && one is not (AggregationTemporality.Delta or AggregationTemporality.Cumulative));
            var head = $"{metric.Name}|{metric.Description}|{metric.Unit}|{(metric.DataCase == Metric.DataOneofCase.None ? "None" : metric.DataCase)}" +
                $"|{(temporality is null ? AggregationTemporality.Unspecified : temporality)}|{metric.DataCase == Metric.DataOneofCase.Sum && metric.Sum.IsMonotonic}";
            foreach (var (time, line) in Points(metric, head))
            {
                if (isImpossible || time == 0)
                {
                    rejected++;
                }
                else
                {
                    lines.Add(line);
                }
            }
        }

        return lines;
    }

    private static IEnumerable<(ulong Time, string Line)> Points(Metric metric, string head)
    {
        var numbers = metric.DataCase == Metric.DataOneofCase.Gauge ? metric.Gauge.DataPoints : metric.Sum?.DataPoints ?? [];
        foreach (var point in numbers)
        {
            var line = Line(head, point.StartTimeUnixNano, point.TimeUnixNano, point.Flags, point.Attributes.Count)
                .Append(point.HasAsDouble ? Number(2, BitConverter.DoubleToInt64Bits(point.AsDouble)) : Number(point.HasAsInt ? 1 : 0, point.AsInt));
            yield return (point.TimeUnixNano, line.Append(Exemplars(point.Exemplars)).ToString());
        }

        foreach (var point in metric.Histogram?.DataPoints ?? [])
        {
            var line = Line(head, point.StartTimeUnixNano, point.TimeUnixNano, point.Flags, point.Attributes.Count)
                .Append(Histogram(point.Count, point.HasSum ? point.Sum : null, point.HasMin ? point.Min : null, point.HasMax ? point.Max : null))
                .Append(Join([.. point.BucketCounts])).Append(Join([.. point.ExplicitBounds]));
            yield return (point.TimeUnixNano, line.Append(Exemplars(point.Exemplars)).ToString());
        }

        foreach (var point in metric.ExponentialHistogram?.DataPoints ?? [])
        {
            var line = Line(head, point.StartTimeUnixNano, point.TimeUnixNano, point.Flags, point.Attributes.Count)
                .Append(Histogram(point.Count, point.HasSum ? point.Sum : null, point.HasMin ? point.Min : null, point.HasMax ? point.Max : null))
                .Append(Exponential(point.Scale, point.ZeroCount, point.ZeroThreshold))
                .Append(CultureInfo.InvariantCulture, $" {point.Positive?.Offset ?? 0}:{Join([.. point.Positive?.BucketCounts ?? []])} {point.Negative?.Offset ?? 0}:{Join([.. point.Negative?.BucketCounts ?? []])}");
            yield return (point.TimeUnixNano, line.Append(Exemplars(point.Exemplars)).ToString());
        }

        foreach (var point in metric.Summary?.DataPoints ?? [])
        {
            var quantiles = point.QuantileValues.SelectMany(pair => new[] { pair.Quantile, pair.Value }).ToArray();
            var line = Line(head, point.StartTimeUnixNano, point.TimeUnixNano, point.Flags, point.Attributes.Count)
                .Append(CultureInfo.InvariantCulture, $"{point.Count} {Bits(point.Sum)}{Join(quantiles)}");
            yield return (point.TimeUnixNano, line.ToString());
        }
    }

    private static string Exemplars(IEnumerable<Exemplar> exemplars) => string.Concat(exemplars.Select(exemplar =>
    {
        Telemetry.TraceId.TryRead(exemplar.TraceId.Span, out var traceId);
        Telemetry.SpanId.TryRead(exemplar.SpanId.Span, out var spanId);
        var number = exemplar.HasAsDouble ? Number(2, BitConverter.DoubleToInt64Bits(exemplar.AsDouble)) : Number(exemplar.HasAsInt ? 1 : 0, exemplar.AsInt);
        return $" e({exemplar.TimeUnixNano} {number} {traceId} {spanId})";
    }));

    private static StringBuilder Line(string head, ulong start, ulong time, uint flags, int attributes) =>
        new($"{head} {start} {time} {flags} {attributes}: ");

    private static string Number(int kind, long bits) => $"{kind}/{bits:x}";

    private static string Histogram(ulong count, double? sum, double? min, double? max) => $"{count} {Bits(sum)} {Bits(min)} {Bits(max)}";

    private static string Exponential(int scale, ulong zeroCount, double zeroThreshold) => $" s{scale} z{zeroCount} {Bits(zeroThreshold)}";

    private static double? Has(in DataPointRow point, MetricExtremes which, double value) => point.Has.HasFlag(which) ? value : null;

    private static ReadOnlySpan<ulong> Counts(TelemetryBatch batch, RowRange rows) => batch.Metrics.BucketCounts.Slice(rows.First, rows.Count);

    private static string Join(ReadOnlySpan<ulong> counts) => $"[{string.Join(',', counts.ToArray())}]";

    private static string Join(ReadOnlySpan<double> numbers) => $"[{string.Join(',', numbers.ToArray().Select(number => Bits(number)))}]";

    // Bits, because NaN is not equal to itself, and 0 is to -0.
    private static string Bits(double? value) => value is { } number ? BitConverter.DoubleToInt64Bits(number).ToString("x", CultureInfo.InvariantCulture) : "-";
}
