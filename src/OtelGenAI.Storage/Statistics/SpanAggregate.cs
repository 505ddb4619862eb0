using OtelGenAI.Storage.Query;

namespace OtelGenAI.Storage.Statistics;

/// <summary>Sums over spans that no roll-up has: told apart by any field, of any spans, in buckets of any length.</summary>
public sealed record SpanAggregate
{
    /// <summary>How long before the range a trace may have begun whose spans are looked for in it, in nanoseconds: a day.</summary>
    public const long LongestTraceNano = 86_400_000_000_000;

    /// <summary>Spans that started at or after this moment, in nanoseconds since 1970 UTC.</summary>
    public long FromUnixNano { get; init; } = long.MinValue;

    /// <summary>Spans that started before this moment.</summary>
    public long BeforeUnixNano { get; init; } = long.MaxValue;

    /// <summary>Which of them; a question about spans. <see langword="null"/> for all.</summary>
    public TraceQuery? Query { get; init; }

    /// <summary>Fields that groups are told apart by; <see cref="CanGroupBy"/>.</summary>
    public IReadOnlyList<string> By { get; init; } = [];

    /// <summary>Length of the buckets of time, in nanoseconds; <see langword="null"/> for one over the whole range.</summary>
    public long? BucketNano { get; init; }

    /// <summary>Most groups of an answer.</summary>
    public int MaxGroups { get; init; } = 10_000;

    /// <summary>How long it may take; the sums are then those of the newest traces. <see langword="null"/> for as long as it takes.</summary>
    public TimeSpan? Budget { get; init; }

    /// <summary>Whether spans have a value in a field that groups can be told apart by.</summary>
    /// <param name="field">Name of a field.</param>
    public static bool CanGroupBy(string field) => QueryFields.Find(field, out _) is { IsOfSpan: true, IsInPayload: false, IsLabel: false, IsScore: false };

    /// <summary>The fields that groups can be told apart by.</summary>
    public static IEnumerable<string> Groupings => QueryFields.All.Select(known => known.Name).Where(CanGroupBy);

    /// <summary>The roll-up dimension of a field, or <see langword="null"/>.</summary>
    /// <param name="field">Name of a field.</param>
    public static UsageDimension? DimensionOf(string field) => QueryFields.Find(field, out _)?.Dimension;

    /// <summary>The traces that may have such spans.</summary>
    internal TraceFilter TracesToRead => new()
    {
        StartFromUnixNano = FromUnixNano < long.MinValue + LongestTraceNano ? null : FromUnixNano - LongestTraceNano,
        StartBeforeUnixNano = BeforeUnixNano == long.MaxValue ? null : BeforeUnixNano,
        Query = Query is null ? null : new TraceQuery(Query.Text, Query.Root is QueryNode.OfTrace ofTrace ? ofTrace.Inner : new QueryNode.Related(SpanRelation.Has, Query.Root)),
    };

    /// <summary>What is asked of the roll-ups instead, when they know the answer.</summary>
    /// <param name="unfiltered">The question to the roll-ups: groups by all that the query names, of which those that it does not want are to be left out.</param>
    /// <returns>Whether they know it.</returns>
    internal bool TryAsk(out UsageQuery unfiltered)
    {
        unfiltered = new UsageQuery { FromUnixNano = FromUnixNano, BeforeUnixNano = BeforeUnixNano };
        HashSet<UsageDimension> named = [];
        if (By.Any(field => DimensionOf(field) is null) || BucketNano is not (null or UsageQuery.HourNano or DayNano) || !UsageQuestion.IsAnswerable(Query, named))
        {
            return false;
        }

        unfiltered = unfiltered with
        {
            By = [.. By.Select(field => DimensionOf(field)!.Value).Concat(named).Distinct()],
            Bucket = BucketNano switch { null => null, DayNano => UsageBucket.Day, _ => UsageBucket.Hour },
        };
        return true;
    }

    private const long DayNano = 24 * UsageQuery.HourNano;
}

/// <summary>Sums over spans.</summary>
/// <param name="Groups">The groups: by bucket of time, then by count, the highest first, then by name.</param>
/// <param name="IsFromRollUps">Whether no span was read.</param>
/// <param name="FromUnixNano">Start of the range as it was read; roll-ups are whole hours.</param>
/// <param name="BeforeUnixNano">End of the range as it was read.</param>
/// <param name="IsComplete">Whether no group was left out.</param>
public sealed record SpanAggregateAnswer(
    IReadOnlyList<UsageGroup> Groups, bool IsFromRollUps, long? FromUnixNano, long? BeforeUnixNano, bool IsComplete)
{
    /// <summary>How many traces were looked at.</summary>
    public long Examined { get; init; }

    /// <summary>Whether the time was over before all were.</summary>
    public bool RanOutOfTime { get; init; }
}
