using System.Text.Json.Nodes;
using OtelGenAI.Telemetry.Content;
using OtelGenAI.Telemetry.Traces;

namespace OtelGenAI.Telemetry.Transcripts;

/// <summary>Reads a trace as a conversation with only what is new in each turn.</summary>
/// <remarks>Linear in the content of the trace. What turns hold belongs to the contents of the trace.</remarks>
public static class TranscriptReader
{
    /// <summary>Reads a transcript.</summary>
    /// <param name="trace">The trace with what its spans said; used up: its messages move into the transcript.</param>
    public static Transcript Read(OpenedTrace trace)
    {
        var run = new AgentRun(trace);
        var turns = new List<TranscriptTurn>();
        var agents = new Dictionary<string, AgentMemory>(StringComparer.Ordinal);
        foreach (var call in run.Calls)
        {
            var agent = run.AgentNameOf(call.Node);
            var memory = agents.TryGetValue(agent, out var known) ? known : agents[agent] = new AgentMemory();
            turns.Add(TurnOf(run, call, agent, memory));
        }

        turns.AddRange(run.Tools.Where(tool => tool.Call < 0).Select(tool => ToolTurn(run, tool)));
        turns.AddRange(Enumerable.Range(0, run.Nodes.Count)
            .Where(node => run.Nodes[node].Span.Kind is ObservationKind.Retrieval or ObservationKind.Rerank).Select(node => RetrievalTurn(run, node)));
        turns.AddRange(SilentAgents(run));
        turns.Sort((a, b) => run.CompareInTime(a.Node, b.Node));
        return new Transcript(turns);
    }

    private static TranscriptTurn TurnOf(AgentRun run, RunCall call, string agent, AgentMemory memory)
    {
        var toolCalls = call.Requested.Select(requested => ToolCall(run, requested)).ToArray();
        if (call.Content is null || call.Content.IsEmpty)
        {
            return new TranscriptTurn { Node = call.Node, Agent = agent, Content = TranscriptContent.Missing };
        }

        var (fresh, repeated, forgotten) = memory.Tell(call);
        var messages = fresh.Select(message => Without(message, IsToolResultShownElsewhere)).Where(HasParts).Select(message => new TranscriptMessage(message, IsOutput: false))
            .Concat(call.Output.Select(message => Without(message, part => RunCalls.IsOf(part, "tool_call"))).Where(HasParts)
                .Select(message => new TranscriptMessage(message, IsOutput: true)));
        var (system, systemChanges) = memory.TellSystem(call.System);
        return new TranscriptTurn
        {
            Node = call.Node,
            Agent = agent,
            Content = call.Content.CutOff.Count > 0 ? TranscriptContent.CutOff : TranscriptContent.Captured,
            CutOff = [.. call.Content.CutOff.Order(StringComparer.Ordinal)],
            System = system,
            SystemChanges = systemChanges,
            ToolChanges = call.Offered is null ? [] : memory.TellTools(call.Offered),
            Repeated = repeated,
            Forgotten = forgotten,
            Messages = [.. messages],
            ToolCalls = toolCalls,
        };

        bool IsToolResultShownElsewhere(JsonNode? part) =>
            RunCalls.IsOf(part, "tool_call_response") && JsonShapes.Text(part!["id"]) is { } id && memory.IsRequested(id);
    }

    private static TranscriptToolCall ToolCall(AgentRun run, RequestedTool requested)
    {
        var tool = requested.Tool < 0 ? null : run.Tools[requested.Tool];
        return new TranscriptToolCall(
            requested.Id, requested.Name, requested.Arguments, requested.Result ?? tool?.Result, requested.IsAnswered, tool?.HasFailed ?? false, tool is null ? [] : ServedBy(run, tool.Node));
    }

