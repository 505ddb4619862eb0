using System.Text;
using OpenAI.Chat;

namespace OtelGenAI.Demo.AgentService;

/// <summary>One answer of the model: words, or tools it wants.</summary>
internal sealed record Turn(string Text, IReadOnlyList<ChatToolCall> ToolCalls)
{
    /// <summary>Asks for an answer that comes whole.</summary>
    public static async Task<Turn> CompleteAsync(
        ChatClient model,
        IReadOnlyList<ChatMessage> messages,
        ChatCompletionOptions options,
        CancellationToken cancellationToken)
    {
        ChatCompletion completion = await model.CompleteChatAsync(messages, options, cancellationToken);
        return new Turn(string.Concat(completion.Content.Select(static part => part.Text)), completion.ToolCalls);
    }

    /// <summary>Asks for an answer that comes in pieces, and puts them together.</summary>
    public static async Task<Turn> StreamAsync(
        ChatClient model,
        IReadOnlyList<ChatMessage> messages,
        ChatCompletionOptions options,
        CancellationToken cancellationToken)
    {
        var text = new StringBuilder();
        var calls = new SortedDictionary<int, StreamedCall>();
        await foreach (var update in model.CompleteChatStreamingAsync(messages, options, cancellationToken))
        {
            foreach (var part in update.ContentUpdate)
            {
                text.Append(part.Text);
            }

            foreach (var piece in update.ToolCallUpdates)
            {
                if (!calls.TryGetValue(piece.Index, out var call))
                {
                    calls.Add(piece.Index, call = new StreamedCall());
                }

                call.Id ??= piece.ToolCallId;
                call.Name ??= piece.FunctionName;
                call.Arguments.Append(piece.FunctionArgumentsUpdate);
            }
        }

        return new Turn(
            text.ToString(),
            [.. calls.Values.Select(static call => ChatToolCall.CreateFunctionToolCall(call.Id, call.Name, BinaryData.FromString(call.Arguments.ToString())))]);
    }

    private sealed class StreamedCall
    {
        public string? Id { get; set; }

        public string? Name { get; set; }

        public StringBuilder Arguments { get; } = new();
    }
}
