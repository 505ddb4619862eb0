using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace OtelGenAI.EndToEnd.Tests;

/// <summary>Compares OTLP/JSON of two writers: the same message can be written in several ways.</summary>
internal static class OtlpJson
{
    // Members of a oneof say by being there which one it is, so their default value is a value.
    private static readonly HashSet<string> Choices = ["asInt", "asDouble", "stringValue", "boolValue", "intValue", "doubleValue", "bytesValue", "arrayValue", "kvlistValue"];

    /// <summary>The same message with numbers as texts, names in order, and without members that have the default value of their type.</summary>
    public static JsonNode? Plain(JsonNode? node, bool isChoice = false) => node switch
    {
        JsonObject members => Plain(members, isChoice),
        JsonArray items => items.Count == 0 && !isChoice ? null : new JsonArray([.. items.Select(item => Plain(item, isChoice: true))]),
        JsonValue value => Plain(value, isChoice),
        _ => null,
    };

    /// <summary>One metric out of several messages with its name, its points in a fixed order: it comes back in a message for each of its series.</summary>
    public static JsonNode Metric(IEnumerable<JsonNode> parts)
    {
        JsonNode[] all = [.. parts];
        var points = all.SelectMany(PointsOf).Select(point => point!.DeepClone()).OrderBy(point => Plain(point)!.ToJsonString(), StringComparer.Ordinal).ToArray();
        var whole = all[0].DeepClone();
        var list = PointsOf(whole);
        list.Clear();
        foreach (var point in points)
        {
            list.Add(point);
        }

        return whole;
    }

    private static JsonArray PointsOf(JsonNode metric) =>
        metric.AsObject().Select(member => (member.Value as JsonObject)?["dataPoints"] as JsonArray).Single(points => points is not null)!;

    private static JsonObject? Plain(JsonObject members, bool isChoice)
    {
        var plain = new JsonObject();
        foreach (var (name, member) in members.OrderBy(member => member.Key, StringComparer.Ordinal))
        {
            if (Plain(member, Choices.Contains(name)) is { } kept)
            {
                plain[name] = kept;
            }
        }

        return plain.Count == 0 && !isChoice ? null : plain;
    }

    private static JsonValue? Plain(JsonValue value, bool isChoice)
    {
        var text = value.GetValueKind() switch
        {
            JsonValueKind.Number => double.Parse(value.ToJsonString(), CultureInfo.InvariantCulture).ToString("R", CultureInfo.InvariantCulture),
            JsonValueKind.True => "true",
            JsonValueKind.False => "false",
            _ => value.GetValue<string>(),
        };
        return !isChoice && text is "" or "0" or "false" ? null : JsonValue.Create(text);
    }
}
