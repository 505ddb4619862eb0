using System.Text.Json;

namespace OtelGenAI.Demo.ScriptedProvider;

/// <summary>A tool result the conversation holds.</summary>
internal sealed record ToolResult(string Tool, string Text);

/// <summary>What the script reads of a request.</summary>
/// <param name="Model">Model asked for.</param>
/// <param name="IsStream">Whether the answer shall come in pieces.</param>
/// <param name="System">The instructions.</param>
/// <param name="Question">The user's first words.</param>
/// <param name="Results">Results of the tools called so far.</param>
/// <param name="PromptTokens">Size of the messages, counted as four letters to a token.</param>
internal sealed record Conversation(string Model, bool IsStream, string System, string Question, IReadOnlyList<ToolResult> Results, int PromptTokens)
{
    public static Conversation Read(JsonElement request)
    {
        var toolNames = new Dictionary<string, string>();
        var results = new List<ToolResult>();
        string system = "", question = "";
        foreach (var message in request.GetProperty("messages").EnumerateArray())
        {
            switch (message.GetProperty("role").GetString())
            {
                case "system":
                    system = TextOf(message);
                    break;
                case "user":
                    question = TextOf(message);
                    break;
                case "assistant" when message.TryGetProperty("tool_calls", out var calls):
                    foreach (var call in calls.EnumerateArray())
                    {
                        toolNames[call.GetProperty("id").GetString()!] = call.GetProperty("function").GetProperty("name").GetString()!;
                    }

                    break;
                case "tool":
                    results.Add(new ToolResult(toolNames.GetValueOrDefault(message.GetProperty("tool_call_id").GetString()!, ""), TextOf(message)));
                    break;
                default:
                    break;
            }
        }

        return new Conversation(
            request.GetProperty("model").GetString()!,
            request.TryGetProperty("stream", out var stream) && stream.ValueKind == JsonValueKind.True,
            system,
            question,
            results,
            request.GetRawText().Length / 4);
    }

    /// <summary>The result of a tool, if it was called.</summary>
    public string? ResultOf(string tool) => Results.FirstOrDefault(result => result.Tool == tool)?.Text;

    private static string TextOf(JsonElement message)
    {
        var content = message.GetProperty("content");
        return content.ValueKind == JsonValueKind.Array
            ? string.Concat(content.EnumerateArray().Select(static part => part.TryGetProperty("text", out var text) ? text.GetString() : ""))
            : content.GetString() ?? "";
    }
}
