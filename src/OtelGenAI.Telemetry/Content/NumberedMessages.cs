using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using OtelGenAI.Telemetry.Records;

namespace OtelGenAI.Telemetry.Content;

/// <summary>Reads messages that were flattened into numbered attributes, as in <c>gen_ai.prompt.0.content</c>.</summary>
internal static class NumberedMessages
{
    // A span has at most 1,024 indexed attributes; a larger number is somebody's typing error, not a message.
    private const int MaxNumber = 1024;

    /// <summary>The messages under a prefix, or <see langword="null"/> if there are none.</summary>
    /// <param name="batch">The batch that holds the attributes.</param>
    /// <param name="attributes">Which of them.</param>
    /// <param name="prefix">What comes before the number, with no dot at its end.</param>
    public static JsonArray? Read(TelemetryBatch batch, RowRange attributes, string prefix)
    {
        var messages = new SortedDictionary<int, JsonObject>();
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
                if (!messages.TryGetValue(number, out var message))
                {
                    messages[number] = message = [];
                }

                Put(message, path.AsSpan(1), ValueJson.ToNode(batch, in attribute));
            }
        }

        return messages.Count == 0 ? null : new JsonArray([.. messages.Values]);
    }

    private static void Put(JsonObject target, ReadOnlySpan<string> path, JsonNode? value)
    {
        if (path.Length >= 3 && path[0] == "tool_calls" && IsNumber(path[1], out var number))
        {
            var calls = target["tool_calls"] as JsonArray;
            if (calls is null)
            {
                target["tool_calls"] = calls = [];
            }

            while (calls.Count <= number)
            {
                calls.Add((JsonNode)new JsonObject());
            }

            calls[number]!.AsObject()[path[2]] = value;
            return;
        }

        target[string.Join('.', path.ToArray())] = value;
    }

    private static bool IsNumber(string text, out int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number < MaxNumber;
}
