using System.Buffers;
using OtelGenAI.Storage.Statistics;
using OtelGenAI.Telemetry.Pricing;

namespace OtelGenAI.Storage.Sqlite.RollUps;

/// <summary>Sums as one column: nothing in SQL asks for a part of them, and most are small. Numbers are zigzag varints.</summary>
internal static class UsageBlob
{
    private const byte Version = 1;
    private const int MaxNumberBytes = 10;

    /// <summary>Writes sums.</summary>
    public static void Write(UsageTotals totals, ArrayBufferWriter<byte> output)
    {
        output.GetSpan(1)[0] = Version;
        output.Advance(1);
        ReadOnlySpan<long> numbers =
        [
            totals.Count, totals.Errors, totals.Calls, totals.PricedCalls, totals.UnpricedCalls, totals.InputTokens, totals.OutputTokens,
            totals.CacheReadTokens, totals.CacheWriteTokens, totals.ReasoningTokens, totals.CacheWrite1hTokens, totals.AudioInputTokens,
            totals.AudioOutputTokens, totals.ImageInputTokens, totals.ImageOutputTokens, totals.Cost.Value, totals.DurationNano,
        ];
        foreach (var number in numbers)
        {
            Write(number, output);
        }

        Write(totals.Durations, output);
        Write(totals.FirstChunks, output);
    }

    /// <summary>Reads sums.</summary>
    /// <returns><see langword="false"/> when the bytes are not what <see cref="Write(UsageTotals, ArrayBufferWriter{byte})"/> writes.</returns>
    public static bool TryRead(ReadOnlySpan<byte> blob, UsageTotals totals)
    {
        if (blob.IsEmpty || blob[0] != Version)
        {
            return false;
        }

        var reader = new Reader(blob[1..]);
        totals.Count = reader.Next();
        totals.Errors = reader.Next();
        totals.Calls = reader.Next();
        totals.PricedCalls = reader.Next();
        totals.UnpricedCalls = reader.Next();
        totals.InputTokens = reader.Next();
        totals.OutputTokens = reader.Next();
        totals.CacheReadTokens = reader.Next();
        totals.CacheWriteTokens = reader.Next();
        totals.ReasoningTokens = reader.Next();
        totals.CacheWrite1hTokens = reader.Next();
        totals.AudioInputTokens = reader.Next();
        totals.AudioOutputTokens = reader.Next();
        totals.ImageInputTokens = reader.Next();
        totals.ImageOutputTokens = reader.Next();
        totals.Cost = new PicoUsd(reader.Next());
        totals.DurationNano = reader.Next();
        reader.Read(totals.Durations);
        reader.Read(totals.FirstChunks);
        return reader.IsAtEnd;
    }

    private static void Write(DurationHistogram histogram, ArrayBufferWriter<byte> output)
    {
        Write(histogram.Counts.Count, output);
        var before = 0;
        foreach (var (bucket, count) in histogram.Counts)
        {
            Write(bucket - before, output);
            Write(count, output);
            before = bucket;
        }
    }

    private static void Write(long number, ArrayBufferWriter<byte> output)
    {
        var rest = (ulong)((number << 1) ^ (number >> 63));
        var room = output.GetSpan(MaxNumberBytes);
        var length = 0;
        for (; rest >= 0x80; rest >>= 7)
        {
            room[length++] = (byte)(rest | 0x80);
        }

        room[length++] = (byte)rest;
        output.Advance(length);
    }

    private ref struct Reader(ReadOnlySpan<byte> rest)
    {
        private ReadOnlySpan<byte> _rest = rest;
        private bool _isBroken;

        public readonly bool IsAtEnd => _rest.IsEmpty && !_isBroken;

        public long Next()
        {
            var number = 0UL;
            for (var shift = 0; shift < 64; shift += 7)
            {
                if (_rest.IsEmpty)
                {
                    _isBroken = true;
                    return 0;
                }

                var part = _rest[0];
                _rest = _rest[1..];
                number |= (ulong)(part & 0x7F) << shift;
                if (part < 0x80)
                {
                    break;
                }
            }

            return (long)(number >> 1) ^ -(long)(number & 1);
        }

        public void Read(DurationHistogram histogram)
        {
            var bucket = 0;
            for (var left = Next(); left > 0 && !_isBroken; left--)
            {
                bucket += (int)Next();
                histogram.AddBucket(bucket, Next());
            }
        }
    }
}
