using OtelGenAI.Telemetry.Transcripts;

namespace OtelGenAI.Telemetry.Findings;

/// <summary>One step tried the same thing again and again, and it failed each time.</summary>
internal sealed class RetryStorm : IFindingRule
{
    /// <summary>One retry is how software works; a second failure after it is the third in a row.</summary>
    public const int MinFailures = 3;

    public IEnumerable<Finding> Find(AgentRun run)
    {
        var rows = new Dictionary<(int Parent, string Name), List<int>>();
        foreach (var node in Enumerable.Range(0, run.Nodes.Count).Where(node => IsAttempt(run, node)).Order(Comparer<int>.Create(run.CompareInTime)))
        {
            var key = (run.Nodes[node].ParentNode, run.Nodes[node].Span.Name);
            var failures = rows.TryGetValue(key, out var known) ? known : rows[key] = [];
            if (run.Nodes[node].Span.IsError)
            {
                failures.Add(node);
                continue;
            }

            if (failures.Count >= MinFailures)
            {
                yield return Of(run, failures, "then it went well", FindingSeverity.Warning);
            }

            failures.Clear();
        }

        foreach (var failures in rows.Values.Where(failures => failures.Count >= MinFailures))
        {
            yield return Of(run, failures, "and it never went well", FindingSeverity.Error);
        }
    }

    private static bool IsAttempt(AgentRun run, int node) =>
        run.Nodes[node].Span is var span && run.Nodes[node].ParentNode >= 0 && (span.Kind is not ObservationKind.Span || span.Flags.Infrastructure is not null);

    private static Finding Of(AgentRun run, List<int> failures, string end, FindingSeverity severity)
    {
        var spans = failures.ConvertAll(node => run.Nodes[node].Span);
        var errors = string.Join(", ", spans.Select(span => span.ErrorType ?? "error").Distinct(StringComparer.Ordinal).Take(3));
        return new Finding(
            "retry_storm",
            severity,
            $"{spans[0].Name} failed {failures.Count} times in a row",
            $"The same step failed {failures.Count} times under one parent ({errors}), {end}. Retries of what cannot go well cost time, and tokens where the provider had already answered.",
            [.. spans.Select(span => span.SpanId)]);
    }
}
