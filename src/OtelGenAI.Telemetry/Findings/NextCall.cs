using OtelGenAI.Telemetry.Transcripts;

namespace OtelGenAI.Telemetry.Findings;

/// <summary>Finds the model call that came after a step, of the same agent.</summary>
internal sealed class NextCall
{
    private readonly AgentRun _run;
    private readonly Dictionary<int, RunCall[]> _byAgent;

    public NextCall(AgentRun run)
    {
        _run = run;
        _byAgent = run.Calls.GroupBy(call => run.AgentOf(call.Node)).ToDictionary(group => group.Key, group => group.ToArray());
    }

    /// <summary>The first call that began when the step had ended, or <see langword="null"/>.</summary>
    /// <param name="node">The step.</param>
    public RunCall? After(int node)
    {
        var parent = _run.Nodes[node].ParentNode;
        if (parent < 0 || !_byAgent.TryGetValue(_run.AgentOf(parent), out var calls))
        {
            return null;
        }

        var end = _run.Nodes[node].DrawnEnd;
        var (from, to) = (0, calls.Length);
        while (from < to)
        {
            var middle = (from + to) / 2;
            (from, to) = _run.Nodes[calls[middle].Node].DrawnStart < end ? (middle + 1, to) : (from, middle);
        }

        return from < calls.Length ? calls[from] : null;
    }
}
