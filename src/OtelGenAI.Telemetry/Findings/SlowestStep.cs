using System.Globalization;
using OtelGenAI.Telemetry.Transcripts;

namespace OtelGenAI.Telemetry.Findings;

/// <summary>One step is why a long run was long.</summary>
internal sealed class SlowestStep : IFindingRule
{
    /// <summary>Nobody waits for less.</summary>
    public const long MinRunNano = 10_000_000_000;

    /// <summary>The part of the run that it was waited for.</summary>
    public const double MinShare = 0.6;

    public IEnumerable<Finding> Find(AgentRun run)
    {
        var whole = run.Nodes.Select((node, at) => node.Depth == 0 ? run.Trace.RollUps[at].CriticalBelowNano : 0).Sum();
        var steps = StepsWithoutSteps(run).ToArray();
        if (whole < MinRunNano || steps.Length < 2)
        {
            yield break;
        }

        var slowest = steps.MaxBy(node => run.Trace.RollUps[node].CriticalBelowNano);
        var waited = run.Trace.RollUps[slowest].CriticalBelowNano;
        if (waited >= whole * MinShare)
        {
            yield return new Finding(
                "slowest_step",
                FindingSeverity.Info,
                $"{run.Nodes[slowest].Span.Name} took {waited * 100 / whole} % of the run",
                string.Create(CultureInfo.InvariantCulture, $"The run was waited for {whole / 1_000_000_000.0:0.0} s, {waited / 1_000_000_000.0:0.0} s of it for this step: on the critical path nothing else is as long."),
                [run.Nodes[slowest].Span.SpanId]);
        }
    }

    private static IEnumerable<int> StepsWithoutSteps(AgentRun run)
    {
        var hasStepBelow = new bool[run.Nodes.Count];
        for (var node = run.Nodes.Count - 1; node >= 0; node--)
        {
            var parent = run.Nodes[node].ParentNode;
            if (parent >= 0 && (hasStepBelow[node] || run.Nodes[node].Span.Kind != ObservationKind.Span))
            {
                hasStepBelow[parent] = true;
            }
        }

        return Enumerable.Range(0, run.Nodes.Count).Where(node => run.Nodes[node].Span.Kind != ObservationKind.Span && !hasStepBelow[node]);
    }
}
