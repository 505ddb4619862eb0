namespace OtelGenAI.Otlp.Schema;

/// <summary>Messages that all signals share: values, attributes, resources, scopes.</summary>
/// <remarks>Source: opentelemetry-proto 1.11.0, packages <c>common.v1</c> and <c>resource.v1</c>.</remarks>
internal static class ResourceSchema
{
    /// <summary><c>AnyValue</c>.</summary>
    public static MessageSchema AnyValue { get; } = new("AnyValue");

    /// <summary><c>ArrayValue</c>.</summary>
    public static MessageSchema ArrayValue { get; } = new("ArrayValue");

    /// <summary><c>KeyValueList</c>.</summary>
    public static MessageSchema KeyValueList { get; } = new("KeyValueList");

    /// <summary><c>KeyValue</c>.</summary>
    public static MessageSchema KeyValue { get; } = new("KeyValue");

    /// <summary><c>InstrumentationScope</c>.</summary>
    public static MessageSchema InstrumentationScope { get; } = new("InstrumentationScope");

    /// <summary><c>EntityRef</c>.</summary>
    public static MessageSchema EntityRef { get; } = new("EntityRef");

    /// <summary><c>Resource</c>.</summary>
    public static MessageSchema Resource { get; } = new("Resource") { ExpectedLengthBytes = 2 };

    static ResourceSchema()
    {
        AnyValue.Fields =
        [
            new(1, "string_value", FieldKind.String) { IsOneof = true },
            new(2, "bool_value", FieldKind.Bool) { IsOneof = true },
            new(3, "int_value", FieldKind.Int64) { IsOneof = true },
            new(4, "double_value", FieldKind.Double) { IsOneof = true },
            new(5, "array_value", FieldKind.Message) { Message = ArrayValue, IsOneof = true },
            new(6, "kvlist_value", FieldKind.Message) { Message = KeyValueList, IsOneof = true },
            new(7, "bytes_value", FieldKind.Bytes) { IsOneof = true },
            new(8, "string_value_strindex", FieldKind.Int32) { IsOneof = true },
        ];
        ArrayValue.Fields = [new(1, "values", FieldKind.Message) { Message = AnyValue, IsRepeated = true }];
        KeyValueList.Fields = [new(1, "values", FieldKind.Message) { Message = KeyValue, IsRepeated = true }];
        KeyValue.Fields =
        [
            new(1, "key", FieldKind.String),
            new(2, "value", FieldKind.Message) { Message = AnyValue },
            new(3, "key_strindex", FieldKind.Int32),
        ];
        InstrumentationScope.Fields =
        [
            new(1, "name", FieldKind.String),
            new(2, "version", FieldKind.String),
            new(3, "attributes", FieldKind.Message) { Message = KeyValue, IsRepeated = true },
            new(4, "dropped_attributes_count", FieldKind.UInt32),
        ];
        EntityRef.Fields =
        [
            new(1, "schema_url", FieldKind.String),
            new(2, "type", FieldKind.String),
            new(3, "id_keys", FieldKind.String) { IsRepeated = true },
            new(4, "description_keys", FieldKind.String) { IsRepeated = true },
        ];
        Resource.Fields =
        [
            new(1, "attributes", FieldKind.Message) { Message = KeyValue, IsRepeated = true },
            new(2, "dropped_attributes_count", FieldKind.UInt32),
            new(3, "entity_refs", FieldKind.Message) { Message = EntityRef, IsRepeated = true },
        ];
    }
}
