namespace OtelGenAI.Storage.Statistics;

/// <summary>What is asked of the roll-ups.</summary>
public sealed record UsageQuery
{
    /// <summary>Nanoseconds of an hour, the unit that roll-ups are kept in.</summary>
    public const long HourNano = 3_600_000_000_000;

    /// <summary>Spans that started at or after this moment, in nanoseconds since 1970 UTC. Rounded down to a whole hour.</summary>
    public long FromUnixNano { get; init; } = long.MinValue;

    /// <summary>Spans that started before this moment. Rounded up to a whole hour.</summary>
    public long BeforeUnixNano { get; init; } = long.MaxValue;

    /// <summary>What the groups are told apart by; none for one group.</summary>
    public IReadOnlyList<UsageDimension> By { get; init; } = [];

    /// <summary>How long the buckets of time are; <see langword="null"/> for one over the whole range.</summary>
    public UsageBucket? Bucket { get; init; }

    /// <summary>Only spans with these values, every one of them; <see langword="null"/> as a value asks for spans without one.</summary>
    public IReadOnlyList<KeyValuePair<UsageDimension, string?>> Where { get; init; } = [];

    /// <summary>Most groups of an answer.</summary>
    public int MaxGroups { get; init; } = 10_000;

    /// <summary>First hour of the range, counted from 1970.</summary>
    internal long FirstHour => Hour(FromUnixNano);

    /// <summary>First hour after the range.</summary>
    internal long EndHour => BeforeUnixNano == long.MaxValue ? long.MaxValue : Hour(BeforeUnixNano) + (BeforeUnixNano % HourNano == 0 ? 0 : 1);

    /// <summary>The hour of a moment, counted from 1970.</summary>
    internal static long Hour(long unixNano) => (unixNano / HourNano) - (unixNano % HourNano < 0 ? 1 : 0);
}

/// <summary>How long a bucket of time is.</summary>
public enum UsageBucket
{
    /// <summary>An hour, UTC.</summary>
    Hour,

    /// <summary>A day, UTC.</summary>
    Day,
}

/// <summary>The sums of one group.</summary>
/// <param name="Key">The values it is told apart by, in the order of <see cref="UsageQuery.By"/>; <see langword="null"/> where its spans have none.</param>
/// <param name="StartUnixNano">Start of the bucket of time, or <see langword="null"/> when there is one.</param>
/// <param name="Totals">The sums.</param>
public sealed record UsageGroup(IReadOnlyList<string?> Key, long? StartUnixNano, UsageTotals Totals);

/// <summary>What the roll-ups answer.</summary>
/// <param name="Groups">The groups: by bucket of time, then by count, the highest first, then by name.</param>
/// <param name="FromUnixNano">Start of the range as it was read: a whole hour, or the first one that has spans.</param>
/// <param name="BeforeUnixNano">End of the range as it was read: a whole hour, or the one after the last that has spans.</param>
/// <param name="IsComplete">Whether no group was left out: of more than <see cref="UsageQuery.MaxGroups"/>, those found first stay.</param>
public sealed record UsageAnswer(IReadOnlyList<UsageGroup> Groups, long? FromUnixNano, long? BeforeUnixNano, bool IsComplete);
