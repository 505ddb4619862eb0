using System.Globalization;
using OtelGenAI.Storage;
using OtelGenAI.Telemetry;
using OtelGenAI.Telemetry.Pricing;

namespace OtelGenAI.Dashboard.Api;

/// <summary>A page's end as a text that survives a URL. Opaque to clients.</summary>
internal static class TraceCursorText
{
    public static string Write(TraceCursor cursor) => string.Create(
        CultureInfo.InvariantCulture, $"{cursor.StartUnixNano:x16}-{cursor.TraceId}{(cursor.Cost is { } cost ? $"-{cost.Value:x16}" : "")}");

    public static bool TryRead(ReadOnlySpan<char> text, out TraceCursor cursor)
    {
        const int idAt = 17, costAt = 50;
        cursor = default;
        if (text.Length is not (costAt - 1 or costAt + 16) || text[idAt - 1] != '-' || (text.Length > costAt && text[costAt - 1] != '-') ||
            !TryReadNumber(text[..(idAt - 1)], out var start) || !TraceId.TryParse(text[idAt..(costAt - 1)], out var traceId))
        {
            return false;
        }

        var cost = 0L;
        if (text.Length > costAt && !TryReadNumber(text[costAt..], out cost))
        {
            return false;
        }

        cursor = new TraceCursor(start, traceId) { Cost = text.Length > costAt ? new PicoUsd(cost) : null };
        return true;
    }

    private static bool TryReadNumber(ReadOnlySpan<char> text, out long number) =>
        long.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out number);
}
