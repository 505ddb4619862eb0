using OtelGenAI.Telemetry.Traces;

namespace OtelGenAI.Telemetry.Transcripts;

/// <summary>A trace as a run of agents: its model calls and tool executions in the order of time, and what belongs to whom.</summary>
/// <remarks>Everything is linear in the content of the trace, sorting apart. Immutable.</remarks>
internal sealed class AgentRun
{
    private readonly int[] _agentOf;

    /// <summary>Reads a run out of a trace.</summary>
    public AgentRun(OpenedTrace trace)
    {
        Trace = trace;
        _agentOf = FindAgents(trace.Tree.Nodes);
        Calls = [.. RunCalls.Find(this)];
        Tools = [.. RunTools.Find(this)];
        RunTools.Join(this);
    }

    /// <summary>The trace.</summary>
    public OpenedTrace Trace { get; }

    /// <summary>Its nodes.</summary>
    public IReadOnlyList<TraceTreeNode> Nodes => Trace.Tree.Nodes;

    /// <summary>Model calls that count, by the time they began.</summary>
    public IReadOnlyList<RunCall> Calls { get; }

    /// <summary>Tool executions, by the time they began; the server's side of one is not another.</summary>
    public IReadOnlyList<RunTool> Tools { get; }

    /// <summary>The nearest agent, else workflow, around a node or the node itself; -1 where there is none.</summary>
    public int AgentOf(int node) => _agentOf[node];

    /// <summary>Name of that agent; empty where there is none.</summary>
    public string AgentNameOf(int node) =>
        _agentOf[node] is >= 0 and var agent ? Nodes[agent].Span.AgentName ?? Nodes[agent].Span.Name : Nodes[node].Span.AgentName ?? "";

    /// <summary>Orders nodes by the time they are drawn to begin; equal ones by id.</summary>
    public int CompareInTime(int a, int b)
    {
        var (left, right) = (Nodes[a], Nodes[b]);
        return left.DrawnStart != right.DrawnStart ? left.DrawnStart.CompareTo(right.DrawnStart) : left.Span.SpanId.Value.CompareTo(right.Span.SpanId.Value);
    }

    private static int[] FindAgents(IReadOnlyList<TraceTreeNode> nodes)
    {
        var agents = new int[nodes.Count];
        for (var i = 0; i < nodes.Count; i++)
        {
            var around = nodes[i].ParentNode < 0 ? -1 : agents[nodes[i].ParentNode];
            var isAgentAround = around >= 0 && nodes[around].Span.Kind == ObservationKind.Agent;
            agents[i] = nodes[i].Span.Kind == ObservationKind.Agent || (nodes[i].Span.Kind == ObservationKind.Workflow && !isAgentAround) ? i : around;
        }

        return agents;
    }
}
