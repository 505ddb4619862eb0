using System.Text.Json;
using OtelGenAI.Content;
using OtelGenAI.Conventions;
using OtelGenAI.Invocations;

namespace OtelGenAI.Http.Formats.Anthropic;

/// <summary>Reads a message that arrives in pieces.</summary>
internal sealed class AnthropicStream(InvocationFacts facts, ContentPolicy policy) : IStreamedResponse
{
    private static readonly string[] s_wordFields = ["text", "thinking", "partial_json"];

    private readonly StreamedMessage _message = new(facts, policy);
    private bool _hasBegun;

    public IReadOnlyList<string> WordFields => s_wordFields;

    public bool Event(ReadOnlySpan<byte> name, ReadOnlySpan<byte> data)
    {
        var reader = new Utf8JsonReader(data);
        using var document = JsonDocument.ParseValue(ref reader);
        var root = document.RootElement;
        switch (JsonFields.StringOf(root, "type"))
        {
            case "content_block_delta":
                return ReadDelta((int?)JsonFields.IntegerOf(root, "index") ?? 0, JsonFields.PropertyOf(root, "delta"));
            case "content_block_start":
                ReadStart((int?)JsonFields.IntegerOf(root, "index") ?? 0, JsonFields.PropertyOf(root, "content_block"));
                return false;
            case "message_start":
                _hasBegun = true;
                AnthropicContent.ReadAnswer(JsonFields.PropertyOf(root, "message"), facts);
                return false;
            case "message_delta":
                AnthropicContent.ReadUsage(JsonFields.PropertyOf(root, "usage"), facts);
                if (JsonFields.StringOf(JsonFields.PropertyOf(root, "delta"), "stop_reason") is { } reason)
                {
                    facts.SetFinishReason(choice: 0, reason);
                }

                return false;
            case "message_stop":
                facts.SawTerminalMarker = true;
                return false;
            case "error":
                facts.ProviderError = ProviderErrors.Word(JsonFields.StringOf(JsonFields.PropertyOf(root, "error"), "type")) ?? ErrorTypeValues.Other;
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

    private void ReadStart(int index, JsonElement block)
    {
        if (JsonFields.StringOf(block, "type") is "tool_use" or "server_tool_use" or "mcp_tool_use")
        {
            _message.ToolCall(index, JsonFields.StringOf(block, "id"), JsonFields.StringOf(block, "name"));
        }
    }

    private bool ReadDelta(int index, JsonElement delta) => JsonFields.StringOf(delta, "type") switch
    {
        "text_delta" => _message.Append(index, StreamedPartKind.Text, JsonFields.PropertyOf(delta, "text")),
        "thinking_delta" => _message.Append(index, StreamedPartKind.Reasoning, JsonFields.PropertyOf(delta, "thinking")),
        "input_json_delta" => _message.Append(index, StreamedPartKind.ToolCall, JsonFields.PropertyOf(delta, "partial_json")),
        _ => false,
    };
}
