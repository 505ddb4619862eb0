using System.Text.Json.Nodes;

namespace OtelGenAI.Telemetry.Content;

/// <summary>Tool calls and their answers, from the shapes of every provider and client.</summary>
internal static class ToolParts
{
    /// <summary>The part that asks for a tool.</summary>
    public static JsonObject Call(JsonNode? call)
    {
        var source = call as JsonObject ?? [];
        source = source["tool_call"] as JsonObject ?? source;
        var function = source["function"] as JsonObject ?? source;
        return new JsonObject
        {
            ["type"] = "tool_call",
            ["id"] = JsonShapes.FirstText(source, "id", "toolCallId", "toolUseId", "call_id", "ref"),
            ["name"] = JsonShapes.FirstText(function, "name", "toolName") ?? JsonShapes.Text(source["function.name"]),
            ["arguments"] = JsonShapes.Structure(
                JsonShapes.First(function, "arguments", "args", "input", "function.arguments") ?? source["function.arguments"]),
        };
    }

    /// <summary>The part that says what a tool answered.</summary>
    public static JsonObject Response(JsonObject source) => Response(
        JsonShapes.FirstText(source, "id", "toolCallId", "toolUseId", "call_id", "tool_use_id", "tool_call_id", "ref") ?? JsonShapes.Text(source["name"]),
        JsonShapes.First(source, "response", "result", "output", "content"));

    /// <inheritdoc cref="Response(JsonObject)"/>
    public static JsonObject Response(string? id, JsonNode? response) =>
        new() { ["type"] = "tool_call_response", ["id"] = id, ["response"] = JsonShapes.Structure(response) };
}
