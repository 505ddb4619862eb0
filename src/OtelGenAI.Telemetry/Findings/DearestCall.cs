using System.Globalization;
using OtelGenAI.Telemetry.Transcripts;

namespace OtelGenAI.Telemetry.Findings;

/// <summary>One call is why a dear run was dear.</summary>
internal sealed class DearestCall : IFindingRule
{
    /// <summary>Nobody looks for less.</summary>
    public const decimal MinRunUsd = 0.05m;

    /// <summary>Of two calls one always costs half.</summary>
    public const int MinCalls = 3;

    /// <summary>Its part of the cost of the run.</summary>
    public const decimal MinShare = 0.5m;

    public IEnumerable<Finding> Find(AgentRun run)
    {
        var priced = run.Calls.Where(call => run.Trace.RollUps[call.Node].OwnCostUsd is not null).ToArray();
        var whole = priced.Sum(call => run.Trace.RollUps[call.Node].OwnCostUsd!.Value);
        if (priced.Length < MinCalls || whole < MinRunUsd)
        {
            yield break;
        }

        var dearest = priced.MaxBy(call => run.Trace.RollUps[call.Node].OwnCostUsd)!;
        var cost = run.Trace.RollUps[dearest.Node].OwnCostUsd!.Value;
        if (cost >= whole * MinShare)
        {
            var text = string.Create(CultureInfo.InvariantCulture, $"${cost:0.####} of ${whole:0.####}");
            yield return new Finding(
                "dearest_call",
                FindingSeverity.Info,
                string.Create(CultureInfo.InvariantCulture, $"One call made {cost * 100 / whole:0} % of the cost"),
                $"This call cost {text}; the run made {priced.Length} calls with a price.",
                [run.Nodes[dearest.Node].Span.SpanId]);
        }
    }
}
