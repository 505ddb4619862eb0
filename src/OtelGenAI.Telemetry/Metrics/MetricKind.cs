namespace OtelGenAI.Telemetry.Metrics;

/// <summary>What the data points of a metric are. The numbers are stored; they never change their meaning.</summary>
public enum MetricKind : byte
{
    /// <summary>Not said: the metric has no data points.</summary>
    None = 0,

    /// <summary>A value now.</summary>
    Gauge = 1,

    /// <summary>A total, or what was added to it.</summary>
    Sum = 2,

    /// <summary>How measurements spread over buckets with explicit bounds.</summary>
    Histogram = 3,

    /// <summary>How measurements spread over buckets whose bounds grow exponentially.</summary>
    ExponentialHistogram = 4,

    /// <summary>Quantiles that the client worked out.</summary>
    Summary = 5,
}

/// <summary>What the points of a sum or histogram count. The numbers are OTLP's, and are stored.</summary>
public enum MetricTemporality : byte
{
    /// <summary>Not said, or not applicable.</summary>
    Unspecified = 0,

    /// <summary>What happened since the point before.</summary>
    Delta = 1,

    /// <summary>What happened since the start time, which stays the same until the client restarts.</summary>
    Cumulative = 2,
}

/// <summary>Which member of a point's value is set. The numbers are stored.</summary>
public enum MetricNumber : byte
{
    /// <summary>None: the point has no value.</summary>
    None = 0,

    /// <summary>A signed 64-bit number.</summary>
    Int = 1,

    /// <summary>A double.</summary>
    Double = 2,
}
