using System.Text.Json.Nodes;
using OtelGenAI.Telemetry.Transcripts;

namespace OtelGenAI.Telemetry.Findings;

/// <summary>A retrieval found nothing, and a model answered from it.</summary>
internal sealed class EmptyRetrieval : IFindingRule
{
    public IEnumerable<Finding> Find(AgentRun run)
    {
        var nextCall = new NextCall(run);
        for (var node = 0; node < run.Nodes.Count; node++)
        {
            if (run.Nodes[node].Span is { Kind: ObservationKind.Retrieval, IsError: false } &&
                run.Trace.Contents[node]?.Documents is JsonArray { Count: 0 } && nextCall.After(node) is { } call)
            {
                yield return new Finding(
                    "empty_retrieval",
                    FindingSeverity.Warning,
                    $"{run.Nodes[node].Span.Name} found nothing, and the model answered",
                    "The search gave no document, and the next step was a model call: its answer rests on what the model knows by itself.",
                    [run.Nodes[node].Span.SpanId, run.Nodes[call.Node].Span.SpanId]);
            }
        }
    }
}
