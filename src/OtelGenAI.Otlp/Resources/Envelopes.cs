using OtelGenAI.Otlp.Wire;
using OtelGenAI.Telemetry.Records;

namespace OtelGenAI.Otlp.Resources;

/// <summary>Cuts the envelope out of a message: all of its fields, known or not, byte for byte, but the repeated one it envelops.</summary>
internal static class Envelopes
{
    /// <summary>Walks the fields of the current message and goes back to its first one.</summary>
    /// <param name="context">The reader is confined to the message and stands at its first field.</param>
    /// <param name="contentTag">Key of the field that is left out.</param>
    /// <param name="content">How many fields were left out, and how many bytes they have.</param>
    /// <returns>A range of the received bytes if the envelope is in one piece there, as it is with every SDK that sets no schema URL;
    /// else of bytes added to the batch.</returns>
    public static ByteRange Read(ref DecodeContext context, uint contentTag, out EnvelopeContent content) =>
        ReadAround(ref context, 1UL << (int)(contentTag >> 3), out content);

    /// <summary>Does the same where several fields are left out: the members of a oneof.</summary>
    /// <param name="context">The reader is confined to the message and stands at its first field.</param>
    /// <param name="contentFields">Numbers of the fields that are left out, as bits; all are messages, with numbers below 64.</param>
    /// <param name="content">How many fields were left out, and how many bytes they have.</param>
    public static ByteRange ReadAround(ref DecodeContext context, ulong contentFields, out EnvelopeContent content)
    {
        ref var reader = ref context.Reader;
        var start = reader.Position;
        ByteRange envelope = default;
        var isCopied = false;
        var pieceStart = -1;
        content = default;
        while (!reader.AtEnd)
        {
            var fieldStart = reader.Position;
            var tag = reader.ReadTag();
            if (!IsContent(tag, contentFields))
            {
                pieceStart = pieceStart < 0 ? fieldStart : pieceStart;
                reader.Skip(tag);
                continue;
            }

            content = new EnvelopeContent(content.Count + 1, content.SizeBytes + reader.ReadBytes(out _));
            if (pieceStart >= 0)
            {
                envelope = Join(ref context, envelope, reader.RangeOf(pieceStart, fieldStart), ref isCopied);
                pieceStart = -1;
            }
        }

        if (pieceStart >= 0)
        {
            envelope = Join(ref context, envelope, reader.RangeOf(pieceStart, reader.Position), ref isCopied);
        }

        reader.MoveTo(start);
        return envelope;
    }

    private static bool IsContent(uint tag, ulong contentFields) =>
        (tag & 7) == WireType.Length && tag >> 3 < 64 && (contentFields & (1UL << (int)(tag >> 3))) != 0;

    private static ByteRange Join(ref DecodeContext context, ByteRange envelope, ByteRange piece, ref bool isCopied)
    {
        if (context.Reader.Failure is not null)
        {
            return default;
        }

        if (envelope.IsEmpty)
        {
            return piece;
        }

        var batch = context.Batch;
        if (!isCopied)
        {
            isCopied = true;
            envelope = batch.AddBytes(batch.Bytes(envelope));
        }

        // Pieces are added one behind the other, with nothing in between.
        return envelope with { Length = envelope.Length + batch.AddBytes(batch.Bytes(piece)).Length };
    }
}

/// <summary>What an envelope envelops.</summary>
/// <param name="Count">How many messages.</param>
/// <param name="SizeBytes">How many bytes they have together.</param>
internal readonly record struct EnvelopeContent(int Count, int SizeBytes);
