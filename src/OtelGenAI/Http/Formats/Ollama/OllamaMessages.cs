using System.Text.Json;

namespace OtelGenAI.Http.Formats.Ollama;

/// <summary>Translates Ollama's messages into the conventions' shape.</summary>
internal static class OllamaMessages
{
    /// <summary>Reads the <c>messages</c> of a request.</summary>
    public static List<GenAIMessage> Read(JsonElement messages)
    {
        var result = new List<GenAIMessage>();
        foreach (var message in JsonFields.ObjectsOf(messages))
        {
            var role = JsonFields.StringOf(message, "role") ?? "user";
            result.Add(new GenAIMessage(role, ReadParts(message, role)));
        }

        return result;
    }

    // Calls have no ids here: answers stand in the order of the calls, and may name their tool.
    private static List<GenAIPart> ReadParts(JsonElement message, string role)
    {
        var parts = new List<GenAIPart>();
        if (role == "tool")
        {
            parts.Add(new GenAIPart.ToolCallResponse(Id: null, JsonFields.StringOf(message, "content") ?? ""));
            return parts;
        }

        if (JsonFields.StringOf(message, "thinking") is { Length: > 0 } thinking)
        {
            parts.Add(new GenAIPart.Reasoning(thinking));
        }

        if (JsonFields.StringOf(message, "content") is { Length: > 0 } text)
        {
            parts.Add(new GenAIPart.Text(text));
        }

        if (JsonFields.PropertyOf(message, "images") is { ValueKind: JsonValueKind.Array } images)
        {
            parts.AddRange(images.EnumerateArray()
                .Where(static image => image.ValueKind == JsonValueKind.String)
                .Select(static image => new GenAIPart.Blob("image", MimeType: null, image.GetString()!)));
        }

        parts.AddRange(JsonFields.ObjectsOf(message, "tool_calls").Select(static call => JsonFields.PropertyOf(call, "function")).Select(
            static function => new GenAIPart.ToolCall(Id: null, JsonFields.StringOf(function, "name") ?? "", JsonFields.TextOf(function, "arguments"))));
        return parts;
    }
}
