using System.Diagnostics;
using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace OtelGenAI.Tests.Support;

internal sealed class SpanExporter : BaseExporter<Activity>
{
    private readonly List<Activity> _spans = [];

    public IReadOnlyList<Activity> Spans
    {
        get
        {
            lock (_spans)
            {
                return [.. _spans];
            }
        }
    }

    public override ExportResult Export(in Batch<Activity> batch)
    {
        lock (_spans)
        {
            foreach (var span in batch)
            {
                _spans.Add(span);
            }
        }

        return ExportResult.Success;
    }
}

internal sealed record Measured(string Meter, string Name, string Unit, double Sum, long Count, double[] Bounds, IReadOnlyDictionary<string, object?> Tags);

internal sealed class MetricExporter : BaseExporter<Metric>
{
    public List<Measured> Metrics { get; } = [];

    public override ExportResult Export(in Batch<Metric> batch)
    {
        foreach (var metric in batch)
        {
            foreach (ref readonly var point in metric.GetMetricPoints())
            {
                var tags = new Dictionary<string, object?>();
                foreach (var (key, value) in point.Tags)
                {
                    tags[key] = value;
                }

                Metrics.Add(metric.MetricType == MetricType.Histogram
                    ? new Measured(metric.MeterName, metric.Name, metric.Unit, point.GetHistogramSum(), point.GetHistogramCount(), BoundsOf(point), tags)
                    : new Measured(metric.MeterName, metric.Name, metric.Unit, point.GetSumLong(), 1, [], tags));
            }
        }

        return ExportResult.Success;
    }

    private static double[] BoundsOf(in MetricPoint point)
    {
        var bounds = new List<double>();
        foreach (var bucket in point.GetHistogramBuckets())
        {
            if (!double.IsPositiveInfinity(bucket.ExplicitBound))
            {
                bounds.Add(bucket.ExplicitBound);
            }
        }

        return [.. bounds];
    }
}
