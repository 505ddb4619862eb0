using System.Globalization;
using Microsoft.AspNetCore.Http;
using OtelGenAI.Storage;
using OtelGenAI.Telemetry.Pricing;

namespace OtelGenAI.Dashboard.Api;

/// <summary>The query string of the trace list, read and checked.</summary>
internal sealed record TraceListQuery(TraceFilter Filter, TraceCursor? After, int Limit)
{
    private const int DefaultLimit = 50;
    private const int MaxLimit = 1000;

    /// <summary>Reads it.</summary>
    /// <param name="query">The query string.</param>
    /// <param name="problem">What is wrong with it, or <see langword="null"/>.</param>
    public static TraceListQuery? Read(IQueryCollection query, out string? problem)
    {
        problem = null;
        var limit = DefaultLimit;
        if (Text(query, "limit") is { } limitText &&
            (!int.TryParse(limitText, NumberStyles.None, CultureInfo.InvariantCulture, out limit) || limit is < 1 or > MaxLimit))
        {
            problem = $"limit '{limitText}' is not a number from 1 to {MaxLimit}.";
        }

        TraceCursor? after = null;
        if (Text(query, "cursor") is { } cursorText)
        {
            if (TraceCursorText.TryRead(cursorText, out var cursor))
            {
                after = cursor;
            }
            else
            {
                problem ??= $"cursor '{cursorText}' is not one that this API gave out; leave it away for the first page.";
            }
        }

        var filter = new TraceFilter
        {
            StartFromUnixNano = Time(query, "from", ref problem),
            StartBeforeUnixNano = Time(query, "to", ref problem),
            NameContains = Text(query, "q"),
            ConversationId = Text(query, "session"),
            UserId = Text(query, "user"),
            CostAtLeast = Usd(query, "minCost", ref problem),
            CostAtMost = Usd(query, "maxCost", ref problem),
            Order = Order(query, ref problem),
            IsPinned = Claim(query, "pinned", ref problem),
        };
        return problem is null ? new TraceListQuery(filter, after, limit) : null;
    }

    /// <summary>A moment of the query string, in nanoseconds since 1970 UTC.</summary>
    internal static long? Time(IQueryCollection query, string name, ref string? problem)
    {
        if (Text(query, name) is not { } text)
        {
            return null;
        }

        if (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time))
        {
            return (time - DateTimeOffset.UnixEpoch).Ticks * TimeSpan.NanosecondsPerTick;
        }

        problem ??= $"{name} '{text}' is not an RFC 3339 time such as 2026-11-20T03:00:00Z.";
        return null;
    }

    private static PicoUsd? Usd(IQueryCollection query, string name, ref string? problem)
    {
        if (Text(query, name) is not { } text)
        {
            return null;
        }

        if (decimal.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var usd))
        {
            return PicoUsd.Of(usd);
        }

        problem ??= $"{name} '{text}' is not an amount in USD such as 0.10.";
        return null;
    }

    private static TraceOrder Order(IQueryCollection query, ref string? problem)
    {
        var text = Text(query, "sort");
        problem ??= text is null or "start" or "cost" ? null : $"sort '{text}' is not known: start (newest first, the default) or cost (highest first).";
        return text == "cost" ? TraceOrder.CostliestFirst : TraceOrder.NewestFirst;
    }

    private static bool? Claim(IQueryCollection query, string name, ref string? problem)
    {
        if (Text(query, name) is not { } text)
        {
            return null;
        }

        if (text is "true" or "false")
        {
            return text == "true";
        }

        problem ??= $"{name} '{text}' is neither true nor false.";
        return null;
    }

    private static string? Text(IQueryCollection query, string name) =>
        query[name].ToString() is { Length: > 0 } text ? text : null;
}