    private static TranscriptTurn ToolTurn(AgentRun run, RunTool tool)
    {
        var name = tool.Name.Length > 0 ? tool.Name : run.Nodes[tool.Node].Span.Name;
        var call = new TranscriptToolCall(
            run.Nodes[tool.Node].Span.ToolCallId ?? "", name, tool.Arguments, tool.Result, IsAnswered: false, tool.HasFailed, ServedBy(run, tool.Node));
        return new TranscriptTurn
        {
            Node = tool.Node,
            Agent = run.AgentNameOf(tool.Node),
            Content = ContentOf(run.Trace.Contents[tool.Node]),
            CutOff = [.. run.Trace.Contents[tool.Node]?.CutOff ?? []],
            ToolCalls = [call],
        };
    }

    private static TranscriptTurn RetrievalTurn(AgentRun run, int node) => new()
    {
        Node = node,
        Agent = run.AgentNameOf(node),
        Content = ContentOf(run.Trace.Contents[node]),
        CutOff = [.. run.Trace.Contents[node]?.CutOff ?? []],
        Messages = [.. Messages(run.Trace.Contents[node]?.Input, isOutput: false)],
        Documents = run.Trace.Contents[node]?.Documents,
    };

    // Agents whose calls say nothing, or have none: what went in and came out of the agent is all there is.
    private static IEnumerable<TranscriptTurn> SilentAgents(AgentRun run)
    {
        var speaks = new bool[run.Nodes.Count];
        foreach (var call in run.Calls.Where(call => call.Content is { IsEmpty: false }))
        {
            for (var at = call.Node; at >= 0 && !speaks[at]; at = run.Nodes[at].ParentNode)
            {
                speaks[at] = true;
            }
        }

        for (var node = 0; node < run.Nodes.Count; node++)
        {
            if (!speaks[node] && run.Nodes[node].Span.Kind is ObservationKind.Agent or ObservationKind.Workflow &&
                run.Trace.Contents[node] is { } content && (content.Input ?? content.Output) is not null)
            {
                yield return new TranscriptTurn
                {
                    Node = node,
                    Agent = run.AgentNameOf(node),
                    Content = ContentOf(content),
                    CutOff = [.. content.CutOff],
                    Messages = [.. Messages(content.Input, isOutput: false), .. Messages(content.Output, isOutput: true)],
                };
            }
        }
    }

    private static IEnumerable<TranscriptMessage> Messages(JsonArray? messages, bool isOutput) =>
        (messages ?? []).OfType<JsonObject>().Select(message => new TranscriptMessage(message, isOutput));

    private static TranscriptContent ContentOf(SpanContent? content) =>
        content is null || content.IsEmpty ? TranscriptContent.Missing
        : content.CutOff.Count > 0 ? TranscriptContent.CutOff
        : TranscriptContent.Captured;

    // The execution, and what it called in turn: an MCP message, the tool on the other side, an agent. Infrastructure between them is passed over.
    private static List<int> ServedBy(AgentRun run, int tool)
    {
        List<int> served = [tool];
        var depth = run.Nodes[tool].Depth;
        for (var node = tool + 1; node < run.Nodes.Count && run.Nodes[node].Depth > depth && served.Count < RunCalls.MaxSteps; node++)
        {
            var kind = run.Nodes[node].Span.Kind;
            if (kind is ObservationKind.Agent or ObservationKind.Llm or ObservationKind.Retrieval)
            {
                if (kind == ObservationKind.Agent)
                {
                    served.Add(node);
                }

                break;
            }

            if (kind is ObservationKind.Mcp or ObservationKind.Tool)
            {
                served.Add(node);
            }
        }

        return served;
    }

    private static JsonObject Without(JsonObject message, Func<JsonNode?, bool> isLeftOut)
    {
        if (message["parts"] is JsonArray parts && parts.Any(isLeftOut))
        {
            var copy = message.DeepClone().AsObject();
            copy["parts"] = new JsonArray([.. parts.Where(part => !isLeftOut(part)).Select(part => part?.DeepClone())]);
            return copy;
        }

        return message;
    }

    private static bool HasParts(JsonObject message) => message["parts"] is JsonArray { Count: > 0 };
}
