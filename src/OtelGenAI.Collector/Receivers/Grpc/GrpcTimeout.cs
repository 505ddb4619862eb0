using System.Globalization;

namespace OtelGenAI.Collector.Receivers.Grpc;

/// <summary>Reads the <c>grpc-timeout</c> header.</summary>
/// <remarks>Source: grpc/grpc doc/PROTOCOL-HTTP2.md, "Timeout": at most eight digits and a unit.</remarks>
internal static class GrpcTimeout
{
    private const int MaxLength = 9;

    // CancellationTokenSource.CancelAfter takes at most about 49.7 days; nobody waits longer.
    private static readonly TimeSpan Longest = TimeSpan.FromDays(49);

    /// <summary>Reads a value.</summary>
    /// <param name="text">The header.</param>
    /// <param name="timeout">The time, at most 49 days.</param>
    /// <returns><see langword="false"/> if the header is malformed.</returns>
    public static bool TryParse(ReadOnlySpan<char> text, out TimeSpan timeout)
    {
        timeout = default;
        if (text.Length is < 2 or > MaxLength ||
            !long.TryParse(text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var amount))
        {
            return false;
        }

        double ticks = text[^1] switch
        {
            'H' => amount * (double)TimeSpan.TicksPerHour,
            'M' => amount * (double)TimeSpan.TicksPerMinute,
            'S' => amount * (double)TimeSpan.TicksPerSecond,
            'm' => amount * (double)TimeSpan.TicksPerMillisecond,
            'u' => amount * (double)TimeSpan.TicksPerMicrosecond,
            'n' => amount / (double)TimeSpan.NanosecondsPerTick,
            _ => -1,
        };
        if (ticks < 0)
        {
            return false;
        }

        timeout = TimeSpan.FromTicks((long)Math.Min(Math.Ceiling(ticks), Longest.Ticks));
        return true;
    }
}
