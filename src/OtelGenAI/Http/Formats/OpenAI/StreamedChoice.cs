namespace OtelGenAI.Http.Formats.OpenAI;

/// <summary>One choice of a streamed answer, as far as it has arrived.</summary>
internal sealed class StreamedChoice(int index)
{
    private readonly SortedDictionary<int, StreamedToolCall> _toolCalls = [];

    public int Index { get; } = index;

    public StreamedText Text { get; } = new();

    public StreamedText Reasoning { get; } = new();

    public StreamedText Refusal { get; } = new();

    public string? FinishReason { get; set; }

    /// <summary>Finds a tool call by its position in the answer.</summary>
    /// <returns><see langword="null"/> beyond 128 calls, as many as the API itself allows tools.</returns>
    public StreamedToolCall? ToolCallAt(int index)
    {
        if (index is < 0 or >= 128)
        {
            return null;
        }

        if (!_toolCalls.TryGetValue(index, out var call))
        {
            call = new StreamedToolCall();
            _toolCalls.Add(index, call);
        }

        return call;
    }

    public GenAIMessage ToMessage()
    {
        var parts = new List<GenAIPart>();
        if (Reasoning.ToString() is { Length: > 0 } reasoning)
        {
            parts.Add(new GenAIPart.Reasoning(reasoning));
        }

        if (Text.ToString() is { Length: > 0 } text)
        {
            parts.Add(new GenAIPart.Text(text));
        }

        if (Refusal.ToString() is { Length: > 0 } refusal)
        {
            parts.Add(new GenAIPart.Generic("refusal", refusal));
        }

        foreach (var call in _toolCalls.Values)
        {
            parts.Add(new GenAIPart.ToolCall(call.Id, call.Name ?? "", call.Arguments.ToString()));
        }

        return new GenAIMessage("assistant", parts)
        {
            FinishReason = FinishReason is null ? null : OutputFinishReasons.Of(FinishReason),
        };
    }
}

/// <summary>One tool call of a streamed answer, as far as it has arrived.</summary>
internal sealed class StreamedToolCall
{
    public string? Id { get; set; }

    public string? Name { get; set; }

    public StreamedText Arguments { get; } = new();
}
