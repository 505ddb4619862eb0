namespace OtelGenAI.Telemetry.Metrics;

/// <summary>One data point of a series, as far as it can be charted. Values are as received: NaN and infinities are left out by whoever sums.</summary>
public sealed record MetricPoint
{
    /// <summary>When it was taken, in nanoseconds since 1970 UTC.</summary>
    public required long TimeUnixNano { get; init; }

    /// <summary>When what it counts began, in nanoseconds since 1970 UTC; 0 when not said.</summary>
    public long StartUnixNano { get; init; }

    /// <summary>Value of a gauge or sum; <see langword="null"/> when none was recorded.</summary>
    public double? Value { get; init; }

    /// <summary>How many measurements a histogram or summary has.</summary>
    public ulong Count { get; init; }

    /// <summary>Their sum; <see langword="null"/> when not sent.</summary>
    public double? Sum { get; init; }

    /// <summary>The smallest of them; <see langword="null"/> when not sent.</summary>
    public double? Min { get; init; }

    /// <summary>The largest of them; <see langword="null"/> when not sent.</summary>
    public double? Max { get; init; }

    /// <summary>How they spread; <see langword="null"/> when not sent, or bounds and counts do not fit together.</summary>
    public MetricBuckets? Buckets { get; init; }

    /// <summary>Whether the client says that nothing was measured.</summary>
    public bool HasNoRecordedValue { get; init; }
}

/// <summary>An exemplar: one measurement, and the span it was made in.</summary>
/// <param name="TimeUnixNano">When, in nanoseconds since 1970 UTC.</param>
/// <param name="Value">The measurement; <see langword="null"/> when not sent.</param>
/// <param name="TraceId">The trace.</param>
/// <param name="SpanId">The span; zero when not sent.</param>
public sealed record MetricExemplar(long TimeUnixNano, double? Value, TraceId TraceId, SpanId SpanId);
