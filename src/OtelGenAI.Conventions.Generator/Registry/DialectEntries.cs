namespace OtelGenAI.Conventions.Generator.Registry;

internal sealed record DialectKindEntry(string From, IReadOnlyList<(string Value, string? Kind)> Values);

internal sealed record DialectFieldEntry(string Field, IReadOnlyList<string> From);

internal sealed record DialectJsonEntry(
    string Key, bool InputExcludesCache, bool OutputExcludesReasoning, IReadOnlyList<DialectFieldEntry> Fields);

internal sealed record DialectEntry(
    EntryPlace Place,
    string Name,
    string Title,
    string Order,
    IReadOnlyList<string> Keys,
    IReadOnlyList<string> Prefixes,
    IReadOnlyList<string> Scopes,
    IReadOnlyList<string> ScopePrefixes,
    IReadOnlyList<(string Key, string? Prefix)> Values,
    IReadOnlyList<DialectKindEntry> Kinds,
    IReadOnlyList<DialectFieldEntry> Fields,
    IReadOnlyList<DialectFieldEntry> OwnFields,
    IReadOnlyList<DialectJsonEntry> Json,
    IReadOnlyList<DialectFieldEntry> Content,
    IReadOnlyList<DialectFieldEntry> Trace,
    IReadOnlyList<DialectFieldEntry> Prompt,
    IReadOnlyList<string> Understood,
    bool InputExcludesCache,
    string? Note);

internal sealed record DialectSpellingEntry(EntryPlace Place, string Field, IReadOnlyList<(string From, string? To)> Values);

internal sealed record InfrastructureEntry(EntryPlace Place, string Kind, IReadOnlyList<string> Prefixes);
