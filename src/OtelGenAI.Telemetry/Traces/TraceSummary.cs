using System.Collections.ObjectModel;
using System.Text.Json.Nodes;
using OtelGenAI.Telemetry.Pricing;

namespace OtelGenAI.Telemetry.Traces;

/// <summary>A trace in one line: what lists show and what filters ask.</summary>
/// <remarks>Computed from the spans by <see cref="TraceAccumulator"/>; stored in the same transaction as they are.</remarks>
public sealed record TraceSummary
{
    /// <summary>The trace.</summary>
    public required TraceId TraceId { get; init; }

    /// <summary>Name of its first root, or of its earliest span while no root has arrived.</summary>
    public string Name { get; init; } = "";

    /// <summary>Earliest start of its run (<see cref="TraceWindow"/>), in nanoseconds since 1970 UTC.</summary>
    public long StartUnixNano { get; init; }

    /// <summary>Latest end of its run, in nanoseconds since 1970 UTC.</summary>
    public long EndUnixNano { get; init; }

    /// <summary>How many spans have arrived.</summary>
    public int SpanCount { get; init; }

    /// <summary>How many of them failed.</summary>
    public int ErrorCount { get; init; }

    /// <summary>OTLP status of the first root: 0 unset, 1 ok, 2 error.</summary>
    public int StatusCode { get; init; }

    /// <summary>Tokens summed over leaf inference spans only.</summary>
    public long InputTokens { get; init; }

    /// <inheritdoc cref="InputTokens"/>
    public long OutputTokens { get; init; }

    /// <inheritdoc cref="InputTokens"/>
    public long CacheReadTokens { get; init; }

    /// <inheritdoc cref="InputTokens"/>
    public long CacheWriteTokens { get; init; }

    /// <inheritdoc cref="InputTokens"/>
    public long ReasoningTokens { get; init; }

    /// <inheritdoc cref="InputTokens"/>
    public long CacheWrite1hTokens { get; init; }

    /// <inheritdoc cref="InputTokens"/>
    public long AudioInputTokens { get; init; }

    /// <inheritdoc cref="InputTokens"/>
    public long AudioOutputTokens { get; init; }

    /// <inheritdoc cref="InputTokens"/>
    public long ImageInputTokens { get; init; }

    /// <inheritdoc cref="InputTokens"/>
    public long ImageOutputTokens { get; init; }

    /// <summary>How many model calls were made: leaf inference spans.</summary>
    public int InferenceCalls { get; init; }

    /// <summary>What the calls that have a price cost; <see langword="null"/> when none has.</summary>
    public PicoUsd? Cost { get; init; }

    /// <summary>Calls that are missing from <see cref="Cost"/>: their model has no price, or nobody counted their tokens.</summary>
    public int UnpricedCalls { get; init; }

    /// <summary>Version of the price table in force when the line was last written; a call that arrived earlier keeps the price it got then.</summary>
    public string? PriceTable { get; init; }

    /// <summary>Models that answered (or were asked), in order of first use.</summary>
    public IReadOnlyList<string> Models { get; init; } = [];

    /// <summary>Services that took part, in order of first start.</summary>
    public IReadOnlyList<string> Services { get; init; } = [];

    /// <summary>Conversation, from the earliest span that names one.</summary>
    public string? ConversationId { get; init; }

    /// <summary>End user, from the earliest span that names one.</summary>
    public string? UserId { get; init; }

    /// <summary>Environment, from the earliest span that names one, else from the earliest whose resource does.</summary>
    public string? Environment { get; init; }

    /// <summary>Release, from the earliest span that names one, else from the earliest whose resource does.</summary>
    public string? Release { get; init; }

    /// <summary>Version of what the application runs (its prompts, agents or chains), from the earliest span that names one.</summary>
    public string? Version { get; init; }

    /// <summary>Tags of all spans and their resources, each once, those of the earliest span first; at most 64.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Metadata of all spans and their resources by key; of a key that several write the earliest span's counts. At most 128 keys.</summary>
    public IReadOnlyDictionary<string, JsonNode?> Metadata { get; init; } = ReadOnlyDictionary<string, JsonNode?>.Empty;

    /// <summary>Whether tags, metadata and version were looked for: a line of an earlier version of a store has none.</summary>
    public bool HasLabels { get; init; }

    /// <summary>Another one whenever a span of the trace arrives or is replaced; the same whatever order they came in. 0 when it was not worked out.</summary>
    public long Fingerprint { get; init; }

    /// <summary>Whether a span without a parent has arrived.</summary>
    public bool HasRoot { get; init; }

    /// <summary>Whether somebody pinned it, so that retention leaves it alone. Not of its spans: a store says it when it is asked.</summary>
    public bool IsPinned { get; init; }
}
