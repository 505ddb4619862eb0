using OtelGenAI.Telemetry.Content;
using OtelGenAI.Telemetry.Transcripts;

namespace OtelGenAI.Telemetry.Findings;

/// <summary>A model asked for a tool that it had not been offered.</summary>
internal sealed class UnknownTool : IFindingRule
{
    public IEnumerable<Finding> Find(AgentRun run)
    {
        foreach (var call in run.Calls.Where(call => call.Offered is { Count: > 0 } && !call.Content!.CutOff.Contains(nameof(SpanContent.ToolDefinitions))))
        {
            foreach (var requested in call.Requested.Where(requested => requested.Name.Length > 0 && !call.Offered!.ContainsKey(requested.Name) && !WasServed(run, requested)))
            {
                yield return new Finding(
                    "unknown_tool",
                    FindingSeverity.Error,
                    $"The model called {requested.Name}, which does not exist",
                    $"{call.Offered!.Count} tools were offered, none of this name, and no execution of it went well. Models invent tools when names are alike, or when a prompt talks of tools that are not there.",
                    [run.Nodes[call.Node].Span.SpanId]);
            }
        }
    }

    // What ran well does exist, whatever the list said.
    private static bool WasServed(AgentRun run, RequestedTool requested) => requested.Tool >= 0 && !run.Tools[requested.Tool].HasFailed;
}
