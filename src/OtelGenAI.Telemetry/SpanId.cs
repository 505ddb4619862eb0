using System.Buffers.Binary;
using System.Globalization;

namespace OtelGenAI.Telemetry;

/// <summary>Identifies a span within its trace: 8 bytes. All zero means "no span" (a root's parent).</summary>
/// <remarks>Source: W3C Trace Context, "parent-id"; OTLP <c>Span.span_id</c> and <c>Span.parent_span_id</c>.</remarks>
/// <param name="Value">The id read as a big-endian number.</param>
public readonly record struct SpanId(ulong Value)
{
    /// <summary>Length on the wire, in bytes.</summary>
    public const int SizeBytes = 8;

    /// <summary>Whether this is the absent id.</summary>
    public bool IsNone => Value == 0;

    /// <summary>Reads an id from the wire.</summary>
    /// <param name="bytes">Exactly 8 bytes, big-endian.</param>
    /// <param name="spanId">The id, or the absent id when the answer is no.</param>
    /// <returns><see langword="false"/> if the length is not 8 or every byte is zero.</returns>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out SpanId spanId)
    {
        spanId = default;
        if (bytes.Length != SizeBytes)
        {
            return false;
        }

        spanId = new SpanId(BinaryPrimitives.ReadUInt64BigEndian(bytes));
        return !spanId.IsNone;
    }

    /// <summary>Reads 16 hexadecimal digits, upper or lower case.</summary>
    /// <param name="text">The digits, nothing around them.</param>
    /// <param name="spanId">The id, or the absent id when the answer is no.</param>
    /// <returns><see langword="false"/> if the text is anything else, or all zeros.</returns>
    public static bool TryParse(ReadOnlySpan<char> text, out SpanId spanId)
    {
        spanId = default;
        if (text.Length != SizeBytes * 2 ||
            !ulong.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value))
        {
            return false;
        }

        spanId = new SpanId(value);
        return !spanId.IsNone;
    }

    /// <summary>Writes the 8 bytes of the wire form.</summary>
    /// <param name="destination">At least 8 bytes.</param>
    public void WriteTo(Span<byte> destination) => BinaryPrimitives.WriteUInt64BigEndian(destination, Value);

    /// <summary>16 lower-case hexadecimal digits.</summary>
    public override string ToString() => Value.ToString("x16", CultureInfo.InvariantCulture);
}
