using OtelGenAI.Otlp.Attributes;
using OtelGenAI.Otlp.Resources;
using OtelGenAI.Otlp.Schema;
using OtelGenAI.Otlp.Wire;
using OtelGenAI.Telemetry.Records;

namespace OtelGenAI.Otlp.Traces;

/// <summary>Reads OTLP trace requests in protobuf into the rows of a batch, without an object per span or attribute.</summary>
/// <remarks>
/// Strict on framing: a length, tag or varint that is wrong anywhere refuses the whole request. Lenient on content: a span that can
/// never be stored (impossible ids) is refused alone, with a reason in <see cref="TelemetryBatch.Rejections"/>; unknown fields, wrong
/// wire types, unknown enum numbers, NUL and invalid UTF-8 are kept in the message bytes. Thread-safe: all state is in the batch.
/// Differences to Google.Protobuf, all on purpose: lengths and tags beyond 32 bits are malformed instead of cut off; messages may
/// nest 10,000 levels deep instead of 100, groups 64; counts saturate instead of wrapping; text is kept as received.
/// </remarks>
public static class OtlpTraceDecoder
{
    /// <summary>Reads an <c>ExportTraceServiceRequest</c> (or <c>TracesData</c>, which looks the same).</summary>
    /// <param name="batch">Reset first; borrows <paramref name="body"/> from then on.</param>
    /// <param name="body">The request, decompressed.</param>
    /// <param name="limits">How much of it becomes rows.</param>
    /// <returns>Whether it could be read.</returns>
    public static OtlpDecodeResult Decode(TelemetryBatch batch, ReadOnlyMemory<byte> body, OtlpLimits limits)
    {
        const uint resourceSpansTag = (1 << 3) | WireType.Length;
        batch.Reset(body);
        Span<int> keySlots = stackalloc int[KeyPredictor.Slots];
        var context = new DecodeContext(batch, body.Span, limits, keySlots);
        ref var reader = ref context.Reader;
        while (!reader.AtEnd)
        {
            var tag = reader.ReadTag();
            if (tag == resourceSpansTag)
            {
                var outer = reader.Enter();
                ReadResourceSpans(ref context);
                reader.Leave(outer);
            }
            else
            {
                reader.Skip(tag);
            }
        }

        return context.Finish();
    }

    /// <summary>Reads one stored span, so that the batch holds nothing but it, its resource and its scope.</summary>
    /// <param name="batch">Reset first; borrows <paramref name="spanMessage"/> from then on, and copies the envelopes.</param>
    /// <param name="spanMessage">The <c>Span</c> message.</param>
    /// <param name="resourceEnvelope">The <c>ResourceSpans</c> message without its scopes.</param>
    /// <param name="scopeEnvelope">The <c>ScopeSpans</c> message without its spans.</param>
    /// <param name="limits">How much becomes rows.</param>
    /// <returns>Whether it could be read; a store that lost nothing never makes it malformed.</returns>
    public static OtlpDecodeResult DecodeStored(
        TelemetryBatch batch,
        ReadOnlyMemory<byte> spanMessage,
        ReadOnlyMemory<byte> resourceEnvelope,
        ReadOnlyMemory<byte> scopeEnvelope,
        OtlpLimits limits)
    {
        batch.Reset(spanMessage);
        var resource = batch.AddBytes(resourceEnvelope.Span);
        var scope = batch.AddBytes(scopeEnvelope.Span);
        Span<int> keySlots = stackalloc int[KeyPredictor.Slots];
        var context = new DecodeContext(batch, spanMessage.Span, limits, keySlots);

        context.Reader = new WireReader(resourceEnvelope.Span, resource.Offset);
        ResourceReading.ReadResource(ref context, resource);
        if (context.Reader.Failure is null)
        {
            context.Reader = new WireReader(scopeEnvelope.Span, scope.Offset);
            ResourceReading.ReadScope(ref context, scope, resourceIndex: 0);
        }

        if (context.Reader.Failure is null)
        {
            context.Reader = new WireReader(spanMessage.Span, origin: 0);
            SpanReading.ReadSpan(ref context, resourceIndex: 0, scopeIndex: 0);
        }

        return context.Finish();
    }

    private static void ReadResourceSpans(ref DecodeContext context)
    {
        ref var reader = ref context.Reader;
        var start = reader.Position;
        var envelope = Envelopes.Read(ref context, ResourceReading.ContentTag, out var scopes);
        if (scopes.SizeBytes == 0)
        {
            // Nothing refers to a resource or scope without spans; 100,000 of them in a request make no rows.
            WireFrames.Walk(ref reader, TraceSchema.ResourceSpans);
            return;
        }

        var mark = context.Batch.Mark();
        var resourceIndex = ResourceReading.ReadResource(ref context, envelope);
        reader.MoveTo(start);
        while (!reader.AtEnd)
        {
            var tag = reader.ReadTag();
            if (tag == ResourceReading.ContentTag)
            {
                var outer = reader.Enter();
                ReadScopeSpans(ref context, resourceIndex);
                reader.Leave(outer);
            }
            else
            {
                reader.Skip(tag);
            }
        }

        TakeBackUnlessUsed(context.Batch, mark);
    }

    private static void ReadScopeSpans(ref DecodeContext context, int resourceIndex)
    {
        ref var reader = ref context.Reader;
        var start = reader.Position;
        var envelope = Envelopes.Read(ref context, ResourceReading.ContentTag, out var spans);
        if (spans.Count == 0)
        {
            WireFrames.Walk(ref reader, TraceSchema.ScopeSpans);
            return;
        }

        var mark = context.Batch.Mark();
        var scopeIndex = ResourceReading.ReadScope(ref context, envelope, resourceIndex);
        reader.MoveTo(start);
        while (!reader.AtEnd)
        {
            var tag = reader.ReadTag();
            if (tag == ResourceReading.ContentTag)
            {
                var outer = reader.Enter();
                SpanReading.ReadSpan(ref context, resourceIndex, scopeIndex);
                reader.Leave(outer);
            }
            else
            {
                reader.Skip(tag);
            }
        }

        TakeBackUnlessUsed(context.Batch, mark);
    }

    // Six bytes can be a resource with a scope with a span that is refused: such must not leave rows behind.
    private static void TakeBackUnlessUsed(TelemetryBatch batch, BatchMark mark)
    {
        if (batch.Spans.Length == mark.Spans)
        {
            batch.TakeBack(mark);
        }
    }
}
