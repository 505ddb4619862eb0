using System.Buffers;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using OtelGenAI.Otlp.Json;
using OtelGenAI.Otlp.Records;
using OtelGenAI.Otlp.Responses;
using OtelGenAI.Otlp.Schema;
using OtelGenAI.Otlp.Tests.Oracle;

namespace OtelGenAI.Otlp.Tests.Traces;

/// <summary>Walks the descriptors: no field of the trace signal is lost in silence.</summary>
public sealed class SchemaTests
{
    /// <summary>Every message that can be in a trace request, with the table that describes it.</summary>
    private static readonly Dictionary<MessageDescriptor, MessageSchema> Schemas = new()
    {
        [ExportTraceServiceRequest.Descriptor] = TraceSchema.Request,
        [ResourceSpans.Descriptor] = TraceSchema.ResourceSpans,
        [ScopeSpans.Descriptor] = TraceSchema.ScopeSpans,
        [Span.Descriptor] = TraceSchema.Span,
        [Span.Types.Event.Descriptor] = TraceSchema.SpanEvent,
        [Span.Types.Link.Descriptor] = TraceSchema.Link,
        [Status.Descriptor] = TraceSchema.Status,
        [Resource.Descriptor] = ResourceSchema.Resource,
        [EntityRef.Descriptor] = ResourceSchema.EntityRef,
        [InstrumentationScope.Descriptor] = ResourceSchema.InstrumentationScope,
        [KeyValue.Descriptor] = ResourceSchema.KeyValue,
        [KeyValueList.Descriptor] = ResourceSchema.KeyValueList,
        [ArrayValue.Descriptor] = ResourceSchema.ArrayValue,
        [AnyValue.Descriptor] = ResourceSchema.AnyValue,
    };

    public static TheoryData<string> Fields => new(
        Schemas.Keys.SelectMany(message => message.Fields.InFieldNumberOrder(), (message, one) => $"{message.Name}.{one.Name}"));

    [Fact]
    public void Every_message_of_a_trace_request_has_a_table()
    {
        HashSet<MessageDescriptor> reachable = [];
        SchemaWalk.Reach(ExportTraceServiceRequest.Descriptor, reachable);

        Assert.Equal(reachable.Select(message => message.Name).Order(), Schemas.Keys.Select(message => message.Name).Order());
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
        Assert.Equal(descriptor.ContainingOneof is not null, schema.IsOneof);
        Assert.Equal(
            descriptor.FieldType == FieldType.Message ? Schemas[descriptor.MessageType] : null,
            schema.Message);
    }

    [Theory]
    [MemberData(nameof(Fields))]
    public void Every_field_survives_the_store_and_json(string field)
    {
        var request = RequestWith(Descriptor(field));
        var parts = Some.Decoded(request).Parts();
        var json = new ArrayBufferWriter<byte>();
        var losses = OtlpWriter.WriteJson(OtlpSignal.Traces, parts, json);
        using var decoder = new OtlpJsonDecoder();
        var batch = Some.Batch();
        Assert.IsType<OtlpDecodeResult.Decoded>(decoder.DecodeTraces(batch, json.WrittenSpan.ToArray(), OtlpLimits.Default));
        var protobuf = new ArrayBufferWriter<byte>();
        OtlpWriter.WriteProtobuf(batch.Parts(), protobuf);

        Assert.Equal(default, losses);
        Assert.Equal(request, ExportTraceServiceRequest.Parser.ParseFrom(protobuf.WrittenSpan));
    }

    // A request in which the field, wherever its message is reached first, has a value that is not its default.
    private static ExportTraceServiceRequest RequestWith(FieldDescriptor field)
    {
        var request = Some.Request(Some.Span());
        var resource = request.ResourceSpans[0];
        var scope = resource.ScopeSpans[0];
        var span = scope.Spans[0];
        IMessage holder = field.ContainingType.Name switch
        {
            nameof(ExportTraceServiceRequest) => request,
            nameof(ResourceSpans) => resource,
            nameof(ScopeSpans) => scope,
            nameof(Resource) => resource.Resource,
            nameof(InstrumentationScope) => scope.Scope,
            nameof(Span) => span,
            nameof(Status) => span.Status = new Status(),
            nameof(EntityRef) => SchemaWalk.Added(resource.Resource.EntityRefs),
            nameof(Span.Types.Event) => SchemaWalk.Added(span.Events),
            nameof(Span.Types.Link) => SchemaWalk.Added(span.Links),
            nameof(KeyValue) => SchemaWalk.Added(span.Attributes),
            nameof(AnyValue) => SchemaWalk.Added(span.Attributes).Value = new AnyValue(),
            nameof(ArrayValue) => (SchemaWalk.Added(span.Attributes).Value = new AnyValue { ArrayValue = new ArrayValue() }).ArrayValue,
            nameof(KeyValueList) => (SchemaWalk.Added(span.Attributes).Value = new AnyValue { KvlistValue = new KeyValueList() }).KvlistValue,
            _ => throw new InvalidOperationException($"Nothing holds a {field.ContainingType.Name}."),
        };
        SchemaWalk.Fill(holder, field);
        return request;
    }

    private static FieldDescriptor Descriptor(string field)
    {
        var parts = field.Split('.');
        return Schemas.Keys.Single(message => message.Name == parts[0]).FindFieldByName(parts[1]);
    }
}
