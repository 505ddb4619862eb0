using System.Collections.Immutable;

namespace OtelGenAI.Conventions;

/// <summary>One metric of the conventions.</summary>
public sealed record MetricDefinition
{
    /// <summary>Name on the wire; unique within the registry.</summary>
    public required string Name { get; init; }

    /// <summary>What is measured, in one sentence.</summary>
    public required string Brief { get; init; }

    /// <summary>Version or pull request it came in.</summary>
    public required string Since { get; init; }

    /// <summary>Instrument that records it.</summary>
    public required MetricInstrument Instrument { get; init; }

    /// <summary>Unit in UCUM notation, such as <c>s</c> or <c>{token}</c>.</summary>
    public required string Unit { get; init; }

    /// <summary>Type of one measurement: <see cref="AttributeType.Int"/> or <see cref="AttributeType.Double"/>.</summary>
    public required AttributeType ValueType { get; init; }

    /// <summary>Advised upper bounds of histogram buckets, ascending, in <see cref="Unit"/>.</summary>
    /// <value>Default empty: not a histogram, or no advice.</value>
    public ImmutableArray<double> Buckets { get; init; } = [];

    /// <summary>Attributes asked for.</summary>
    public IReadOnlyList<AttributeRequirement> Attributes { get; init; } = [];

    /// <summary>What else a reader must know; <see langword="null"/> if nothing.</summary>
    public string? Note { get; init; }

    /// <summary>Why and since when the metric is deprecated; <see langword="null"/> if it is current.</summary>
    public Deprecation? Deprecated { get; init; }
}
