using System.Globalization;
using OtelGenAI.Storage;
using OtelGenAI.Telemetry;

namespace OtelGenAI.Dashboard.Api;

/// <summary>A page's end as a text that survives a URL. Opaque to clients.</summary>
internal static class TraceCursorText
{
    public static string Write(TraceCursor cursor) =>
        string.Create(CultureInfo.InvariantCulture, $"{cursor.StartUnixNano:x16}-{cursor.TraceId}");

    public static bool TryRead(ReadOnlySpan<char> text, out TraceCursor cursor)
    {
        cursor = default;
        var dash = text.IndexOf('-');
        if (dash < 0 ||
            !long.TryParse(text[..dash], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var start) ||
            !TraceId.TryParse(text[(dash + 1)..], out var traceId))
        {
            return false;
        }

        cursor = new TraceCursor(start, traceId);
        return true;
    }
}
