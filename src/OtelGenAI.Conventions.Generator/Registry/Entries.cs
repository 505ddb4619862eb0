namespace OtelGenAI.Conventions.Generator.Registry;

/// <summary>Where an entry stands, for messages.</summary>
internal readonly record struct EntryPlace(string File, long Line, string Name);

/// <summary>A known value; the brief is there only where the value does not explain itself.</summary>
internal sealed record ValueEntry(string Value, string? Brief);

internal sealed record AttributeEntry(
    EntryPlace Place,
    string Name,
    string Type,
    string Brief,
    string Stability,
    string Since,
    string? Note,
    string? Unit,
    bool IsSensitive,
    IReadOnlyList<string> SubsetOf,
    IReadOnlyList<ValueEntry> Values,
    bool IsDeprecated);

internal sealed record RequirementEntry(string Name, string Level, string? Condition);

internal sealed record SpanEntry(
    EntryPlace Place,
    string Type,
    string Brief,
    string Since,
    IReadOnlyList<string> Kinds,
    IReadOnlyList<string> NameFormats,
    IReadOnlyList<string> Operations,
    IReadOnlyList<RequirementEntry> Attributes,
    IReadOnlyList<string> SamplingRelevant,
    string? Refines,
    string? Provider,
    string? Note);

internal sealed record MetricEntry(
    EntryPlace Place,
    string Name,
    string Brief,
    string Since,
    string Instrument,
    string Unit,
    string ValueType,
    IReadOnlyList<double> Buckets,
    IReadOnlyList<RequirementEntry> Attributes,
    string? Note,
    bool IsDeprecated);

internal sealed record EventEntry(
    EntryPlace Place,
    string Name,
    string Brief,
    string Since,
    string? Severity,
    string? AttributesOf,
    IReadOnlyList<RequirementEntry> Attributes,
    string? Note,
    bool IsDeprecated);

internal sealed record EntityEntry(
    EntryPlace Place,
    string Type,
    string Brief,
    string Since,
    IReadOnlyList<string> Identity,
    IReadOnlyList<string> Description);

internal sealed record ValueRenameEntry(string From, string To, string Since);

internal sealed record AttributeRenameEntry(
    EntryPlace Place,
    string From,
    string? To,
    string Since,
    string? Dialect,
    bool ChangesShape,
    IReadOnlyList<ValueRenameEntry> Values,
    string? Note);

internal sealed record ConditionalRenameEntry(
    EntryPlace Place,
    string From,
    string To,
    IReadOnlyList<string> Operations,
    string Since,
    string? Note);

internal sealed record NumberedPrefixEntry(EntryPlace Place, string Prefix, string To, string Dialect);

internal sealed record MetricRenameEntry(
    EntryPlace Place,
    string From,
    IReadOnlyList<string> To,
    IReadOnlyList<string> Operations,
    string Since,
    string? Note);

internal sealed record EventRenameEntry(
    EntryPlace Place,
    string From,
    IReadOnlyList<string> To,
    string? Role,
    string Since,
    string? Note);
