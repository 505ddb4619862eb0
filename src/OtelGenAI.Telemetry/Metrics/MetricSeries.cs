namespace OtelGenAI.Telemetry.Metrics;

/// <summary>One time series: the points of a metric that share resource, scope and attributes.</summary>
public sealed record MetricSeries
{
    /// <summary>Name of the metric, as received.</summary>
    public required string Name { get; init; }

    /// <summary>What its points are.</summary>
    public required MetricKind Kind { get; init; }

    /// <summary>Unit in UCUM notation, as received; <see langword="null"/> when not said.</summary>
    public string? Unit { get; init; }

    /// <summary>Description, as received.</summary>
    public string? Description { get; init; }

    /// <summary>What its points count.</summary>
    public MetricTemporality Temporality { get; init; }

    /// <summary>Whether the sum can only grow.</summary>
    public bool IsMonotonic { get; init; }

    /// <summary>Attributes of its points, by key: texts as they are, numbers and booleans as text, arrays and lists in JSON.</summary>
    public required IReadOnlyDictionary<string, string> Attributes { get; init; }

    /// <summary>Who sent it: equal for series of one resource, whatever it is called.</summary>
    public required string ResourceKey { get; init; }

    /// <summary>Service of its resource.</summary>
    public string? Service { get; init; }

    /// <summary>Version of that service.</summary>
    public string? Release { get; init; }

    /// <summary>Deployment environment of its resource.</summary>
    public string? Environment { get; init; }
}
