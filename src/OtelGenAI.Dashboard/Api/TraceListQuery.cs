using System.Globalization;
using Microsoft.AspNetCore.Http;
using OtelGenAI.Storage;
using OtelGenAI.Telemetry.Pricing;

namespace OtelGenAI.Dashboard.Api;

/// <summary>The query string of the trace list, read and checked.</summary>
internal sealed record TraceListQuery(TraceFilter Filter, TraceCursor? After, int Limit)
{
    // Whoever waits longer has asked for it.
    private const int DefaultTimeoutMs = 10_000;
    private const int MaxTimeoutMs = 60_000;

    /// <summary>Reads it.</summary>
    /// <param name="query">The query string.</param>
    /// <param name="now">What relative times count from.</param>
    /// <param name="problem">What is wrong with it, or <see langword="null"/>.</param>
    public static TraceListQuery? Read(IQueryCollection query, DateTimeOffset now, out ErrorBody? problem)
    {
        var text = new QueryText(query);
        var question = text.Query("q", now);
        var limit = text.Limit();
        TraceCursor? after = null;
        if (text.Text("cursor") is { } cursorText)
        {
            if (TraceCursorText.TryRead(cursorText, out var cursor))
            {
                after = cursor;
            }
            else
            {
                text.RefuseCursor(cursorText);
            }
        }

        var filter = new TraceFilter
        {
            StartFromUnixNano = text.Time("from"),
            StartBeforeUnixNano = text.Time("to"),
            Query = question,
            Budget = TimeSpan.FromMilliseconds(text.Number("timeoutMs", DefaultTimeoutMs, MaxTimeoutMs)),
            ConversationId = text.Text("session"),
            UserId = text.Text("user"),
            CostAtLeast = Usd(text, "minCost"),
            CostAtMost = Usd(text, "maxCost"),
            Order = Order(text),
            IsPinned = Claim(text, "pinned"),
        };
        problem = text.Problem;
        return problem is null ? new TraceListQuery(filter, after, limit) : null;
    }

    private static PicoUsd? Usd(QueryText query, string name)
    {
        if (query.Text(name) is not { } text)
        {
            return null;
        }

        if (decimal.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var usd))
        {
            return PicoUsd.Of(usd);
        }

        query.Refuse($"{name} '{text}' is not an amount in USD such as 0.10.");
        return null;
    }

    private static TraceOrder Order(QueryText query)
    {
        var text = query.Text("sort");
        if (text is not (null or "start" or "cost"))
        {
            query.Refuse($"sort '{text}' is not known: start (newest first, the default) or cost (highest first).");
        }

        return text == "cost" ? TraceOrder.CostliestFirst : TraceOrder.NewestFirst;
    }

    private static bool? Claim(QueryText query, string name)
    {
        var text = query.Text(name);
        if (text is not (null or "true" or "false"))
        {
            query.Refuse($"{name} '{text}' is neither true nor false.");
        }

        return text is null ? null : text == "true";
    }
}
