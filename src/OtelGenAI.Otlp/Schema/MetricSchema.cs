namespace OtelGenAI.Otlp.Schema;

/// <summary>Messages of the metrics signal.</summary>
/// <remarks>Source: opentelemetry-proto 1.11.0, packages <c>metrics.v1</c> and <c>collector.metrics.v1</c>.</remarks>
internal static class MetricSchema
{
    private static readonly RecordDescription s_dataPoint = new("Data point");
    private static readonly EnumSchema s_temporality = new("AGGREGATION_TEMPORALITY_", "UNSPECIFIED", "DELTA", "CUMULATIVE");

    /// <summary><c>Exemplar</c>.</summary>
    public static MessageSchema Exemplar { get; } = new("Exemplar")
    {
        Fields =
        [
            new(7, "filtered_attributes", FieldKind.Message) { Message = ResourceSchema.KeyValue, IsRepeated = true },
            new(2, "time_unix_nano", FieldKind.Fixed64),
            new(3, "as_double", FieldKind.Double) { IsOneof = true },
            new(6, "as_int", FieldKind.SFixed64) { IsOneof = true },
            new(4, "span_id", FieldKind.Id),
            new(5, "trace_id", FieldKind.Id),
        ],
    };

    /// <summary><c>NumberDataPoint</c>.</summary>
    public static MessageSchema NumberDataPoint { get; } = new("NumberDataPoint")
    {
        Record = s_dataPoint,
        Fields =
        [
            new(7, "attributes", FieldKind.Message) { Message = ResourceSchema.KeyValue, IsRepeated = true },
            new(2, "start_time_unix_nano", FieldKind.Fixed64),
            new(3, "time_unix_nano", FieldKind.Fixed64),
            new(4, "as_double", FieldKind.Double) { IsOneof = true },
            new(6, "as_int", FieldKind.SFixed64) { IsOneof = true },
            new(5, "exemplars", FieldKind.Message) { Message = Exemplar, IsRepeated = true },
            new(8, "flags", FieldKind.UInt32),
        ],
    };

    /// <summary><c>HistogramDataPoint</c>.</summary>
    public static MessageSchema HistogramDataPoint { get; } = new("HistogramDataPoint")
    {
        Record = s_dataPoint,
        ExpectedLengthBytes = 2,
        Fields =
        [
            new(9, "attributes", FieldKind.Message) { Message = ResourceSchema.KeyValue, IsRepeated = true },
            new(2, "start_time_unix_nano", FieldKind.Fixed64),
            new(3, "time_unix_nano", FieldKind.Fixed64),
            new(4, "count", FieldKind.Fixed64),
            new(5, "sum", FieldKind.Double),
            new(6, "bucket_counts", FieldKind.Fixed64) { IsRepeated = true },
            new(7, "explicit_bounds", FieldKind.Double) { IsRepeated = true },
            new(8, "exemplars", FieldKind.Message) { Message = Exemplar, IsRepeated = true },
            new(10, "flags", FieldKind.UInt32),
            new(11, "min", FieldKind.Double),
            new(12, "max", FieldKind.Double),
        ],
    };

    /// <summary><c>ExponentialHistogramDataPoint.Buckets</c>.</summary>
    public static MessageSchema Buckets { get; } = new("Buckets")
    {
        Fields =
        [
            new(1, "offset", FieldKind.SInt32),
            new(2, "bucket_counts", FieldKind.UInt64) { IsRepeated = true },
        ],
    };

    /// <summary><c>ExponentialHistogramDataPoint</c>.</summary>
    public static MessageSchema ExponentialHistogramDataPoint { get; } = new("ExponentialHistogramDataPoint")
    {
        Record = s_dataPoint,
        ExpectedLengthBytes = 2,
        Fields =
        [
            new(1, "attributes", FieldKind.Message) { Message = ResourceSchema.KeyValue, IsRepeated = true },
            new(2, "start_time_unix_nano", FieldKind.Fixed64),
            new(3, "time_unix_nano", FieldKind.Fixed64),
            new(4, "count", FieldKind.Fixed64),
            new(5, "sum", FieldKind.Double),
            new(6, "scale", FieldKind.SInt32),
            new(7, "zero_count", FieldKind.Fixed64),
            new(8, "positive", FieldKind.Message) { Message = Buckets },
            new(9, "negative", FieldKind.Message) { Message = Buckets },
            new(10, "flags", FieldKind.UInt32),
            new(11, "exemplars", FieldKind.Message) { Message = Exemplar, IsRepeated = true },
            new(12, "min", FieldKind.Double),
            new(13, "max", FieldKind.Double),
            new(14, "zero_threshold", FieldKind.Double),
        ],
    };

