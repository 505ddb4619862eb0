using OtelGenAI.Telemetry.Traces;

namespace OtelGenAI.Storage.Statistics;

/// <summary>Adds up spans by what the store does not tell apart, but its reader does. Not thread-safe.</summary>
/// <typeparam name="TKey">What tells the groups apart.</typeparam>
public sealed class SpanGroups<TKey>
    where TKey : class
{
    private readonly Dictionary<TKey, UsageTotals> _totals = [];

    /// <summary>The sums of each group.</summary>
    public IReadOnlyDictionary<TKey, UsageTotals> Totals => _totals;

    /// <summary>Adds a trace: every span counts, tokens and cost once for each call, as everywhere.</summary>
    /// <param name="spans">All of its spans.</param>
    /// <param name="keyOf">The group of each, by its place; <see langword="null"/> for none.</param>
    public void Add(IReadOnlyList<SpanRecord> spans, Func<int, TKey?> keyOf) => TraceUsage.Add(spans, at => keyOf(at) is { } key ? Group(key) : null);

    private UsageTotals Group(TKey key) => _totals.TryGetValue(key, out var known) ? known : _totals[key] = new UsageTotals();
}
