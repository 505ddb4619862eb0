using System.Buffers;
using OtelGenAI.Otlp.Json;
using OtelGenAI.Otlp.Wire;

namespace OtelGenAI.Otlp.Traces;

/// <summary>Writes stored spans as one OTLP message again, spans with equal resources and scopes together.</summary>
public static class OtlpTraceWriter
{
    // resource_spans of TracesData, scope_spans of ResourceSpans and spans of ScopeSpans.
    private const int ResourceSpansField = 1;
    private const int ScopeSpansField = 2;
    private const int SpansField = 2;

    /// <summary>Writes <c>TracesData</c> in protobuf: every byte of every span, resource and scope as it arrived.</summary>
    /// <param name="spans">The spans.</param>
    /// <param name="output">Where to.</param>
    public static void WriteProtobuf(IEnumerable<OtlpSpanParts> spans, IBufferWriter<byte> output)
    {
        foreach (var resource in SpanGroups.Of(spans))
        {
            var scopesLength = resource.Scopes.Sum(scope => FieldLength(ScopeLength(scope)));
            WriteFieldStart(output, ResourceSpansField, resource.Envelope.Length + scopesLength);
            output.Write(resource.Envelope.Span);
            foreach (var scope in resource.Scopes)
            {
                WriteFieldStart(output, ScopeSpansField, ScopeLength(scope));
                output.Write(scope.Envelope.Span);
                foreach (var span in scope.Spans)
                {
                    WriteFieldStart(output, SpansField, span.Message.Length);
                    output.Write(span.Message.Span);
                }
            }
        }
    }

    /// <summary>Writes <c>TracesData</c> in OTLP/JSON.</summary>
    /// <param name="spans">The spans.</param>
    /// <param name="output">Where to.</param>
    /// <returns>What JSON cannot say; those bytes are in the protobuf form.</returns>
    /// <exception cref="InvalidDataException">A piece is not the protobuf message it should be.</exception>
    public static JsonLosses WriteJson(IEnumerable<OtlpSpanParts> spans, IBufferWriter<byte> output)
    {
        using var writer = new OtlpTraceJsonWriter(output);
        foreach (var resource in SpanGroups.Of(spans))
        {
            foreach (var span in resource.Scopes.SelectMany(scope => scope.Spans))
            {
                writer.Write(span);
            }
        }

        writer.Complete();
        return writer.Losses;
    }

    private static int ScopeLength(SpanGroups.ScopeGroup scope) =>
        scope.Envelope.Length + scope.Spans.Sum(span => FieldLength(span.Message.Length));

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
