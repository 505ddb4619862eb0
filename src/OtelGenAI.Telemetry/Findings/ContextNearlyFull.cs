using OtelGenAI.Telemetry.Transcripts;

namespace OtelGenAI.Telemetry.Findings;

/// <summary>An agent's history grew until it filled most of what its model can read at once.</summary>
internal sealed class ContextNearlyFull : IFindingRule
{
    /// <summary>What is left has to hold the answer, and models get worse long before it is used up.</summary>
    public const double MaxShare = 0.8;

    public IEnumerable<Finding> Find(AgentRun run)
    {
        foreach (var agent in run.Calls.GroupBy(call => run.AgentOf(call.Node)))
        {
            long? first = null;
            foreach (var call in agent)
            {
                var span = run.Nodes[call.Node].Span;
                if (span.Tokens.Input is not { } input)
                {
                    continue;
                }

                first ??= input;
                if (ContextWindows.Of(span.ResponseModel ?? span.RequestModel) is var (window, source) && input >= window * MaxShare && input > first)
                {
                    yield return new Finding(
                        "context_nearly_full",
                        FindingSeverity.Warning,
                        $"The context grew to {input * 100 / window} % of the model's window",
                        $"The input of this agent grew from {first} to {input} tokens; {span.ResponseModel ?? span.RequestModel} reads {window} ({source}). The next turns will fail or forget.",
                        [span.SpanId]);
                    break;
                }
            }
        }
    }
}
