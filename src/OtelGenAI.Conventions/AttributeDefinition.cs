namespace OtelGenAI.Conventions;

/// <summary>One attribute of the conventions.</summary>
public sealed record AttributeDefinition
{
    /// <summary>Name on the wire, such as <c>gen_ai.request.model</c>; unique within the registry.</summary>
    public required string Name { get; init; }

    /// <summary>Type of the value.</summary>
    public required AttributeType Type { get; init; }

    /// <summary>What the value means, in one sentence.</summary>
    public required string Brief { get; init; }

    /// <summary>How firmly the name is promised.</summary>
    public required Stability Stability { get; init; }

    /// <summary>Version or pull request it came in, such as <c>core 1.26.0</c> or <c>genai PR 258</c>.</summary>
    public required string Since { get; init; }

    /// <summary>What else a reader must know; <see langword="null"/> if nothing.</summary>
    public string? Note { get; init; }

    /// <summary>Unit of the value in UCUM notation; <see langword="null"/> if it has none.</summary>
    public string? Unit { get; init; }

    /// <summary>True if the value can carry what a person, a model or a tool said. The content policy decides whether it is recorded.</summary>
    /// <value>Default <see langword="false"/>.</value>
    public bool IsSensitive { get; init; }

    /// <summary>Attributes whose count already includes this one; never add them up.</summary>
    /// <value>Default empty.</value>
    public IReadOnlyList<string> SubsetOf { get; init; } = [];

    /// <summary>Known values. The list is open: others are legal, and must be kept.</summary>
    /// <value>Default empty: no value is named.</value>
    public IReadOnlyList<string> Values { get; init; } = [];

    /// <summary>Why and since when the attribute is deprecated; <see langword="null"/> if it is current.</summary>
    public Deprecation? Deprecated { get; init; }
}
