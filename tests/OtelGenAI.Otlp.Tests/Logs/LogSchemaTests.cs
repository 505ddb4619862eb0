using System.Buffers;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using OtelGenAI.Otlp.Json;
using OtelGenAI.Otlp.Records;
using OtelGenAI.Otlp.Responses;
using OtelGenAI.Otlp.Schema;
using OtelGenAI.Otlp.Tests.Oracle;
using OtelGenAI.Otlp.Tests.Traces;

namespace OtelGenAI.Otlp.Tests.Logs;

/// <summary>Walks the descriptors: no field of the log signal is lost in silence. What it shares with traces is in SchemaTests.</summary>
public sealed class LogSchemaTests
{
    private static readonly Dictionary<MessageDescriptor, MessageSchema> Schemas = new()
    {
        [ExportLogsServiceRequest.Descriptor] = LogSchema.Request,
        [ResourceLogs.Descriptor] = LogSchema.ResourceLogs,
        [ScopeLogs.Descriptor] = LogSchema.ScopeLogs,
        [LogRecord.Descriptor] = LogSchema.LogRecord,
    };

    public static TheoryData<string> Fields => new(
        Schemas.Keys.SelectMany(message => message.Fields.InFieldNumberOrder(), (message, one) => $"{message.Name}.{one.Name}"));

    [Fact]
    public void Every_message_of_a_log_request_has_a_table()
    {
        HashSet<MessageDescriptor> reachable = [];
        SchemaWalk.Reach(ExportLogsServiceRequest.Descriptor, reachable);
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
        Assert.Equal(descriptor.FieldType == FieldType.Message ? descriptor.MessageType.Name : null, schema.Message?.Name);
    }

    [Theory]
    [MemberData(nameof(Fields))]
    public void Every_field_survives_the_store_and_json(string field)
    {
        var request = RequestWith(Descriptor(field));
        var parts = SomeLogs.Decoded(request).LogParts();
        var json = new ArrayBufferWriter<byte>();
        var losses = OtlpWriter.WriteJson(OtlpSignal.Logs, parts, json);
        using var decoder = new OtlpJsonDecoder();
        var batch = Some.Batch();
        Assert.IsType<OtlpDecodeResult.Decoded>(decoder.DecodeLogs(batch, json.WrittenSpan.ToArray(), OtlpLimits.Default));
        var protobuf = new ArrayBufferWriter<byte>();
        OtlpWriter.WriteProtobuf(batch.LogParts(), protobuf);

        Assert.Equal(default, losses);
        Assert.Equal(request, ExportLogsServiceRequest.Parser.ParseFrom(protobuf.WrittenSpan));
    }

    private static ExportLogsServiceRequest RequestWith(FieldDescriptor field)
    {
        var request = SomeLogs.Request(new LogRecord { TimeUnixNano = 1 });
        var scope = request.ResourceLogs[0].ScopeLogs[0];
        IMessage holder = field.ContainingType.Name switch
        {
            nameof(ExportLogsServiceRequest) => request,
            nameof(ResourceLogs) => request.ResourceLogs[0],
            nameof(ScopeLogs) => scope,
            nameof(LogRecord) => scope.LogRecords[0],
            _ => throw new InvalidOperationException($"Nothing holds a {field.ContainingType.Name}."),
        };

        // A message without fields stands for "nothing" where a whole resource or scope is asked for: those are set already.
        if (field.FieldType != FieldType.Message || field.IsRepeated || field.Name == "body")
        {
            SchemaWalk.Fill(holder, field);
        }

        return request;
    }

    private static FieldDescriptor Descriptor(string field)
    {
        var parts = field.Split('.');
        return Schemas.Keys.Single(message => message.Name == parts[0]).FindFieldByName(parts[1]);
    }
}
