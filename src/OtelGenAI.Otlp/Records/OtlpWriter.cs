using System.Buffers;
using OtelGenAI.Otlp.Json;
using OtelGenAI.Otlp.Responses;
using OtelGenAI.Otlp.Wire;

namespace OtelGenAI.Otlp.Records;

/// <summary>Writes stored spans or log records as one OTLP message again, those with equal resources and scopes together.</summary>
public static class OtlpWriter
{
    // resource_spans of TracesData, scope_spans of ResourceSpans and spans of ScopeSpans; the same numbers for every signal.
    private const int ResourcesField = 1;
    private const int ScopesField = 2;
    private const int RecordsField = 2;

    /// <summary>Writes <c>TracesData</c> or <c>LogsData</c> in protobuf: every byte of every record, resource and scope as it arrived.</summary>
    /// <param name="records">The spans or log records.</param>
    /// <param name="output">Where to.</param>
    public static void WriteProtobuf(IEnumerable<OtlpRecordParts> records, IBufferWriter<byte> output)
    {
        foreach (var resource in RecordGroups.Of(records))
        {
            var scopesLength = resource.Scopes.Sum(scope => FieldLength(ScopeLength(scope)));
            WriteFieldStart(output, ResourcesField, resource.Envelope.Length + scopesLength);
            output.Write(resource.Envelope.Span);
            foreach (var scope in resource.Scopes)
            {
                WriteFieldStart(output, ScopesField, ScopeLength(scope));
                output.Write(scope.Envelope.Span);
                foreach (var record in scope.Records)
                {
                    WriteFieldStart(output, RecordsField, record.Message.Length);
                    output.Write(record.Message.Span);
                }
            }
        }
    }

    /// <summary>Writes <c>TracesData</c> or <c>LogsData</c> in OTLP/JSON.</summary>
    /// <param name="signal">What they are.</param>
    /// <param name="records">The spans or log records.</param>
    /// <param name="output">Where to.</param>
    /// <returns>What JSON cannot say; those bytes are in the protobuf form.</returns>
    /// <exception cref="InvalidDataException">A piece is not the protobuf message it should be.</exception>
    public static JsonLosses WriteJson(OtlpSignal signal, IEnumerable<OtlpRecordParts> records, IBufferWriter<byte> output)
    {
        using var writer = new OtlpJsonWriter(output, signal);
        foreach (var resource in RecordGroups.Of(records))
        {
            foreach (var record in resource.Scopes.SelectMany(scope => scope.Records))
            {
                writer.Write(record);
            }
        }

        writer.Complete();
        return writer.Losses;
    }

    private static int ScopeLength(RecordGroups.ScopeGroup scope) =>
        scope.Envelope.Length + scope.Records.Sum(record => FieldLength(record.Message.Length));

    private static int FieldLength(int contentLength) => 1 + WireWriter.VarintBytes((uint)contentLength) + contentLength;

    private static void WriteFieldStart(IBufferWriter<byte> output, int number, int length)
    {
        var room = output.GetSpan(1 + sizeof(ulong));
        room[0] = (byte)((number << 3) | (int)WireType.Length);
        var count = 1;
        for (var rest = (uint)length; ; rest >>= 7)
        {
            room[count++] = (byte)(rest < 0x80 ? rest : rest | 0x80);
            if (rest < 0x80)
            {
                break;
            }
        }

        output.Advance(count);
    }
}
