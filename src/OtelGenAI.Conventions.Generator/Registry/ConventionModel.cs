namespace OtelGenAI.Conventions.Generator.Registry;

/// <summary>All entries of all files, in the order they were read.</summary>
internal sealed class ConventionModel
{
    public List<AttributeEntry> Attributes { get; } = [];

    public List<SpanEntry> Spans { get; } = [];

    public List<SpanEntry> Refinements { get; } = [];

    public List<MetricEntry> Metrics { get; } = [];

    public List<EventEntry> Events { get; } = [];

    public List<EntityEntry> Entities { get; } = [];

    public List<AttributeRenameEntry> AttributeRenames { get; } = [];

    public List<ConditionalRenameEntry> ConditionalRenames { get; } = [];

    public List<NumberedPrefixEntry> NumberedPrefixes { get; } = [];

    public List<MetricRenameEntry> MetricRenames { get; } = [];

    public List<EventRenameEntry> EventRenames { get; } = [];

    public List<DialectEntry> Dialects { get; } = [];

    public List<DialectSpellingEntry> DialectSpellings { get; } = [];

    public List<InfrastructureEntry> Infrastructure { get; } = [];
}
