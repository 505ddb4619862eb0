using System.Buffers;
using System.Runtime.CompilerServices;
using OtelGenAI.Otlp.Schema;

namespace OtelGenAI.Otlp.Wire;

/// <summary>Checks the framing of messages that nobody reads: what is stored or forwarded unread must not be malformed either.</summary>
internal static class WireFrames
{
    /// <summary>Deepest nesting that is accepted at all: what protobuf for Go accepts, so that what we keep others can read.</summary>
    public const int MaxLevels = 10_000;

    /// <summary>Walks the current message to its end, nested messages included, without recursion.</summary>
    /// <param name="reader">Confined to the message; fails if the framing is wrong somewhere.</param>
    /// <param name="schema">What the message is.</param>
    public static void Walk(ref WireReader reader, MessageSchema schema)
    {
        var whole = reader.Bytes;
        var few = default(FewFrames);
        Span<Frame> frames = few;
        Frame[]? many = null;
        var depth = 0;
        while (true)
        {
            if (reader.AtEnd)
            {
                if (depth == 0 || reader.Failure is not null)
                {
                    break;
                }

                ref readonly var parent = ref frames[--depth];
                schema = parent.Schema;
                reader.Leave(whole[..parent.End]);
                continue;
            }

            var tag = reader.ReadTag();
            if ((tag & 7) != WireType.Length || schema.ByNumber(tag >> 3)?.Message is not { } nested)
            {
                reader.Skip(tag);
                continue;
            }

            if (depth == MaxLevels)
            {
                reader.Fail("messages are nested deeper than 10,000 levels");
                break;
            }

            if (depth == frames.Length)
            {
                frames = Grow(frames, ref many);
            }

            frames[depth++] = new Frame(schema, reader.End);
            schema = nested;
            reader.Enter();
        }

        if (many is not null)
        {
            ArrayPool<Frame>.Shared.Return(many, clearArray: true);
        }
    }

    private static Span<Frame> Grow(ReadOnlySpan<Frame> frames, ref Frame[]? many)
    {
        var larger = ArrayPool<Frame>.Shared.Rent(frames.Length * 2);
        frames.CopyTo(larger);
        if (many is not null)
        {
            ArrayPool<Frame>.Shared.Return(many, clearArray: true);
        }

        return many = larger;
    }

    private readonly record struct Frame(MessageSchema Schema, int End);

    // On the stack: a request can hold millions of small messages that are only walked.
    [InlineArray(16)]
    private struct FewFrames
    {
        private Frame _first;
    }
}
