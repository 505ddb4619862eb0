using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using OtelGenAI.Storage.Metrics;
using OtelGenAI.Telemetry.Metrics;

namespace OtelGenAI.Dashboard.Api;

internal sealed record MetricListView(IReadOnlyList<MetricSummaryView> Items);

internal sealed record MetricSummaryView(string Name, string Type, string? Unit, string? Description, int SeriesCount, DateTimeOffset LastTime)
{
    public static MetricSummaryView Of(MetricSummary metric) => new(
        metric.Name, MetricType.Of(metric.Kind), metric.Unit, metric.Description, metric.SeriesCount, ApiTime.Of(metric.LastTimeUnixNano));
}

/// <summary>A metric over a stretch of time.</summary>
/// <param name="Name">The name asked for.</param>
/// <param name="Type">What is charted: <c>counter</c>, <c>sum</c>, <c>gauge</c>, <c>histogram</c> or <c>summary</c>.</param>
/// <param name="Unit">Unit.</param>
/// <param name="From">Beginning.</param>
/// <param name="To">First moment after it.</param>
/// <param name="BucketSeconds">Length of a bucket.</param>
/// <param name="By">Attribute that makes the groups.</param>
/// <param name="ReadFrom">Names of metrics that it was made of.</param>
/// <param name="SkippedSeries">Series left out, because their points are of another kind.</param>
/// <param name="OtherSeries">Series in the group <c>(other)</c>, because there were too many groups.</param>
/// <param name="Groups">The groups, largest first.</param>
internal sealed record MetricChartView(
    string Name, string Type, string? Unit, DateTimeOffset From, DateTimeOffset To, double BucketSeconds, string? By,
    IReadOnlyList<string> ReadFrom, int SkippedSeries, int OtherSeries, IReadOnlyList<MetricGroupView> Groups);

internal sealed record MetricGroupView(
    string? Group, int SeriesCount, MetricPointView Total, IReadOnlyList<MetricPointView> Points, IReadOnlyList<ExemplarView> Exemplars)
{
    public static MetricGroupView Of(MetricChartGroup group) => new(
        group.Group, group.SeriesCount, MetricPointView.Of(group.Total), [.. group.Points.Select(MetricPointView.Of)],
        [.. group.Exemplars.Select(ExemplarView.Of)]);
}

/// <summary>What a bucket of time holds; what does not apply is left out.</summary>
internal sealed record MetricPointView(
    DateTimeOffset Time, double? Value, double? Increase, double? Rate, double? Count, double? Sum, double? Avg, double? Min, double? Max,
    double? P50, double? P95, double? P99)
{
    public static MetricPointView Of(MetricChartPoint point) => new(
        ApiTime.Of(point.TimeUnixNano), Finite(point.Value), Finite(point.Increase), Finite(point.Rate), Finite(point.Count), Finite(point.Sum),
        Finite(point.Average), Finite(point.Min), Finite(point.Max), Finite(point.P50), Finite(point.P95), Finite(point.P99));

    /// <summary>Sums of finite numbers can be infinite, and JSON has no such number.</summary>
    public static double? Finite(double? value) => value is { } number && double.IsFinite(number) ? number : null;
}

internal sealed record ExemplarView(DateTimeOffset Time, double? Value, string TraceId, string? SpanId)
{
    public static ExemplarView Of(MetricExemplar exemplar) => new(
        ApiTime.Of(exemplar.TimeUnixNano), MetricPointView.Finite(exemplar.Value), exemplar.TraceId.ToString(),
        exemplar.SpanId == default ? null : exemplar.SpanId.ToString());
}

internal sealed record TraceExemplarListView(IReadOnlyList<TraceExemplarView> Items);

internal sealed record TraceExemplarView(string Metric, string? Unit, DateTimeOffset Time, double? Value, string? SpanId)
{
    public static TraceExemplarView Of(TraceExemplar found)
    {
        var exemplar = ExemplarView.Of(found.Exemplar);
        return new TraceExemplarView(found.Metric, found.Unit, exemplar.Time, exemplar.Value, exemplar.SpanId);
    }
}

/// <summary>Names of kinds of metrics.</summary>
internal static class MetricType
{
    public static string Of(MetricKind kind) => kind switch
    {
        MetricKind.Gauge => "gauge",
        MetricKind.Sum => "sum",
        MetricKind.Histogram => "histogram",
        MetricKind.ExponentialHistogram => "exponentialHistogram",
        MetricKind.Summary => "summary",
        _ => "unknown",
    };
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(MetricListView))]
[JsonSerializable(typeof(MetricChartView))]
[JsonSerializable(typeof(TraceExemplarListView))]
internal sealed partial class MetricJson : JsonSerializerContext
{
    /// <summary>A chart has many points with few values: those that do not apply are left out.</summary>
    public static MetricJson Short { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
