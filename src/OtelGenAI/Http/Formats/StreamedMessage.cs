using System.Text.Json;
using OtelGenAI.Content;
using OtelGenAI.Invocations;

namespace OtelGenAI.Http.Formats;

/// <summary>What a piece of a streamed message is.</summary>
internal enum StreamedPartKind
{
    Text,
    Reasoning,
    ToolCall,
    Refusal,
}

/// <summary>One message that arrives in pieces. Keeps words only when content is captured, and no more than may be written.</summary>
/// <remarks>Names and ids of tool calls are not content: they are kept whenever somebody wants to know which tools were asked for.</remarks>
internal sealed class StreamedMessage(InvocationFacts facts, ContentPolicy policy)
{
    // Far more than any answer has: a hostile index must not make us allocate.
    private const int MaxParts = 1024;

    private readonly SortedDictionary<int, Part> _parts = [];
    private readonly ContentBudget _budget = new(policy.MaxBytes);
    private int _lastIndex = -1;

    /// <summary>Appends to a part.</summary>
    /// <param name="index">Position of the part, as the provider counts.</param>
    /// <param name="kind">What it is, if it begins here.</param>
    /// <param name="text">A JSON string; anything else is no text.</param>
    /// <returns>Whether there was any text.</returns>
    public bool Append(int index, StreamedPartKind kind, JsonElement text)
    {
        if (text.ValueKind != JsonValueKind.String || text.ValueEquals(""u8))
        {
            return false;
        }

        if (policy.Captures && PartAt(index, kind) is { } part)
        {
            part.Text.Append(text.GetString()!, _budget);
        }

        return true;
    }

    /// <summary>Appends where the provider does not count: to the last part if it is of this kind, else as a new one.</summary>
    public bool AppendNext(StreamedPartKind kind, JsonElement text)
    {
        var continues = _parts.TryGetValue(_lastIndex, out var last) && last.Kind == kind;
        return Append(continues ? _lastIndex : _lastIndex + 1, kind, text);
    }

    /// <summary>Begins a tool call, or says more about one.</summary>
    public void ToolCall(int index, string? id, string? name)
    {
        if (facts.ReadsOutput && PartAt(index, StreamedPartKind.ToolCall) is { } part)
        {
            part.Id = id ?? part.Id;
            part.Name = name ?? part.Name;
        }
    }

    /// <summary>Adds a tool call that came whole.</summary>
    public void WholeToolCall(string? id, string name, string? arguments)
    {
        var index = _lastIndex + 1;
        ToolCall(index, id, name);
        if (policy.Captures && arguments is not null && PartAt(index, StreamedPartKind.ToolCall) is { } part)
        {
            part.Text.Append(arguments, _budget);
        }
    }

    /// <summary>Makes the message of what has arrived.</summary>
    public GenAIMessage ToMessage(string? finishReason)
    {
        facts.IsContentTruncated |= _budget.IsExceeded;
        return new GenAIMessage("assistant", [.. _parts.Values.Where(static part => part.HasContent).Select(static part => part.ToPart())])
        {
            FinishReason = finishReason is null ? null : OutputFinishReasons.Of(finishReason),
        };
    }

    private Part? PartAt(int index, StreamedPartKind kind)
    {
        if (index is < 0 or >= MaxParts)
        {
            return null;
        }

        if (!_parts.TryGetValue(index, out var part))
        {
            part = new Part(kind);
            _parts.Add(index, part);
            _lastIndex = Math.Max(_lastIndex, index);
        }

        return part;
    }

    private sealed class Part(StreamedPartKind kind)
    {
        public StreamedPartKind Kind { get; } = kind;

        public string? Id { get; set; }

        public string? Name { get; set; }

        public StreamedText Text { get; } = new();

        public bool HasContent => Kind == StreamedPartKind.ToolCall || Text.ToString().Length > 0;

        public GenAIPart ToPart() => Kind switch
        {
            StreamedPartKind.Reasoning => new GenAIPart.Reasoning(Text.ToString()),
            StreamedPartKind.ToolCall => new GenAIPart.ToolCall(Id, Name ?? "", Text.ToString() is { Length: > 0 } arguments ? arguments : null),
            StreamedPartKind.Refusal => new GenAIPart.Generic("refusal", Text.ToString()),
            _ => new GenAIPart.Text(Text.ToString()),
        };
    }
}
