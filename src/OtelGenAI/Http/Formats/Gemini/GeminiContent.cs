using System.Text.Json;
using OtelGenAI.Content;

namespace OtelGenAI.Http.Formats.Gemini;

/// <summary>Translates Gemini's contents into the conventions' messages.</summary>
internal static class GeminiContent
{
    /// <summary>Reads the <c>contents</c> of a request.</summary>
    public static List<GenAIMessage> ReadContents(JsonElement contents)
    {
        var messages = new List<GenAIMessage>();
        foreach (var content in JsonFields.ObjectsOf(contents))
        {
            messages.Add(new GenAIMessage(RoleOf(JsonFields.StringOf(content, "role")), ReadParts(content)));
        }

        return messages;
    }

    /// <summary>Reads the parts of one content; system instructions are one too, or only a text.</summary>
    public static List<GenAIPart> ReadParts(JsonElement content) => content.ValueKind == JsonValueKind.String
        ? [new GenAIPart.Text(content.GetString()!)]
        : [.. JsonFields.ObjectsOf(content, "parts").Select(ReadPart)];

    /// <summary>Reads the <c>tools</c> of a request: groups of functions, or one of Google's own.</summary>
    public static List<GenAIToolDefinition> ReadTools(JsonElement tools, ContentPolicy policy)
    {
        var result = new List<GenAIToolDefinition>();
        foreach (var tool in JsonFields.ObjectsOf(tools))
        {
            foreach (var property in tool.EnumerateObject())
            {
                if (property.Name is not ("functionDeclarations" or "function_declarations"))
                {
                    result.Add(new GenAIToolDefinition(property.Name, property.Name, Description: null, Parameters: null));
                    continue;
                }

                result.AddRange(JsonFields.ObjectsOf(property.Value).Select(function => new GenAIToolDefinition(
                    "function",
                    JsonFields.StringOf(function, "name") ?? "",
                    policy.ToolDetails ? JsonFields.StringOf(function, "description") : null,
                    policy.ToolDetails ? JsonFields.TextOf(function, "parameters") ?? JsonFields.TextOf(function, "parametersJsonSchema") : null)));
            }
        }

        return result;
    }

    /// <summary>A property under either of its spellings.</summary>
    public static JsonElement PropertyOf(JsonElement element, string camelCase, string snakeCase) =>
        JsonFields.PropertyOf(element, camelCase) is { ValueKind: not JsonValueKind.Undefined } value ? value : JsonFields.PropertyOf(element, snakeCase);

    private static GenAIPart ReadPart(JsonElement part)
    {
        if (JsonFields.StringOf(part, "text") is { } text)
        {
            return JsonFields.PropertyOf(part, "thought").ValueKind == JsonValueKind.True ? new GenAIPart.Reasoning(text) : new GenAIPart.Text(text);
        }

        if (PropertyOf(part, "functionCall", "function_call") is { ValueKind: JsonValueKind.Object } call)
        {
            return new GenAIPart.ToolCall(JsonFields.StringOf(call, "id"), JsonFields.StringOf(call, "name") ?? "", JsonFields.TextOf(call, "args"));
        }

        if (PropertyOf(part, "functionResponse", "function_response") is { ValueKind: JsonValueKind.Object } response)
        {
            return new GenAIPart.ToolCallResponse(JsonFields.StringOf(response, "id"), JsonFields.TextOf(response, "response") ?? "");
        }

        if (PropertyOf(part, "inlineData", "inline_data") is { ValueKind: JsonValueKind.Object } inline)
        {
            var mimeType = MimeOf(inline);
            return new GenAIPart.Blob(ModalityOf(mimeType), mimeType, JsonFields.StringOf(inline, "data") ?? "");
        }

        if (PropertyOf(part, "fileData", "file_data") is { ValueKind: JsonValueKind.Object } file)
        {
            var address = PropertyOf(file, "fileUri", "file_uri");
            return new GenAIPart.Link(ModalityOf(MimeOf(file)), address.ValueKind == JsonValueKind.String ? address.GetString()! : "");
        }

        return new GenAIPart.Generic(part.EnumerateObject().Select(static property => property.Name).FirstOrDefault() ?? "unknown", Content: null);
    }

    private static string? MimeOf(JsonElement data) =>
        PropertyOf(data, "mimeType", "mime_type") is { ValueKind: JsonValueKind.String } mimeType ? mimeType.GetString() : null;

    private static string ModalityOf(string? mimeType) => mimeType?.Split('/')[0] switch
    {
        "image" => "image",
        "audio" => "audio",
        "video" => "video",
        _ => "document",
    };

    // What the model says has its own word here; the rest of the conversation is the user's, answers of tools included.
    private static string RoleOf(string? role) => role switch
    {
        "model" => "assistant",
        "function" => "tool",
        null => "user",
        _ => role,
    };
}
