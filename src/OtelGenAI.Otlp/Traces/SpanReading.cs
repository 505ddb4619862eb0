using OtelGenAI.Otlp.Attributes;
using OtelGenAI.Otlp.Schema;
using OtelGenAI.Otlp.Wire;
using OtelGenAI.Telemetry;
using OtelGenAI.Telemetry.Records;

namespace OtelGenAI.Otlp.Traces;

/// <summary>Reads one <c>Span</c> into rows, or refuses it alone.</summary>
internal static class SpanReading
{
    private const uint TraceIdTag = (1 << 3) | WireType.Length;
    private const uint SpanIdTag = (2 << 3) | WireType.Length;
    private const uint TraceStateTag = (3 << 3) | WireType.Length;
    private const uint ParentSpanIdTag = (4 << 3) | WireType.Length;
    private const uint NameTag = (5 << 3) | WireType.Length;
    private const uint KindTag = (6 << 3) | WireType.Varint;
    private const uint StartTag = (7 << 3) | WireType.Fixed64;
    private const uint EndTag = (8 << 3) | WireType.Fixed64;
    private const uint AttributeTag = (9 << 3) | WireType.Length;
    private const uint DroppedAttributesTag = (10 << 3) | WireType.Varint;
    private const uint EventTag = (11 << 3) | WireType.Length;
    private const uint LinkTag = (13 << 3) | WireType.Length;
    private const uint StatusTag = (15 << 3) | WireType.Length;
    private const uint FlagsTag = (16 << 3) | WireType.Fixed32;

    /// <summary>Reads the current message.</summary>
    /// <param name="context">The reader is confined to the message; it is read to its end.</param>
    /// <param name="resourceIndex">The row of its resource.</param>
    /// <param name="scopeIndex">The row of its scope.</param>
    public static void ReadSpan(ref DecodeContext context, int resourceIndex, int scopeIndex)
    {
        ref var reader = ref context.Reader;
        var batch = context.Batch;
        var start = reader.Position;
        var mark = batch.Mark();
        ref var span = ref batch.AddSpan();
        span.ResourceIndex = resourceIndex;
        span.ScopeIndex = scopeIndex;
        span.Message = reader.RangeOf(start, reader.End);
        var ids = ReadFields(ref context, ref span, out var firstDetail);
        if (reader.Failure is not null)
        {
            return;
        }

        if (!TryTakeIds(batch, ids, ref span))
        {
            var name = span.Name;
            batch.TakeBack(mark);
            SpanRejection.Add(batch, name, ids.TraceId, ids.SpanId, ids.ParentSpanId);
            reader.MoveTo(start);
            WireFrames.Walk(ref reader, TraceSchema.Span);
        }
        else if (firstDetail >= 0)
        {
            // Events and links have attributes of their own: read after the span's, so that those lie side by side.
            reader.MoveTo(firstDetail);
            ReadDetails(ref context, ref span);
        }
    }

    private static SpanIds ReadFields(ref DecodeContext context, ref SpanRow span, out int firstDetail)
    {
        ref var reader = ref context.Reader;
        SpanIds ids = default;
        firstDetail = -1;
        span.Attributes = new RowRange(context.Batch.Attributes.Length, 0);
        context.Keys.Begin(AttributeOwner.Span);
        while (!reader.AtEnd)
        {
            var fieldStart = reader.Position;
            var tag = reader.ReadTag();
            switch (tag)
            {
                case TraceIdTag:
                    ids.TraceId = reader.ReadRange();
                    break;
                case SpanIdTag:
                    ids.SpanId = reader.ReadRange();
                    break;
                case TraceStateTag:
                    span.TraceState = AttributeReading.ReadText(ref context);
                    break;
                case ParentSpanIdTag:
                    ids.ParentSpanId = reader.ReadRange();
                    break;
                case NameTag:
                    span.Name = AttributeReading.ReadText(ref context);
                    break;
                case KindTag:
                    span.SpanKind = (int)reader.ReadVarint();
                    break;
                case StartTag:
                    span.StartUnixNano = reader.ReadFixed64();
                    break;
                case EndTag:
                    span.EndUnixNano = reader.ReadFixed64();
                    break;
                case AttributeTag:
                    AttributeReading.ReadAttribute(ref context, ref span.Attributes);
                    break;
                case DroppedAttributesTag:
                    span.DroppedAttributes = (uint)Math.Min(reader.ReadVarint(), uint.MaxValue);
                    break;
                case EventTag or LinkTag:
                    firstDetail = firstDetail < 0 ? fieldStart : firstDetail;
                    reader.ReadBytes(out _);
                    break;
                case StatusTag:
                    ReadStatus(ref context, ref span);
                    break;
                case FlagsTag:
                    span.Flags = reader.ReadFixed32();
                    break;
                default:
                    reader.Skip(tag);
                    break;
            }
        }

        return ids;
    }

