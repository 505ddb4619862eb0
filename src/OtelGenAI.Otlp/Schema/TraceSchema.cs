namespace OtelGenAI.Otlp.Schema;

/// <summary>Messages of the trace signal.</summary>
/// <remarks>Source: opentelemetry-proto 1.11.0, packages <c>trace.v1</c> and <c>collector.trace.v1</c>.</remarks>
internal static class TraceSchema
{
    /// <summary><c>Span.Event</c>.</summary>
    public static MessageSchema SpanEvent { get; } = new("Event")
    {
        Fields =
        [
            new(1, "time_unix_nano", FieldKind.Fixed64),
            new(2, "name", FieldKind.String),
            new(3, "attributes", FieldKind.Message) { Message = ResourceSchema.KeyValue, IsRepeated = true },
            new(4, "dropped_attributes_count", FieldKind.UInt32),
        ],
    };

    /// <summary><c>Span.Link</c>.</summary>
    public static MessageSchema Link { get; } = new("Link")
    {
        Fields =
        [
            new(1, "trace_id", FieldKind.Id),
            new(2, "span_id", FieldKind.Id),
            new(3, "trace_state", FieldKind.String),
            new(4, "attributes", FieldKind.Message) { Message = ResourceSchema.KeyValue, IsRepeated = true },
            new(5, "dropped_attributes_count", FieldKind.UInt32),
            new(6, "flags", FieldKind.Fixed32),
        ],
    };

    /// <summary><c>Status</c>.</summary>
    public static MessageSchema Status { get; } = new("Status")
    {
        Fields =
        [
            new(2, "message", FieldKind.String),
            new(3, "code", FieldKind.Enum) { Enum = new EnumSchema("STATUS_CODE_", "UNSET", "OK", "ERROR") },
        ],
    };

    /// <summary><c>Span</c>.</summary>
    public static MessageSchema Span { get; } = new("Span")
    {
        Record = new RecordDescription("Span", NameField: 5, IdField: 2),
        ExpectedLengthBytes = 2,
        Fields =
        [
            new(1, "trace_id", FieldKind.Id),
            new(2, "span_id", FieldKind.Id),
            new(3, "trace_state", FieldKind.String),
            new(4, "parent_span_id", FieldKind.Id),
            new(16, "flags", FieldKind.Fixed32),
            new(5, "name", FieldKind.String),
            new(6, "kind", FieldKind.Enum)
            {
                Enum = new EnumSchema("SPAN_KIND_", "UNSPECIFIED", "INTERNAL", "SERVER", "CLIENT", "PRODUCER", "CONSUMER"),
            },
            new(7, "start_time_unix_nano", FieldKind.Fixed64),
            new(8, "end_time_unix_nano", FieldKind.Fixed64),
            new(9, "attributes", FieldKind.Message) { Message = ResourceSchema.KeyValue, IsRepeated = true },
            new(10, "dropped_attributes_count", FieldKind.UInt32),
            new(11, "events", FieldKind.Message) { Message = SpanEvent, IsRepeated = true },
            new(12, "dropped_events_count", FieldKind.UInt32),
            new(13, "links", FieldKind.Message) { Message = Link, IsRepeated = true },
            new(14, "dropped_links_count", FieldKind.UInt32),
            new(15, "status", FieldKind.Message) { Message = Status },
        ],
    };

    /// <summary><c>ScopeSpans</c>.</summary>
    public static MessageSchema ScopeSpans { get; } = new("ScopeSpans")
    {
        ExpectedLengthBytes = 3,
        Fields =
        [
            new(1, "scope", FieldKind.Message) { Message = ResourceSchema.InstrumentationScope },
            new(2, "spans", FieldKind.Message) { Message = Span, IsRepeated = true },
            new(3, "schema_url", FieldKind.String),
        ],
    };

    /// <summary><c>ResourceSpans</c>.</summary>
    public static MessageSchema ResourceSpans { get; } = new("ResourceSpans")
    {
        ExpectedLengthBytes = 3,
        Fields =
        [
            new(1, "resource", FieldKind.Message) { Message = ResourceSchema.Resource },
            new(2, "scope_spans", FieldKind.Message) { Message = ScopeSpans, IsRepeated = true },
            new(3, "schema_url", FieldKind.String),
        ],
    };

    /// <summary><c>ExportTraceServiceRequest</c>, which has the same fields as <c>TracesData</c>.</summary>
    public static MessageSchema Request { get; } = new("ExportTraceServiceRequest")
    {
        Fields = [new(1, "resource_spans", FieldKind.Message) { Message = ResourceSpans, IsRepeated = true }],
    };
}
