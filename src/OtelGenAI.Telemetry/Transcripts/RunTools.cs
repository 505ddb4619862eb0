using System.Text.Json.Nodes;
using OtelGenAI.Telemetry.Content;

namespace OtelGenAI.Telemetry.Transcripts;

/// <summary>Finds the tool executions of a run, and joins them to the calls that asked for them and to the results that the model was told.</summary>
internal static class RunTools
{
    /// <summary>The executions, by the time they began.</summary>
    public static IEnumerable<RunTool> Find(AgentRun run)
    {
        var found = Enumerable.Range(0, run.Nodes.Count).Where(node => run.Nodes[node].Span.Kind == ObservationKind.Tool && !IsOtherSide(run, node)).ToArray();
        Array.Sort(found, run.CompareInTime);
        foreach (var node in found)
        {
            var (span, content) = (run.Nodes[node].Span, run.Trace.Contents[node]);
            yield return new RunTool
            {
                Node = node,
                Name = span.ToolName ?? "",
                Arguments = content?.ToolArguments,
                Result = content?.ToolResult,
                HasFailed = span.IsError || SaysError(content?.ToolResult),
            };
        }
    }

    /// <summary>Joins calls, executions and results.</summary>
    public static void Join(AgentRun run)
    {
        JoinResults(run);
        var byCallId = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < run.Tools.Count; i++)
        {
            if (run.Nodes[run.Tools[i].Node].Span.ToolCallId is { Length: > 0 } id)
            {
                byCallId.TryAdd(id, i);
            }
        }

        for (var call = 0; call < run.Calls.Count; call++)
        {
            foreach (var requested in run.Calls[call].Requested)
            {
                if (requested.Id.Length > 0 && byCallId.TryGetValue(requested.Id, out var tool) && run.Tools[tool].Call < 0)
                {
                    Put(run, call, requested, tool);
                }
            }
        }

        JoinByName(run);
    }

    // Many clients do not put the id on the execution: then the next execution of that name under the same agent served the request.
    private static void JoinByName(AgentRun run)
    {
        var waiting = new Dictionary<(int Agent, string Name), Queue<(int Call, RequestedTool Requested)>>();
        var (call, tool) = (0, 0);
        while (tool < run.Tools.Count)
        {
            var isCallNext = call < run.Calls.Count && run.CompareInTime(run.Calls[call].Node, run.Tools[tool].Node) < 0;
            if (isCallNext)
            {
                foreach (var requested in run.Calls[call].Requested.Where(requested => requested.Tool < 0))
                {
                    var key = (run.AgentOf(run.Calls[call].Node), requested.Name);
                    (waiting.TryGetValue(key, out var queue) ? queue : waiting[key] = []).Enqueue((call, requested));
                }

                call++;
                continue;
            }

            // An agent that runs as a tool is the agent of its own node.
            var parent = run.Nodes[run.Tools[tool].Node].ParentNode;
            if (run.Tools[tool].Call < 0 && waiting.TryGetValue((parent < 0 ? -1 : run.AgentOf(parent), run.Tools[tool].Name), out var asked) &&
                asked.TryDequeue(out var next))
            {
                Put(run, next.Call, next.Requested, tool);
            }

            tool++;
        }
    }

    private static void Put(AgentRun run, int call, RequestedTool requested, int tool)
    {
        requested.Tool = tool;
        run.Tools[tool].Call = call;
        run.Tools[tool].Arguments ??= requested.Arguments;
    }

    private static void JoinResults(AgentRun run)
    {
        var asked = new Dictionary<string, RequestedTool>(StringComparer.Ordinal);
        foreach (var call in run.Calls)
        {
            foreach (var part in call.Input.SelectMany(message => message["parts"] as JsonArray ?? []).Where(part => RunCalls.IsOf(part, "tool_call_response")))
            {
                if (JsonShapes.Text(part!["id"]) is { Length: > 0 } id && asked.TryGetValue(id, out var requested) && !requested.IsAnswered)
                {
                    requested.IsAnswered = true;
                    requested.Result = part["response"];
                }
            }

            foreach (var requested in call.Requested.Where(requested => requested.Id.Length > 0))
            {
                asked.TryAdd(requested.Id, requested);
            }
        }
    }

    // A tool below one of its own name is the same execution, seen by another instrumentation or by the server.
    private static bool IsOtherSide(AgentRun run, int node)
    {
        var name = run.Nodes[node].Span.ToolName;
        var at = run.Nodes[node].ParentNode;
        for (var step = 0; step < RunCalls.MaxSteps && at >= 0; step++)
        {
            if (run.Nodes[at].Span.Kind is not (ObservationKind.Span or ObservationKind.Mcp))
            {
                return run.Nodes[at].Span.Kind == ObservationKind.Tool && name is not null && run.Nodes[at].Span.ToolName == name;
            }

            at = run.Nodes[at].ParentNode;
        }

        return false;
    }

    // MCP: a tool that failed answers {"isError":true}, and its span is fine.
    private static bool SaysError(JsonNode? result) =>
        result is JsonObject source && (source["isError"] ?? source["is_error"]) is JsonValue value && value.TryGetValue<bool>(out var isError) && isError;
}
