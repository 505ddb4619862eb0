using OtelGenAI.Storage.Statistics;
using OtelGenAI.Telemetry.Traces;

namespace OtelGenAI.Storage.Query;

/// <summary>What the values of a field are.</summary>
internal enum QueryFieldType
{
    /// <summary>Text.</summary>
    Text,

    /// <summary>A count.</summary>
    Count,

    /// <summary>Nanoseconds.</summary>
    Duration,

    /// <summary>Pico-USD.</summary>
    Money,

    /// <summary>Nanoseconds since 1970 UTC.</summary>
    Time,

    /// <summary>1 for true, 0 for false.</summary>
    Boolean,

    /// <summary>What its sender chose, by key.</summary>
    Dynamic,
}

/// <summary>A field of the query language: what it is called, and where its value stands. Immutable.</summary>
/// <remarks>A field without a value of the trace is asked of every span of it.</remarks>
internal sealed record QueryField(string Name, QueryFieldType Type, string Meaning)
{
    /// <summary>Other names for it.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>All values there can be, when they are few.</summary>
    public IReadOnlyList<string> KnownValues { get; init; } = [];

    /// <summary>Whether upper and lower case are told apart: ids.</summary>
    public bool IsExact { get; init; }

    /// <summary>Whether values stand below keys: <c>attr["key"]</c>, <c>metadata.key</c>.</summary>
    public bool HasKeys { get; init; }

    /// <summary>Whether it stands in payloads only.</summary>
    public bool IsInPayload { get; init; }

    /// <summary>Whether the line of the trace has all that its spans say of it.</summary>
    public bool IsLabel { get; init; }

    /// <summary>Whether rows beside the spans have it: of the trace, and of spans.</summary>
    public bool IsScore { get; init; }

    /// <summary>Whether a span that has no value has that of its trace.</summary>
    public bool IsShared { get; init; }

    /// <summary>What the roll-ups tell spans apart by.</summary>
    public UsageDimension? Dimension { get; init; }

    /// <summary>SQL of the value in <c>traces</c>, of numbers and exact texts.</summary>
    public string? TraceColumn { get; init; }

    /// <summary>SQL of the value in <c>spans</c>; of texts the number of the text, or the text.</summary>
    public string? SpanColumn { get; init; }

    public Func<TraceSummary, string?>? TraceText { get; init; }

    public Func<TraceSummary, IReadOnlyList<string>>? TraceTexts { get; init; }

    public Func<TraceSummary, long?>? TraceNumber { get; init; }

    public Func<SpanRecord, string?>? SpanText { get; init; }

    public Func<SpanRecord, IEnumerable<string>>? SpanTexts { get; init; }

    public Func<SpanRecord, long?>? SpanNumber { get; init; }

    /// <summary>Whether a trace has a value of its own.</summary>
    public bool IsOfTrace => TraceText is not null || TraceTexts is not null || TraceNumber is not null || IsLabel || IsScore;

    /// <summary>Whether spans have one.</summary>
    public bool IsOfSpan => SpanText is not null || SpanTexts is not null || SpanNumber is not null || IsInPayload || IsLabel || IsScore;

    /// <summary>Whether an index of words has its values, in any case of letters.</summary>
    public bool IsIndexed => SpanColumn is not null && !IsShared && Type == QueryFieldType.Text && !IsExact;

    /// <summary>Whether two spans can be compared by it: a column, or what is as quickly compared.</summary>
    public bool IsComparable => Name == QueryFields.ToolResult || (!IsInPayload && !IsLabel && !IsScore);

    /// <summary>How much must be read to know it.</summary>
    public QueryDepth DepthIn(QueryScope scope) =>
        IsInPayload ? QueryDepth.Payloads : IsLabel || (scope == QueryScope.Trace && IsOfTrace && !IsScore) ? QueryDepth.Lines : QueryDepth.Spans;
}
