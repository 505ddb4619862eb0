using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using OtelGenAI.Telemetry.Records;

namespace OtelGenAI.Telemetry.Content;

/// <summary>Puts together lists that were flattened into numbered attributes, as in <c>gen_ai.prompt.0.content</c>, to any depth.</summary>
internal static class NumberedMessages
{
    // A span has at most 1,024 indexed attributes; a larger number is somebody's typing error, not a message.
    private const int MaxNumber = 1024;

    /// <summary>The list under a prefix, or <see langword="null"/> if there is none.</summary>
    /// <param name="batch">The batch that holds the attributes.</param>
    /// <param name="attributes">Which of them.</param>
    /// <param name="prefix">What comes before the number, with no dot at its end.</param>
    public static JsonArray? Read(TelemetryBatch batch, RowRange attributes, string prefix)
    {
        var items = new SortedDictionary<int, Node>();
        var prefixBytes = Encoding.UTF8.GetBytes(prefix + ".");
        foreach (ref readonly var attribute in batch.Attributes.Slice(attributes.First, attributes.Count))
        {
            var key = batch.Bytes(attribute.Key);
            if (!key.StartsWith(prefixBytes))
            {
                continue;
            }

            // Official names share the prefix (gen_ai.prompt.name): only a number makes it a message.
            var path = Encoding.UTF8.GetString(key[prefixBytes.Length..]).Split('.');
            if (path.Length >= 2 && IsNumber(path[0], out var number))
            {
                if (!items.TryGetValue(number, out var item))
                {
                    items[number] = item = new Node();
                }

                item.Put(path.AsSpan(1), ValueJson.ToNode(batch, in attribute));
            }
        }

        return items.Count == 0 ? null : new JsonArray([.. items.Values.Select(item => item.ToJson())]);
    }

    private static bool IsNumber(string text, out int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number < MaxNumber;

    /// <summary>A value, or what hangs below it by name or number.</summary>
    private sealed class Node
    {
        private readonly Dictionary<string, Node> _children = [];
        private JsonNode? _value;

        public void Put(ReadOnlySpan<string> path, JsonNode? value)
        {
            if (path.IsEmpty)
            {
                _value = value;
                return;
            }

            if (!_children.TryGetValue(path[0], out var child))
            {
                _children[path[0]] = child = new Node();
            }

            child.Put(path[1..], value);
        }

        public JsonNode? ToJson()
        {
            if (_children.Count == 0)
            {
                return _value;
            }

            // Numbers below a name are a list of their own, whatever gaps they have.
            if (_children.Keys.All(key => IsNumber(key, out _)))
            {
                return new JsonArray([.. _children.OrderBy(pair => int.Parse(pair.Key, CultureInfo.InvariantCulture)).Select(pair => pair.Value.ToJson())]);
            }

            var result = new JsonObject();
            foreach (var (name, child) in _children)
            {
                result[name] = child.ToJson();
            }

            return result;
        }
    }
}
