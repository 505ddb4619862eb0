namespace OtelGenAI.Telemetry.ConventionCheck;

/// <summary>Counts findings by what they are. Not thread-safe.</summary>
/// <remarks>Bounded: values and names of clients are in the findings, and a client may make up a million.</remarks>
public sealed class FindingCounts
{
    private const int MaxFindings = 10_000;

    private readonly Dictionary<ConventionFinding, (long Count, TraceId Trace, SpanId Span)> _counts = [];

    /// <summary>How many spans were checked.</summary>
    public long Spans { get; set; }

    /// <summary>How many of them the conventions have something to say about.</summary>
    public long GenAISpans { get; set; }

    /// <summary>Findings that were not told apart any more, because there were too many different ones.</summary>
    public long NotListed { get; private set; }

    /// <summary>Every finding: the worst first, then the most frequent.</summary>
    public IEnumerable<CountedFinding> Items => _counts
        .Select(pair => new CountedFinding(pair.Key, pair.Value.Count, pair.Value.Trace, pair.Value.Span))
        .OrderByDescending(item => item.Finding.Rule.Level).ThenByDescending(item => item.Count)
        .ThenBy(item => item.Finding.Service, StringComparer.Ordinal).ThenBy(item => item.Finding.Attribute, StringComparer.Ordinal)
        .ThenBy(item => item.Finding.Message, StringComparer.Ordinal);

    /// <summary>How many findings of a level were made.</summary>
    /// <param name="level">The level.</param>
    public long CountOf(FindingLevel level) => _counts.Where(pair => pair.Key.Rule.Level == level).Sum(pair => pair.Value.Count);

    /// <summary>Adds one.</summary>
    /// <param name="finding">What it is.</param>
    /// <param name="traceId">Where.</param>
    /// <param name="spanId">Where.</param>
    /// <param name="count">How often.</param>
    public void Add(ConventionFinding finding, TraceId traceId, SpanId spanId, long count = 1)
    {
        if (_counts.TryGetValue(finding, out var known))
        {
            _counts[finding] = known with { Count = known.Count + count };
        }
        else if (_counts.Count < MaxFindings)
        {
            _counts[finding] = (count, traceId, spanId);
        }
        else
        {
            NotListed += count;
        }
    }
}
