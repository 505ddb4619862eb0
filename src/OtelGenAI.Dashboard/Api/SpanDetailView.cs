using System.ComponentModel.DataAnnotations;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace OtelGenAI.Dashboard.Api;

/// <summary>Everything about one span, as the API shows it.</summary>
internal sealed record SpanDetailView : SpanNodeView
{
    /// <summary>Begins with the node; what is only in the detail has a default, because a record cannot inherit a built value otherwise.</summary>
    [SetsRequiredMembers]
    public SpanDetailView(SpanNodeView node)
        : base(node)
    {
    }

    [JsonPropertyOrder(-1)]
    public string TraceId { get; init; } = "";

    [JsonPropertyOrder(1)]
    [AllowedValues("unspecified", "internal", "server", "client", "producer", "consumer")]
    public string SpanKind { get; init; } = "";

    /// <summary>The retention rule that dropped what the span said; <see langword="null"/> while it is there.</summary>
    [JsonPropertyOrder(1)]
    public string? PayloadDroppedBy { get; init; }

    [JsonPropertyOrder(1)]
    public string? StatusMessage { get; init; }

    [JsonPropertyOrder(1)]
    public JsonArray? Input { get; init; }

    [JsonPropertyOrder(1)]
    public JsonArray? Output { get; init; }

    [JsonPropertyOrder(1)]
    public JsonArray? SystemInstructions { get; init; }

    [JsonPropertyOrder(1)]
    public JsonNode? ToolDefinitions { get; init; }

    [JsonPropertyOrder(1)]
    public JsonNode? ToolArguments { get; init; }

    [JsonPropertyOrder(1)]
    public JsonNode? ToolResult { get; init; }

    [JsonPropertyOrder(1)]
    public JsonNode? Documents { get; init; }

    /// <summary>What of this a length limit of the client left only the beginning of: <c>input</c>, <c>toolResult</c> and so on.</summary>
    [JsonPropertyOrder(1)]
    public IReadOnlyList<string> CutOff { get; init; } = [];

    /// <summary>Whether the client says that it left out parts to keep to its own limit.</summary>
    [JsonPropertyOrder(1)]
    public bool IsTruncated { get; init; }

    [JsonPropertyOrder(1)]
    public JsonObject Attributes { get; init; } = [];

    [JsonPropertyOrder(1)]
    public ResourceView Resource { get; init; } = new([], null);

    [JsonPropertyOrder(1)]
    public ScopeView Scope { get; init; } = new("", null, [], null);

    [JsonPropertyOrder(1)]
    public IReadOnlyList<SpanEventView> Events { get; init; } = [];

    [JsonPropertyOrder(1)]
    public IReadOnlyList<SpanLinkView> Links { get; init; } = [];

    [JsonPropertyOrder(1)]
    public IReadOnlyList<LogView> Logs { get; init; } = [];

    [JsonPropertyOrder(1)]
    public IReadOnlyList<ScoreView> Scores { get; init; } = [];

    [JsonPropertyOrder(1)]
    public IReadOnlyList<ExplanationView> Explain { get; init; } = [];
}

internal sealed record ResourceView(JsonObject Attributes, string? SchemaUrl);

internal sealed record ScopeView(string Name, string? Version, JsonObject Attributes, string? SchemaUrl);

internal sealed record SpanEventView(string Name, DateTimeOffset Time, JsonObject Attributes);

internal sealed record SpanLinkView(string TraceId, string SpanId, JsonObject Attributes);

/// <summary>Why a field has its value.</summary>
/// <param name="Field">The field of the span.</param>
/// <param name="Value">Its value, as text.</param>
/// <param name="Because">What it was read from, and by which rule.</param>
internal sealed record ExplanationView(string Field, string Value, string Because);
