using System.Text;

namespace OtelGenAI.Telemetry.Content;

/// <summary>Closes JSON that a length limit cut off, so that what came before the cut can be read.</summary>
internal static class CutOffJson
{
    private const int MaxDepth = 128;

    /// <summary>Closes whatever is open at the end.</summary>
    /// <param name="text">A text that is not JSON as it stands.</param>
    /// <returns>A text that may be JSON; <see langword="null"/> when nothing was open, so that it was not a cut that broke it.</returns>
    public static string? Close(string text)
    {
        var open = new Stack<char>();
        var inString = false;
        var stringStart = -1;
        var lastToken = '\0';
        var isKey = false;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (inString)
            {
                i += c == '\\' ? 1 : 0;
                inString = c != '"';
                continue;
            }

            switch (c)
            {
                case '"':
                    isKey = open.TryPeek(out var container) && container == '}' && lastToken is '{' or ',';
                    (inString, stringStart, lastToken) = (true, i, '"');
                    break;
                case '{' or '[' when open.Count < MaxDepth:
                    open.Push(c == '{' ? '}' : ']');
                    lastToken = c;
                    break;
                case '}' or ']' when open.TryPop(out var expected) && expected == c:
                    lastToken = c;
                    break;
                case '{' or '[' or '}' or ']':
                    return null;
                case not (' ' or '\t' or '\r' or '\n'):
                    lastToken = c;
                    break;
            }
        }

        return open.Count == 0 ? null : Finish(text, open, inString, stringStart, lastToken, isKey);
    }

    private static string Finish(string text, Stack<char> open, bool inString, int stringStart, char lastToken, bool isKey)
    {
        var closed = new StringBuilder(text);
        if (inString && isKey)
        {
            closed.Length = stringStart;
        }
        else if (inString)
        {
            closed.Length = BeforeHalfEscape(text);
            closed.Append('"');
        }
        else if (lastToken == '"' && isKey)
        {
            closed.Append(":null");
        }
        else if (lastToken == ':')
        {
            closed.Append("null");
        }
        else if (char.IsAsciiLetterOrDigit(lastToken) || lastToken is '-' or '.' or '+')
        {
            // Half a number is a wrong number, half a literal none.
            closed.Length = text.LastIndexOfAny([',', ':', '[', '{']) + 1;
            closed.Append("null");
        }

        while (closed.Length > 0 && (char.IsWhiteSpace(closed[^1]) || closed[^1] == ','))
        {
            closed.Length--;
        }

        return closed.AppendJoin("", open).ToString();
    }

    // \u00e and a lone backslash stand for nothing.
    private static int BeforeHalfEscape(string text)
    {
        for (var i = Math.Max(0, text.Length - 5); i < text.Length; i++)
        {
            if (text[i] == '\\' && (i + 1 == text.Length || (text[i + 1] == 'u' && i + 6 > text.Length)))
            {
                return i;
            }
        }

        return text.Length;
    }
}
