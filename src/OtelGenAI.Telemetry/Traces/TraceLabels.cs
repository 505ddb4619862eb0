using System.Text.Json.Nodes;

namespace OtelGenAI.Telemetry.Traces;

/// <summary>What holds for a whole trace, on whichever of its spans or resources somebody wrote it.</summary>
public sealed record TraceLabels
{
    /// <summary>Conversation, which other tools call session or thread.</summary>
    public string? Session { get; init; }

    /// <summary>End user.</summary>
    public string? User { get; init; }

    /// <summary>Environment: production, staging …</summary>
    public string? Environment { get; init; }

    /// <summary>Release of the application.</summary>
    public string? Release { get; init; }

    /// <summary>Version of what the application runs: of its prompts, agents or chains.</summary>
    public string? Version { get; init; }

    /// <summary>Tags of all spans, each once, those of the earliest span first.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Metadata of all spans by key; of a key that several write the earliest span's counts.</summary>
    public IReadOnlyDictionary<string, JsonNode?> Metadata { get; init; } = new Dictionary<string, JsonNode?>();
}
