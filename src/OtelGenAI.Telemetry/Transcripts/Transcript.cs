using System.Text.Json.Nodes;

namespace OtelGenAI.Telemetry.Transcripts;

/// <summary>A whole run as a conversation.</summary>
/// <param name="Turns">Its turns, by the time they began.</param>
public sealed record Transcript(IReadOnlyList<TranscriptTurn> Turns);

/// <summary>One step of a run: a model call with only what is new in it, or a tool or retrieval that no call asked for.</summary>
public sealed record TranscriptTurn
{
    /// <summary>Its span: index in the nodes of the tree.</summary>
    public required int Node { get; init; }

    /// <summary>Whose turn it is: the agent; empty where there is none.</summary>
    public required string Agent { get; init; }

    /// <summary>What is known of what it said.</summary>
    public required TranscriptContent Content { get; init; }

    /// <summary>Parts that a length limit of the client cut off, by name.</summary>
    public IReadOnlyList<string> CutOff { get; init; } = [];

    /// <summary>The system prompt, where the agent had none before; <see langword="null"/> otherwise.</summary>
    public string? System { get; init; }

    /// <summary>What changed in the system prompt since the agent's turn before.</summary>
    public IReadOnlyList<DiffLine> SystemChanges { get; init; } = [];

    /// <summary>What changed in the tools that were offered; at an agent's first turn all are added.</summary>
    public IReadOnlyList<ToolChange> ToolChanges { get; init; } = [];

    /// <summary>Messages of its input that earlier turns of the agent show.</summary>
    public int Repeated { get; init; }

    /// <summary>Messages of the turn before that are not in its input any more: the history was shortened or rewritten.</summary>
    public int Forgotten { get; init; }

    /// <summary>Messages that are new, in the shape of <c>SpanContent</c>; without tool calls and results, which are in <see cref="ToolCalls"/>.</summary>
    public IReadOnlyList<TranscriptMessage> Messages { get; init; } = [];

    /// <summary>Tools that it asked for, with what became of them.</summary>
    public IReadOnlyList<TranscriptToolCall> ToolCalls { get; init; } = [];

    /// <summary>Documents that a retrieval found.</summary>
    public JsonNode? Documents { get; init; }
}

/// <summary>What is known of what a turn said.</summary>
public enum TranscriptContent
{
    /// <summary>It was captured.</summary>
    Captured,

    /// <summary>A length limit of the client left only the beginning of some of it.</summary>
    CutOff,

    /// <summary>Nothing was captured.</summary>
    Missing,
}

/// <summary>A message of a turn.</summary>
/// <param name="Message">The message.</param>
/// <param name="IsOutput">Whether the model said it in this turn.</param>
public readonly record struct TranscriptMessage(JsonObject Message, bool IsOutput);

/// <summary>A tool call with its result and the spans that served it.</summary>
/// <param name="Id">Id of the call; empty when there is none.</param>
/// <param name="Name">The tool.</param>
/// <param name="Arguments">What it was called with.</param>
/// <param name="Result">What the model was told, else what the tool answered; <see langword="null"/> when neither is known.</param>
/// <param name="IsAnswered">Whether a later turn of the model was told the result.</param>
/// <param name="HasFailed">Whether the execution failed.</param>
/// <param name="ServedBy">Nodes of the execution and, below it, of MCP calls and agents that did the work, from the outermost in.</param>
public sealed record TranscriptToolCall(
    string Id, string Name, JsonNode? Arguments, JsonNode? Result, bool IsAnswered, bool HasFailed, IReadOnlyList<int> ServedBy);

/// <summary>A tool that is offered now and was not before, or the other way round, or in other words.</summary>
/// <param name="Kind">What became of it.</param>
/// <param name="Name">The tool.</param>
/// <param name="Lines">What changed in its definition; empty when it was added or removed.</param>
public sealed record ToolChange(ToolChangeKind Kind, string Name, IReadOnlyList<DiffLine> Lines);

/// <summary>What became of an offered tool.</summary>
public enum ToolChangeKind
{
    /// <summary>It is new.</summary>
    Added,

    /// <summary>It is gone.</summary>
    Removed,

    /// <summary>Its definition changed.</summary>
    Changed,
}
