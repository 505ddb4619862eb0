using OtelGenAI.Telemetry.Transcripts;

namespace OtelGenAI.Telemetry.Findings;

/// <summary>A tool failed, and the next thing the model did was to answer as if nothing had happened.</summary>
/// <remarks>A model that tries another tool, or the same one again, has taken notice; so has a run that ends with an error.</remarks>
internal sealed class ToolErrorIgnored : IFindingRule
{
    public IEnumerable<Finding> Find(AgentRun run)
    {
        var nextCall = new NextCall(run);
        foreach (var tool in run.Tools.Where(tool => tool.HasFailed))
        {
            if (nextCall.After(tool.Node) is not { } call || HasReacted(run, call) || HasEndedWithError(run, call))
            {
                continue;
            }

            var name = tool.Name.Length > 0 ? tool.Name : run.Nodes[tool.Node].Span.Name;
            var isTold = tool.Call >= 0 && run.Calls[tool.Call].Requested.Any(requested => requested.Tool >= 0 && run.Tools[requested.Tool] == tool && requested.IsAnswered);
            yield return new Finding(
                "tool_error_ignored",
                FindingSeverity.Warning,
                $"{name} failed and the model answered all the same",
                $"{name} failed ({run.Nodes[tool.Node].Span.ErrorType ?? "error"}); the next turn of the model is an answer without another attempt{(isTold ? ", although it was told the result" : "")}. Check whether the answer says so, or makes something up.",
                [run.Nodes[tool.Node].Span.SpanId, run.Nodes[call.Node].Span.SpanId]);
        }
    }

    private static bool HasReacted(AgentRun run, RunCall call) =>
        call.Requested.Count > 0 || (run.Nodes[call.Node].Span.FinishReasons?.Contains("tool", StringComparison.Ordinal) ?? false);

    private static bool HasEndedWithError(AgentRun run, RunCall call)
    {
        var agent = run.AgentOf(call.Node);
        return run.Nodes[call.Node].Span.IsError || (agent >= 0 && run.Nodes[agent].Span.IsError);
    }
}