    private static bool TryTakeIds(TelemetryBatch batch, SpanIds ids, ref SpanRow span)
    {
        // A parent of 8 zero bytes, which some SDKs send for a root, is no parent.
        SpanId.TryRead(batch.Bytes(ids.ParentSpanId), out span.ParentSpanId);
        return TraceId.TryRead(batch.Bytes(ids.TraceId), out span.TraceId) &&
            SpanId.TryRead(batch.Bytes(ids.SpanId), out span.SpanId) &&
            ids.ParentSpanId.Length is 0 or SpanId.SizeBytes;
    }

    private static void ReadStatus(ref DecodeContext context, ref SpanRow span)
    {
        const uint messageTag = (2 << 3) | WireType.Length;
        const uint codeTag = (3 << 3) | WireType.Varint;
        ref var reader = ref context.Reader;
        var outer = reader.Enter();
        while (!reader.AtEnd)
        {
            var tag = reader.ReadTag();
            switch (tag)
            {
                case messageTag:
                    span.StatusMessage = AttributeReading.ReadText(ref context);
                    break;
                case codeTag:
                    span.StatusCode = (int)reader.ReadVarint();
                    break;
                default:
                    reader.Skip(tag);
                    break;
            }
        }

        reader.Leave(outer);
    }

    private static void ReadDetails(ref DecodeContext context, ref SpanRow span)
    {
        ref var reader = ref context.Reader;
        var batch = context.Batch;
        span.Events = new RowRange(batch.Events.Length, 0);
        span.Links = new RowRange(batch.Links.Length, 0);
        while (!reader.AtEnd)
        {
            var tag = reader.ReadTag();
            if (tag is not (EventTag or LinkTag))
            {
                reader.Skip(tag);
                continue;
            }

            var outer = reader.Enter();
            ref var rows = ref tag == EventTag ? ref span.Events : ref span.Links;
            if (rows.Count >= (tag == EventTag ? context.Limits.MaxEvents : context.Limits.MaxLinks))
            {
                batch.Unindexed.Add(tag == EventTag ? RowLimit.Events : RowLimit.Links);
                WireFrames.Walk(ref reader, tag == EventTag ? TraceSchema.SpanEvent : TraceSchema.Link);
            }
            else
            {
                rows = rows with { Count = rows.Count + 1 };
                if (tag == EventTag)
                {
                    ReadEvent(ref context, ref batch.AddEvent());
                }
                else
                {
                    ReadLink(ref context, ref batch.AddLink());
                }
            }

            reader.Leave(outer);
        }
    }

    private static void ReadEvent(ref DecodeContext context, ref EventRow row)
    {
        const uint timeTag = (1 << 3) | WireType.Fixed64;
        const uint nameTag = (2 << 3) | WireType.Length;
        const uint attributeTag = (3 << 3) | WireType.Length;
        ref var reader = ref context.Reader;
        row.Attributes = new RowRange(context.Batch.Attributes.Length, 0);
        context.Keys.Begin(AttributeOwner.Event);
        while (!reader.AtEnd)
        {
            var tag = reader.ReadTag();
            switch (tag)
            {
                case timeTag:
                    row.TimeUnixNano = reader.ReadFixed64();
                    break;
                case nameTag:
                    row.Name = AttributeReading.ReadText(ref context);
                    break;
                case attributeTag:
                    AttributeReading.ReadAttribute(ref context, ref row.Attributes);
                    break;
                default:
                    reader.Skip(tag);
                    break;
            }
        }
    }

    private static void ReadLink(ref DecodeContext context, ref LinkRow row)
    {
        const uint attributeTag = (4 << 3) | WireType.Length;
        ref var reader = ref context.Reader;
        row.Attributes = new RowRange(context.Batch.Attributes.Length, 0);
        context.Keys.Begin(AttributeOwner.Link);
        while (!reader.AtEnd)
        {
            var tag = reader.ReadTag();
            switch (tag)
            {
                case TraceIdTag:
                    var traceId = reader.ReadBytes(out var traceIdStart);
                    TraceId.TryRead(reader.Slice(traceIdStart, traceId), out row.TraceId);
                    break;
                case SpanIdTag:
                    var spanId = reader.ReadBytes(out var spanIdStart);
                    SpanId.TryRead(reader.Slice(spanIdStart, spanId), out row.SpanId);
                    break;
                case TraceStateTag:
                    AttributeReading.ReadText(ref context);
                    break;
                case attributeTag:
                    AttributeReading.ReadAttribute(ref context, ref row.Attributes);
                    break;
                default:
                    reader.Skip(tag);
                    break;
            }
        }
    }

    private struct SpanIds
    {
        public ByteRange TraceId;
        public ByteRange SpanId;
        public ByteRange ParentSpanId;
    }
}
