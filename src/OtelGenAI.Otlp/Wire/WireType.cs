namespace OtelGenAI.Otlp.Wire;

/// <summary>The low three bits of a field's key.</summary>
/// <remarks>Source: the protobuf encoding page, "Message Structure".</remarks>
internal static class WireType
{
    public const uint Varint = 0;
    public const uint Fixed64 = 1;
    public const uint Length = 2;
    public const uint StartGroup = 3;
    public const uint EndGroup = 4;
    public const uint Fixed32 = 5;
}
