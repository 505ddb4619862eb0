namespace OtelGenAI.Storage.Statistics;

/// <summary>Adds roll-ups up as a query asks.</summary>
internal sealed class UsageGrouping(UsageQuery query)
{
    private const int HoursPerDay = 24;

    private readonly Dictionary<GroupKey, UsageTotals> _groups = [];
    private bool _isComplete = true;
    private long _firstHour = long.MaxValue;
    private long _lastHour = long.MinValue;

    /// <summary>Whether spans with a key are asked for.</summary>
    public bool Has(in UsageKey key)
    {
        foreach (var (dimension, value) in query.Where)
        {
            if (key[dimension] != value)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Adds one roll-up that is asked for.</summary>
    public void Add(long hour, in UsageKey key, UsageTotals totals)
    {
        _firstHour = Math.Min(_firstHour, hour);
        _lastHour = Math.Max(_lastHour, hour);
        if (FindOrAdd(new GroupKey(StartOf(hour), Values(in key))) is { } group)
        {
            group.Add(totals);
        }
    }

    /// <summary>The sums of one hour and key to add to; <see langword="null"/> when there are too many groups.</summary>
    private UsageTotals? FindOrAdd(GroupKey key)
    {
        if (_groups.TryGetValue(key, out var known))
        {
            return known;
        }

        if (_groups.Count >= query.MaxGroups)
        {
            _isComplete = false;
            return null;
        }

        return _groups[key] = new UsageTotals();
    }

    /// <summary>The answer.</summary>
    public UsageAnswer ToAnswer()
    {
        // Groups whose spans were all taken away again have nothing to say.
        var groups = _groups.Where(group => !group.Value.IsEmpty)
            .OrderBy(group => group.Key.StartHour)
            .ThenByDescending(group => group.Value.Count)
            .ThenBy(group => string.Join('\0', group.Key.Values), StringComparer.Ordinal)
            .Select(group => new UsageGroup(group.Key.Values, group.Key.StartHour * UsageQuery.HourNano, group.Value));
        return new UsageAnswer(
            [.. groups],
            query.FromUnixNano != long.MinValue ? query.FirstHour * UsageQuery.HourNano : _groups.Count > 0 ? _firstHour * UsageQuery.HourNano : null,
            query.BeforeUnixNano != long.MaxValue ? query.EndHour * UsageQuery.HourNano : _groups.Count > 0 ? (_lastHour + 1) * UsageQuery.HourNano : null,
            _isComplete);
    }

    private long? StartOf(long hour) => query.Bucket switch
    {
        null => null,
        UsageBucket.Hour => hour,
        _ => hour - (((hour % HoursPerDay) + HoursPerDay) % HoursPerDay),
    };

    private string?[] Values(in UsageKey key)
    {
        var values = new string?[query.By.Count];
        for (var at = 0; at < values.Length; at++)
        {
            values[at] = key[query.By[at]];
        }

        return values;
    }

    private readonly record struct GroupKey(long? StartHour, string?[] Values)
    {
        public bool Equals(GroupKey other) => StartHour == other.StartHour && Values.AsSpan().SequenceEqual(other.Values);

        public override int GetHashCode()
        {
            var hash = default(HashCode);
            hash.Add(StartHour);
            foreach (var value in Values)
            {
                hash.Add(value);
            }

            return hash.ToHashCode();
        }
    }
}
