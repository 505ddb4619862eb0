namespace OtelGenAI.Telemetry.Metrics;

/// <summary>Another name under which clients report what a metric measures.</summary>
/// <param name="Name">The other name.</param>
public sealed record MetricAlternative(string Name)
{
    /// <summary>Which series of the other name count; all when not set.</summary>
    public MetricCondition? Where { get; init; }

    /// <summary>
    /// Which series of the name asked for say the same: a resource that has such is taken at its word, and its series of the other
    /// name are left out, or everything would count twice. Any series, when not set.
    /// </summary>
    public MetricCondition? CoveredWhere { get; init; }

    /// <summary>Attribute that the other name says by itself, and that is added to its series.</summary>
    public (string Key, string Value)? Adds { get; init; }
}

/// <summary>What an attribute of a series must be.</summary>
/// <param name="Key">The attribute.</param>
/// <param name="Values">Any of these.</param>
public sealed record MetricCondition(string Key, IReadOnlyList<string> Values)
{
    /// <summary>Whether a series fulfils it.</summary>
    public bool Holds(MetricSeries series) => series.Attributes.TryGetValue(Key, out var value) && Values.Contains(value);
}
