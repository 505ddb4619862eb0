using System.Globalization;
using OtelGenAI.Storage;

namespace OtelGenAI.Dashboard.Api;

/// <summary>The end of a page of log records as a text that survives a URL. Opaque to clients.</summary>
internal static class LogCursorText
{
    private const int Digits = 16;

    public static string Write(LogCursor cursor) => string.Create(CultureInfo.InvariantCulture, $"{cursor.TimeUnixNano:x16}-{cursor.Identity:x16}");

    public static bool TryRead(ReadOnlySpan<char> text, out LogCursor cursor)
    {
        cursor = default;
        if (text.Length != Digits + 1 + Digits || text[Digits] != '-' || !TryReadNumber(text[..Digits], out var time) || !TryReadNumber(text[(Digits + 1)..], out var identity))
        {
            return false;
        }

        cursor = new LogCursor(time, identity);
        return true;
    }

    private static bool TryReadNumber(ReadOnlySpan<char> text, out long number) =>
        long.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out number);
}
