namespace OtelGenAI.Telemetry;

/// <summary>Makes times that any client may send into times that can be ordered, subtracted and stored as signed 64-bit numbers.</summary>
public static class SpanTimes
{
    /// <summary>Clamps a span's times; what was received stays in its payload.</summary>
    /// <param name="startUnixNano">Start as received, in nanoseconds since 1970 UTC.</param>
    /// <param name="endUnixNano">End as received.</param>
    /// <returns>Start and end, the end never before the start; a start after the year 2262 becomes that year.</returns>
    public static (long Start, long End) Normalize(ulong startUnixNano, ulong endUnixNano)
    {
        var start = (long)Math.Min(startUnixNano, long.MaxValue);
        var end = (long)Math.Min(endUnixNano, long.MaxValue);
        return (start, Math.Max(start, end));
    }
}
