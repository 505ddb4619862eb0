using System.Text.Json;
using OtelGenAI.Content;

namespace OtelGenAI.Http.Formats.OpenAI;

/// <summary>Translates OpenAI's messages and tools into the conventions' shape; only called when content is captured.</summary>
/// <remarks>
/// System and developer messages stay where they are in the list: the conventions keep <c>system_instructions</c> for instructions sent beside the
/// history, which this API has no place for.
/// </remarks>
internal static class OpenAIMessages
{
    /// <summary>Reads the <c>messages</c> of a request.</summary>
    public static List<GenAIMessage> Read(JsonElement messages)
    {
        var result = new List<GenAIMessage>();
        if (messages.ValueKind != JsonValueKind.Array)
        {
            return result;
        }

        foreach (var message in messages.EnumerateArray())
        {
            if (message.ValueKind == JsonValueKind.Object)
            {
                result.Add(ReadMessage(message, finishReason: null));
            }
        }

        return result;
    }

    /// <summary>Reads one message, of a request or of an answer.</summary>
    public static GenAIMessage ReadMessage(JsonElement message, string? finishReason)
    {
        var role = JsonFields.StringOf(message, "role") ?? "assistant";
        var parts = new List<GenAIPart>();
        if (role == "tool")
        {
            parts.Add(new GenAIPart.ToolCallResponse(JsonFields.StringOf(message, "tool_call_id"), TextOf(message)));
        }
        else
        {
            AddIfPresent(parts, JsonFields.StringOf(message, "reasoning_content"), static text => new GenAIPart.Reasoning(text));
            ReadContent(message, parts);
            AddIfPresent(parts, JsonFields.StringOf(message, "refusal"), static text => new GenAIPart.Generic("refusal", text));
            ReadToolCalls(message, parts);
        }

        return new GenAIMessage(role, parts)
        {
            Name = JsonFields.StringOf(message, "name"),
            FinishReason = finishReason is null ? null : OutputFinishReasons.Of(finishReason),
        };
    }

    /// <summary>Reads the <c>tools</c> of a request.</summary>
    public static List<GenAIToolDefinition> ReadTools(JsonElement tools, ContentPolicy policy)
    {
        var result = new List<GenAIToolDefinition>();
        if (tools.ValueKind != JsonValueKind.Array)
        {
            return result;
        }

        foreach (var tool in tools.EnumerateArray())
        {
            var type = JsonFields.StringOf(tool, "type") ?? "function";
            if (!(tool.ValueKind == JsonValueKind.Object && tool.TryGetProperty(type, out var definition)))
            {
                definition = tool;
            }

            var parameters = policy.ToolDetails && definition.ValueKind == JsonValueKind.Object && definition.TryGetProperty("parameters", out var schema)
                ? schema.GetRawText()
                : null;
            result.Add(new GenAIToolDefinition(
                type,
                JsonFields.StringOf(definition, "name") ?? type,
                policy.ToolDetails ? JsonFields.StringOf(definition, "description") : null,
                parameters));
        }

        return result;
    }

    private static void ReadContent(JsonElement message, List<GenAIPart> parts)
    {
        if (!message.TryGetProperty("content", out var content))
        {
            return;
        }

        if (content.ValueKind == JsonValueKind.String)
        {
            AddIfPresent(parts, content.GetString(), static text => new GenAIPart.Text(text));
        }
        else if (content.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in content.EnumerateArray())
            {
                parts.Add(ReadPart(item));
            }
        }
    }

    private static GenAIPart ReadPart(JsonElement item)
    {
        var type = JsonFields.StringOf(item, "type") ?? "unknown";
        if (item.ValueKind != JsonValueKind.Object)
        {
            return new GenAIPart.Generic(type, Content: null);
        }

        item.TryGetProperty(type, out var body);
        return type switch
        {
            "text" => new GenAIPart.Text(JsonFields.StringOf(item, "text") ?? ""),
            "image_url" => ReadAddress("image", JsonFields.StringOf(body, "url") ?? ""),
            "input_audio" => new GenAIPart.Blob("audio", MimeOf(JsonFields.StringOf(body, "format")), JsonFields.StringOf(body, "data") ?? ""),
            "file" when JsonFields.StringOf(body, "file_id") is { } id => new GenAIPart.File("document", id),
            "file" => ReadAddress("document", JsonFields.StringOf(body, "file_data") ?? ""),
            _ => new GenAIPart.Generic(type, JsonFields.StringOf(item, type)),
        };
    }

    /// <summary>Reads an address, which may hold the bytes themselves.</summary>
    public static GenAIPart ReadAddress(string modality, string address)
    {
        if (!address.StartsWith("data:", StringComparison.OrdinalIgnoreCase))
        {
            return new GenAIPart.Link(modality, address);
        }

        var comma = address.IndexOf(',', StringComparison.Ordinal);
        var semicolon = address.IndexOf(';', StringComparison.Ordinal);
        var mimeEnd = semicolon >= 0 && semicolon < comma ? semicolon : Math.Max(comma, "data:".Length);
        return new GenAIPart.Blob(modality, address["data:".Length..mimeEnd], comma < 0 ? "" : address[(comma + 1)..]);
    }

    private static void ReadToolCalls(JsonElement message, List<GenAIPart> parts)
    {
        if (!message.TryGetProperty("tool_calls", out var calls) || calls.ValueKind != JsonValueKind.Array)
        {
            return;
        }

        foreach (var call in calls.EnumerateArray())
        {
            if (call.ValueKind == JsonValueKind.Object && call.TryGetProperty("function", out var function))
            {
                parts.Add(new GenAIPart.ToolCall(
                    JsonFields.StringOf(call, "id"),
                    JsonFields.StringOf(function, "name") ?? "",
                    JsonFields.StringOf(function, "arguments")));
            }
        }
    }

    private static string TextOf(JsonElement message)
    {
        if (!message.TryGetProperty("content", out var content))
        {
            return "";
        }

        if (content.ValueKind != JsonValueKind.Array)
        {
            return content.ValueKind == JsonValueKind.String ? content.GetString()! : "";
        }

        return string.Concat(content.EnumerateArray().Select(static part => JsonFields.StringOf(part, "text")));
    }

    private static string? MimeOf(string? audioFormat) => audioFormat is null ? null : "audio/" + audioFormat;

    private static void AddIfPresent(List<GenAIPart> parts, string? text, Func<string, GenAIPart> make)
    {
        if (!string.IsNullOrEmpty(text))
        {
            parts.Add(make(text));
        }
    }
}
