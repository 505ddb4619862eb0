using System.Globalization;
using OtelGenAI.Otlp.Records;
using OtelGenAI.Otlp.Schema;
using OtelGenAI.Telemetry;
using OtelGenAI.Telemetry.Records;

namespace OtelGenAI.Otlp.Traces;

/// <summary>Says why a span can never be accepted, in a sentence that lets its sender find it.</summary>
internal static class SpanRejection
{
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

    // A request can hold millions of empty spans: the sentence is made for the few that are told to the client.
    private static void Add(TelemetryBatch batch, string cause, ByteRange name, ByteRange spanId, string what, int length, int wanted)
    {
        if (batch.Rejections.WantsReason)
        {
            var reason = RecordSentence.Of(TraceSchema.Span, batch.Bytes(name), batch.Bytes(spanId), Problem(what, length, wanted));
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
