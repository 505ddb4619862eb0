using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using OtelGenAI.Telemetry.Records;
using ValueType = OtelGenAI.Telemetry.Records.ValueType;

namespace OtelGenAI.Telemetry.Content;

/// <summary>Attribute values as JSON, for people and programs to read. Not the lossless form: that is OTLP/JSON.</summary>
public static class ValueJson
{
    /// <summary>Attributes as an object; of a key written twice the last value is shown.</summary>
    /// <param name="batch">The batch that holds them.</param>
    /// <param name="attributes">Which of its attributes.</param>
    public static JsonObject ToObject(TelemetryBatch batch, RowRange attributes)
    {
        var result = new JsonObject();
        foreach (ref readonly var attribute in batch.Attributes.Slice(attributes.First, attributes.Count))
        {
            result[Encoding.UTF8.GetString(batch.Bytes(attribute.Key))] = ToNode(batch, in attribute);
        }

        return result;
    }

    /// <summary>One value; <see langword="null"/> for an empty one.</summary>
    /// <param name="batch">The batch that holds it.</param>
    /// <param name="value">The value.</param>
    public static JsonNode? ToNode(TelemetryBatch batch, in ValueRow value) => value.Type switch
    {
        ValueType.String => JsonValue.Create(Encoding.UTF8.GetString(batch.Bytes(value.Text))),
        ValueType.Boolean => JsonValue.Create(value.Bits != 0),
        ValueType.Int => JsonValue.Create(value.Bits),
        ValueType.Double when double.IsFinite(value.AsDouble) => JsonValue.Create(value.AsDouble),

        // JSON has no NaN; the text is what OTLP/JSON writes.
        ValueType.Double => JsonValue.Create(NotANumberText(value.AsDouble)),
        ValueType.Array => ToArray(batch, value.Children),
        ValueType.KeyValueList => ToNestedObject(batch, value.Children),
        ValueType.Bytes or ValueType.TooDeep => JsonValue.Create(Convert.ToBase64String(batch.Bytes(value.Text))),
        _ => null,
    };

    /// <summary>A value that may be structured or a text that holds JSON.</summary>
    /// <param name="batch">The batch that holds it.</param>
    /// <param name="value">The value.</param>
    /// <returns>The structure, of JSON that was cut off what came before the cut; the text itself, as a JSON text, when it is not JSON.</returns>
    public static JsonNode? ToStructure(TelemetryBatch batch, in ValueRow value) =>
        value.Type == ValueType.String ? ParseOrText(Encoding.UTF8.GetString(batch.Bytes(value.Text))) : ToNode(batch, in value);

    /// <summary>Reads a text that may hold a JSON object or array.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The structure, or the text as it is.</returns>
    public static JsonNode? ParseOrText(string text)
    {
        var trimmed = text.AsSpan().TrimStart();
        if (trimmed.Length == 0 || trimmed[0] is not ('{' or '['))
        {
            return JsonValue.Create(text);
        }

        try
        {
            return LenientJson.Parse(Encoding.UTF8.GetBytes(text));
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return CutOffJson.Read(text) ?? JsonValue.Create(text);
        }
    }

    /// <summary>Whether a text is JSON that was cut off by a length limit.</summary>
    /// <param name="batch">The batch that holds it.</param>
    /// <param name="value">The value.</param>
    internal static bool IsCutOff(TelemetryBatch batch, in ValueRow value) =>
        value.Type == ValueType.String && batch.Bytes(value.Text).TrimStart(" \t\r\n"u8) is [(byte)'{' or (byte)'[', ..] &&
        CutOffJson.Close(Encoding.UTF8.GetString(batch.Bytes(value.Text))) is not null;

    /// <summary>Takes a text out of a JSON text; what is in it may be JSON again.</summary>
    /// <param name="quoted">A text in quotes.</param>
    internal static JsonNode? Unquote(string quoted)
    {
        try
        {
            return LenientJson.Parse(Encoding.UTF8.GetBytes(quoted)) is JsonValue value && value.TryGetValue<string>(out var text)
                ? ParseOrText(text)
                : JsonValue.Create(quoted);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return JsonValue.Create(quoted);
        }
    }

    private static JsonArray ToArray(TelemetryBatch batch, RowRange children)
    {
        var array = new JsonArray();
        for (var i = children.First; i < children.First + children.Count; i++)
        {
            array.Add(ToNode(batch, in batch.NestedValues[i]));
        }

        return array;
    }

    private static JsonObject ToNestedObject(TelemetryBatch batch, RowRange children)
    {
        var result = new JsonObject();
        for (var i = children.First; i < children.First + children.Count; i++)
        {
            ref readonly var child = ref batch.NestedValues[i];
            result[Encoding.UTF8.GetString(batch.Bytes(child.Key))] = ToNode(batch, in child);
        }

        return result;
    }

    private static string NotANumberText(double value) =>
        value.ToString(CultureInfo.InvariantCulture);
}
