using System.Text.Json.Nodes;

namespace OtelGenAI.Telemetry.Transcripts;

/// <summary>A tool execution of a run.</summary>
internal sealed class RunTool
{
    /// <summary>Its node.</summary>
    public required int Node { get; init; }

    /// <summary>The tool; empty when nobody named it.</summary>
    public required string Name { get; init; }

    /// <summary>What it was called with; <see langword="null"/> when neither it nor the call that asked for it says.</summary>
    public required JsonNode? Arguments { get; set; }

    /// <summary>What it answered.</summary>
    public required JsonNode? Result { get; init; }

    /// <summary>Whether it failed: its span, or an MCP result that says so.</summary>
    public required bool HasFailed { get; init; }

    /// <summary>The call that asked for it: index in <see cref="AgentRun.Calls"/>, or -1.</summary>
    public int Call { get; set; } = -1;
}
