using System.Text.Json.Nodes;
using OtelGenAI.Pricing;
using OtelGenAI.Telemetry.Content;
using OtelGenAI.Telemetry.Traces;

namespace OtelGenAI.Telemetry.Tests.Traces;

/// <summary>Writes a run down step by step: span 1 is an agent; calls and tools follow each other below it, unless something else is said.</summary>
internal sealed class RunBuilder
{
    private readonly List<SpanRecord> _spans = [Some.Span(1, start: 0, kind: ObservationKind.Agent, duration: 1_000_000) with { AgentName = "helper" }];
    private readonly Dictionary<SpanId, SpanContent> _contents = [];
    private int _nextStart = 10;

    public RunBuilder With(SpanRecord span, SpanContent? content = null)
    {
        _spans.Add(span);
        if (content is not null)
        {
            _contents[span.SpanId] = content;
        }

        return this;
    }

    /// <summary>A model call; <paramref name="input"/> and <paramref name="output"/> are messages as <see cref="User"/> and friends write them.</summary>
    public RunBuilder Call(
        string[]? input = null, string? output = null, string? system = null, string? tools = null, int parent = 1, string? finish = null, long? tokens = null,
        long? cacheRead = null, string model = "gpt-4o-mini", int status = 0, string? cutOff = null)
    {
        var span = Next(ObservationKind.Llm, "chat", parent, status) with
        {
            RequestModel = model,
            Provider = "openai",
            FinishReasons = finish,
            Tokens = new TokenUsage(tokens, tokens is null ? null : 0, cacheRead, null, null),
        };
        var content = input is null && output is null ? null : new SpanContent
        {
            Input = input is null ? null : Array([.. input]),
            Output = output is null ? null : Array(output),
            SystemInstructions = system is null ? null : Array($$"""{"type":"text","content":{{JsonValue.Create(system).ToJsonString()}}}"""),
            ToolDefinitions = tools is null ? null : Array([.. tools.Split(',').Select(name => $$"""{"type":"function","name":"{{name}}"}""")]),
        };
        if (cutOff is not null)
        {
            content!.CutOff.Add(cutOff);
        }

        return With(span, content);
    }

    /// <summary>A tool execution.</summary>
    public RunBuilder Tool(string name, string? arguments = null, string? result = null, string? callId = null, int parent = 1, int status = 0) => With(
        Next(ObservationKind.Tool, $"execute_tool {name}", parent, status) with { ToolName = name, ToolCallId = callId },
        new SpanContent { ToolArguments = Json(arguments), ToolResult = Json(result) });

    /// <summary>A step of any kind.</summary>
    public RunBuilder Step(ObservationKind kind, string name, string? documents = null, int parent = 1, int status = 0, SpanFlags flags = SpanFlags.None, string? service = null) => With(
        Next(kind, name, parent, status) with { Flags = flags, Service = service }, documents is null ? null : new SpanContent { Documents = Json(documents) });

    /// <summary>Id that the next step gets.</summary>
    public int NextId => _spans.Count + 1;

    public OpenedTrace Open()
    {
        var tree = TraceTree.Build(_spans);
        return new OpenedTrace(tree, SubtreeRollUps.Of(tree, PriceBook.BuiltIn), [.. tree.Nodes.Select(node => _contents.GetValueOrDefault(node.Span.SpanId))]);
    }

    public static string User(string text) => Message("user", Text(text));

    public static string Says(string text) => Message("assistant", Text(text));

    public static string Asks(params (string Id, string Name, string Arguments)[] calls) => Message(
        "assistant", [.. calls.Select(call => $$"""{"type":"tool_call","id":"{{call.Id}}","name":"{{call.Name}}","arguments":{{call.Arguments}}}""")]);

    public static string Told(string id, string response) => Message("tool", $$"""{"type":"tool_call_response","id":"{{id}}","response":{{response}}}""");

    private SpanRecord Next(ObservationKind kind, string name, int parent, int status)
    {
        var id = NextId;
        _nextStart += 20;
        return Some.Span(id, parent, _nextStart, kind, status: status) with { Name = name, ErrorType = status == 2 ? "timeout" : null };
    }

    private static string Text(string text) => $$"""{"type":"text","content":{{JsonValue.Create(text).ToJsonString()}}}""";

    private static string Message(string role, params string[] parts) => $$"""{"role":"{{role}}","parts":[{{string.Join(',', parts)}}]}""";

    private static JsonArray Array(params string[] items) => JsonNode.Parse($"[{string.Join(',', items)}]")!.AsArray();

    private static JsonNode? Json(string? text) => text is null ? null : JsonNode.Parse(text);
}
