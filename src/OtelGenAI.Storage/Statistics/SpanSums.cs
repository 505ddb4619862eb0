using System.Globalization;
using OtelGenAI.Storage.Query;
using OtelGenAI.Telemetry.Traces;

namespace OtelGenAI.Storage.Statistics;

/// <summary>Adds up spans, trace by trace, as an aggregate asks. Not thread-safe.</summary>
/// <param name="aggregate">What is asked.</param>
/// <param name="evaluation">Asks its question; <see langword="null"/> when there is none.</param>
internal sealed class SpanSums(SpanAggregate aggregate, QueryEvaluation? evaluation)
{
    private readonly QueryField[] _by = [.. aggregate.By.Select(name => QueryFields.Find(name, out _)!)];
    private readonly Dictionary<(long? Start, string Key), UsageGroup> _groups = [];
    private bool _isComplete = true;

    /// <summary>Adds a trace: those of its spans that are asked for. Tokens and cost count once for each call, as everywhere.</summary>
    /// <exception cref="QueryTimeException">The time is over.</exception>
    public void Add(IQueriedTrace trace)
    {
        var spans = trace.Spans;
        var answers = evaluation?.Ask(trace);
        var groups = new UsageTotals?[spans.Count];
        for (var at = 0; at < spans.Count; at++)
        {
            var isAsked = spans[at].StartUnixNano >= aggregate.FromUnixNano && spans[at].StartUnixNano < aggregate.BeforeUnixNano &&
                (answers is null || evaluation!.Matches(answers, at));
            groups[at] = isAsked ? Group(spans[at], trace.Summary) : null;
        }

        TraceUsage.Add(spans, at => groups[at]);
    }

    /// <summary>The groups.</summary>
    public SpanAggregateAnswer ToAnswer(long examined, bool ranOutOfTime) => new(
        [.. _groups.Values.Where(group => !group.Totals.IsEmpty)
            .OrderBy(group => group.StartUnixNano).ThenByDescending(group => group.Totals.Count)
            .ThenBy(group => string.Join('\0', group.Key), StringComparer.Ordinal)],
        IsFromRollUps: false,
        aggregate.FromUnixNano == long.MinValue ? null : aggregate.FromUnixNano,
        aggregate.BeforeUnixNano == long.MaxValue ? null : aggregate.BeforeUnixNano,
        _isComplete)
    {
        Examined = examined,
        RanOutOfTime = ranOutOfTime,
    };

    /// <summary>The roll-ups' answer, without the groups that the question does not want, and without what only the question told apart.</summary>
    public static SpanAggregateAnswer Of(SpanAggregate aggregate, UsageQuery asked, UsageAnswer answer)
    {
        var by = aggregate.By.Select(name => SpanAggregate.DimensionOf(name)!.Value).ToArray();
        var places = by.Select(dimension => asked.By.ToList().IndexOf(dimension)).ToArray();
        var groups = answer.Groups
            .Where(group => UsageQuestion.Matches(aggregate.Query, dimension => group.Key[asked.By.ToList().IndexOf(dimension)]))
            .GroupBy(group => (group.StartUnixNano, Key: string.Join('\0', places.Select(place => group.Key[place] ?? "\u0001"))))
            .Select(same => new UsageGroup(
                [.. places.Select(place => same.First().Key[place])], same.Key.StartUnixNano, UsageTotals.Sum(same.Select(group => group.Totals))))
            .OrderBy(group => group.StartUnixNano).ThenByDescending(group => group.Totals.Count)
            .ThenBy(group => string.Join('\0', group.Key), StringComparer.Ordinal);
        return new SpanAggregateAnswer([.. groups], IsFromRollUps: true, answer.FromUnixNano, answer.BeforeUnixNano, answer.IsComplete);
    }

    private UsageTotals? Group(SpanRecord span, TraceSummary trace)
    {
        long? start = aggregate.BucketNano is { } bucket ? span.StartUnixNano - (((span.StartUnixNano % bucket) + bucket) % bucket) : null;
        var values = new string?[_by.Length];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = ValueOf(_by[i], span, trace);
        }

        var key = (start, string.Join('\0', values.Select(value => value ?? "\u0001")));
        if (_groups.TryGetValue(key, out var known))
        {
            return known.Totals;
        }

        if (_groups.Count >= aggregate.MaxGroups)
        {
            _isComplete = false;
            return null;
        }

        return (_groups[key] = new UsageGroup(values, start, new UsageTotals())).Totals;
    }

    private static string? ValueOf(QueryField field, SpanRecord span, TraceSummary trace)
    {
        if (field.SpanNumber is { } number)
        {
            return field.Type == QueryFieldType.Boolean
                ? number(span) switch { 1 => "true", 0 => "false", _ => null }
                : number(span)?.ToString(CultureInfo.InvariantCulture);
        }

        var text = field.SpanText is { } one ? one(span) : string.Join(',', field.SpanTexts!(span));
        return text is { Length: > 0 } ? text : field.IsShared ? field.TraceText!(trace) : null;
    }
}
