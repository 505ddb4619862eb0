using System.Text.Json.Nodes;
using OtelGenAI.Telemetry.Transcripts;

namespace OtelGenAI.Telemetry.Findings;

/// <summary>An agent called a tool with the same arguments again and again.</summary>
internal sealed class RepeatedToolCall : IFindingRule
{
    /// <summary>Asking twice may be care; the third time the answer is already in the history twice.</summary>
    public const int MinCalls = 3;

    /// <summary>Name of the rule.</summary>
    public const string Rule = "repeated_tool_call";

    public IEnumerable<Finding> Find(AgentRun run)
    {
        var groups = new Dictionary<(int Agent, string Name, UInt128 Arguments), List<(int Node, JsonNode? Result)>>();
        foreach (var (node, name, arguments, result) in ToolCalls(run).Where(call => call.Name.Length > 0 && call.Arguments is not null))
        {
            var key = (AgentAround(run, node), name, MessageIdentity.OfJson(arguments));
            (groups.TryGetValue(key, out var group) ? group : groups[key] = []).Add((node, result));
        }

        foreach (var (key, calls) in groups.Where(group => group.Value.Count >= MinCalls))
        {
            var isSameAnswer = calls.All(call => call.Result is not null) && calls.Select(call => MessageIdentity.OfJson(call.Result)).Distinct().Count() == 1;
            yield return new Finding(
                Rule,
                FindingSeverity.Warning,
                $"{key.Name} was called {calls.Count} times with the same arguments",
                $"The agent called {key.Name} {calls.Count} times with equal arguments{(isSameAnswer ? " and got the same answer each time" : "")}. It may not see the answers, or not understand them.",
                [.. calls.Select(call => run.Nodes[call.Node].Span.SpanId)]);
        }
    }

    // Executions, and requests that nobody traced the execution of.
    private static IEnumerable<(int Node, string Name, JsonNode? Arguments, JsonNode? Result)> ToolCalls(AgentRun run) =>
        run.Tools.Select(tool => (tool.Node, tool.Name, tool.Arguments, tool.Result))
            .Concat(run.Calls.SelectMany(call => call.Requested.Where(requested => requested.Tool < 0).Select(requested => (call.Node, requested.Name, requested.Arguments, requested.Result))));

    private static int AgentAround(AgentRun run, int node) => run.Nodes[node].ParentNode is >= 0 and var parent ? run.AgentOf(parent) : -1;
}
