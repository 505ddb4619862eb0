using System.Text.Json;
using OtelGenAI.Content;
using OtelGenAI.Invocations;

namespace OtelGenAI.Http.Formats.Cohere;

/// <summary>Reads a chat that arrives in pieces.</summary>
internal sealed class CohereStream(InvocationFacts facts, ContentPolicy policy) : IStreamedResponse
{
    // The plan has no index of its own and comes first; tool calls are counted from zero beside the content.
    private const int FirstContent = 1;
    private const int FirstToolCall = 512;

    private static readonly string[] s_wordFields = ["text", "thinking", "tool_plan", "arguments"];

    private readonly StreamedMessage _message = new(facts, policy);
    private bool _hasBegun;

    public IReadOnlyList<string> WordFields => s_wordFields;

    public bool Event(ReadOnlySpan<byte> name, ReadOnlySpan<byte> data)
    {
        if (data.SequenceEqual("[DONE]"u8))
        {
            return false;
        }

        var reader = new Utf8JsonReader(data);
        using var document = JsonDocument.ParseValue(ref reader);
        var root = document.RootElement;
        var delta = JsonFields.PropertyOf(root, "delta");
        var message = JsonFields.PropertyOf(delta, "message");
        var index = (int?)JsonFields.IntegerOf(root, "index") ?? 0;
        switch (JsonFields.StringOf(root, "type"))
        {
            case "message-start":
                _hasBegun = true;
                facts.ResponseId ??= JsonFields.StringOf(root, "id");
                return false;
            case "content-start" or "content-delta":
                var content = JsonFields.PropertyOf(message, "content");
                return _message.Append(FirstContent + index, StreamedPartKind.Reasoning, JsonFields.PropertyOf(content, "thinking")) |
                    _message.Append(FirstContent + index, StreamedPartKind.Text, JsonFields.PropertyOf(content, "text"));
            case "tool-plan-delta":
                return _message.Append(index: 0, StreamedPartKind.Reasoning, JsonFields.PropertyOf(message, "tool_plan"));
            case "tool-call-start" or "tool-call-delta":
                return ReadToolCall(FirstToolCall + index, JsonFields.PropertyOf(message, "tool_calls"));
            case "message-end":
                facts.SawTerminalMarker = true;
                facts.Usage = CohereUsage.Read(JsonFields.PropertyOf(delta, "usage"));
                if (JsonFields.StringOf(delta, "finish_reason") is { } reason)
                {
                    facts.SetFinishReason(choice: 0, reason);
                }

                if (JsonFields.StringOf(delta, "error") is not null)
                {
                    facts.ProviderError = Conventions.ErrorTypeValues.Other;
                }

                return false;
            default:
                return false;
        }
    }

    public void Complete()
    {
        if (_hasBegun && facts.ReadsOutput)
        {
            facts.Output = [_message.ToMessage(facts.FinishReasons is [var reason] ? reason : null)];
        }
    }

    private bool ReadToolCall(int index, JsonElement call)
    {
        var function = JsonFields.PropertyOf(call, "function");
        _message.ToolCall(index, JsonFields.StringOf(call, "id"), JsonFields.StringOf(function, "name"));
        return _message.Append(index, StreamedPartKind.ToolCall, JsonFields.PropertyOf(function, "arguments"));
    }
}
