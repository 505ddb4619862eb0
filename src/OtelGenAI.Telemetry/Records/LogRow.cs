namespace OtelGenAI.Telemetry.Records;

/// <summary>One log record as it arrived.</summary>
/// <remarks>Source: opentelemetry-proto 1.11.0, <c>logs.v1.LogRecord</c>. Nothing in it is required: a record of no trace is complete.</remarks>
public struct LogRow
{
    /// <summary>The trace it belongs to; zero for none, and for an id that is none (the specification says to take it for absent).</summary>
    public TraceId TraceId;

    /// <summary>The span it belongs to, or none. Without a trace it says nothing.</summary>
    public SpanId SpanId;

    /// <summary>When it happened, in nanoseconds since 1970 UTC, as received; 0 when the sender does not know.</summary>
    public ulong TimeUnixNano;

    /// <summary>When the sender's pipeline saw it, in nanoseconds since 1970 UTC, as received.</summary>
    public ulong ObservedUnixNano;

    /// <summary>Row of <see cref="TelemetryBatch.Resources"/>.</summary>
    public int ResourceIndex;

    /// <summary>Row of <see cref="TelemetryBatch.Scopes"/>.</summary>
    public int ScopeIndex;

    /// <summary>The whole OTLP <c>LogRecord</c> message in protobuf: what is stored, and given back unchanged.</summary>
    public ByteRange Message;

    /// <summary>OTLP <c>SeverityNumber</c>, as received: 1 to 4 trace, 5 debug, 9 info, 13 warn, 17 error, 21 to 24 fatal.</summary>
    public int SeverityNumber;

    /// <summary>The severity as the source calls it, UTF-8.</summary>
    public ByteRange SeverityText;

    /// <summary>Name of the event, UTF-8; senders before protocol 1.5 have it in an attribute instead.</summary>
    public ByteRange EventName;

    /// <summary>The body, without a key; elements of it are in <see cref="TelemetryBatch.NestedValues"/>.</summary>
    public ValueRow Body;

    /// <summary>Rows of <see cref="TelemetryBatch.Attributes"/>.</summary>
    public RowRange Attributes;

    /// <summary>W3C trace flags in the low 8 bits.</summary>
    public uint Flags;

    /// <summary>How many attributes the client had to drop.</summary>
    public uint DroppedAttributes;

    /// <summary>The time to order it by: when it happened, else when it was observed; clamped to the year 2262.</summary>
    public readonly long OrderUnixNano => (long)Math.Min(TimeUnixNano != 0 ? TimeUnixNano : ObservedUnixNano, long.MaxValue);
}
