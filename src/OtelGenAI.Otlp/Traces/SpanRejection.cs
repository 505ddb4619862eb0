using System.Globalization;
using System.Text;
using OtelGenAI.Otlp.Wire;
using OtelGenAI.Telemetry;
using OtelGenAI.Telemetry.Records;

namespace OtelGenAI.Otlp.Traces;

/// <summary>Says why a span can never be accepted, in a sentence that lets its sender find it.</summary>
internal static class SpanRejection
{
    private const int ShownNameBytes = 100;

    /// <summary>Counts a span whose ids are impossible.</summary>
    /// <param name="batch">Where it was to go.</param>
    /// <param name="name">Its name.</param>
    /// <param name="traceId">What stands in its place for the trace id.</param>
    /// <param name="spanId">What stands in its place for the span id.</param>
    /// <param name="parentSpanId">What stands in its place for the parent's id.</param>
    public static void Add(TelemetryBatch batch, ByteRange name, ByteRange traceId, ByteRange spanId, ByteRange parentSpanId)
    {
        if (!TraceId.TryRead(batch.Bytes(traceId), out _))
        {
            Add(batch, "trace_id", name, spanId, "trace id", traceId.Length, TraceId.SizeBytes);
        }
        else if (!SpanId.TryRead(batch.Bytes(spanId), out _))
        {
            Add(batch, "span_id", name, spanId, "span id", spanId.Length, SpanId.SizeBytes);
        }
        else
        {
            Add(batch, "parent_span_id", name, spanId, "parent span id", parentSpanId.Length, SpanId.SizeBytes);
        }
    }

    /// <summary>A sentence naming a span.</summary>
    /// <param name="name">Its name, UTF-8.</param>
    /// <param name="spanId">Its id, of any length.</param>
    /// <param name="problem">What is wrong with it.</param>
    public static string Sentence(ReadOnlySpan<byte> name, ReadOnlySpan<byte> spanId, string problem)
    {
        var shownName = Encoding.UTF8.GetString(name[..Math.Min(name.Length, ShownNameBytes)]);
        var shownId = spanId.IsEmpty ? "none" : Convert.ToHexStringLower(spanId[..Math.Min(spanId.Length, 16)]);
        return $"Span \"{shownName}\" (span id {shownId}): {problem}.";
    }

    /// <summary>A sentence naming a span of which nothing but the bytes is known.</summary>
    /// <param name="span">The fields that could be read, in protobuf.</param>
    /// <param name="problem">What is wrong with it.</param>
    public static string Sentence(ReadOnlySpan<byte> span, string problem)
    {
        var reader = new WireReader(span, origin: 0);
        ReadOnlySpan<byte> name = default;
        ReadOnlySpan<byte> spanId = default;
        while (!reader.AtEnd)
        {
            var tag = reader.ReadTag();
            if (tag is SpanReading.NameTag or SpanReading.SpanIdTag)
            {
                var length = reader.ReadBytes(out var start);
                ref var text = ref tag == SpanReading.NameTag ? ref name : ref spanId;
                text = span.Slice(start, length);
            }
            else
            {
                reader.Skip(tag);
            }
        }

        return Sentence(name, spanId, problem);
    }

    // A request can hold millions of empty spans: the sentence is made for the few that are told to the client.
    private static void Add(TelemetryBatch batch, string cause, ByteRange name, ByteRange spanId, string what, int length, int wanted)
    {
        if (batch.Rejections.WantsReason)
        {
            var reason = Sentence(batch.Bytes(name), batch.Bytes(spanId), Problem(what, length, wanted));
            batch.Rejections.Add(cause, () => reason);
        }
        else
        {
            batch.Rejections.Add(cause, static () => "");
        }
    }

    private static string Problem(string what, int length, int wanted)
    {
        if (length == 0)
        {
            return $"the {what} is missing";
        }

        return length == wanted
            ? $"the {what} is all zeros"
            : string.Create(CultureInfo.InvariantCulture, $"the {what} has {length} bytes instead of {wanted}");
    }
}
