using OtelGenAI.Storage;
using OtelGenAI.Storage.Statistics;
using OtelGenAI.Telemetry.Dialects;
using OtelGenAI.Telemetry.Traces;

namespace OtelGenAI.Dashboard.Api;

/// <summary>Adds up what calls with each version of a prompt took. Not thread-safe.</summary>
internal sealed class PromptSums
{
    private readonly SpanGroups<PromptUse> _groups = new();
    private readonly Dictionary<PromptUse, Seen> _seen = [];

    /// <summary>Adds a trace.</summary>
    /// <param name="trace">Its line.</param>
    /// <param name="spans">Its spans.</param>
    /// <param name="uses">The prompt of each.</param>
    /// <param name="scores">What was found about it.</param>
    public void Add(TraceSummary trace, IReadOnlyList<SpanRecord> spans, IReadOnlyList<PromptUse?> uses, IReadOnlyList<TraceScore> scores)
    {
        _groups.Add(spans, at => uses[at]);
        foreach (var used in spans.Zip(uses).Where(pair => pair.Second is not null).GroupBy(pair => pair.Second!))
        {
            var (first, last) = (used.Min(pair => pair.First.StartUnixNano), used.Max(pair => pair.First.StartUnixNano));
            var seen = _seen.TryGetValue(used.Key, out var known) ? known : _seen[used.Key] = new Seen { First = first };
            seen.Traces++;
            seen.Failed += trace.ErrorCount > 0 ? 1 : 0;
            (seen.First, seen.Last) = (Math.Min(seen.First, first), Math.Max(seen.Last, last));
            seen.Scores.AddRange(scores);
            seen.Keys.UnionWith(used.Select(pair => (pair.Second!.NameKey, pair.Second.VersionKey)));
        }
    }

    /// <summary>The sums, by name, the version that was used last first.</summary>
    public IReadOnlyList<PromptView> ToViews() =>
    [
        .. _seen.OrderBy(entry => entry.Key.Name, StringComparer.Ordinal).ThenByDescending(entry => entry.Value.Last).ThenBy(entry => entry.Key.Version, StringComparer.Ordinal)
            .Select(entry => PromptView.Of(entry.Key, entry.Value, _groups.Totals[entry.Key])),
    ];

    /// <summary>When and where a version was used.</summary>
    internal sealed class Seen
    {
        public long Traces { get; set; }

        public long Failed { get; set; }

        public long First { get; set; }

        public long Last { get; set; }

        public List<TraceScore> Scores { get; } = [];

        /// <summary>Attributes that said so.</summary>
        public HashSet<(string Name, string? Version)> Keys { get; } = [];
    }
}

/// <summary>A version of a prompt.</summary>
/// <param name="Name">Name of the prompt.</param>
/// <param name="Version">Its version; <see langword="null"/> where calls name none.</param>
/// <param name="Traces">Runs that used it.</param>
/// <param name="FailedTraces">Of them, those with a span that failed.</param>
/// <param name="FirstSeen">Start of the first call with it.</param>
/// <param name="LastSeen">Start of the last.</param>
/// <param name="Usage">What the calls with it took.</param>
/// <param name="Scores">What evaluations found about the runs that used it.</param>
/// <param name="Query">Finds those runs, in the query language.</param>
internal sealed record PromptView(
    string Name, string? Version, long Traces, long FailedTraces, DateTimeOffset FirstSeen, DateTimeOffset LastSeen, UsageGroupView Usage, IReadOnlyList<TraceScoreView> Scores, string Query)
{
    public static PromptView Of(PromptUse prompt, PromptSums.Seen seen, UsageTotals totals) => new(
        prompt.Name,
        prompt.Version,
        seen.Traces,
        seen.Failed,
        ApiTime.Of(seen.First),
        ApiTime.Of(seen.Last),
        UsageGroupView.Of(new Dictionary<string, string?>(StringComparer.Ordinal) { ["prompt"] = prompt.Name, ["version"] = prompt.Version }, startUnixNano: null, totals),
        TraceScoreView.Of(seen.Scores),
        string.Join(" or ", seen.Keys.Order().Select(keys => QueryOf(prompt, keys.Name, keys.Version))));

    private static string QueryOf(PromptUse prompt, string nameKey, string? versionKey) =>
        versionKey is null ? Condition(nameKey, prompt.Name) : $"has({Condition(nameKey, prompt.Name)} {Condition(versionKey, prompt.Version!)})";

    private static string Condition(string key, string value) => $"attr[{QueryText.Quoted(key)}]:{QueryText.Quoted(value)}";
}
