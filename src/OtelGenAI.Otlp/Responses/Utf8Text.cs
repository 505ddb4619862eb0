using System.Text;
using System.Text.Unicode;

namespace OtelGenAI.Otlp.Responses;

/// <summary>Cuts text to a number of bytes without cutting a character.</summary>
internal static class Utf8Text
{
    /// <summary>The text as UTF-8, or as much of its beginning as fits.</summary>
    public static byte[] Cut(string text, int maxBytes)
    {
        var buffer = new byte[Math.Min(maxBytes, Encoding.UTF8.GetMaxByteCount(text.Length))];
        Utf8.FromUtf16(text, buffer, out _, out var written, replaceInvalidSequences: true, isFinalBlock: true);
        return buffer[..written];
    }
}
