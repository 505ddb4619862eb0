using System.Diagnostics;

namespace OtelGenAI.Conventions;

/// <summary>One kind of span of the conventions, or what a provider or tool adds to one.</summary>
public sealed record SpanDefinition
{
    /// <summary>Name of the definition, such as <c>gen_ai.client.inference</c>. Not on the wire.</summary>
    public required string Type { get; init; }

    /// <summary>What happened when such a span was recorded, in one sentence.</summary>
    public required string Brief { get; init; }

    /// <summary>Version or pull request it came in.</summary>
    public required string Since { get; init; }

    /// <summary>Span kinds allowed, the usual one first; empty on a refinement, which keeps those of the span it refines.</summary>
    public IReadOnlyList<ActivityKind> Kinds { get; init; } = [];

    /// <summary>Formats of the span name, with attribute names in braces. The first whose attributes are all known applies.</summary>
    public IReadOnlyList<string> NameFormats { get; init; } = [];

    /// <summary>Values of <c>gen_ai.operation.name</c> such a span carries.</summary>
    public IReadOnlyList<string> Operations { get; init; } = [];

    /// <summary>Attributes asked for; on a refinement only those that differ.</summary>
    public IReadOnlyList<AttributeRequirement> Attributes { get; init; } = [];

    /// <summary>Attributes that must be set when the span starts, because samplers may decide by them.</summary>
    public IReadOnlyList<string> SamplingRelevant { get; init; } = [];

    /// <summary>Type of the span this one refines; <see langword="null"/> if it stands alone.</summary>
    public string? Refines { get; init; }

    /// <summary>Value of <c>gen_ai.provider.name</c> a refinement applies to; <see langword="null"/> if to any.</summary>
    public string? Provider { get; init; }

    /// <summary>What else a reader must know; <see langword="null"/> if nothing.</summary>
    public string? Note { get; init; }
}
