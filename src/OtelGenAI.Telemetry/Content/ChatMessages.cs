using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace OtelGenAI.Telemetry.Content;

/// <summary>Brings messages to the one shape of <see cref="SpanContent"/>: the conventions' own, and what older producers wrote.</summary>
/// <remarks>
/// Understands the conventions' parts, a bare text, a <c>content</c> text or array, OpenAI's <c>tool_calls</c> and
/// <c>tool_call_id</c>, and the tolerated variants of <c>conventions/</c>: <c>result</c> for <c>response</c>, <c>thinking</c> for
/// <c>reasoning</c>. What it does not know it passes on unchanged: a part of an unknown type is still shown.
/// </remarks>
internal static class ChatMessages
{
    private static readonly string[] MessageFields = ["role", "parts", "content", "text", "message", "tool_calls", "tool_call_id"];

    private static readonly JsonSerializerOptions Readable = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        TypeInfoResolver = JsonTypeInfoResolver.Combine(),
    };

    /// <summary>Messages from whatever was recorded.</summary>
    /// <param name="recorded">An array of messages, one message, or a text.</param>
    /// <param name="defaultRole">Role of a message that names none.</param>
    /// <returns>The messages, or <see langword="null"/> if there was nothing.</returns>
    public static JsonArray? Read(JsonNode? recorded, string defaultRole)
    {
        switch (recorded)
        {
            case null:
                return null;
            case JsonArray array:
                var messages = new JsonArray();
                foreach (var item in array)
                {
                    messages.Add((JsonNode)Message(item, defaultRole));
                }

                return messages;

            // 1.26: {"messages":[…]} as the request had it, {"choices":[…]} as the response had it.
            case JsonObject wrapper when wrapper["messages"] is JsonArray inner:
                return Read(inner, defaultRole);
            case JsonObject wrapper when wrapper["choices"] is JsonArray choices:
                return Read(choices, defaultRole);
            default:
                return [Message(recorded, defaultRole)];
        }
    }

    /// <summary>Parts from a system prompt: an array of parts, one part, or a text.</summary>
    public static JsonArray? Parts(JsonNode? recorded) => recorded switch
    {
        null => null,
        JsonArray array => PartsOf(array),
        _ => [Part(recorded)],
    };

    private static JsonObject Message(JsonNode? item, string defaultRole)
    {
        if (item is not JsonObject source || !MessageFields.Any(source.ContainsKey))
        {
            // Not a message anybody knows: shown as it is rather than as an empty one.
            var text = item is JsonObject ? JsonValue.Create(item.ToJsonString(Readable)) : item;
            return new JsonObject { ["role"] = defaultRole, ["parts"] = new JsonArray(Part(text)) };
        }

        // A choice wraps its message, and carries the finish reason beside it.
        var inner = source["message"] as JsonObject ?? source;
        var message = new JsonObject { ["role"] = TextOf(inner["role"]) ?? TextOf(source["role"]) ?? defaultRole };
        if (TextOf(inner["name"]) is { } name)
        {
            message["name"] = name;
        }

        if ((TextOf(source["finish_reason"]) ?? TextOf(inner["finish_reason"])) is { } finishReason)
        {
            message["finishReason"] = finishReason;
        }

        message["parts"] = MessageParts(inner, source);
        return message;
    }

    private static JsonArray MessageParts(JsonObject message, JsonObject choice)
    {
        if (message["parts"] is JsonArray parts)
        {
            return PartsOf(parts);
        }

        var result = new JsonArray();
        if (TextOf(message["tool_call_id"]) is { } callId)
        {
            result.Add((JsonNode)ToolCallResponse(callId, message["content"]));
            return result;
        }

        foreach (var content in message["content"] as JsonArray ?? [Copy(message["content"] ?? message["text"])])
        {
            if (content is not null)
            {
                result.Add((JsonNode)Part(content));
            }
        }

        foreach (var call in message["tool_calls"] as JsonArray ?? choice["tool_calls"] as JsonArray ?? [])
        {
            result.Add((JsonNode)ToolCall(call));
        }

        return result;
    }

    private static JsonArray PartsOf(JsonArray array)
    {
        var parts = new JsonArray();
        foreach (var item in array)
        {
            parts.Add((JsonNode)Part(item));
        }

        return parts;
    }

    private static JsonObject Part(JsonNode? item)
    {
        if (item is not JsonObject source)
        {
            return new JsonObject { ["type"] = "text", ["content"] = TextOf(item) ?? item?.ToJsonString() ?? "" };
        }

        var type = TextOf(source["type"]) ?? "text";
        switch (type)
        {
            case "text" or "input_text" or "output_text":
                return new JsonObject { ["type"] = "text", ["content"] = TextOf(source["content"]) ?? TextOf(source["text"]) ?? "" };
            case "reasoning" or "thinking":
                var thought = TextOf(source["content"]) ?? TextOf(source["thinking"]) ?? TextOf(source["text"]) ?? "";
                return new JsonObject { ["type"] = "reasoning", ["content"] = thought };
            case "tool_call":
                return new JsonObject
                {
                    ["type"] = type,
                    ["id"] = TextOf(source["id"]),
                    ["name"] = TextOf(source["name"]),
                    ["arguments"] = Structure(source["arguments"]),
                };
            case "function":
                return ToolCall(source);
            case "tool_call_response":
                return ToolCallResponse(TextOf(source["id"]), source["response"] ?? source["result"]);
            default:
                return Renamed(source);
        }
    }

    private static JsonObject ToolCall(JsonNode? call)
    {
        var source = call as JsonObject ?? [];
        var function = source["function"] as JsonObject ?? source;
        return new JsonObject
        {
            ["type"] = "tool_call",
            ["id"] = TextOf(source["id"]),
            ["name"] = TextOf(function["name"]),
            ["arguments"] = Structure(function["arguments"]),
        };
    }

    private static JsonObject ToolCallResponse(string? id, JsonNode? response) =>
        new() { ["type"] = "tool_call_response", ["id"] = id, ["response"] = Structure(response) };

    // The API writes camelCase throughout; these two are the only fields of the conventions' parts that have two words.
    private static JsonObject Renamed(JsonObject source)
    {
        var part = new JsonObject();
        foreach (var (key, value) in source)
        {
            part[key switch { "mime_type" => "mimeType", "file_id" => "fileId", _ => key }] = Copy(value);
        }

        return part;
    }

    // Arguments travel as a text that holds JSON in several wire formats; people want to see the JSON.
    private static JsonNode? Structure(JsonNode? node) => TextOf(node) is { } text ? ValueJson.ParseOrText(text) : Copy(node);

    private static JsonNode? Copy(JsonNode? node) => node?.DeepClone();

    private static string? TextOf(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}
