using OtelGenAI.Otlp.Schema;
using OtelGenAI.Otlp.Wire;
using OtelGenAI.Telemetry.Metrics;

namespace OtelGenAI.Otlp.Metrics;

/// <summary>The members of <c>Metric.data</c>: of several, the last one counts.</summary>
internal static class MetricFields
{
    /// <summary>Numbers of the members, as bits.</summary>
    public const ulong DataFields = (1 << 5) | (1 << 7) | (1 << 9) | (1 << 10) | (1 << 11);

    /// <summary>What a field holds, by its key.</summary>
    /// <returns><see cref="MetricKind.None"/> if it is not a member of <c>Metric.data</c>.</returns>
    public static MetricKind KindOf(uint tag) => (tag & 7) != WireType.Length ? MetricKind.None : (tag >> 3) switch
    {
        5 => MetricKind.Gauge,
        7 => MetricKind.Sum,
        9 => MetricKind.Histogram,
        10 => MetricKind.ExponentialHistogram,
        11 => MetricKind.Summary,
        _ => MetricKind.None,
    };

    /// <summary>Number of the field that holds a kind.</summary>
    public static int NumberOf(MetricKind kind) => kind switch
    {
        MetricKind.Gauge => 5,
        MetricKind.Sum => 7,
        MetricKind.Histogram => 9,
        MetricKind.ExponentialHistogram => 10,
        MetricKind.Summary => 11,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "A metric without data is not stored."),
    };

    /// <summary>The message of a kind.</summary>
    public static MessageSchema SchemaOf(MetricKind kind) => MetricSchema.Metric.ByNumber((uint)NumberOf(kind))!.Message!;
}
