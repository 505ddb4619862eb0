using System.Text.Json.Nodes;

namespace OtelGenAI.Telemetry.Content;

/// <summary>Brings messages to the one shape of <see cref="SpanContent"/>, whatever producer wrote them.</summary>
/// <remarks>
/// Understands the conventions' messages, a bare text, and the messages of OpenAI (both APIs), Anthropic, Gemini, LangChain, the Vercel
/// AI SDK, OpenInference and Genkit, by their shape and not by who sent them: clients hand on what the provider gave them. What it does
/// not know is shown as it is.
/// </remarks>
internal static class ChatMessages
{
    private const int MaxNesting = 4;

    private static readonly string[] MessageFields =
        ["role", "parts", "content", "text", "message", "tool_calls", "tool_call_id", "lc", "data"];

    // {"messages":[…]} as a request had it, {"choices":[…]} and {"candidates":[…]} as a response had it, and what frameworks keep them in.
    private static readonly string[] Wrappers = ["messages", "choices", "contents", "candidates", "items", "generations"];

    /// <summary>Messages from whatever was recorded.</summary>
    /// <param name="recorded">An array of messages, one message, a request, a response, or a text.</param>
    /// <param name="defaultRole">Role of a message that names none.</param>
    /// <returns>The messages, or <see langword="null"/> if there was nothing.</returns>
    public static JsonArray? Read(JsonNode? recorded, string defaultRole)
    {
        if (recorded is null)
        {
            return null;
        }

        var messages = new JsonArray();
        Add(messages, recorded, defaultRole, MaxNesting);
        return messages;
    }

    /// <summary>Parts from a system prompt: an array of parts, one part, or a text.</summary>
    public static JsonArray? Parts(JsonNode? recorded) => recorded is null ? null : MessageParts.OfContent(recorded);

    private static void Add(JsonArray messages, JsonNode? recorded, string defaultRole, int nesting)
    {
        switch (recorded)
        {
            case JsonArray array when nesting > 0 && MessageParts.AreParts(array):
                messages.Add((JsonNode)Message(defaultRole, MessageParts.OfContent(array)));
                break;
            case JsonArray array when nesting > 0:
                foreach (var item in array)
                {
                    Add(messages, item, defaultRole, nesting - 1);
                }

                break;
            case JsonObject source when nesting > 0 && AddWrapped(messages, source, defaultRole, nesting - 1):
                break;
            default:
                messages.Add((JsonNode)OneMessage(recorded, defaultRole));
                break;
        }
    }

    private static bool AddWrapped(JsonArray messages, JsonObject source, string defaultRole, int nesting)
    {
        if (source.ContainsKey("role") || source.ContainsKey("parts"))
        {
            return false;
        }

        foreach (var name in Wrappers)
        {
            if (source[name] is JsonArray inner)
            {
                AddSystem(messages, source);
                Add(messages, inner, defaultRole, nesting);
                return true;
            }
        }

        // A Responses request ({"input":…,"instructions":…}) and its answer ({"output":[…]}); the Vercel AI SDK's {"system":…,"prompt":…}.
        if (source["output"] is JsonArray output && defaultRole == "assistant")
        {
            Add(messages, output, defaultRole, nesting);
            return true;
        }

        if ((source["input"] ?? source["prompt"]) is { } input && (source.ContainsKey("model") || source.ContainsKey("prompt")) && defaultRole == "user")
        {
            AddSystem(messages, source);
            Add(messages, input, defaultRole, nesting);
            return true;
        }

        return false;
    }

    private static void AddSystem(JsonArray messages, JsonObject request)
    {
        var config = request["config"] as JsonObject ?? request;
        if ((JsonShapes.First(request, "system", "instructions") ?? JsonShapes.First(config, "system_instruction", "systemInstruction")) is { } system)
        {
            messages.Add((JsonNode)Message("system", MessageParts.OfContent((system as JsonObject)?["parts"] ?? system)));
        }
    }

