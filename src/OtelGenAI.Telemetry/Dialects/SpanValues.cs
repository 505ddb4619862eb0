using System.Buffers.Text;
using System.Globalization;
using System.Text;
using OtelGenAI.Pricing;
using OtelGenAI.Telemetry.Records;
using ValueType = OtelGenAI.Telemetry.Records.ValueType;

namespace OtelGenAI.Telemetry.Dialects;

/// <summary>Values of slots, whatever type the client sent them as.</summary>
internal static class SpanValues
{
    // 2026-10-01T12:00:00.0000000+00:00 and some room.
    private const int MaxTimeLength = 40;
    private const int SecondsPerDay = 86_400;

    /// <summary>A text, without the quotes of a JSON text; empty when there is none.</summary>
    public static ReadOnlyMemory<byte> Text(TelemetryBatch batch, in SpanReading reading, AttributeSlot slot)
    {
        if (!reading.Has(slot) || reading.Value(batch, slot) is not { Type: ValueType.String, Text: var range })
        {
            return default;
        }

        var text = batch.Memory(range);
        return text.Length >= 2 && text.Span[0] == '"' && text.Span[^1] == '"' ? text[1..^1] : text;
    }

    /// <summary>A count. Clients of several languages send counts as doubles or texts; negative and fractional ones are no counts.</summary>
    public static long? Whole(TelemetryBatch batch, in SpanReading reading, AttributeSlot slot)
    {
        if (!reading.Has(slot))
        {
            return null;
        }

        ref readonly var value = ref reading.Value(batch, slot);
        long? count = value.Type switch
        {
            ValueType.Int => value.Bits,
            ValueType.Double when value.AsDouble >= 0 && value.AsDouble < long.MaxValue && double.IsInteger(value.AsDouble) => (long)value.AsDouble,
            ValueType.String when Utf8Parser.TryParse(batch.Bytes(value.Text), out long parsed, out var used) && used == value.Text.Length => parsed,
            _ => null,
        };
        return count >= 0 ? count : null;
    }

    /// <summary>A number that is finite.</summary>
    public static double? Number(TelemetryBatch batch, in SpanReading reading, AttributeSlot slot)
    {
        if (!reading.Has(slot))
        {
            return null;
        }

        ref readonly var value = ref reading.Value(batch, slot);
        double? number = value.Type switch
        {
            ValueType.Int => value.Bits,
            ValueType.Double => value.AsDouble,
            ValueType.String when Utf8Parser.TryParse(batch.Bytes(value.Text), out double parsed, out var used) && used == value.Text.Length => parsed,
            _ => null,
        };
        return number is { } known && double.IsFinite(known) ? known : null;
    }

    /// <summary>Seconds from the start of the span to a moment that is given as text; <see langword="null"/> when it is none, or lies before.</summary>
    public static double? SecondsSince(TelemetryBatch batch, in SpanReading reading, AttributeSlot slot, ulong startUnixNano)
    {
        var text = Text(batch, in reading, slot);
        Span<char> characters = stackalloc char[MaxTimeLength];
        if (text.Length is 0 or > MaxTimeLength || !Encoding.UTF8.TryGetChars(text.Span, characters, out var length) ||
            !DateTimeOffset.TryParse(characters[..length], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment))
        {
            return null;
        }

        // Clients write milliseconds: the same one as the start is no time, not a negative one.
        var seconds = ((moment - DateTimeOffset.UnixEpoch).Ticks / (double)TimeSpan.TicksPerSecond) - (startUnixNano / 1e9);
        return seconds is > -0.001 and < SecondsPerDay ? Math.Max(0, Math.Round(seconds, digits: 6)) : null;
    }

    /// <summary>Tokens as the producer counts them, parts that it reports apart put together.</summary>
    public static TokenUsage Tokens(TelemetryBatch batch, in SpanReading reading)
    {
        var write1h = Whole(batch, in reading, AttributeSlot.CacheWrite1hTokens);
        var write5m = Whole(batch, in reading, AttributeSlot.CacheWrite5mTokens);
        var write = Whole(batch, in reading, AttributeSlot.CacheWriteTokens) ?? Sum(write5m, write1h);
        return new TokenUsage(
            Plus(Whole(batch, in reading, AttributeSlot.InputTokens), Whole(batch, in reading, AttributeSlot.CompactionInputTokens)),
            Plus(Whole(batch, in reading, AttributeSlot.OutputTokens), Whole(batch, in reading, AttributeSlot.CompactionOutputTokens)),
            Whole(batch, in reading, AttributeSlot.CacheReadTokens),
            write,
            Whole(batch, in reading, AttributeSlot.ReasoningTokens))
        {
            CacheWrite1h = write1h,
            AudioInput = Whole(batch, in reading, AttributeSlot.AudioInputTokens),
            AudioCacheRead = Whole(batch, in reading, AttributeSlot.AudioCacheReadTokens),
            AudioOutput = Whole(batch, in reading, AttributeSlot.AudioOutputTokens),
            ImageInput = Whole(batch, in reading, AttributeSlot.ImageInputTokens),
            ImageOutput = Whole(batch, in reading, AttributeSlot.ImageOutputTokens),
        };
    }

    private static long? Sum(long? a, long? b) => a is null && b is null ? null : (a ?? 0) + (b ?? 0);

    // Tokens of a compaction are billed with the call that made it necessary, and belong to no call of their own.
    private static long? Plus(long? tokens, long? compaction) => compaction is > 0 ? (tokens ?? 0) + compaction : tokens;
}
