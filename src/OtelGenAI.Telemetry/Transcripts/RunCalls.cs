using System.Text.Json.Nodes;
using OtelGenAI.Telemetry.Content;

namespace OtelGenAI.Telemetry.Transcripts;

/// <summary>Finds the model calls of a run and reads what they said.</summary>
internal static class RunCalls
{
    /// <summary>How far a span and its other side are apart at most: what two instrumentations put between them, and no made-up chain.</summary>
    public const int MaxSteps = 64;

    /// <summary>The calls that count, by the time they began.</summary>
    public static IEnumerable<RunCall> Find(AgentRun run)
    {
        var nodes = run.Nodes;
        var counted = Enumerable.Range(0, nodes.Count)
            .Where(node => nodes[node].Span.Kind == ObservationKind.Llm && !nodes[node].Flags.HasFlag(SpanFlags.CoveredCall)).ToArray();
        Array.Sort(counted, run.CompareInTime);
        var byResponse = CoveredByResponse(run);
        foreach (var node in counted)
        {
            yield return Read(node, ContentOf(run, node, byResponse));
        }
    }

    // Two libraries instrument one call; often only one of them captures what was said.
    private static SpanContent? ContentOf(AgentRun run, int node, Dictionary<string, int> byResponse)
    {
        var at = node;
        for (var step = 0; step < MaxSteps && at >= 0; step++)
        {
            var isCall = at == node || run.Nodes[at].Flags.HasFlag(SpanFlags.CoveredCall);
            if (isCall && run.Trace.Contents[at] is { } content && (content.Input ?? content.Output) is not null)
            {
                return content;
            }

            if (!isCall && run.Nodes[at].Span.Kind != ObservationKind.Span)
            {
                break;
            }

            at = run.Nodes[at].ParentNode;
        }

        return run.Nodes[node].Span.ResponseId is { } id && byResponse.TryGetValue(id, out var other) ? run.Trace.Contents[other] : run.Trace.Contents[node];
    }

    private static Dictionary<string, int> CoveredByResponse(AgentRun run)
    {
        var byResponse = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < run.Nodes.Count; i++)
        {
            if (run.Nodes[i].Flags.HasFlag(SpanFlags.CoveredCall) && run.Nodes[i].Span.ResponseId is { } id && run.Trace.Contents[i] is { } content &&
                (content.Input ?? content.Output) is not null)
            {
                byResponse.TryAdd(id, i);
            }
        }

        return byResponse;
    }

    private static RunCall Read(int node, SpanContent? content)
    {
        var input = (content?.Input ?? []).OfType<JsonObject>().ToArray();
        var conversation = input.Where(message => !IsSystem(message)).ToArray();
        var output = (content?.Output ?? []).OfType<JsonObject>().ToArray();
        return new RunCall
        {
            Node = node,
            Content = content,
            System = string.Join('\n', TextOf(content?.SystemInstructions).Concat(input.Where(IsSystem).SelectMany(message => TextOf(message["parts"])))),
            Input = conversation,
            InputIdentities = [.. conversation.Select(MessageIdentity.Of)],
            Output = output,
            Requested = [.. output.SelectMany(message => message["parts"] as JsonArray ?? []).OfType<JsonObject>().Where(part => IsOf(part, "tool_call")).Select(Requested)],
            Offered = content?.ToolDefinitions is JsonArray offered ? ByName(offered) : null,
        };
    }

    /// <summary>Whether a part has a type.</summary>
    public static bool IsOf(JsonNode? part, string type) => JsonShapes.Text(part?["type"]) == type;

    private static bool IsSystem(JsonObject message) => JsonShapes.Text(message["role"]) is "system" or "developer";

    private static IEnumerable<string> TextOf(JsonNode? parts) =>
        (parts as JsonArray ?? []).OfType<JsonObject>().Select(part => IsOf(part, "text") ? JsonShapes.Shown(part["content"]) : JsonShapes.Shown(part));

    private static RequestedTool Requested(JsonObject part) =>
        new(JsonShapes.Text(part["id"]) ?? "", JsonShapes.Text(part["name"]) ?? "", part["arguments"]);

    private static Dictionary<string, JsonNode> ByName(JsonArray offered)
    {
        var byName = new Dictionary<string, JsonNode>(StringComparer.Ordinal);
        foreach (var tool in offered.OfType<JsonObject>())
        {
            // {"type":"function","function":{"name":…}}, {"name":…}, {"functionDeclarations":[…]}; a provider's own tool has only a type.
            if ((tool["functionDeclarations"] ?? tool["function_declarations"]) is JsonArray declarations)
            {
                foreach (var (name, declaration) in ByName(declarations))
                {
                    byName.TryAdd(name, declaration);
                }
            }
            else if ((JsonShapes.Text((tool["function"] as JsonObject)?["name"]) ?? JsonShapes.FirstText(tool, "name", "toolName", "type")) is { } name)
            {
                byName.TryAdd(name, tool);
            }
        }

        return byName;
    }
}
