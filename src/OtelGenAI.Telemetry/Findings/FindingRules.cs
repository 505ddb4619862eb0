using OtelGenAI.Telemetry.Traces;
using OtelGenAI.Telemetry.Transcripts;

namespace OtelGenAI.Telemetry.Findings;

/// <summary>Applies every rule to a trace.</summary>
public static class FindingRules
{
    // A run that breaks one rule a hundred times has been understood after twenty.
    private const int MaxPerRule = 20;

    private static readonly IFindingRule[] All =
    [
        new RetryStorm(), new UnknownTool(), new LostHandOff(), new LoopOfTurns(), new RepeatedToolCall(), new ToolErrorIgnored(), new EmptyRetrieval(),
        new AnswerCutOff(), new CachePrefixBroken(), new ContextNearlyFull(), new SlowestStep(), new DearestCall(),
    ];

    /// <summary>What there is to say about a trace: what matters most first, then by time.</summary>
    /// <param name="trace">The trace with what its spans said.</param>
    public static IReadOnlyList<Finding> Find(OpenedTrace trace)
    {
        var run = new AgentRun(trace);
        var found = All.SelectMany(rule => rule.Find(run).Take(MaxPerRule)).ToList();
        LoopOfTurns.RemoveWhatItTells(found);
        return [.. found.OrderByDescending(finding => finding.Severity)];
    }
}
