namespace OtelGenAI.Telemetry.Metrics;

/// <summary>What was counted between one point of a series and the one before.</summary>
/// <param name="TimeUnixNano">Time of the later point.</param>
/// <param name="Count">Measurements of a histogram or summary; 0 for sums.</param>
/// <param name="Sum">Their sum, or the increase of a sum.</param>
/// <param name="Buckets">How the measurements spread, if known.</param>
/// <param name="Point">The later point.</param>
public sealed record MetricIncrease(long TimeUnixNano, double Count, double Sum, MetricBuckets? Buckets, MetricPoint Point);

/// <summary>Makes increases of the points of one series, whether it sends totals or differences.</summary>
/// <remarks>
/// Totals start over when the client restarts: seen by another start time or, without one, by a total that fell. Source: OpenTelemetry
/// metrics data model, "Resets and Gaps". Points that are not finite, or say that nothing was recorded, are left out: the next total
/// has what they had.
/// </remarks>
public static class MetricIncreases
{
    /// <summary>The increases of a series.</summary>
    /// <param name="temporality">What its points count.</param>
    /// <param name="points">Its points, oldest first; the first one may lie before <paramref name="fromUnixNano"/>, to compare with.</param>
    /// <param name="fromUnixNano">Increases of points before this time are not given.</param>
    public static IEnumerable<MetricIncrease> Of(MetricTemporality temporality, IEnumerable<MetricPoint> points, long fromUnixNano)
    {
        MetricPoint? before = null;
        foreach (var point in points)
        {
            if (point.HasNoRecordedValue || !(double.IsFinite(TotalOf(point)) || point.Count > 0))
            {
                continue;
            }

            var increase = temporality == MetricTemporality.Delta ? Whole(point)
                : before is null ? First(point, fromUnixNano)
                : HasStartedOver(before, point) ? Whole(point)
                : Between(before, point);
            before = point;
            if (increase is not null && point.TimeUnixNano >= fromUnixNano)
            {
                yield return increase;
            }
        }
    }

    private static double TotalOf(MetricPoint point) => point.Value ?? point.Sum ?? double.NaN;

    // What began before the time asked for, and before anything we know, cannot be told from what came later.
    private static MetricIncrease? First(MetricPoint point, long fromUnixNano) =>
        point.StartUnixNano != 0 && point.StartUnixNano >= fromUnixNano ? Whole(point) : null;

    private static bool HasStartedOver(MetricPoint before, MetricPoint point) =>
        point.StartUnixNano != before.StartUnixNano && point.StartUnixNano != 0
        || point.Count < before.Count
        || (point.Value is { } value && value < before.Value);

    private static MetricIncrease Whole(MetricPoint point) =>
        new(point.TimeUnixNano, point.Count, Finite(TotalOf(point)), point.Buckets, point);

    private static MetricIncrease Between(MetricPoint before, MetricPoint point)
    {
        MetricBuckets? buckets = null;
        if (point.Buckets is { } later && before.Buckets is { } earlier)
        {
            var difference = new MetricBucketSum();
            difference.Add(later);
            difference.Add(earlier, times: -1);
            buckets = difference.Build();
        }

        return new MetricIncrease(
            point.TimeUnixNano, point.Count - before.Count, Finite(TotalOf(point) - TotalOf(before)), buckets, point);
    }

    private static double Finite(double value) => double.IsFinite(value) ? value : 0;
}
