using System.Text.Json;
using System.Text.Json.Nodes;

namespace OtelGenAI.Telemetry.Content;

/// <summary>Reads JSON that somebody else wrote: of a key written twice the last value counts, where <see cref="JsonNode"/> would throw later.</summary>
internal static class LenientJson
{
    private const int MaxDepth = 128;

    /// <summary>Reads one document.</summary>
    /// <exception cref="JsonException">It is not JSON, or nested deeper than 128 levels.</exception>
    /// <exception cref="InvalidOperationException">A text in it is no Unicode: half of a pair of escapes.</exception>
    public static JsonNode? Parse(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = MaxDepth });
        reader.Read();
        var node = ReadValue(ref reader);
        return reader.Read() ? throw new JsonException("There is something after the document.") : node;
    }

    // Recursive, but never deeper than the reader allows.
    private static JsonNode? ReadValue(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                var properties = new JsonObject();
                while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
                {
                    var name = reader.GetString()!;
                    reader.Read();
                    properties[name] = ReadValue(ref reader);
                }

                return properties;
            case JsonTokenType.StartArray:
                var items = new JsonArray();
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                {
                    items.Add(ReadValue(ref reader));
                }

                return items;
            case JsonTokenType.Null:
                return null;
            case JsonTokenType.String:
                return JsonValue.Create(reader.GetString());
            default:
                return JsonValue.Create(JsonElement.ParseValue(ref reader));
        }
    }
}
