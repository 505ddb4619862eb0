using System.Text.Json;

namespace OtelGenAI.Http.Formats;

/// <summary>Reads single values where a provider may have sent anything: a value of the wrong type is passed over, never an error.</summary>
/// <remarks>Each method expects the reader on the property name and leaves it at the end of the value.</remarks>
internal static class JsonFields
{
    public static string? ReadString(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.String)
        {
            return reader.GetString();
        }

        reader.Skip();
        return null;
    }

    public static long? ReadInteger(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.Number)
        {
            return reader.TryGetInt64(out var value) ? value : null;
        }

        reader.Skip();
        return null;
    }

    public static double? ReadNumber(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.Number)
        {
            return reader.TryGetDouble(out var value) ? value : null;
        }

        reader.Skip();
        return null;
    }

    public static bool ReadBoolean(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType is JsonTokenType.True or JsonTokenType.False)
        {
            return reader.TokenType == JsonTokenType.True;
        }

        reader.Skip();
        return false;
    }

    /// <summary>Reads a string or an array of strings.</summary>
    public static string[]? ReadStrings(ref Utf8JsonReader reader)
    {
        reader.Read();
        switch (reader.TokenType)
        {
            case JsonTokenType.String:
                return [reader.GetString()!];
            case JsonTokenType.StartArray:
                var values = new List<string>();
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                {
                    if (reader.TokenType == JsonTokenType.String)
                    {
                        values.Add(reader.GetString()!);
                    }
                    else
                    {
                        reader.Skip();
                    }
                }

                return values.Count > 0 ? [.. values] : null;
            default:
                reader.Skip();
                return null;
        }
    }

    /// <summary>Steps into an object.</summary>
    /// <returns><see langword="false"/> if the value is something else, which is then passed over.</returns>
    public static bool EnterObject(ref Utf8JsonReader reader) => Enter(ref reader, JsonTokenType.StartObject);

    /// <summary>Steps into an array.</summary>
    /// <returns><see langword="false"/> if the value is something else, which is then passed over.</returns>
    public static bool EnterArray(ref Utf8JsonReader reader) => Enter(ref reader, JsonTokenType.StartArray);

    /// <summary>Moves to the next property of the object the reader is in.</summary>
    /// <returns><see langword="false"/> at the end of the object.</returns>
    public static bool NextProperty(ref Utf8JsonReader reader) => reader.Read() && reader.TokenType == JsonTokenType.PropertyName;

    /// <summary>Passes over the value of the current property.</summary>
    public static void SkipValue(ref Utf8JsonReader reader)
    {
        reader.Read();
        reader.Skip();
    }

    /// <summary>Reads the value of the current property as a document, where its parts are needed in another order than they come.</summary>
    public static T ReadElement<T>(ref Utf8JsonReader reader, Func<JsonElement, T> read)
    {
        using var document = JsonDocument.ParseValue(ref reader);
        return read(document.RootElement);
    }

    public static string? StringOf(JsonElement element, string property) =>
        PropertyOf(element, property) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;

    public static long? IntegerOf(JsonElement element, string property) =>
        PropertyOf(element, property) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt64(out var integer) ? integer : null;

    /// <summary>The JSON text of a property.</summary>
    public static string? TextOf(JsonElement element, string property) =>
        PropertyOf(element, property) is { ValueKind: not JsonValueKind.Undefined } value ? value.GetRawText() : null;

    /// <summary>A property of an object; undefined if there is none, or if the element is no object.</summary>
    public static JsonElement PropertyOf(JsonElement element, string property) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(property, out var value) ? value : default;

    /// <summary>The objects of an array; none if it is something else.</summary>
    public static IEnumerable<JsonElement> ObjectsOf(JsonElement list) => list.ValueKind == JsonValueKind.Array
        ? list.EnumerateArray().Where(static item => item.ValueKind == JsonValueKind.Object)
        : [];

    /// <summary>The objects of an array that is a property; none if it is something else.</summary>
    public static IEnumerable<JsonElement> ObjectsOf(JsonElement element, string property) => ObjectsOf(PropertyOf(element, property));

    private static bool Enter(ref Utf8JsonReader reader, JsonTokenType start)
    {
        reader.Read();
        if (reader.TokenType == start)
        {
            return true;
        }

        reader.Skip();
        return false;
    }
}
