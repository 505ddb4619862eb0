using System.Globalization;
using OtelGenAI.Telemetry.Pricing;

namespace OtelGenAI.Storage.Query;

/// <summary>Reads the values of a question: <c>5s</c>, <c>$0.10</c>, <c>2k</c>, <c>-24h</c>.</summary>
/// <param name="now">What relative times count from.</param>
internal sealed class QueryValues(DateTimeOffset now)
{
    private static readonly (string Unit, decimal Nanoseconds)[] Units =
    [
        ("ns", 1), ("us", 1_000), ("µs", 1_000), ("ms", 1_000_000), ("s", 1_000_000_000), ("min", 60_000_000_000), ("m", 60_000_000_000), ("h", 3_600_000_000_000),
        ("d", 86_400_000_000_000),
    ];

    private static readonly (string Suffix, decimal Factor)[] Factors = [("k", 1_000), ("M", 1_000_000)];

    /// <summary>What a value of a type looks like, for whoever wrote another.</summary>
    public static string Example(QueryFieldType type) => type switch
    {
        QueryFieldType.Count => "a number such as 2000 or 2k",
        QueryFieldType.Duration => "a duration with its unit such as 250ms, 5s or 2m",
        QueryFieldType.Money => "an amount in USD such as 0.10",
        QueryFieldType.Time => "a time such as 2026-11-20, 2026-11-20T03:00:00Z or -24h",
        QueryFieldType.Boolean => "true or false",
        _ => "a number",
    };

    /// <summary>Reads a value in the unit of its type: the number, and how much of the unit its last digit is worth.</summary>
    /// <returns><see langword="null"/> when it is none.</returns>
    public decimal? Read(QueryFieldType type, string text) => type switch
    {
        QueryFieldType.Count => Scaled(text),
        QueryFieldType.Duration => Duration(text),
        QueryFieldType.Money => Number(text.TrimStart('$')) is { } usd && Math.Abs(usd) < 1_000_000 ? PicoUsd.Of(usd).Value : null,
        QueryFieldType.Time => Time(text),
        QueryFieldType.Boolean => text is "true" or "yes" ? 1 : text is "false" or "no" ? 0 : null,
        _ => Number(text),
    };

    /// <summary>Reads a plain number.</summary>
    public static decimal? Number(string text) =>
        decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;

    private static decimal? Scaled(string text)
    {
        foreach (var (suffix, factor) in Factors)
        {
            if (text.EndsWith(suffix, StringComparison.Ordinal) && Number(text[..^suffix.Length]) is { } number && Math.Abs(number) < long.MaxValue / factor)
            {
                return number * factor;
            }
        }

        return Number(text);
    }

    private static decimal? Duration(string text)
    {
        foreach (var (unit, nanoseconds) in Units)
        {
            if (text.EndsWith(unit, StringComparison.Ordinal) && Number(text[..^unit.Length]) is { } number && Math.Abs(number) < long.MaxValue / nanoseconds)
            {
                return number * nanoseconds;
            }
        }

        return text == "0" ? 0 : null;
    }

    private decimal? Time(string text)
    {
        if (text == "now")
        {
            return UnixNano(now);
        }

        if (text.StartsWith('-') && Duration(text) is { } ago)
        {
            return UnixNano(now) + ago;
        }

        return text.Length >= 4 && char.IsAsciiDigit(text[0]) && text.Contains('-', StringComparison.Ordinal) &&
            DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? UnixNano(time)
            : null;
    }

    private static decimal UnixNano(DateTimeOffset time) => (decimal)(time - DateTimeOffset.UnixEpoch).Ticks * TimeSpan.NanosecondsPerTick;
}
