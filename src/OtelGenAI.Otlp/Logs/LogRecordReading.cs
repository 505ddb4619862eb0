using OtelGenAI.Otlp.Attributes;
using OtelGenAI.Otlp.Records;
using OtelGenAI.Otlp.Schema;
using OtelGenAI.Otlp.Wire;
using OtelGenAI.Telemetry;
using OtelGenAI.Telemetry.Records;

namespace OtelGenAI.Otlp.Logs;

/// <summary>The log signal: reads one <c>LogRecord</c> into rows. Nothing in a well-framed one is a reason to refuse it.</summary>
internal readonly struct LogRecordReading : IRecordReading
{
    private const uint TimeTag = (1 << 3) | WireType.Fixed64;
    private const uint SeverityNumberTag = (2 << 3) | WireType.Varint;
    private const uint SeverityTextTag = (3 << 3) | WireType.Length;
    private const uint BodyTag = (5 << 3) | WireType.Length;
    private const uint AttributeTag = (6 << 3) | WireType.Length;
    private const uint DroppedAttributesTag = (7 << 3) | WireType.Varint;
    private const uint FlagsTag = (8 << 3) | WireType.Fixed32;
    private const uint TraceIdTag = (9 << 3) | WireType.Length;
    private const uint SpanIdTag = (10 << 3) | WireType.Length;
    private const uint ObservedTimeTag = (11 << 3) | WireType.Fixed64;
    private const uint EventNameTag = (12 << 3) | WireType.Length;

    /// <inheritdoc/>
    public static MessageSchema ResourceSchema => LogSchema.ResourceLogs;

    /// <inheritdoc/>
    public static MessageSchema ScopeSchema => LogSchema.ScopeLogs;

    /// <inheritdoc/>
    public static int Count(TelemetryBatch batch) => batch.Logs.Length;

    /// <inheritdoc/>
    public static void Read(ref DecodeContext context, int resourceIndex, int scopeIndex)
    {
        ref var reader = ref context.Reader;
        ref var log = ref context.Batch.AddLog();
        log.ResourceIndex = resourceIndex;
        log.ScopeIndex = scopeIndex;
        log.Message = reader.RangeOf(reader.Position, reader.End);
        log.Body.KeyId = AttributeKeyTable.NotInterned;
        log.Attributes = new RowRange(context.Batch.Attributes.Length, 0);
        context.Keys.Begin(AttributeOwner.Log);
        while (!reader.AtEnd)
        {
            var tag = reader.ReadTag();
            switch (tag)
            {
                case TimeTag:
                    log.TimeUnixNano = reader.ReadFixed64();
                    break;
                case SeverityNumberTag:
                    log.SeverityNumber = (int)reader.ReadVarint();
                    break;
                case SeverityTextTag:
                    log.SeverityText = AttributeReading.ReadText(ref context);
                    break;
                case BodyTag:
                    AttributeReading.ReadValue(ref context, ref log.Body);
                    break;
                case AttributeTag:
                    AttributeReading.ReadAttribute(ref context, ref log.Attributes);
                    break;
                case DroppedAttributesTag:
                    log.DroppedAttributes = (uint)Math.Min(reader.ReadVarint(), uint.MaxValue);
                    break;
                case FlagsTag:
                    log.Flags = reader.ReadFixed32();
                    break;
                case TraceIdTag:
                    // The specification's words: an id of another length, or of zeros, is as good as none.
                    var traceId = reader.ReadBytes(out var traceIdStart);
                    TraceId.TryRead(reader.Slice(traceIdStart, traceId), out log.TraceId);
                    break;
                case SpanIdTag:
                    var spanId = reader.ReadBytes(out var spanIdStart);
                    SpanId.TryRead(reader.Slice(spanIdStart, spanId), out log.SpanId);
                    break;
                case ObservedTimeTag:
                    log.ObservedUnixNano = reader.ReadFixed64();
                    break;
                case EventNameTag:
                    log.EventName = AttributeReading.ReadText(ref context);
                    break;
                default:
                    reader.Skip(tag);
                    break;
            }
        }
    }
}
