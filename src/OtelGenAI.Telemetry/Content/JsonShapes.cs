using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace OtelGenAI.Telemetry.Content;

/// <summary>Small questions to JSON whose shape nobody promises.</summary>
internal static class JsonShapes
{
    private static readonly JsonSerializerOptions Readable = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        TypeInfoResolver = JsonTypeInfoResolver.Combine(),
    };

    /// <summary>The text of a node, or <see langword="null"/> if it is none.</summary>
    public static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    /// <summary>The first of several properties that is a text.</summary>
    public static string? FirstText(JsonObject source, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (Text(source[name]) is { } text)
            {
                return text;
            }
        }

        return null;
    }

    /// <summary>The first of several properties that is there and not null.</summary>
    public static JsonNode? First(JsonObject source, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (source[name] is { } node)
            {
                return node;
            }
        }

        return null;
    }

    /// <summary>A copy that can be put elsewhere. Arguments and results travel as a text that holds JSON in several wire formats; people want to see the JSON.</summary>
    public static JsonNode? Structure(JsonNode? node) => Text(node) is { } text ? ValueJson.ParseOrText(text) : node?.DeepClone();

    /// <summary>Any JSON as a text to show.</summary>
    public static string Shown(JsonNode? node) => Text(node) ?? node?.ToJsonString(Readable) ?? "";
}
