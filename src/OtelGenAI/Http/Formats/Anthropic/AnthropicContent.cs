using System.Text.Json;
using OtelGenAI.Content;
using OtelGenAI.Invocations;

namespace OtelGenAI.Http.Formats.Anthropic;

/// <summary>Translates Anthropic's content blocks into the conventions' parts, and its counts into theirs.</summary>
internal static class AnthropicContent
{
    /// <summary>Reads the <c>messages</c> of a request.</summary>
    public static List<GenAIMessage> ReadMessages(JsonElement messages)
    {
        var result = new List<GenAIMessage>();
        foreach (var message in JsonFields.ObjectsOf(messages))
        {
            result.Add(new GenAIMessage(JsonFields.StringOf(message, "role") ?? "user", ReadParts(JsonFields.PropertyOf(message, "content"))));
        }

        return result;
    }

    /// <summary>Reads a text, or a list of content blocks.</summary>
    public static List<GenAIPart> ReadParts(JsonElement content) => content.ValueKind == JsonValueKind.String
        ? [new GenAIPart.Text(content.GetString()!)]
        : [.. JsonFields.ObjectsOf(content).Select(ReadPart)];

    /// <summary>Reads the <c>tools</c> of a request.</summary>
    public static List<GenAIToolDefinition> ReadTools(JsonElement tools, ContentPolicy policy)
    {
        var result = new List<GenAIToolDefinition>();
        foreach (var tool in JsonFields.ObjectsOf(tools))
        {
            // Tools of Anthropic's own have a type with a date in it, and no schema.
            var type = JsonFields.StringOf(tool, "type") is { } own and not "custom" ? own : "function";
            result.Add(new GenAIToolDefinition(
                type,
                JsonFields.StringOf(tool, "name") ?? type,
                policy.ToolDetails ? JsonFields.StringOf(tool, "description") : null,
                policy.ToolDetails ? JsonFields.TextOf(tool, "input_schema") : null));
        }

        return result;
    }

    /// <summary>Reads what a whole answer and the first event of a stream share.</summary>
    public static void ReadAnswer(JsonElement message, InvocationFacts facts)
    {
        facts.ResponseId ??= JsonFields.StringOf(message, "id");
        facts.ResponseModel ??= JsonFields.StringOf(message, "model");
        ReadUsage(JsonFields.PropertyOf(message, "usage"), facts);
    }

    /// <summary>Reads a <c>usage</c>; later ones of a stream replace what earlier ones said.</summary>
    /// <remarks>Anthropic counts cached tokens beside the input; the conventions count them in it.</remarks>
    public static void ReadUsage(JsonElement usage, InvocationFacts facts)
    {
        if (usage.ValueKind != JsonValueKind.Object)
        {
            return;
        }

        var known = facts.Usage;
        var cacheRead = JsonFields.IntegerOf(usage, "cache_read_input_tokens") ?? known.CacheReadInputTokens;
        var cacheWrite = JsonFields.IntegerOf(usage, "cache_creation_input_tokens") ?? known.CacheWriteInputTokens;
        var uncached = JsonFields.IntegerOf(usage, "input_tokens") ??
            known.InputTokens - (known.CacheReadInputTokens ?? 0) - (known.CacheWriteInputTokens ?? 0);
        facts.Usage = known with
        {
            InputTokens = uncached + (cacheRead ?? 0) + (cacheWrite ?? 0),
            OutputTokens = JsonFields.IntegerOf(usage, "output_tokens") ?? known.OutputTokens,
            CacheReadInputTokens = cacheRead,
            CacheWriteInputTokens = cacheWrite,
            ReasoningOutputTokens =
                JsonFields.IntegerOf(JsonFields.PropertyOf(usage, "output_tokens_details"), "thinking_tokens") ?? known.ReasoningOutputTokens,
        };
    }

    private static GenAIPart ReadPart(JsonElement block)
    {
        var type = JsonFields.StringOf(block, "type") ?? "unknown";
        return type switch
        {
            "text" => new GenAIPart.Text(JsonFields.StringOf(block, "text") ?? ""),
            "thinking" => new GenAIPart.Reasoning(JsonFields.StringOf(block, "thinking") ?? ""),
            "tool_use" or "server_tool_use" or "mcp_tool_use" => new GenAIPart.ToolCall(
                JsonFields.StringOf(block, "id"), JsonFields.StringOf(block, "name") ?? "", JsonFields.TextOf(block, "input")),
            "tool_result" or "mcp_tool_result" => new GenAIPart.ToolCallResponse(JsonFields.StringOf(block, "tool_use_id"), ResultOf(block)),
            "image" => ReadSource("image", JsonFields.PropertyOf(block, "source")),
            "document" => ReadSource("document", JsonFields.PropertyOf(block, "source")),
            _ => new GenAIPart.Generic(type, Content: null),
        };
    }

    private static GenAIPart ReadSource(string modality, JsonElement source) => JsonFields.StringOf(source, "type") switch
    {
        "base64" => new GenAIPart.Blob(modality, JsonFields.StringOf(source, "media_type"), JsonFields.StringOf(source, "data") ?? ""),
        "url" => new GenAIPart.Link(modality, JsonFields.StringOf(source, "url") ?? ""),
        "file" => new GenAIPart.File(modality, JsonFields.StringOf(source, "file_id") ?? ""),
        "text" => new GenAIPart.Text(JsonFields.StringOf(source, "data") ?? ""),
        _ => new GenAIPart.Generic(modality, Content: null),
    };

    private static string ResultOf(JsonElement block)
    {
        var content = JsonFields.PropertyOf(block, "content");
        return content.ValueKind == JsonValueKind.String
            ? content.GetString()!
            : string.Concat(JsonFields.ObjectsOf(content).Select(static part => JsonFields.StringOf(part, "text")));
    }
}
