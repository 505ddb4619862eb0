using OtelGenAI.Telemetry.Metrics;

namespace OtelGenAI.Telemetry.Records;

/// <summary>One metric of a request: what its data points have in common.</summary>
public struct MetricRow
{
    /// <summary>Row of <see cref="TelemetryBatch.Resources"/>.</summary>
    public int ResourceIndex;

    /// <summary>Row of <see cref="TelemetryBatch.Scopes"/>.</summary>
    public int ScopeIndex;

    /// <summary>What its data points are.</summary>
    public MetricKind Kind;

    /// <summary>What its points count; unspecified for gauges and summaries.</summary>
    public MetricTemporality Temporality;

    /// <summary>Whether the sum can only grow.</summary>
    public bool IsMonotonic;

    /// <summary>Name, UTF-8.</summary>
    public ByteRange Name;

    /// <summary>Unit in UCUM notation, UTF-8.</summary>
    public ByteRange Unit;

    /// <summary>Description, UTF-8.</summary>
    public ByteRange Description;

    /// <summary>The <c>Metric</c> message without its data: name, description, unit, metadata and unknown fields.</summary>
    public ByteRange Envelope;

    /// <summary>The <c>Gauge</c>, <c>Sum</c> … message without its data points: temporality, monotonicity and unknown fields.</summary>
    public ByteRange DataEnvelope;
}

/// <summary>One data point as it arrived.</summary>
public struct DataPointRow
{
    /// <summary>Row of <see cref="MetricTables.Metrics"/>.</summary>
    public int MetricIndex;

    /// <summary>OTLP <c>DataPointFlags</c>, as received: bit 0 says that no value was recorded.</summary>
    public uint Flags;

    /// <summary>When what it counts began, in nanoseconds since 1970 UTC; 0 when not said.</summary>
    public ulong StartUnixNano;

    /// <summary>When it was taken, in nanoseconds since 1970 UTC; never 0.</summary>
    public ulong TimeUnixNano;

    /// <summary>The whole data point message in protobuf: what is stored, and given back unchanged.</summary>
    public ByteRange Message;

    /// <summary>Rows of <see cref="TelemetryBatch.Attributes"/>.</summary>
    public RowRange Attributes;

    /// <summary>Rows of <see cref="MetricTables.Exemplars"/>.</summary>
    public RowRange Exemplars;

    /// <summary>The value, or bits of it, of a gauge or sum; see <see cref="Number"/>.</summary>
    public long Bits;

    /// <summary>Whether <see cref="Bits"/> is an integer or the bits of a double.</summary>
    public MetricNumber Number;

    /// <summary>Which of <see cref="Sum"/>, <see cref="Min"/> and <see cref="Max"/> were sent.</summary>
    public MetricExtremes Has;

    /// <summary>How many measurements a histogram or summary has.</summary>
    public ulong Count;

    /// <summary>Their sum.</summary>
    public double Sum;

    /// <summary>The smallest of them.</summary>
    public double Min;

    /// <summary>The largest of them.</summary>
    public double Max;

    /// <summary>Explicit buckets, or the positive ones of an exponential histogram: rows of <see cref="MetricTables.BucketCounts"/>.</summary>
    public RowRange Buckets;

    /// <summary>Negative buckets of an exponential histogram: rows of <see cref="MetricTables.BucketCounts"/>.</summary>
    public RowRange NegativeBuckets;

    /// <summary>Upper bounds of explicit buckets but the last: rows of <see cref="MetricTables.Numbers"/>. Quantiles of a summary: pairs of rows, quantile and value.</summary>
    public RowRange Numbers;

    /// <summary>Measurements of an exponential histogram that are as good as zero.</summary>
    public ulong ZeroCount;

    /// <summary>How far from zero those may be.</summary>
    public double ZeroThreshold;

    /// <summary>Resolution of an exponential histogram: bounds are powers of 2^(2^-scale).</summary>
    public int Scale;

    /// <summary>Index of the first positive exponential bucket.</summary>
    public int Offset;

    /// <summary>Index of the first negative exponential bucket.</summary>
    public int NegativeOffset;

    /// <summary>Whether the client says that nothing was measured: the point only ends the series.</summary>
    public readonly bool HasNoRecordedValue => (Flags & 1) != 0;
}

/// <summary>Which optional numbers a histogram has.</summary>
[Flags]
public enum MetricExtremes : byte
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>The sum.</summary>
    Sum = 1,

    /// <summary>The smallest measurement.</summary>
    Min = 2,

    /// <summary>The largest measurement.</summary>
    Max = 4,
}

/// <summary>One exemplar: a single measurement, and the span it was made in.</summary>
public struct ExemplarRow
{
    /// <summary>The trace; zero when there was none, or its id is impossible.</summary>
    public TraceId TraceId;

    /// <summary>The span; zero when there was none, or its id is impossible.</summary>
    public SpanId SpanId;

    /// <summary>When, in nanoseconds since 1970 UTC.</summary>
    public ulong TimeUnixNano;

    /// <summary>The value, or bits of it; see <see cref="Number"/>.</summary>
    public long Bits;

    /// <summary>Whether <see cref="Bits"/> is an integer or the bits of a double.</summary>
    public MetricNumber Number;
}
