using System.Globalization;
using System.Text.Json.Nodes;
using OtelGenAI.Otlp.Schema;

namespace OtelGenAI.Collector.Tests.Api;

/// <summary>Makes a request in which every field of every message of a signal has a value that is not its default.</summary>
/// <remarks>
/// By the tables of the codec, of which SchemaTests, LogSchemaTests and MetricSchemaTests of OtelGenAI.Otlp.Tests prove that they are OTLP's
/// descriptors. A message with a choice (oneof) is made once for each of its cases.
/// </remarks>
internal sealed class EveryField
{
    public const string TraceId = "0af7651916cd43dd8448eb211c80319c";

    // Values can be in values; two levels show that.
    private const int MostArrays = 2;

    private readonly HashSet<string> _made = [];
    private int _count;

    /// <summary>The fields that were made, as "Span.name".</summary>
    public IReadOnlySet<string> Made => _made;

    /// <summary>The cases of a message.</summary>
    public IReadOnlyList<JsonObject> Of(MessageSchema message, int arrays = 0)
    {
        var choices = message.Fields.Where(field => field.IsOneof && (arrays < MostArrays || !IsArray(field))).ToArray();
        var parts = message.Fields.Where(field => !field.IsOneof && field.Message is not null && !field.IsRepeated)
            .ToDictionary(field => field, field => Of(field.Message!, arrays));
        var cases = Math.Max(Math.Max(1, choices.Length), parts.Values.Select(part => part.Count).DefaultIfEmpty(1).Max());
        return [.. Enumerable.Range(0, cases).Select(number => Case(message, choices, parts, number, arrays))];
    }

    private JsonObject Case(
        MessageSchema message, FieldSchema[] choices, Dictionary<FieldSchema, IReadOnlyList<JsonObject>> parts, int number, int arrays)
    {
        var made = new JsonObject();
        foreach (var field in message.Fields)
        {
            if (field.IsOneof && (choices.Length == 0 || field != choices[number % choices.Length]))
            {
                continue;
            }

            _made.Add($"{message.Name}.{field.JsonText}");
            made[field.JsonText] = parts.TryGetValue(field, out var cases) ? cases[number % cases.Count].DeepClone() : Value(message, field, arrays);
        }

        return made;
    }

    private JsonNode Value(MessageSchema message, FieldSchema field, int arrays)
    {
        if (field.Message is { } part)
        {
            var cases = Of(part, arrays + (IsArray(field) ? 1 : 0));
            return field.IsRepeated ? new JsonArray([.. cases]) : cases[0];
        }

        // Three buckets between two bounds, and as many values as they say together.
        return (message.Name, field.JsonText) switch
        {
            ("HistogramDataPoint", "bucketCounts") => new JsonArray("1", "2", "3"),
            ("HistogramDataPoint", "explicitBounds") => new JsonArray(0.5, 1.5),
            ("HistogramDataPoint", "count") => "6",
            ("ExponentialHistogramDataPoint", "count") => "9",
            ("ExponentialHistogramDataPoint", "zeroCount") => "1",
            _ when field.IsRepeated => new JsonArray(Scalar(message, field), Scalar(message, field)),
            _ => Scalar(message, field),
        };
    }

    private JsonNode Scalar(MessageSchema message, FieldSchema field) => field.Kind switch
    {
        FieldKind.Id => field.JsonText == "traceId" && message.Name != "Link" ? TraceId : (++_count).ToString(field.JsonText == "traceId" ? "x32" : "x16", CultureInfo.InvariantCulture),
        FieldKind.String => $"{field.JsonText} {++_count}",
        FieldKind.Bytes => "AQID",
        FieldKind.Bool => true,
        FieldKind.Double => 0.25,
        FieldKind.Enum => 2,
        FieldKind.Fixed64 when field.JsonText.StartsWith("start", StringComparison.Ordinal) => "1000000000",
        FieldKind.Fixed64 when field.JsonText.EndsWith("UnixNano", StringComparison.Ordinal) => "2000000000",
        FieldKind.UInt32 when field.JsonText == "flags" => 2, // 1 would say that the point has no value.
        FieldKind.Int64 or FieldKind.SFixed64 => "-3",
        FieldKind.Fixed64 or FieldKind.UInt64 => "2",
        _ => 3,
    };

    private static bool IsArray(FieldSchema field) => field.JsonText is "arrayValue" or "kvlistValue";
}
