using System.Text.Json.Nodes;

namespace OtelGenAI.Telemetry.Content;

/// <summary>Takes tools and documents out of what clients wrap them in: <c>{"documents":[…]}</c>, <c>[{"document":{…}}]</c>, <c>[{"tool":{"json_schema":"…"}}]</c>.</summary>
internal static class ListItems
{
    private static readonly string[] Wrappers = ["document", "documents", "tool", "json_schema", "function_tools"];

    /// <summary>The items themselves, if they are wrapped; else what was given.</summary>
    public static JsonNode? Unwrap(JsonNode? node) => node switch
    {
        JsonObject source when OnlyOf(source) is { } inner => Unwrap(inner),
        JsonArray list => new JsonArray([.. list.Select(item => item is JsonObject ? Unwrap(item) : item?.DeepClone())]),
        JsonObject => node.DeepClone(),
        _ => node,
    };

    private static JsonNode? OnlyOf(JsonObject source) =>
        source.Count == 1 && source.First() is { Value: { } value, Key: var key } && Wrappers.Contains(key) ? JsonShapes.Structure(value) : null;
}
