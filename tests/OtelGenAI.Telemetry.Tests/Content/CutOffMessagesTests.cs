using System.Text;
using System.Text.Json.Nodes;
using OtelGenAI.Telemetry.Content;

namespace OtelGenAI.Telemetry.Tests.Content;

/// <summary>Messages whose JSON a length limit cut off: whatever the place of the cut, what is shown is the beginning of what was said.</summary>
public class CutOffMessagesTests
{
    // The seed is in the name of the failing case.
    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 12)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Every_beginning_of_messages_is_read_as_a_beginning_of_them(int seed)
    {
        var random = new Random(seed);
        var json = Messages(random).ToJsonString();
        var whole = ChatMessages.Read(ValueJson.ParseOrText(json), "user")!;
        for (var length = 1; length < json.Length; length++)
        {
            var read = ChatMessages.Read(ValueJson.ParseOrText(json[..length]), "user")!;

            Assert.True(IsBeginning(read, whole), $"Cut at {length}: …{json[Math.Max(0, length - 40)..length]}\nread {read.ToJsonString()}\nof {whole.ToJsonString()}");
        }
    }

    [Fact]
    public void A_cut_inside_the_bytes_of_a_character_shows_what_came_before_it()
    {
        var bytes = Encoding.UTF8.GetBytes("""[{"role":"user","parts":[{"type":"text","content":"Grüße 🜁"}]}]""");
        for (var length = 1; length < bytes.Length; length++)
        {
            var read = ChatMessages.Read(ValueJson.ParseOrText(Encoding.UTF8.GetString(bytes.AsSpan(0, length))), "user")!;

            Assert.True(read.Count <= 1);
            Assert.DoesNotContain("role", read.ToJsonString().Replace("\"role\":\"user\"", "", StringComparison.Ordinal), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("""[{"role":"user","parts":[{"type":"text","content":"a\\""", "a\\")]
    [InlineData("""[{"role":"user","parts":[{"type":"text","content":"a\\u12""", "a\\u12")]
    [InlineData("""[{"role":"user","parts":[{"type":"text","content":"a\u12""", "a")]
    [InlineData("""[{"role":"user","parts":[{"type":"text","content":"a\ud83d""", "a")]
    [InlineData("""[{"role":"user","parts":[{"type":"text","content":"a\ud83d\ude""", "a")]
    [InlineData("""[{"role":"user","parts":[{"type":"text","content":"a\ud83d\ude00""", "a😀")]
    public void An_escape_that_is_cut_in_two_is_left_out_and_a_whole_one_is_kept(string json, string expected)
    {
        var message = Assert.Single(ChatMessages.Read(ValueJson.ParseOrText(json), "user")!)!;

        Assert.Equal(expected, (string?)message["parts"]![0]!["content"]);
    }

    [Fact]
    public void Half_a_role_or_half_a_type_is_not_taken_for_another_one()
    {
        var read = ChatMessages.Read(ValueJson.ParseOrText("""[{"role":"user","parts":[{"type":"text","content":"hi"}]},{"role":"assis"""), "user")!;

        Assert.Equal("""[{"role":"user","parts":[{"type":"text","content":"hi"}]}]""", read.ToJsonString());
    }

    [Fact]
    public void What_is_no_JSON_at_all_is_shown_as_it_is()
    {
        var message = Assert.Single(ChatMessages.Read(ValueJson.ParseOrText("[redacted] } by policy"), "user")!)!;

        Assert.Equal("[redacted] } by policy", (string?)message["parts"]![0]!["content"]);
    }

    private static bool IsBeginning(JsonArray read, JsonArray whole)
    {
        if (read.Count > whole.Count)
        {
            return false;
        }

        for (var i = 0; i < read.Count; i++)
        {
            if (i < read.Count - 1 ? !JsonNode.DeepEquals(read[i], whole[i]) : !IsBeginningOfMessage(read[i]!.AsObject(), whole[i]!.AsObject()))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsBeginningOfMessage(JsonObject read, JsonObject whole)
    {
        var (parts, wholeParts) = (read["parts"]!.AsArray(), whole["parts"]!.AsArray());
        if ((string?)read["role"] != (string?)whole["role"] || parts.Count > wholeParts.Count)
        {
            return false;
        }

        for (var i = 0; i < parts.Count; i++)
        {
            var (part, wholePart) = (parts[i]!.AsObject(), wholeParts[i]!.AsObject());
            if (i < parts.Count - 1 ? !JsonNode.DeepEquals(part, wholePart) : !IsBeginningOfPart(part, wholePart))
            {
                return false;
            }
        }

        return true;
    }

    // Of the last part each text is the beginning of what it was; what is structured may miss its end.
    private static bool IsBeginningOfPart(JsonObject part, JsonObject whole) => part.All(field => field.Value switch
    {
        null => true,
        JsonValue value when value.TryGetValue<string>(out var text) => whole[field.Key] is JsonValue other && other.TryGetValue<string>(out var wholeText)
            ? wholeText.StartsWith(text, StringComparison.Ordinal)
            : field.Key is "arguments" or "response",
        _ => whole.ContainsKey(field.Key),
    });

    private static JsonArray Messages(Random random) => new([.. Enumerable.Range(0, random.Next(1, 5)).Select(_ => Message(random))]);

    private static JsonObject Message(Random random) => new()
    {
        ["role"] = random.GetItems(["system", "user", "assistant", "tool"], 1)[0],
        ["parts"] = new JsonArray([.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => Part(random))]),
    };

    private static JsonObject Part(Random random) => random.Next(4) switch
    {
        0 => new JsonObject { ["type"] = "reasoning", ["content"] = Text(random) },
        1 => new JsonObject { ["type"] = "tool_call", ["id"] = $"call_{random.Next()}", ["name"] = "look", ["arguments"] = new JsonObject { ["q"] = Text(random), ["n"] = random.Next() } },
        2 => new JsonObject { ["type"] = "tool_call_response", ["id"] = $"call_{random.Next()}", ["response"] = new JsonArray(Text(random), true, 1.5) },
        _ => new JsonObject { ["type"] = "text", ["content"] = Text(random) },
    };

    private static string Text(Random random) =>
        string.Concat(Enumerable.Range(0, random.Next(12)).Select(_ => random.GetItems(["word ", "\"", "\\", "\\u00", "\n", "ü", "🜁", "[{", "}]", "\u0001"], 1)[0]));
}
