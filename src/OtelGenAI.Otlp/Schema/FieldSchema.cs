using System.Text;
using System.Text.Json;
using OtelGenAI.Otlp.Wire;

namespace OtelGenAI.Otlp.Schema;

/// <summary>One field of an OTLP message.</summary>
internal sealed class FieldSchema
{
    /// <summary>Describes a field.</summary>
    /// <param name="number">Its number.</param>
    /// <param name="protoName">Its name in the .proto file.</param>
    /// <param name="kind">How it is written.</param>
    public FieldSchema(int number, string protoName, FieldKind kind)
    {
        Number = number;
        Kind = kind;
        ProtoName = Encoding.UTF8.GetBytes(protoName);
        JsonText = CamelCase(protoName);
        JsonName = Encoding.UTF8.GetBytes(JsonText);
        EncodedJsonName = JsonEncodedText.Encode(JsonText);
    }

    /// <summary>Its number.</summary>
    public int Number { get; }

    /// <summary>How it is written.</summary>
    public FieldKind Kind { get; }

    /// <summary>What is nested in it, for <see cref="FieldKind.Message"/>.</summary>
    public MessageSchema? Message { get; init; }

    /// <summary>The names of its numbers, for <see cref="FieldKind.Enum"/>.</summary>
    public EnumSchema? Enum { get; init; }

    /// <summary>Whether it may occur many times.</summary>
    public bool IsRepeated { get; init; }

    /// <summary>Whether it is one of several of which the last one counts. No OTLP message has two such sets.</summary>
    public bool IsOneof { get; init; }

    /// <summary>Its place among the fields of its message.</summary>
    public int Index { get; set; }

    /// <summary>Its name in OTLP/JSON, for messages to people.</summary>
    public string JsonText { get; }

    /// <summary>Its name in OTLP/JSON, UTF-8.</summary>
    public byte[] JsonName { get; }

    /// <summary>Its name in OTLP/JSON, ready to be written.</summary>
    public JsonEncodedText EncodedJsonName { get; }

    /// <summary>Its name in the .proto file, UTF-8: accepted in JSON too.</summary>
    public byte[] ProtoName { get; }

    /// <summary>The wire type of one value.</summary>
    public uint ValueWireType => Kind switch
    {
        FieldKind.String or FieldKind.Bytes or FieldKind.Id or FieldKind.Message => WireType.Length,
        FieldKind.Fixed64 or FieldKind.SFixed64 or FieldKind.Double => WireType.Fixed64,
        FieldKind.Fixed32 => WireType.Fixed32,
        _ => WireType.Varint,
    };

    /// <summary>The key in front of one value.</summary>
    public uint Tag => ((uint)Number << 3) | ValueWireType;

    /// <summary>The key in front of many values in one piece; 0 where that cannot be: only repeated numbers are packed.</summary>
    public uint PackedTag => IsRepeated && ValueWireType != WireType.Length ? ((uint)Number << 3) | WireType.Length : 0;

    private static string CamelCase(string protoName)
    {
        var text = new StringBuilder(protoName.Length);
        foreach (var part in protoName.Split('_'))
        {
            text.Append(text.Length == 0 ? part : char.ToUpperInvariant(part[0]) + part[1..]);
        }

        return text.ToString();
    }
}
