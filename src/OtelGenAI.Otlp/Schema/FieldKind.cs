namespace OtelGenAI.Otlp.Schema;

/// <summary>How a field is written, in protobuf and in OTLP/JSON.</summary>
internal enum FieldKind : byte
{
    /// <summary>UTF-8 text.</summary>
    String,

    /// <summary>Bytes; base64 in JSON.</summary>
    Bytes,

    /// <summary>A trace or span id: bytes; hexadecimal in JSON.</summary>
    Id,

    /// <summary>A nested message.</summary>
    Message,

    /// <summary>A varint, 0 or 1.</summary>
    Bool,

    /// <summary>A varint of 32 bits; a number in JSON.</summary>
    Int32,

    /// <summary>A varint of 32 bits without sign; a number in JSON.</summary>
    UInt32,

    /// <summary>A zig-zag varint of 32 bits; a number in JSON.</summary>
    SInt32,

    /// <summary>A varint; an integer in JSON, a name is accepted.</summary>
    Enum,

    /// <summary>A varint; text in JSON.</summary>
    Int64,

    /// <summary>A varint without sign; text in JSON.</summary>
    UInt64,

    /// <summary>4 bytes without sign; a number in JSON.</summary>
    Fixed32,

    /// <summary>8 bytes without sign; text in JSON.</summary>
    Fixed64,

    /// <summary>8 bytes with sign; text in JSON.</summary>
    SFixed64,

    /// <summary>8 bytes; a number in JSON, or "NaN", "Infinity", "-Infinity".</summary>
    Double,
}
