namespace OtelGenAI.Otlp.Schema;

/// <summary>Messages of the log signal.</summary>
/// <remarks>Source: opentelemetry-proto 1.11.0, packages <c>logs.v1</c> and <c>collector.logs.v1</c>.</remarks>
internal static class LogSchema
{
    /// <summary><c>LogRecord</c>.</summary>
    public static MessageSchema LogRecord { get; } = new("LogRecord")
    {
        Record = new RecordDescription("Log record", NameField: 12, IdField: 10),
        ExpectedLengthBytes = 2,
        Fields =
        [
            new(1, "time_unix_nano", FieldKind.Fixed64),
            new(11, "observed_time_unix_nano", FieldKind.Fixed64),
            new(2, "severity_number", FieldKind.Enum)
            {
                Enum = new EnumSchema(
                    "SEVERITY_NUMBER_", "UNSPECIFIED", "TRACE", "TRACE2", "TRACE3", "TRACE4", "DEBUG", "DEBUG2", "DEBUG3", "DEBUG4", "INFO",
                    "INFO2", "INFO3", "INFO4", "WARN", "WARN2", "WARN3", "WARN4", "ERROR", "ERROR2", "ERROR3", "ERROR4", "FATAL", "FATAL2",
                    "FATAL3", "FATAL4"),
            },
            new(3, "severity_text", FieldKind.String),
            new(5, "body", FieldKind.Message) { Message = ResourceSchema.AnyValue },
            new(6, "attributes", FieldKind.Message) { Message = ResourceSchema.KeyValue, IsRepeated = true },
            new(7, "dropped_attributes_count", FieldKind.UInt32),
            new(8, "flags", FieldKind.Fixed32),
            new(9, "trace_id", FieldKind.Id),
            new(10, "span_id", FieldKind.Id),
            new(12, "event_name", FieldKind.String),
        ],
    };

    /// <summary><c>ScopeLogs</c>.</summary>
    public static MessageSchema ScopeLogs { get; } = new("ScopeLogs")
    {
        ExpectedLengthBytes = 3,
        Fields =
        [
            new(1, "scope", FieldKind.Message) { Message = ResourceSchema.InstrumentationScope },
            new(2, "log_records", FieldKind.Message) { Message = LogRecord, IsRepeated = true },
            new(3, "schema_url", FieldKind.String),
        ],
    };

    /// <summary><c>ResourceLogs</c>.</summary>
    public static MessageSchema ResourceLogs { get; } = new("ResourceLogs")
    {
        ExpectedLengthBytes = 3,
        Fields =
        [
            new(1, "resource", FieldKind.Message) { Message = ResourceSchema.Resource },
            new(2, "scope_logs", FieldKind.Message) { Message = ScopeLogs, IsRepeated = true },
            new(3, "schema_url", FieldKind.String),
        ],
    };

    /// <summary><c>ExportLogsServiceRequest</c>, which has the same fields as <c>LogsData</c>.</summary>
    public static MessageSchema Request { get; } = new("ExportLogsServiceRequest")
    {
        Fields = [new(1, "resource_logs", FieldKind.Message) { Message = ResourceLogs, IsRepeated = true }],
    };
}
