using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace OtelGenAI.Telemetry.Content;

/// <summary>Reads JSON that a length limit cut off, up to the cut.</summary>
/// <remarks>
/// What was cut in the middle is kept only where a part of it is worth something: a text is. Half a number is a wrong number, half of a
/// role, a type or an id is another one, and what then has nothing in it is left out.
/// </remarks>
internal static class CutOffJson
{
    private const int MaxDepth = 128;
    private const int EscapeLength = 6;

    // Values that are compared and not read.
    private static readonly HashSet<string> Identifiers = new(StringComparer.Ordinal)
    {
        "role", "type", "part_kind", "id", "name", "tool_call_id", "toolCallId", "toolName", "tool_use_id", "call_id", "ref", "finish_reason", "finishReason",
        "stop_reason", "mime_type", "mimeType", "media_type", "mediaType", "modality",
    };

    /// <summary>Reads what came before the cut.</summary>
    /// <param name="text">A text that is not JSON as it stands.</param>
    /// <returns>The structure; <see langword="null"/> when it was not a cut that broke it.</returns>
    public static JsonNode? Read(string text)
    {
        try
        {
            if (Close(text) is not { } closed || LenientJson.Parse(Encoding.UTF8.GetBytes(closed)) is not { } node)
            {
                return null;
            }

            LeaveOutLast(node);
            return node;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // What never was JSON is shown as it is.
            return null;
        }
    }

    /// <summary>Closes whatever is open at the end.</summary>
    /// <param name="text">A text that is not JSON as it stands.</param>
    /// <returns>A text that may be JSON; <see langword="null"/> when nothing was open, so that it was not a cut that broke it.</returns>
    public static string? Close(string text)
    {
        var open = new Stack<char>();
        var end = new Ending();
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (end.InString)
            {
                if (c == '\\')
                {
                    end.LastEscape = i;
                    end.HighSurrogate = IsHighSurrogate(text, i) ? i : end.HighSurrogate;
                    i++;
                }

                end.InString = c != '"';
                continue;
            }

            switch (c)
            {
                case '"':
                    var isKey = open.TryPeek(out var container) && container == '}' && end.LastToken is '{' or ',';
                    end = end with { InString = true, IsKey = isKey, StringStart = i, KeyStart = isKey ? i : end.KeyStart, LastToken = '"', LastEscape = -1, HighSurrogate = -1 };
                    break;
                case '{' or '[' when open.Count < MaxDepth:
                    open.Push(c == '{' ? '}' : ']');
                    end.LastToken = c;
                    break;
                case '}' or ']' when open.TryPop(out var expected) && expected == c:
                    end.LastToken = c;
                    break;
                case '{' or '[' or '}' or ']':
                    return null;
                case not (' ' or '\t' or '\r' or '\n'):
                    end.LastToken = c;
                    break;
            }
        }

        return open.Count == 0 ? null : Finish(text, open, end);
    }

    private static string Finish(string text, Stack<char> open, Ending end)
    {
        var closed = new StringBuilder(text);
        if (end.InString && end.IsKey)
        {
            closed.Length = end.StringStart;
        }
        else if (end.InString && open.Peek() == '}' && Identifiers.Contains(KeyAt(text, end.KeyStart)))
        {
            closed.Length = end.StringStart;
            closed.Append("null");
        }
        else if (end.InString)
        {
            closed.Length = EndOfWholeCharacters(text, end);
            closed.Append('"');
        }
        else if (end.LastToken == '"' && end.IsKey)
        {
            closed.Append(":null");
        }
        else if (end.LastToken == ':')
        {
            closed.Append("null");
        }
        else if (char.IsAsciiLetterOrDigit(end.LastToken) || end.LastToken is '-' or '.' or '+')
        {
            closed.Length = text.LastIndexOfAny([',', ':', '[', '{']) + 1;
            closed.Append("null");
        }

        while (closed.Length > 0 && (char.IsWhiteSpace(closed[^1]) || closed[^1] == ','))
        {
            closed.Length--;
        }

        return closed.AppendJoin("", open).ToString();
    }

    // \u00e and a lone backslash stand for nothing, and neither does the first half of a pair.
    private static int EndOfWholeCharacters(string text, Ending end)
    {
        var isHalf = end.LastEscape >= 0 &&
            (end.LastEscape + 1 == text.Length || (text[end.LastEscape + 1] == 'u' && end.LastEscape + EscapeLength > text.Length));
        var length = isHalf ? end.LastEscape : text.Length;
        if (end.HighSurrogate >= 0 && end.HighSurrogate + EscapeLength == length)
        {
            return end.HighSurrogate;
        }

        return char.IsHighSurrogate(text[length - 1]) ? length - 1 : length;
    }

    private static bool IsHighSurrogate(string text, int escape) =>
        escape + EscapeLength <= text.Length && text[escape + 1] == 'u' &&
        ushort.TryParse(text.AsSpan(escape + 2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var unit) && char.IsHighSurrogate((char)unit);

    private static string KeyAt(string text, int start) =>
        start >= 0 && text.IndexOf('"', start + 1) is > 0 and var end ? text[(start + 1)..end] : "";

    // Only what lies on the way to the cut can be unfinished: the last item of the last item.
    private static void LeaveOutLast(JsonNode node)
    {
        if (node is JsonArray { Count: > 0 } array)
        {
            if (array[^1] is { } last)
            {
                LeaveOutLast(last);
            }

            if (IsNothing(array[^1]))
            {
                array.RemoveAt(array.Count - 1);
            }
        }
        else if (node is JsonObject { Count: > 0 } source)
        {
            var (name, last) = source.GetAt(source.Count - 1);
            if (last is not null)
            {
                LeaveOutLast(last);
            }

            if (IsNothing(last))
            {
                source.Remove(name);
            }
        }
    }

    private static bool IsNothing(JsonNode? node) => node is null or JsonObject { Count: 0 };

    /// <summary>Where a text stopped.</summary>
    private record struct Ending()
    {
        /// <summary>Inside a text.</summary>
        public bool InString { get; set; }

        /// <summary>That text, or the last one, is the name of a property.</summary>
        public bool IsKey { get; init; }

        /// <summary>Where the text began.</summary>
        public int StringStart { get; init; }

        /// <summary>Where the last name of a property began.</summary>
        public int KeyStart { get; init; } = -1;

        /// <summary>The last escape in the text, or -1.</summary>
        public int LastEscape { get; set; } = -1;

        /// <summary>The last escape in the text that is the first half of a pair, or -1.</summary>
        public int HighSurrogate { get; set; } = -1;

        /// <summary>The last character that was not white space.</summary>
        public char LastToken { get; set; }
    }
}
