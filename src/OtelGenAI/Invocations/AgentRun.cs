using System.Diagnostics;
using OtelGenAI.Conventions;
using OtelGenAI.Metrics;

namespace OtelGenAI.Invocations;

/// <summary>Counts the calls of models and tools in one run of an agent, not those of agents inside it. Thread-safe.</summary>
/// <remarks>
/// Whose run a call belongs to is told by the spans around it. Where there are none, because nobody sampled them and metrics are wanted all the same, it flows with
/// async calls. A tool inside a tool is how that one works and no call of the agent's model.
/// </remarks>
internal sealed class AgentRun
{
    private const string Property = "OtelGenAI.AgentRun";

    private static readonly AsyncLocal<Place?> s_unsampled = new();

    private readonly Place? _around = s_unsampled.Value;
    private int _inferenceCalls;
    private int _toolCalls;

    /// <summary>Begins to count for an agent of our own.</summary>
    /// <param name="agent">Its span; <see langword="null"/> when only metrics are wanted.</param>
    /// <returns><see langword="null"/> if nobody listens.</returns>
    public static AgentRun? Begin(Activity? agent)
    {
        if (!InvocationMetrics.IsAgentCallsEnabled)
        {
            return null;
        }

        var run = new AgentRun();
        if (agent is null)
        {
            s_unsampled.Value = new Place(run, IsInTool: false);
        }
        else
        {
            agent.SetCustomProperty(Property, run);
        }

        return run;
    }

    /// <summary>Finds the run that a call of a model belongs to.</summary>
    /// <param name="call">Its span; <see langword="null"/> for the place where the code is.</param>
    /// <returns><see langword="null"/> outside any run, or if nobody listens.</returns>
    public static AgentRun? Around(Activity? call) => InvocationMetrics.IsAgentCallsEnabled ? PlaceOf(call)?.Run : null;

    /// <summary>Counts a tool that runs in this process, or is called by it.</summary>
    /// <param name="tool">Its span; <see langword="null"/> when only metrics are wanted.</param>
    /// <returns>What <see cref="LeaveTool"/> wants at the end of one without a span.</returns>
    public static AgentRun? CountTool(Activity? tool)
    {
        if (!InvocationMetrics.IsAgentCallsEnabled || PlaceOf(tool) is not { IsInTool: false, Run: var run })
        {
            return null;
        }

        Interlocked.Increment(ref run._toolCalls);
        if (tool is not null)
        {
            return null;
        }

        s_unsampled.Value = new Place(run, IsInTool: true);
        return run;
    }

    /// <summary>Ends a tool without a span.</summary>
    public static void LeaveTool(AgentRun? run)
    {
        if (run is not null)
        {
            s_unsampled.Value = new Place(run, IsInTool: false);
        }
    }

    /// <summary>Counts what a library recorded by itself, when its span has stopped.</summary>
    /// <param name="span">The span.</param>
    /// <param name="operation">Its operation.</param>
    public static void CountNative(Activity span, string operation)
    {
        if (operation is GenAIOperationNameValues.ExecuteTool)
        {
            // A server runs the tool of somebody else's agent.
            _ = span.Kind == ActivityKind.Server ? null : CountTool(span);
        }
        else if (Operations.IsInference(operation) && Operations.FindCoveringModelCall(span.Parent) is null)
        {
            Around(span)?.CountInference();
        }
    }

    /// <summary>Records the run of an agent that a library recorded by itself.</summary>
    /// <param name="agent">Its span.</param>
    public static void EndNative(Activity agent)
    {
        if (InvocationMetrics.IsAgentCallsEnabled)
        {
            Of(agent).Record(agent.GetTagItem(GenAIAttributes.AgentName) as string);
        }
    }

    /// <summary>Counts a call of a model, failed ones too.</summary>
    public void CountInference() => Interlocked.Increment(ref _inferenceCalls);

    /// <summary>Ends a run of our own.</summary>
    /// <param name="name">Name of the agent.</param>
    public void End(string name)
    {
        if (s_unsampled.Value?.Run == this)
        {
            s_unsampled.Value = _around;
        }

        Record(name);
    }

    private void Record(string? name) => InvocationMetrics.RecordAgentCalls(name, Volatile.Read(ref _inferenceCalls), Volatile.Read(ref _toolCalls));

    private static Place? PlaceOf(Activity? call)
    {
        if (call is null && s_unsampled.Value is { } unsampled)
        {
            return unsampled;
        }

        var isInTool = false;
        for (var around = call is null ? Activity.Current : call.Parent; around is not null; around = around.Parent)
        {
            switch (around.GetTagItem(GenAIAttributes.OperationName))
            {
                case GenAIOperationNameValues.InvokeAgent:
                    return new Place(Of(around), isInTool);
                case GenAIOperationNameValues.ExecuteTool:
                    isInTool = true;
                    break;
            }
        }

        return s_unsampled.Value;
    }

    private static AgentRun Of(Activity agent)
    {
        // Two calls of one agent may be the first at once.
        lock (agent)
        {
            if (agent.GetCustomProperty(Property) is AgentRun known)
            {
                return known;
            }

            var run = new AgentRun();
            agent.SetCustomProperty(Property, run);
            return run;
        }
    }

    private sealed record Place(AgentRun Run, bool IsInTool);
}
