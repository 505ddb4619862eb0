using OtelGenAI.Conventions;

namespace OtelGenAI.Telemetry.Metrics;

/// <summary>What a chart shall show.</summary>
/// <param name="FromUnixNano">Points from this time on, in nanoseconds since 1970 UTC.</param>
/// <param name="ToUnixNano">Points before this time.</param>
/// <param name="BucketNanoseconds">Length of a bucket; buckets begin at <paramref name="FromUnixNano"/>.</param>
/// <param name="By">Attribute whose values make the groups; <see langword="null"/> for one group.</param>
public sealed record MetricChartQuery(long FromUnixNano, long ToUnixNano, long BucketNanoseconds, string? By)
{
    /// <summary>How many buckets there are.</summary>
    public long BucketCount => (ToUnixNano - FromUnixNano + BucketNanoseconds - 1) / BucketNanoseconds;

    /// <summary>The group of a series.</summary>
    public string? GroupOf(MetricSeries series) => By is null ? null : series.Attributes.GetValueOrDefault(By) ?? By switch
    {
        ServiceAttributes.Name => series.Service,
        ServiceAttributes.Version => series.Release,
        DeploymentAttributes.EnvironmentName => series.Environment,
        _ => null,
    };
}
