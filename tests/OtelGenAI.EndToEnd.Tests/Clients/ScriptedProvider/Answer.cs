using System.Text.Json.Nodes;

namespace OtelGenAI.EndToEnd.Tests.Clients.ScriptedProvider;

/// <summary>What the script says to a request: words, or a call of the first tool it was offered.</summary>
/// <param name="Id">Id of the answer, different for every request.</param>
/// <param name="Model">Model that answers.</param>
/// <param name="Text">The words; <see langword="null"/> when it calls a tool.</param>
/// <param name="Tool">Name of the tool it calls.</param>
/// <param name="Usage">What it cost.</param>
internal sealed record Answer(string Id, string Model, string? Text, string? Tool, Usage Usage)
{
    /// <summary>What the tool is called with.</summary>
    public const string ToolArguments = """{"city":"Paris"}""";

    /// <summary>Id of the tool call.</summary>
    public const string ToolCallId = "call_weather";

    /// <summary>A tool is called once; its result is answered in words.</summary>
    /// <param name="id">Id of the answer.</param>
    /// <param name="model">Model that answers.</param>
    /// <param name="tool">Name of the first tool that was offered, if one was.</param>
    /// <param name="hasResult">Whether the request holds the result of a tool.</param>
    public static Answer To(string id, string model, string? tool, bool hasResult) =>
        tool is not null && !hasResult ? new(id, model, null, tool, Usage.OfToolCall)
        : hasResult ? new(id, model, "It is sunny in Paris.", null, Usage.OfToolResult)
        : new(id, model, "Hello there.", null, Usage.OfWords);

    /// <summary>The text in pieces, as it is streamed.</summary>
    public IEnumerable<string> Pieces => (Text ?? ToolArguments).Split(' ').Select((word, at) => at == 0 ? word : " " + word);

    /// <summary>Whether a request asks to be answered in pieces.</summary>
    public static bool IsStream(JsonNode request) => (bool?)request["stream"] == true;
}
