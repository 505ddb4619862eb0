using System.Text;
using System.Text.Json;
using OtelGenAI.Content;
using OtelGenAI.Invocations;

namespace OtelGenAI.Http.Formats.Bedrock;

/// <summary>Reads a conversation that arrives in pieces; the pieces are named by the framing, or by the one property that wraps them.</summary>
internal sealed class ConverseStream(InvocationFacts facts, ContentPolicy policy) : IStreamedResponse
{
    // The last one is padding.
    private static readonly string[] s_wordFields = ["text", "input", "p"];

    private readonly StreamedMessage _message = new(facts, policy);
    private bool _hasBegun;

    public IReadOnlyList<string> WordFields => s_wordFields;

    public bool Event(ReadOnlySpan<byte> name, ReadOnlySpan<byte> data)
    {
        if (BedrockErrors.IsException(name, facts))
        {
            return false;
        }

        var reader = new Utf8JsonReader(data);
        using var document = JsonDocument.ParseValue(ref reader);
        if (!name.IsEmpty)
        {
            return Read(Encoding.UTF8.GetString(name), document.RootElement);
        }

        var carriesContent = false;
        if (document.RootElement.ValueKind == JsonValueKind.Object)
        {
            foreach (var property in document.RootElement.EnumerateObject())
            {
                carriesContent |= Read(property.Name, property.Value);
            }
        }

        return carriesContent;
    }

    public void Complete()
    {
        if (_hasBegun && facts.ReadsOutput)
        {
            facts.Output = [_message.ToMessage(facts.FinishReasons is [var reason] ? reason : null)];
        }
    }

    private bool Read(string name, JsonElement value)
    {
        var index = (int?)JsonFields.IntegerOf(value, "contentBlockIndex") ?? 0;
        switch (name)
        {
            case "messageStart":
                _hasBegun = true;
                return false;
            case "contentBlockStart":
                if (JsonFields.PropertyOf(JsonFields.PropertyOf(value, "start"), "toolUse") is { ValueKind: JsonValueKind.Object } use)
                {
                    _message.ToolCall(index, JsonFields.StringOf(use, "toolUseId"), JsonFields.StringOf(use, "name"));
                }

                return false;
            case "contentBlockDelta":
                return ReadDelta(index, JsonFields.PropertyOf(value, "delta"));
            case "messageStop":
                facts.SawTerminalMarker = true;
                if (JsonFields.StringOf(value, "stopReason") is { } reason)
                {
                    facts.SetFinishReason(choice: 0, reason);
                }

                return false;
            case "metadata":
                ConverseBodies.ReadUsage(JsonFields.PropertyOf(value, "usage"), facts);
                return false;
            default:
                return false;
        }
    }

    private bool ReadDelta(int index, JsonElement delta) =>
        _message.Append(index, StreamedPartKind.Text, JsonFields.PropertyOf(delta, "text")) |
        _message.Append(index, StreamedPartKind.ToolCall, JsonFields.PropertyOf(JsonFields.PropertyOf(delta, "toolUse"), "input")) |
        _message.Append(index, StreamedPartKind.Reasoning, JsonFields.PropertyOf(JsonFields.PropertyOf(delta, "reasoningContent"), "text"));
}
