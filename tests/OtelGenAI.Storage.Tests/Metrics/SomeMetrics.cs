using System.Text;
using OtelGenAI.Storage.Tests.Builders;
using OtelGenAI.Telemetry.Metrics;
using OtelGenAI.Telemetry.Records;
using ValueType = OtelGenAI.Telemetry.Records.ValueType;

namespace OtelGenAI.Storage.Tests.Metrics;

/// <summary>Says what a data point of a test is. Its message is its own description, so two specs have the same one only when they are equal.</summary>
internal sealed record PointSpec(string Metric = "calls", double Second = 0, double Value = 1)
{
    public MetricKind Kind { get; init; } = MetricKind.Sum;

    public MetricTemporality Temporality { get; init; } = MetricTemporality.Cumulative;

    public string Model { get; init; } = "m1";

    public string Service { get; init; } = "api";

    public double Start { get; init; }

    /// <summary>Bucket counts for the bounds 1, 10, 100.</summary>
    public string Buckets { get; init; } = "";

    /// <summary>Number of the trace of an exemplar.</summary>
    public int Trace { get; init; }

    /// <summary>Whether the attributes are written in another order.</summary>
    internal bool IsTurned { get; init; }
}

/// <summary>Batches of data points.</summary>
internal static class SomeMetrics
{
    private static readonly AttributeKeyTable Keys = new();

    public static TelemetryBatch Batch(params IEnumerable<PointSpec> specs)
    {
        var batch = new TelemetryBatch(Keys);
        batch.Reset(default);
        List<PointSpec> all = [.. specs];
        var services = all.Select(spec => spec.Service).Distinct().ToList();
        foreach (var service in services)
        {
            batch.AddResource().Envelope = Some.Text(batch, $"resource {service}");
            batch.AddScope().Envelope = Some.Text(batch, "scope of the tests");
        }

        foreach (var spec in all)
        {
            Write(batch, spec, services.IndexOf(spec.Service));
        }

        batch.PrepareColumns();
        for (var at = 0; at < services.Count; at++)
        {
            batch.ResourceColumns[at].ServiceName = Encoding.UTF8.GetBytes(services[at]);
        }

        return batch;
    }

    private static void Write(TelemetryBatch batch, PointSpec spec, int resource)
    {
        var metrics = batch.Metrics;
        var name = Some.Text(batch, spec.Metric);
        var envelope = Some.Text(batch, $"metric {spec.Metric}");
        var data = Some.Text(batch, $"data {spec.Kind} {spec.Temporality}");
        ref var metric = ref metrics.AddMetric();
        metric.ResourceIndex = resource;
        metric.ScopeIndex = resource;
        metric.Kind = spec.Kind;
        metric.Temporality = spec.Temporality;
        metric.IsMonotonic = spec.Kind == MetricKind.Sum;
        metric.Name = name;
        metric.Unit = name;
        metric.Envelope = envelope;
        metric.DataEnvelope = data;

        var message = Some.Text(batch, spec.ToString());
        var attributes = new RowRange(batch.Attributes.Length, 2);
        (string Key, string Value)[] pairs = [("model", spec.Model), ("region", "eu")];
        foreach (var (key, value) in spec.IsTurned ? pairs.Reverse() : pairs)
        {
            var keyText = Some.Text(batch, key);
            var valueText = Some.Text(batch, value);
            ref var attribute = ref batch.AddAttribute();
            attribute.Key = keyText;
            attribute.Type = ValueType.String;
            attribute.Text = valueText;
        }

        ref var point = ref metrics.AddPoint();
        point.MetricIndex = metrics.Metrics.Length - 1;
        point.TimeUnixNano = (ulong)Some.Second(spec.Second);
        point.StartUnixNano = (ulong)Some.Second(spec.Start);
        point.Message = message;
        point.Attributes = attributes;
        if (spec.Kind is MetricKind.Gauge or MetricKind.Sum)
        {
            point.Number = MetricNumber.Double;
            point.Bits = BitConverter.DoubleToInt64Bits(spec.Value);
        }
        else
        {
            WriteBuckets(metrics, spec, ref point);
        }

        if (spec.Trace > 0)
        {
            point.Exemplars = new RowRange(metrics.Exemplars.Length, 1);
            ref var exemplar = ref metrics.AddExemplar();
            exemplar.TraceId = Some.TraceId(spec.Trace);
            exemplar.SpanId = Some.SpanId(spec.Trace);
            exemplar.TimeUnixNano = point.TimeUnixNano - 1;
            exemplar.Number = MetricNumber.Double;
            exemplar.Bits = BitConverter.DoubleToInt64Bits(spec.Value);
        }
    }

    private static void WriteBuckets(MetricTables metrics, PointSpec spec, ref DataPointRow point)
    {
        ulong[] counts = [.. spec.Buckets.Split(',').Select(ulong.Parse)];
        point.Has = MetricExtremes.Sum;
        point.Sum = spec.Value;
        point.Buckets = new RowRange(metrics.BucketCounts.Length, counts.Length);
        foreach (var count in counts)
        {
            point.Count += count;
            metrics.AddBucketCount(count);
        }

        if (spec.Kind == MetricKind.ExponentialHistogram)
        {
            point.ZeroCount = 1;
            point.Count++;
            point.Offset = -1;
            return;
        }

        point.Numbers = new RowRange(metrics.Numbers.Length, 3);
        foreach (var bound in (double[])[1, 10, 100])
        {
            metrics.AddNumber(bound);
        }
    }
}