    private static JsonObject OneMessage(JsonNode? item, string defaultRole)
    {
        if (item is not JsonObject source || !MessageFields.Any(source.ContainsKey))
        {
            // Not a message anybody knows: shown as it is rather than as an empty one.
            var part = item is JsonObject known && (known.ContainsKey("type") || known.ContainsKey("text")) ? item : JsonValue.Create(JsonShapes.Shown(item));
            return Message(defaultRole, [(JsonNode)MessageParts.Of(part)]);
        }

        // A choice wraps its message and carries the finish reason beside it; Gemini's candidate calls it content, LangChain kwargs or data.
        var inner = (source["message"] ?? LangChainFields(source) ?? source["data"]) as JsonObject
            ?? (source["content"] is JsonObject content && content.ContainsKey("parts") ? content : source);
        inner = LangChainFields(inner) ?? inner;
        var role = JsonShapes.FirstText(inner, "role") ?? JsonShapes.FirstText(source, "role") ?? LangChainRole(source) ?? LangChainRole(inner);
        var message = new JsonObject { ["role"] = Role(role) ?? defaultRole };
        if (JsonShapes.Text(inner["name"]) is { } name)
        {
            message["name"] = name;
        }

        if ((JsonShapes.FirstText(source, "finish_reason", "finishReason") ?? JsonShapes.FirstText(inner, "finish_reason", "finishReason", "stop_reason")) is { } reason)
        {
            message["finishReason"] = reason;
        }

        message["parts"] = PartsOf(inner, source);
        return message;
    }

    private static JsonArray PartsOf(JsonObject message, JsonObject choice)
    {
        if (message["parts"] is JsonArray parts)
        {
            return MessageParts.OfContent(parts);
        }

        if (JsonShapes.Text(message["tool_call_id"]) is { } callId)
        {
            return [(JsonNode)ToolParts.Response(callId, message["content"])];
        }

        var content = message["content"] ?? message["contents"] ?? message["text"] ?? message["message"] as JsonArray;
        var result = JsonShapes.Text(content) is "" && message["tool_calls"] is not null ? [] : MessageParts.OfContent(content);
        if (JsonShapes.Text(message["refusal"]) is { Length: > 0 } refusal)
        {
            result.Add((JsonNode)new JsonObject { ["type"] = "refusal", ["content"] = refusal });
        }

        foreach (var call in message["tool_calls"] as JsonArray ?? choice["tool_calls"] as JsonArray ?? [])
        {
            result.Add((JsonNode)ToolParts.Call(call));
        }

        if (message["function_call"] is JsonObject function)
        {
            result.Add((JsonNode)ToolParts.Call(function));
        }
        else if (JsonShapes.Text(message["function_call_name"]) is { } functionName)
        {
            var legacy = new JsonObject { ["name"] = functionName, ["arguments"] = message["function_call_arguments_json"]?.DeepClone() };
            result.Add((JsonNode)ToolParts.Call(legacy));
        }

        return result;
    }

    private static JsonObject Message(string role, JsonArray parts) => new() { ["role"] = role, ["parts"] = parts };

    private static string? Role(string? role) => role switch { "human" => "user", "ai" or "model" => "assistant", "function" => "tool", _ => role };

    private static JsonObject? LangChainFields(JsonObject source) => source.ContainsKey("lc") ? source["kwargs"] as JsonObject : null;

    // LangChain says who speaks by a type, or by the class it serialized: ["langchain", …, "HumanMessage"].
    private static string? LangChainRole(JsonObject source) =>
        (source["id"] is JsonArray { Count: > 0 } path ? JsonShapes.Text(path[^1]) : JsonShapes.Text(source["type"])) switch
        {
            "human" or "HumanMessage" or "HumanMessageChunk" => "user",
            "ai" or "AIMessage" or "AIMessageChunk" => "assistant",
            "system" or "SystemMessage" => "system",
            "tool" or "ToolMessage" => "tool",
            _ => null,
        };
}
