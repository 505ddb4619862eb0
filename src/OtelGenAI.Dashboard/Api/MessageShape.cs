using System.Text.Json.Serialization;

namespace OtelGenAI.Dashboard.Api;

/// <summary>A message of a conversation, whatever instrumentation wrote it.</summary>
/// <param name="Role">Who says it: system, user, assistant, tool, or what the client calls it.</param>
/// <param name="Parts">What is said, in order.</param>
internal sealed record MessageShape(string Role, IReadOnlyList<PartShape> Parts)
{
    /// <summary>Which of those with the role, where that is known.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Name { get; init; }

    /// <summary>Why the model stopped; of output messages.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? FinishReason { get; init; }
}

/// <summary>A part of a message. The conventions add types; what else a part has depends on its type.</summary>
/// <param name="Type">text, reasoning, tool_call, tool_call_response, blob, file, uri, or one of the client's own.</param>
internal sealed record PartShape(string Type);
