using System.Text.Json.Nodes;

namespace OtelGenAI.Telemetry.Content;

/// <summary>Brings the parts of messages to the part types of the conventions; what is not known is passed on unchanged, and so still shown.</summary>
internal static class MessageParts
{
    // What Gemini, Genkit and Bedrock call a part that is no text, where its name is its only property.
    private static readonly HashSet<string> ShapeNames = new(StringComparer.Ordinal)
    {
        "functionCall", "function_call", "toolRequest", "toolUse", "functionResponse", "function_response", "toolResponse", "toolResult",
    };

    /// <summary>Parts from a list, one part, or a text.</summary>
    public static JsonArray OfContent(JsonNode? content)
    {
        var parts = new JsonArray();
        foreach (var item in content as JsonArray ?? PartsInText(content) ?? [content?.DeepClone()])
        {
            if (item is not null)
            {
                parts.Add((JsonNode)Of(item));
            }
        }

        return parts;
    }

    /// <summary>Whether a node says by its type that it is a part.</summary>
    private static bool IsPart(JsonNode? item) => item is JsonObject source && !source.ContainsKey("message") &&
        JsonShapes.Text(source["type"]) is "text" or "image_url" or "image" or "tool_call" or "tool-call" or "tool_use" or "tool_result" or
            "function_call" or "function_call_output" or "reasoning" or "thinking";

    /// <summary>Whether a list is of parts and not of messages: items of a Responses answer, and parts that some client recorded without a message around them.</summary>
    public static bool AreParts(JsonArray list) => list.Count > 0 &&
        (list.All(IsPartWithoutRole) || (list.Any(IsNamedByShape) && list.All(item => IsPartWithoutRole(item) || IsNamedByShape(item) || IsBareText(item))));

    private static bool IsPartWithoutRole(JsonNode? item) => item is JsonObject source && !source.ContainsKey("role") && IsPart(source);

    private static bool IsNamedByShape(JsonNode? item) => item is JsonObject { Count: 1 } source && ShapeNames.Contains(source.First().Key);

    private static bool IsBareText(JsonNode? item) => item is JsonObject { Count: 1 } source && source.ContainsKey("text");

    /// <summary>One part.</summary>
    public static JsonObject Of(JsonNode? item)
    {
        if (item is not JsonObject source)
        {
            return PlainText(JsonShapes.Shown(item));
        }

        source = source["message_content"] as JsonObject ?? source;
        return (JsonShapes.Text(source["type"]) ?? JsonShapes.Text(source["part_kind"])) is { } type ? OfType(source, type) : OfShape(source);
    }

    private static JsonObject OfType(JsonObject source, string type) => type switch
    {
        "text" or "input_text" or "output_text" => PlainText(JsonShapes.FirstText(source, "content", "text") ?? ""),
        "reasoning" or "thinking" => Reasoning(JsonShapes.FirstText(source, "content", "thinking", "reasoning", "text") ?? SummaryOf(source)),
        "tool_call" or "tool-call" or "tool_use" or "function_call" or "function" => ToolParts.Call(source),
        "tool_call_response" or "tool-result" or "tool_result" or "function_call_output" => ToolParts.Response(source),
        _ => MediaParts.Read(source, type) ?? Renamed(source),
    };

    // Gemini and Genkit name a part by its only property.
    private static JsonObject OfShape(JsonObject source)
    {
        if ((source["functionCall"] ?? source["function_call"] ?? source["toolRequest"] ?? source["toolUse"]) is JsonObject call)
        {
            return ToolParts.Call(call);
        }

        if ((source["functionResponse"] ?? source["function_response"] ?? source["toolResponse"] ?? source["toolResult"]) is JsonObject response)
        {
            return ToolParts.Response(response);
        }

        if (JsonShapes.FirstText(source, "text", "content") is { } text)
        {
            return source["thought"] is JsonValue thought && thought.TryGetValue<bool>(out var isThought) && isThought ? Reasoning(text) : PlainText(text);
        }

        if ((source["inlineData"] ?? source["inline_data"]) is JsonObject data)
        {
            return MediaParts.Read(data, "image") ?? Renamed(source);
        }

        return PlainText(JsonShapes.Text((source["embedding"] as JsonObject)?["text"]) ?? JsonShapes.Shown(source));
    }

    // Some clients record a list of parts as its JSON text.
    private static JsonArray? PartsInText(JsonNode? content) =>
        JsonShapes.Text(content) is { } text && text.StartsWith("[{", StringComparison.Ordinal) &&
        ValueJson.ParseOrText(text) is JsonArray { Count: > 0 } parts && parts.All(IsPart) ? parts : null;

    private static JsonObject PlainText(string text) => new() { ["type"] = "text", ["content"] = text };

    private static JsonObject Reasoning(string text) => new() { ["type"] = "reasoning", ["content"] = text };

    private static string SummaryOf(JsonObject source) => source["summary"] is JsonArray summary
        ? string.Join('\n', summary.OfType<JsonObject>().Select(item => JsonShapes.Text(item["text"]) ?? ""))
        : "";

    // The API writes camelCase throughout; these two are the only fields of the conventions' parts that have two words.
    private static JsonObject Renamed(JsonObject source)
    {
        var part = new JsonObject();
        foreach (var (key, value) in source)
        {
            part[key switch { "mime_type" => "mimeType", "file_id" => "fileId", _ => key }] = value?.DeepClone();
        }

        return part;
    }
}
