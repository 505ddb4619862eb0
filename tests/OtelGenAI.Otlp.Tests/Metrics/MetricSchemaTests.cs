using System.Buffers;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using OtelGenAI.Otlp.Json;
using OtelGenAI.Otlp.Records;
using OtelGenAI.Otlp.Responses;
using OtelGenAI.Otlp.Schema;
using OtelGenAI.Otlp.Tests.Oracle;
using OtelGenAI.Otlp.Tests.Traces;

namespace OtelGenAI.Otlp.Tests.Metrics;

/// <summary>Walks the descriptors: no field of the metrics signal is lost in silence. What it shares with traces is in SchemaTests.</summary>
public sealed class MetricSchemaTests
{
    private static readonly Dictionary<MessageDescriptor, MessageSchema> Schemas = new()
    {
        [ExportMetricsServiceRequest.Descriptor] = MetricSchema.Request,
        [ResourceMetrics.Descriptor] = MetricSchema.ResourceMetrics,
        [ScopeMetrics.Descriptor] = MetricSchema.ScopeMetrics,
        [Metric.Descriptor] = MetricSchema.Metric,
        [Gauge.Descriptor] = MetricSchema.Gauge,
        [Sum.Descriptor] = MetricSchema.Sum,
        [Histogram.Descriptor] = MetricSchema.Histogram,
        [ExponentialHistogram.Descriptor] = MetricSchema.ExponentialHistogram,
        [Summary.Descriptor] = MetricSchema.Summary,
        [NumberDataPoint.Descriptor] = MetricSchema.NumberDataPoint,
        [HistogramDataPoint.Descriptor] = MetricSchema.HistogramDataPoint,
        [ExponentialHistogramDataPoint.Descriptor] = MetricSchema.ExponentialHistogramDataPoint,
        [ExponentialHistogramDataPoint.Types.Buckets.Descriptor] = MetricSchema.Buckets,
        [SummaryDataPoint.Descriptor] = MetricSchema.SummaryDataPoint,
        [SummaryDataPoint.Types.ValueAtQuantile.Descriptor] = MetricSchema.ValueAtQuantile,
        [Exemplar.Descriptor] = MetricSchema.Exemplar,
    };

    public static TheoryData<string> Fields => new(
        Schemas.Keys.SelectMany(message => message.Fields.InFieldNumberOrder(), (message, one) => $"{message.Name}.{one.Name}"));

    [Fact]
    public void Every_message_of_a_metrics_request_has_a_table()
    {
        HashSet<MessageDescriptor> reachable = [];
        SchemaWalk.Reach(ExportMetricsServiceRequest.Descriptor, reachable);
        HashSet<MessageDescriptor> traces = [];
        SchemaWalk.Reach(ExportTraceServiceRequest.Descriptor, traces);

        Assert.Equal(reachable.Except(traces).Select(message => message.Name).Order(), Schemas.Keys.Select(message => message.Name).Order());
    }

    [Theory]
    [MemberData(nameof(Fields))]
    public void Every_field_is_in_the_table_of_its_message(string field)
    {
        var descriptor = Descriptor(field);
        var schema = Schemas[descriptor.ContainingType].ByNumber((uint)descriptor.FieldNumber);

        Assert.NotNull(schema);
        Assert.Equal(descriptor.JsonName, schema.JsonText);
        Assert.Equal(descriptor.IsRepeated, schema.IsRepeated);
        Assert.Equal(descriptor.RealContainingOneof is not null, schema.IsOneof);
        Assert.Equal(descriptor.FieldType == FieldType.Message ? descriptor.MessageType.Name : null, schema.Message?.Name);
    }

    [Theory]
    [MemberData(nameof(Fields))]
    public void Every_field_survives_the_store_and_json(string field)
    {
        var request = RequestWith(Descriptor(field));
        var parts = SomeMetrics.Decoded(request).MetricParts();
        var json = new ArrayBufferWriter<byte>();
        var losses = OtlpWriter.WriteJson(OtlpSignal.Metrics, parts, json);
        using var decoder = new OtlpJsonDecoder();
        var batch = Some.Batch();
        Assert.IsType<OtlpDecodeResult.Decoded>(decoder.DecodeMetrics(batch, json.WrittenSpan.ToArray(), OtlpLimits.Default));
        var protobuf = new ArrayBufferWriter<byte>();
        OtlpWriter.WriteProtobuf(batch.MetricParts(), protobuf);

        Assert.Equal(default, losses);
        Assert.Equal(request, ExportMetricsServiceRequest.Parser.ParseFrom(protobuf.WrittenSpan));
    }

    // A request with one data point in which the field has a value that is not its default.
    private static ExportMetricsServiceRequest RequestWith(FieldDescriptor field)
    {
        var point = new NumberDataPoint { TimeUnixNano = SomeMetrics.Time };
        var histogram = new HistogramDataPoint { TimeUnixNano = SomeMetrics.Time };
        var exponential = new ExponentialHistogramDataPoint { TimeUnixNano = SomeMetrics.Time };
        var summary = new SummaryDataPoint { TimeUnixNano = SomeMetrics.Time };
        var metric = SomeMetrics.Counter(point);
        IMessage? holder = field.ContainingType.Name switch
        {
            nameof(Gauge) => (metric.Gauge = new Gauge { DataPoints = { point } }),
            nameof(Histogram) => UseHistogram(),
            nameof(HistogramDataPoint) => Of(UseHistogram(), histogram),
            nameof(ExponentialHistogram) => UseExponential(),
            nameof(ExponentialHistogramDataPoint) => Of(UseExponential(), exponential),
            "Buckets" => Of(UseExponential(), exponential.Positive = new ExponentialHistogramDataPoint.Types.Buckets()),
            nameof(Summary) => UseSummary(),
            nameof(SummaryDataPoint) => Of(UseSummary(), summary),
            "ValueAtQuantile" => Of(UseSummary(), SchemaWalk.Added(summary.QuantileValues)),
            nameof(NumberDataPoint) => point,
            nameof(Exemplar) => SchemaWalk.Added(point.Exemplars),
            nameof(Sum) => metric.Sum,
            _ => null,
        };
        var request = SomeMetrics.Request(metric);
        holder ??= field.ContainingType.Name switch
        {
            nameof(ResourceMetrics) => request.ResourceMetrics[0],
            nameof(ScopeMetrics) => request.ResourceMetrics[0].ScopeMetrics[0],
            nameof(Metric) => metric,
            _ => request,
        };

        // A message without data points leaves nothing, by design; kinds and points are set already.
        var isSet = field.FieldType == FieldType.Message && !field.IsRepeated && holder is Metric or ResourceMetrics or ScopeMetrics;
        if (!isSet && field.Name is not ("data_points" or "time_unix_nano"))
        {
            SchemaWalk.Fill(holder, field);
        }

        return request;

        Histogram UseHistogram() =>
            metric.Histogram = new Histogram { AggregationTemporality = AggregationTemporality.Delta, DataPoints = { histogram } };
        ExponentialHistogram UseExponential() =>
            metric.ExponentialHistogram = new ExponentialHistogram { AggregationTemporality = AggregationTemporality.Delta, DataPoints = { exponential } };
        Summary UseSummary() => metric.Summary = new Summary { DataPoints = { summary } };
        static IMessage Of(IMessage around, IMessage inner) => around is null ? throw new InvalidOperationException() : inner;
    }

    private static FieldDescriptor Descriptor(string field)
    {
        var parts = field.Split('.');
        return Schemas.Keys.Single(message => message.Name == parts[0]).FindFieldByName(parts[1]);
    }
}
