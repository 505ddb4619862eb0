using System.Globalization;
using Microsoft.AspNetCore.Http;
using OtelGenAI.Telemetry.Metrics;

namespace OtelGenAI.Dashboard.Api;

/// <summary>The query string of a metric's chart, read and checked.</summary>
internal static class MetricChartRequest
{
    private const int MaxBuckets = 2_000;

    // Wide enough to see something, and few enough points to see it.
    private const int WantedBuckets = 120;

    private const int MaxByLength = 256;

    private static readonly TimeSpan DefaultRange = TimeSpan.FromHours(1);

    private static readonly long[] NiceSeconds = [1, 5, 10, 15, 30, 60, 300, 900, 1_800, 3_600, 21_600, 86_400, 7 * 86_400];

    /// <summary>Reads it.</summary>
    /// <param name="query">The query string.</param>
    /// <param name="now">What <c>to</c> is when it is not given.</param>
    /// <param name="problem">What is wrong with it, or <see langword="null"/>.</param>
    public static MetricChartQuery? Read(IQueryCollection query, DateTimeOffset now, out string? problem)
    {
        problem = null;
        var to = Time(query, "to", ref problem) ?? now;
        var from = Time(query, "from", ref problem) ?? to - DefaultRange;
        if (problem is null && from >= to)
        {
            problem = $"from ({from:O}) must be before to ({to:O}).";
        }

        var bucket = Bucket(query, to - from, ref problem);
        var by = query["by"].ToString();
        if (by.Length > MaxByLength)
        {
            problem ??= $"by is longer than {MaxByLength} characters: it names one attribute, such as a model's.";
        }

        if (problem is not null)
        {
            return null;
        }

        var chart = new MetricChartQuery(
            Nanoseconds(from - DateTimeOffset.UnixEpoch), Nanoseconds(to - DateTimeOffset.UnixEpoch), Nanoseconds(bucket), by.Length > 0 ? by : null);
        if (chart.BucketCount > MaxBuckets)
        {
            problem = string.Create(
                CultureInfo.InvariantCulture, $"bucket '{query["bucket"]}' makes {chart.BucketCount} points of that stretch of time; the limit is {MaxBuckets}.");
            return null;
        }

        return chart;
    }

    private static long Nanoseconds(TimeSpan time) => time.Ticks * TimeSpan.NanosecondsPerTick;

    private static DateTimeOffset? Time(IQueryCollection query, string name, ref string? problem)
    {
        if (query[name].ToString() is not { Length: > 0 } text)
        {
            return null;
        }

        // Nanoseconds since 1970 fit a long until 2262.
        if (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) && time.Year is >= 1970 and < 2262)
        {
            return time;
        }

        problem ??= $"{name} '{text}' is not an RFC 3339 time such as 2026-11-20T03:00:00Z.";
        return null;
    }

    private static TimeSpan Bucket(IQueryCollection query, TimeSpan range, ref string? problem)
    {
        if (query["bucket"].ToString() is not { Length: > 0 } text)
        {
            var seconds = Array.Find(NiceSeconds, one => range.TotalSeconds / one <= WantedBuckets);
            return TimeSpan.FromSeconds(seconds > 0 ? seconds : Math.Ceiling(range.TotalSeconds / WantedBuckets));
        }

        var unit = text[^1] switch { 's' => 1, 'm' => 60, 'h' => 3_600, 'd' => 86_400, _ => 0 };
        if (unit > 0 && int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count is > 0 and <= 100_000)
        {
            return TimeSpan.FromSeconds((long)count * unit);
        }

        problem ??= $"bucket '{text}' is not a length of time such as 30s, 5m, 1h or 1d.";
        return TimeSpan.FromSeconds(1);
    }
}
