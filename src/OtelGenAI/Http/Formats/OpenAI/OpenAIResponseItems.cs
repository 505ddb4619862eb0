using System.Text.Json;

namespace OtelGenAI.Http.Formats.OpenAI;

/// <summary>Translates the items of the Responses API into the conventions' messages; only called when content is captured.</summary>
internal static class OpenAIResponseItems
{
    /// <summary>Reads the <c>input</c> of a request: a text, or a list of items.</summary>
    public static List<GenAIMessage> ReadInput(JsonElement input)
    {
        if (input.ValueKind == JsonValueKind.String)
        {
            return [GenAIMessage.User(input.GetString()!)];
        }

        var messages = new List<GenAIMessage>();
        foreach (var item in Items(input))
        {
            var role = JsonFields.StringOf(item, "type") switch
            {
                "function_call_output" => "tool",
                "function_call" or "reasoning" => "assistant",
                _ => JsonFields.StringOf(item, "role") ?? "user",
            };
            messages.Add(new GenAIMessage(role, [.. ReadItem(item)]));
        }

        return messages;
    }

    /// <summary>Reads the <c>output</c> of a response: many items, one message.</summary>
    public static List<GenAIMessage> ReadOutput(JsonElement output) =>
        [new GenAIMessage("assistant", [.. Items(output).SelectMany(ReadItem)])];

    /// <summary>Whether the model asks for tools of the application; its own tools are done when the response is.</summary>
    public static bool HasToolCalls(JsonElement output) =>
        Items(output).Any(static item => JsonFields.StringOf(item, "type") is "function_call" or "custom_tool_call");

    private static IEnumerable<GenAIPart> ReadItem(JsonElement item)
    {
        switch (JsonFields.StringOf(item, "type"))
        {
            case "function_call":
                return [new GenAIPart.ToolCall(JsonFields.StringOf(item, "call_id"), JsonFields.StringOf(item, "name") ?? "", JsonFields.StringOf(item, "arguments"))];
            case "function_call_output":
                return [new GenAIPart.ToolCallResponse(JsonFields.StringOf(item, "call_id"), TextOf(item, "output"))];
            case "reasoning":
                return item.TryGetProperty("summary", out var summary)
                    ? Items(summary).Select(static part => new GenAIPart.Reasoning(JsonFields.StringOf(part, "text") ?? ""))
                    : [];
            case null or "message":
                return ReadContent(item);
            case var other:
                return [new GenAIPart.Generic(other, Content: null)];
        }
    }

    private static IEnumerable<GenAIPart> ReadContent(JsonElement item)
    {
        if (!item.TryGetProperty("content", out var content))
        {
            return [];
        }

        return content.ValueKind == JsonValueKind.String ? [new GenAIPart.Text(content.GetString()!)] : Items(content).Select(ReadPart);
    }

    private static GenAIPart ReadPart(JsonElement part)
    {
        var type = JsonFields.StringOf(part, "type") ?? "unknown";
        return type switch
        {
            "input_text" or "output_text" or "text" => new GenAIPart.Text(JsonFields.StringOf(part, "text") ?? ""),
            "input_image" when JsonFields.StringOf(part, "image_url") is { } address => OpenAIMessages.ReadAddress("image", address),
            "input_image" or "input_file" when JsonFields.StringOf(part, "file_id") is { } id =>
                new GenAIPart.File(type == "input_image" ? "image" : "document", id),
            "input_file" when (JsonFields.StringOf(part, "file_data") ?? JsonFields.StringOf(part, "file_url")) is { } address =>
                OpenAIMessages.ReadAddress("document", address),
            "refusal" => new GenAIPart.Generic(type, JsonFields.StringOf(part, "refusal")),
            _ => new GenAIPart.Generic(type, Content: null),
        };
    }

    private static string TextOf(JsonElement item, string property)
    {
        if (!item.TryGetProperty(property, out var value))
        {
            return "";
        }

        return value.ValueKind == JsonValueKind.String
            ? value.GetString()!
            : string.Concat(Items(value).Select(static part => JsonFields.StringOf(part, "text")));
    }

    private static IEnumerable<JsonElement> Items(JsonElement list) => list.ValueKind == JsonValueKind.Array
        ? list.EnumerateArray().Where(static item => item.ValueKind == JsonValueKind.Object)
        : [];
}
