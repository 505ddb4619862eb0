using System.Text.Json.Nodes;

namespace OtelGenAI.Telemetry.Content;

/// <summary>What a span said: messages, tool arguments and results, in one shape whatever instrumentation wrote them.</summary>
/// <remarks>
/// Messages are <c>{role, name?, finishReason?, parts:[{type, …}]}</c> with the part types of the GenAI conventions. Everything is
/// <see langword="null"/> when it was not captured. The nodes belong to the caller.
/// </remarks>
public sealed record SpanContent
{
    /// <summary>Messages sent to the model or agent, in order.</summary>
    public JsonArray? Input { get; set; }

    /// <summary>Messages that came back, one per choice.</summary>
    public JsonArray? Output { get; set; }

    /// <summary>System prompt given apart from the messages: an array of parts.</summary>
    public JsonArray? SystemInstructions { get; set; }

    /// <summary>Tools offered to the model.</summary>
    public JsonNode? ToolDefinitions { get; set; }

    /// <summary>What a tool was called with.</summary>
    public JsonNode? ToolArguments { get; set; }

    /// <summary>What a tool answered.</summary>
    public JsonNode? ToolResult { get; set; }

    /// <summary>Documents that a retrieval found.</summary>
    public JsonNode? Documents { get; set; }

    /// <summary>Which attribute or event each part was read from, by the name of the property.</summary>
    public Dictionary<string, string> Sources { get; } = [];

    /// <summary>Parts of which a length limit of the client left only the beginning, by the name of the property.</summary>
    public HashSet<string> CutOff { get; } = [];

    /// <summary>Ids of the tool calls whose results are in the input.</summary>
    public IEnumerable<string> AnsweredToolCalls => (Input ?? []).SelectMany(message => (message as JsonObject)?["parts"] as JsonArray ?? [])
        .OfType<JsonObject>().Where(part => JsonShapes.Text(part["type"]) == "tool_call_response")
        .Select(part => JsonShapes.Text(part["id"])).OfType<string>();

    /// <summary>Whether anything was captured.</summary>
    public bool IsEmpty => (Input ?? Output ?? SystemInstructions ?? ToolDefinitions ?? ToolArguments ?? ToolResult ?? Documents) is null;
}
