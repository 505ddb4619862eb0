using System.Buffers.Binary;
using OtelGenAI.Pricing;
using OtelGenAI.Storage.Sqlite.Native;
using OtelGenAI.Telemetry.Traces;

namespace OtelGenAI.Storage.Sqlite;

/// <summary>The finer token counts of a call in one column, because nearly no span has any: 9 bytes each, its number and its count.</summary>
internal static class TokenDetails
{
    private const int EntryBytes = 1 + sizeof(long);
    private const byte CacheWrite1h = 1, AudioInput = 2, AudioOutput = 3, ImageInput = 4, ImageOutput = 5, AudioCacheRead = 6;

    /// <summary>Most bytes that <see cref="Write"/> writes.</summary>
    public const int MaxBytes = 6 * EntryBytes;

    /// <summary>Writes those that are known.</summary>
    /// <returns>The part of <paramref name="room"/> that was written; nothing when none is known.</returns>
    public static ReadOnlySpan<byte> Write(TokenUsage tokens, Span<byte> room)
    {
        var length = 0;
        Put(room, ref length, CacheWrite1h, tokens.CacheWrite1h);
        Put(room, ref length, AudioInput, tokens.AudioInput);
        Put(room, ref length, AudioOutput, tokens.AudioOutput);
        Put(room, ref length, ImageInput, tokens.ImageInput);
        Put(room, ref length, ImageOutput, tokens.ImageOutput);
        Put(room, ref length, AudioCacheRead, tokens.AudioCacheRead);
        return room[..length];
    }

    /// <summary>Writes the sums of a trace; a sum of 0 as nothing.</summary>
    public static ReadOnlySpan<byte> WriteSums(TraceSummary sums, Span<byte> room) => Write(
        new TokenUsage
        {
            CacheWrite1h = Some(sums.CacheWrite1hTokens),
            AudioInput = Some(sums.AudioInputTokens),
            AudioOutput = Some(sums.AudioOutputTokens),
            ImageInput = Some(sums.ImageInputTokens),
            ImageOutput = Some(sums.ImageOutputTokens),
        },
        room);

    /// <summary>Binds what was written; nothing as <c>NULL</c>.</summary>
    public static void Bind(SqliteStatement row, int index, ReadOnlySpan<byte> details)
    {
        if (details.IsEmpty)
        {
            row.BindNull(index);
        }
        else
        {
            row.BindBlob(index, details);
        }
    }

    /// <summary>Adds what was written to the other counts.</summary>
    public static TokenUsage Read(ReadOnlySpan<byte> details, TokenUsage tokens)
    {
        for (; details.Length >= EntryBytes; details = details[EntryBytes..])
        {
            var count = BinaryPrimitives.ReadInt64LittleEndian(details[1..]);
            tokens = details[0] switch
            {
                CacheWrite1h => tokens with { CacheWrite1h = count },
                AudioInput => tokens with { AudioInput = count },
                AudioOutput => tokens with { AudioOutput = count },
                ImageInput => tokens with { ImageInput = count },
                ImageOutput => tokens with { ImageOutput = count },
                AudioCacheRead => tokens with { AudioCacheRead = count },
                _ => tokens,
            };
        }

        return tokens;
    }

    private static long? Some(long sum) => sum == 0 ? null : sum;

    private static void Put(Span<byte> room, ref int length, byte number, long? count)
    {
        if (count is { } known)
        {
            room[length] = number;
            BinaryPrimitives.WriteInt64LittleEndian(room[(length + 1)..], known);
            length += EntryBytes;
        }
    }
}
