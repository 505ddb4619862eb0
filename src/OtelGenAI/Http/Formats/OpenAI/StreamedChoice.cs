using System.Text;

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
            FinishReason = FinishReason is null ? null : OpenAIMessages.OutputFinishReason(FinishReason),
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

/// <summary>A text that arrives in pieces, kept whole or not at all.</summary>
internal sealed class StreamedText
{
    private StringBuilder? _text;
    private bool _isGivenUp;

    /// <summary>Takes the next piece, if the budget still allows; otherwise the whole text is given up, for half of it may be half a JSON.</summary>
    public void Append(string piece, ContentBudget budget)
    {
        if (_isGivenUp)
        {
            return;
        }

        if (!budget.TryTake(piece.Length))
        {
            _isGivenUp = true;
            _text = null;
            return;
        }

        (_text ??= new StringBuilder()).Append(piece);
    }

    public override string ToString() => _text?.ToString() ?? "";
}

/// <summary>How much text one streamed answer may hold in memory.</summary>
internal sealed class ContentBudget(int maxChars)
{
    private int _left = maxChars;

    public bool IsExceeded { get; private set; }

    public bool TryTake(int chars)
    {
        if (chars > _left)
        {
            IsExceeded = true;
            return false;
        }

        _left -= chars;
        return true;
    }
}
