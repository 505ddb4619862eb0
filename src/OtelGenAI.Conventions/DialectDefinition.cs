namespace OtelGenAI.Conventions;

/// <summary>How one family of clients writes GenAI telemetry: what tells it from others, and which of its attributes say what.</summary>
/// <remarks>Written from <c>conventions/dialects/*.yaml</c>. Names of fields and kinds are the words of <c>conventions/README.md</c>.</remarks>
public sealed record DialectDefinition
{
    /// <summary>Short name, unique.</summary>
    public required string Name { get; init; }

    /// <summary>Name for people.</summary>
    public required string Title { get; init; }

    /// <summary>Place in the order of detection: the lowest one that is detected decides the kind.</summary>
    public required int Order { get; init; }

    /// <summary>Attributes whose presence on a span tells this dialect.</summary>
    public IReadOnlyList<string> Keys { get; init; } = [];

    /// <summary>Beginnings of attribute names that tell this dialect.</summary>
    public IReadOnlyList<string> Prefixes { get; init; } = [];

    /// <summary>Instrumentation scopes that tell this dialect.</summary>
    public IReadOnlyList<string> Scopes { get; init; } = [];

    /// <summary>Beginnings of instrumentation scopes that tell this dialect.</summary>
    public IReadOnlyList<string> ScopePrefixes { get; init; } = [];

    /// <summary>Attributes that tell this dialect by the beginning of their value.</summary>
    public IReadOnlyList<DialectValue> Values { get; init; } = [];

    /// <summary>What gives the kind of a span, the strongest first.</summary>
    public IReadOnlyList<DialectKindRule> Kinds { get; init; } = [];

    /// <summary>Which attributes give which field, whatever dialect the span is.</summary>
    public IReadOnlyList<DialectField> Fields { get; init; } = [];

    /// <summary>The same for attributes whose names are too common to be believed on a span of another dialect.</summary>
    public IReadOnlyList<DialectField> OwnFields { get; init; } = [];

    /// <summary>Attributes whose value is JSON that holds fields.</summary>
    public IReadOnlyList<DialectJson> Json { get; init; } = [];

    /// <summary>Which attributes carry content.</summary>
    public IReadOnlyList<DialectField> Content { get; init; } = [];

    /// <summary>Which attributes say what holds for the whole trace: its session, tags, release. <c>a.*</c> means every name below <c>a.</c></summary>
    public IReadOnlyList<DialectField> Trace { get; init; } = [];

    /// <summary>Which attributes give the <c>name</c> and the <c>version</c> of the prompt template that a call used.</summary>
    public IReadOnlyList<DialectField> Prompt { get; init; } = [];

    /// <summary>Beginnings of attribute names that are understood as metadata, settings or marks, and shown as they are.</summary>
    public IReadOnlyList<string> Understood { get; init; } = [];

    /// <summary>Whether input tokens leave out what was read from and written to the cache.</summary>
    public bool InputExcludesCache { get; init; }

    /// <summary>What else a reader must know; <see langword="null"/> if nothing.</summary>
    public string? Note { get; init; }
}

/// <summary>An attribute and how its value begins.</summary>
/// <param name="Key">The attribute.</param>
/// <param name="Prefix">Beginning of its value.</param>
public sealed record DialectValue(string Key, string Prefix);

/// <summary>Gives kinds by the value of an attribute.</summary>
/// <param name="From">The attribute; empty for the name of the span, compared by its beginning.</param>
/// <param name="Values">Value, compared without case, to kind.</param>
public sealed record DialectKindRule(string From, IReadOnlyDictionary<string, string> Values);

/// <summary>A field and where it is found.</summary>
/// <param name="Field">The field.</param>
/// <param name="From">Attributes or JSON paths, the best first. <c>a.N</c> means attributes numbered from 0.</param>
public sealed record DialectField(string Field, IReadOnlyList<string> From);

/// <summary>An attribute whose value is JSON.</summary>
/// <param name="Key">The attribute.</param>
/// <param name="InputExcludesCache">Whether its input tokens leave out what the cache gave.</param>
/// <param name="OutputExcludesReasoning">Whether its output tokens leave out reasoning.</param>
/// <param name="Fields">Fields, and the paths to them: names separated by <c>/</c>.</param>
public sealed record DialectJson(string Key, bool InputExcludesCache, bool OutputExcludesReasoning, IReadOnlyList<DialectField> Fields);

/// <summary>Spellings of a value that clients use, and what each means.</summary>
/// <param name="Field">The field.</param>
/// <param name="Values">Spelling to the conventions' value.</param>
public sealed record DialectSpelling(string Field, IReadOnlyDictionary<string, string> Values);

/// <summary>Tells that a span which is not GenAI is infrastructure.</summary>
/// <param name="Kind">What it is: <c>db</c>, <c>messaging</c>, <c>rpc</c> or <c>http</c>.</param>
/// <param name="Prefixes">Beginnings of the attribute names that tell it.</param>
public sealed record InfrastructureDefinition(string Kind, IReadOnlyList<string> Prefixes);
