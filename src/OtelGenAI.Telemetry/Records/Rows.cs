namespace OtelGenAI.Telemetry.Records;

/// <summary>What an attribute's value is; the cases of OTLP <c>AnyValue</c>.</summary>
public enum ValueType : byte
{
    /// <summary>No member of the oneof was set: legal, and kept.</summary>
    Empty,

    /// <summary>UTF-8 text, in <see cref="ValueRow.Text"/>.</summary>
    String,

    /// <summary>0 or 1 in <see cref="ValueRow.Bits"/>.</summary>
    Boolean,

    /// <summary>A signed 64-bit number in <see cref="ValueRow.Bits"/>.</summary>
    Int,

    /// <summary>The bits of a double in <see cref="ValueRow.Bits"/>.</summary>
    Double,

    /// <summary>Children without keys, in <see cref="ValueRow.Children"/>.</summary>
    Array,

    /// <summary>Children with keys, in <see cref="ValueRow.Children"/>.</summary>
    KeyValueList,

    /// <summary>Raw bytes, in <see cref="ValueRow.Text"/>.</summary>
    Bytes,

    /// <summary>An array or list nested deeper than the limit: its wire bytes in <see cref="ValueRow.Text"/>, not looked into.</summary>
    TooDeep,
}

/// <summary>One attribute, or one value inside an array or key-value list.</summary>
public struct ValueRow
{
    /// <summary>Id of the key in the batch's <see cref="AttributeKeyTable"/>, or <see cref="AttributeKeyTable.NotInterned"/>.</summary>
    public int KeyId;

    /// <summary>The key as received; empty for elements of an array.</summary>
    public ByteRange Key;

    /// <summary>Which of the other fields holds the value.</summary>
    public ValueType Type;

    /// <summary>Boolean, int or the bits of a double.</summary>
    public long Bits;

    /// <summary>Text or bytes, as received: text may be invalid UTF-8, which is replaced only when it is shown.</summary>
    public ByteRange Text;

    /// <summary>Rows of <see cref="TelemetryBatch.NestedValues"/> that are the elements of an array or list.</summary>
    public RowRange Children;

    /// <summary>The value as a double, when <see cref="Type"/> says so.</summary>
    public readonly double AsDouble => BitConverter.Int64BitsToDouble(Bits);
}

/// <summary>One span as it arrived.</summary>
public struct SpanRow
{
    /// <summary>The trace it belongs to; never zero.</summary>
    public TraceId TraceId;

    /// <summary>Its own id; never zero.</summary>
    public SpanId SpanId;

    /// <summary>Its parent, or none.</summary>
    public SpanId ParentSpanId;

    /// <summary>Start, in nanoseconds since 1970 UTC, as received.</summary>
    public ulong StartUnixNano;

    /// <summary>End, in nanoseconds since 1970 UTC, as received; may lie before the start.</summary>
    public ulong EndUnixNano;

    /// <summary>Row of <see cref="TelemetryBatch.Resources"/>.</summary>
    public int ResourceIndex;

    /// <summary>Row of <see cref="TelemetryBatch.Scopes"/>.</summary>
    public int ScopeIndex;

    /// <summary>The whole OTLP <c>Span</c> message in protobuf: what is stored, and given back unchanged.</summary>
    public ByteRange Message;

    /// <summary>Name, UTF-8.</summary>
    public ByteRange Name;

    /// <summary>W3C tracestate.</summary>
    public ByteRange TraceState;

    /// <summary>OTLP <c>Span.SpanKind</c> number, as received.</summary>
    public int SpanKind;

    /// <summary>OTLP <c>Status.code</c> number, as received: 0 unset, 1 ok, 2 error.</summary>
    public int StatusCode;

    /// <summary>Status message, UTF-8.</summary>
    public ByteRange StatusMessage;

    /// <summary>W3C trace flags in the low 8 bits, OTLP bits above.</summary>
    public uint Flags;

    /// <summary>Rows of <see cref="TelemetryBatch.Attributes"/>.</summary>
    public RowRange Attributes;

    /// <summary>Rows of <see cref="TelemetryBatch.Events"/>.</summary>
    public RowRange Events;

    /// <summary>Rows of <see cref="TelemetryBatch.Links"/>.</summary>
    public RowRange Links;

    /// <summary>How many attributes the client had to drop.</summary>
    public uint DroppedAttributes;
}

/// <summary>One event of a span.</summary>
public struct EventRow
{
    /// <summary>When, in nanoseconds since 1970 UTC.</summary>
    public ulong TimeUnixNano;

    /// <summary>Name, UTF-8.</summary>
    public ByteRange Name;

    /// <summary>Rows of <see cref="TelemetryBatch.Attributes"/>.</summary>
    public RowRange Attributes;
}

/// <summary>One link of a span. Its ids may be zero: some clients send such links.</summary>
public struct LinkRow
{
    /// <summary>The linked trace.</summary>
    public TraceId TraceId;

    /// <summary>The linked span.</summary>
    public SpanId SpanId;

    /// <summary>Rows of <see cref="TelemetryBatch.Attributes"/>.</summary>
    public RowRange Attributes;
}

/// <summary>One resource: who sent the spans or log records.</summary>
public struct ResourceRow
{
    /// <summary>The <c>ResourceSpans</c> or <c>ResourceLogs</c> message without its scopes: resource, schema URL and unknown fields.</summary>
    public ByteRange Envelope;

    /// <summary>Rows of <see cref="TelemetryBatch.Attributes"/>.</summary>
    public RowRange Attributes;

    /// <summary>Schema URL, UTF-8.</summary>
    public ByteRange SchemaUrl;
}

/// <summary>One instrumentation scope: which library made the spans or log records.</summary>
public struct ScopeRow
{
    /// <summary>Row of <see cref="TelemetryBatch.Resources"/>.</summary>
    public int ResourceIndex;

    /// <summary>The <c>ScopeSpans</c> or <c>ScopeLogs</c> message without its records: scope, schema URL and unknown fields.</summary>
    public ByteRange Envelope;

    /// <summary>Name of the scope, UTF-8.</summary>
    public ByteRange Name;

    /// <summary>Version of the scope, UTF-8.</summary>
    public ByteRange Version;

    /// <summary>Rows of <see cref="TelemetryBatch.Attributes"/>.</summary>
    public RowRange Attributes;

    /// <summary>Schema URL, UTF-8.</summary>
    public ByteRange SchemaUrl;
}
