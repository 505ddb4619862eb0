using System.Diagnostics.CodeAnalysis;

namespace OtelGenAI.Storage.Sqlite.Packing;

/// <summary>The stored form of a message that repeats earlier ones: bytes of its own, and references to bytes of segments of the same file.</summary>
/// <remarks>
/// A sequence of steps. Each begins with a varint: twice the length, plus 1 for a reference. A reference goes on with two varints: how many
/// segments back, 0 being the message's own, and the offset in that segment, decompressed. References point to bytes of their own only, never
/// to references, so that a message is read in one pass.
/// </remarks>
internal static class PackedMessage
{
    /// <summary>Begins a step with bytes of its own; they follow.</summary>
    public static void WriteOwn(PackedBuffer target, ReadOnlySpan<byte> bytes)
    {
        target.WriteNumber((ulong)bytes.Length << 1);
        target.Write(bytes);
    }

    /// <summary>Writes a reference.</summary>
    public static void WriteReference(PackedBuffer target, int length, long segmentsBack, int offset)
    {
        target.WriteNumber(((ulong)length << 1) | 1);
        target.WriteNumber((ulong)segmentsBack);
        target.WriteNumber((ulong)offset);
    }

    /// <summary>Puts a message together.</summary>
    /// <param name="packed">Its stored form.</param>
    /// <param name="plainLength">Its length.</param>
    /// <param name="segmentNo">The segment that it is in.</param>
    /// <param name="segment">Gives the bytes of a segment.</param>
    /// <param name="message">The message.</param>
    /// <returns><see langword="false"/> when the bytes are not what was written: the file is damaged.</returns>
    public static bool TryUnpack(
        ReadOnlySpan<byte> packed, int plainLength, long segmentNo, Func<long, ReadOnlyMemory<byte>> segment, [NotNullWhen(true)] out byte[]? message)
    {
        message = new byte[plainLength];
        var written = 0;
        while (!packed.IsEmpty)
        {
            if (!TryReadNumber(ref packed, out var head) || head >> 1 > (ulong)(plainLength - written))
            {
                return false;
            }

            var length = (int)(head >> 1);
            var target = message.AsSpan(written, length);
            if ((head & 1) == 0)
            {
                if (packed.Length < length)
                {
                    return false;
                }

                packed[..length].CopyTo(target);
                packed = packed[length..];
            }
            else if (!TryReadNumber(ref packed, out var back) || !TryReadNumber(ref packed, out var offset) || back >= (ulong)segmentNo ||
                !TryCopy(segment(segmentNo - (long)back).Span, offset, target))
            {
                return false;
            }

            written += length;
        }

        return written == plainLength;
    }

    /// <summary>The segments that a stored form refers to, its own one included when it refers to that.</summary>
    public static IEnumerable<long> ReferredSegments(ReadOnlyMemory<byte> packed, long segmentNo)
    {
        while (TryReadStep(ref packed, out var back))
        {
            if (back is { } segments)
            {
                yield return segmentNo - segments;
            }
        }
    }

    private static bool TryReadStep(ref ReadOnlyMemory<byte> packed, out long? back)
    {
        back = null;
        var rest = packed.Span;
        if (!TryReadNumber(ref rest, out var head))
        {
            return false;
        }

        if ((head & 1) == 0)
        {
            if ((ulong)rest.Length < head >> 1)
            {
                return false;
            }

            rest = rest[(int)(head >> 1)..];
        }
        else if (TryReadNumber(ref rest, out var segments) && TryReadNumber(ref rest, out _))
        {
            back = (long)segments;
        }
        else
        {
            return false;
        }

        packed = packed[^rest.Length..];
        return true;
    }

    private static bool TryCopy(ReadOnlySpan<byte> segment, ulong offset, Span<byte> target)
    {
        if (offset > (ulong)segment.Length || segment.Length - (int)offset < target.Length)
        {
            return false;
        }

        segment.Slice((int)offset, target.Length).CopyTo(target);
        return true;
    }

    private static bool TryReadNumber(ref ReadOnlySpan<byte> bytes, out ulong number)
    {
        number = 0;
        for (int at = 0, shift = 0; at < bytes.Length && shift < 63; at++, shift += 7)
        {
            number |= (ulong)(bytes[at] & 0x7F) << shift;
            if ((bytes[at] & 0x80) == 0)
            {
                bytes = bytes[(at + 1)..];
                return true;
            }
        }

        return false;
    }
}