    /// <summary><c>SummaryDataPoint.ValueAtQuantile</c>.</summary>
    public static MessageSchema ValueAtQuantile { get; } = new("ValueAtQuantile")
    {
        Fields = [new(1, "quantile", FieldKind.Double), new(2, "value", FieldKind.Double)],
    };

    /// <summary><c>SummaryDataPoint</c>.</summary>
    public static MessageSchema SummaryDataPoint { get; } = new("SummaryDataPoint")
    {
        Record = s_dataPoint,
        Fields =
        [
            new(7, "attributes", FieldKind.Message) { Message = ResourceSchema.KeyValue, IsRepeated = true },
            new(2, "start_time_unix_nano", FieldKind.Fixed64),
            new(3, "time_unix_nano", FieldKind.Fixed64),
            new(4, "count", FieldKind.Fixed64),
            new(5, "sum", FieldKind.Double),
            new(6, "quantile_values", FieldKind.Message) { Message = ValueAtQuantile, IsRepeated = true },
            new(8, "flags", FieldKind.UInt32),
        ],
    };

    /// <summary><c>Gauge</c>.</summary>
    public static MessageSchema Gauge { get; } = new("Gauge") { ExpectedLengthBytes = 2, Fields = [Points(NumberDataPoint)] };

    /// <summary><c>Sum</c>.</summary>
    public static MessageSchema Sum { get; } = new("Sum")
    {
        ExpectedLengthBytes = 2,
        Fields = [Points(NumberDataPoint), Temporality(), new(3, "is_monotonic", FieldKind.Bool)],
    };

    /// <summary><c>Histogram</c>.</summary>
    public static MessageSchema Histogram { get; } = new("Histogram")
    {
        ExpectedLengthBytes = 2,
        Fields = [Points(HistogramDataPoint), Temporality()],
    };

    /// <summary><c>ExponentialHistogram</c>.</summary>
    public static MessageSchema ExponentialHistogram { get; } = new("ExponentialHistogram")
    {
        ExpectedLengthBytes = 2,
        Fields = [Points(ExponentialHistogramDataPoint), Temporality()],
    };

    /// <summary><c>Summary</c>.</summary>
    public static MessageSchema Summary { get; } = new("Summary") { ExpectedLengthBytes = 2, Fields = [Points(SummaryDataPoint)] };

    /// <summary><c>Metric</c>.</summary>
    public static MessageSchema Metric { get; } = new("Metric")
    {
        ExpectedLengthBytes = 2,
        Fields =
        [
            new(1, "name", FieldKind.String),
            new(2, "description", FieldKind.String),
            new(3, "unit", FieldKind.String),
            new(12, "metadata", FieldKind.Message) { Message = ResourceSchema.KeyValue, IsRepeated = true },
            new(5, "gauge", FieldKind.Message) { Message = Gauge, IsOneof = true },
            new(7, "sum", FieldKind.Message) { Message = Sum, IsOneof = true },
            new(9, "histogram", FieldKind.Message) { Message = Histogram, IsOneof = true },
            new(10, "exponential_histogram", FieldKind.Message) { Message = ExponentialHistogram, IsOneof = true },
            new(11, "summary", FieldKind.Message) { Message = Summary, IsOneof = true },
        ],
    };

    /// <summary><c>ScopeMetrics</c>.</summary>
    public static MessageSchema ScopeMetrics { get; } = new("ScopeMetrics")
    {
        ExpectedLengthBytes = 3,
        Fields =
        [
            new(1, "scope", FieldKind.Message) { Message = ResourceSchema.InstrumentationScope },
            new(2, "metrics", FieldKind.Message) { Message = Metric, IsRepeated = true },
            new(3, "schema_url", FieldKind.String),
        ],
    };

    /// <summary><c>ResourceMetrics</c>.</summary>
    public static MessageSchema ResourceMetrics { get; } = new("ResourceMetrics")
    {
        ExpectedLengthBytes = 3,
        Fields =
        [
            new(1, "resource", FieldKind.Message) { Message = ResourceSchema.Resource },
            new(2, "scope_metrics", FieldKind.Message) { Message = ScopeMetrics, IsRepeated = true },
            new(3, "schema_url", FieldKind.String),
        ],
    };

    /// <summary><c>ExportMetricsServiceRequest</c>, which has the same fields as <c>MetricsData</c>.</summary>
    public static MessageSchema Request { get; } = new("ExportMetricsServiceRequest")
    {
        Fields = [new(1, "resource_metrics", FieldKind.Message) { Message = ResourceMetrics, IsRepeated = true }],
    };

    private static FieldSchema Points(MessageSchema point) =>
        new(1, "data_points", FieldKind.Message) { Message = point, IsRepeated = true };

    private static FieldSchema Temporality() => new(2, "aggregation_temporality", FieldKind.Enum) { Enum = s_temporality };
}
