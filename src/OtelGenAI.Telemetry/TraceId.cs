using System.Buffers.Binary;
using System.Globalization;

namespace OtelGenAI.Telemetry;

/// <summary>Identifies a trace: 16 bytes, not all zero.</summary>
/// <remarks>Source: W3C Trace Context, "trace-id"; OTLP carries the same bytes in <c>Span.trace_id</c>.</remarks>
/// <param name="Value">The id read as a big-endian number, so that ordering ids orders their hex text.</param>
public readonly record struct TraceId(UInt128 Value)
{
    /// <summary>Length on the wire, in bytes.</summary>
    public const int SizeBytes = 16;

    /// <summary>Reads an id from the wire.</summary>
    /// <param name="bytes">Exactly 16 bytes, big-endian.</param>
    /// <param name="traceId">The id, or the default when the answer is no.</param>
    /// <returns><see langword="false"/> if the length is not 16 or every byte is zero.</returns>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out TraceId traceId)
    {
        traceId = default;
        if (bytes.Length != SizeBytes)
        {
            return false;
        }

        traceId = new TraceId(BinaryPrimitives.ReadUInt128BigEndian(bytes));
        return traceId.Value != UInt128.Zero;
    }

    /// <summary>Reads 32 hexadecimal digits, upper or lower case.</summary>
    /// <param name="text">The digits, nothing around them.</param>
    /// <param name="traceId">The id, or the default when the answer is no.</param>
    /// <returns><see langword="false"/> if the text is anything else, or all zeros.</returns>
    public static bool TryParse(ReadOnlySpan<char> text, out TraceId traceId)
    {
        traceId = default;
        if (text.Length != SizeBytes * 2 ||
            !UInt128.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value))
        {
            return false;
        }

        traceId = new TraceId(value);
        return value != UInt128.Zero;
    }

    /// <summary>Writes the 16 bytes of the wire form.</summary>
    /// <param name="destination">At least 16 bytes.</param>
    public void WriteTo(Span<byte> destination) => BinaryPrimitives.WriteUInt128BigEndian(destination, Value);

    /// <summary>32 lower-case hexadecimal digits.</summary>
    public override string ToString() => Value.ToString("x32", CultureInfo.InvariantCulture);
}
