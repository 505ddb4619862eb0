namespace OtelGenAI.Conventions;

/// <summary>One event of the conventions: a log record with an event name, or once a span event.</summary>
public sealed record EventDefinition
{
    /// <summary>Event name on the wire; unique within the registry.</summary>
    public required string Name { get; init; }

    /// <summary>What happened, in one sentence.</summary>
    public required string Brief { get; init; }

    /// <summary>Version or pull request it came in.</summary>
    public required string Since { get; init; }

    /// <summary>Severity number of the log record: 5 is debug, 13 is warn; <see langword="null"/> if the conventions set none.</summary>
    public int? SeverityNumber { get; init; }

    /// <summary>Attributes asked for.</summary>
    public IReadOnlyList<AttributeRequirement> Attributes { get; init; } = [];

    /// <summary>What else a reader must know; <see langword="null"/> if nothing.</summary>
    public string? Note { get; init; }

    /// <summary>Why and since when the event is deprecated; <see langword="null"/> if it is current.</summary>
    public Deprecation? Deprecated { get; init; }
}
