using System.Text.Json.Nodes;
using OtelGenAI.Telemetry.Content;

namespace OtelGenAI.Telemetry.Transcripts;

/// <summary>A model call of a run, with what it said.</summary>
internal sealed class RunCall
{
    /// <summary>Its node.</summary>
    public required int Node { get; init; }

    /// <summary>What it said; of two instrumentations of one call that one's which captured it. <see langword="null"/> when none did.</summary>
    public required SpanContent? Content { get; init; }

    /// <summary>System prompt: the instructions, and messages of a system or developer, as one text.</summary>
    public required string System { get; init; }

    /// <summary>Messages that went in, without those of the system prompt.</summary>
    public required IReadOnlyList<JsonObject> Input { get; init; }

    /// <summary>What each of <see cref="Input"/> says, as a hash.</summary>
    public required IReadOnlyList<UInt128> InputIdentities { get; init; }

    /// <summary>Messages that came out.</summary>
    public required IReadOnlyList<JsonObject> Output { get; init; }

    /// <summary>Tools that the model asked for.</summary>
    public required IReadOnlyList<RequestedTool> Requested { get; init; }

    /// <summary>Tools that were offered to it, by name; <see langword="null"/> when that was not captured.</summary>
    public required IReadOnlyDictionary<string, JsonNode>? Offered { get; init; }

    /// <summary>Whether it goes on from another call: its history is longer, and holds at least half of what went into the other.</summary>
    /// <remarks>Calls that only stand beside each other, such as those of a batch, say nothing about each other, however alike they are.</remarks>
    public bool GoesOnFrom(RunCall before)
    {
        if (before.Input.Count == 0 || Input.Count <= before.Input.Count)
        {
            return false;
        }

        var here = InputIdentities.ToHashSet();
        return before.InputIdentities.Count(here.Contains) * 2 >= before.Input.Count;
    }
}

/// <summary>A tool that a model asked for.</summary>
/// <param name="Id">Id that its result will name; empty when there is none.</param>
/// <param name="Name">Its name.</param>
/// <param name="Arguments">What to call it with.</param>
internal sealed record RequestedTool(string Id, string Name, JsonNode? Arguments)
{
    /// <summary>Its result as the model was told it, in a later call; <see langword="null"/> when it was not.</summary>
    public JsonNode? Result { get; set; }

    /// <summary>Whether a later call tells the model a result.</summary>
    public bool IsAnswered { get; set; }

    /// <summary>The execution that served it: index in <see cref="AgentRun.Tools"/>, or -1.</summary>
    public int Tool { get; set; } = -1;
}
