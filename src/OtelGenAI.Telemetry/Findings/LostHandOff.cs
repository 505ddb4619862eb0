using OtelGenAI.Telemetry.Transcripts;

namespace OtelGenAI.Telemetry.Findings;

/// <summary>An agent names a parent that nobody sent, although the rest of the run is here: somebody between them did not pass the trace context on as it was.</summary>
/// <remarks>When everything hangs below one missing parent, only the caller of the run is not traced here, which is common and no loss.</remarks>
internal sealed class LostHandOff : IFindingRule
{
    public IEnumerable<Finding> Find(AgentRun run)
    {
        if (run.Trace.Tree.RootCount < 2)
        {
            yield break;
        }

        foreach (var node in run.Nodes.Where(node => node.Flags.HasFlag(SpanFlags.Orphan) && node.Span.Kind is ObservationKind.Agent or ObservationKind.Workflow))
        {
            yield return new Finding(
                "hand_off_lost_parent",
                FindingSeverity.Warning,
                $"{node.Span.Name} lost its parent",
                $"It names span {node.Span.ParentSpanId} as its parent, which has not arrived, while other parts of the run have. Whoever handed over did not export that span, or a proxy between them wrote its own context.",
                [node.Span.SpanId]);
        }
    }
}
