using System.Text.Json;
using OtelGenAI.Content;
using OtelGenAI.Conventions;
using OtelGenAI.Invocations;

namespace OtelGenAI.Http.Formats.Ollama;

/// <summary>Reads an answer of one or many pieces, which all have the shape of a whole one.</summary>
internal sealed class OllamaStream(InvocationFacts facts, ContentPolicy policy) : IStreamedResponse
{
    private static readonly string[] s_wordFields = ["content", "response", "thinking", "created_at"];

    private readonly StreamedMessage _message = new(facts, policy);
    private bool _hasBegun;

    public IReadOnlyList<string> WordFields => s_wordFields;

    public bool IsRepeatable { get; private set; }

    public bool Event(ReadOnlySpan<byte> name, ReadOnlySpan<byte> data)
    {
        var reader = new Utf8JsonReader(data);
        using var document = JsonDocument.ParseValue(ref reader);
        var root = document.RootElement;
        if (JsonFields.PropertyOf(root, "error").ValueKind == JsonValueKind.String)
        {
            // A sentence, never a code.
            facts.ProviderError = ErrorTypeValues.Other;
            return false;
        }

        _hasBegun = true;
        IsRepeatable = true;
        facts.ResponseModel ??= JsonFields.StringOf(root, "model");
        var carriesContent = ReadMessage(root, "response") | ReadMessage(JsonFields.PropertyOf(root, "message"), "content");
        if (JsonFields.PropertyOf(root, "done").ValueKind == JsonValueKind.True)
        {
            facts.SawTerminalMarker = true;
            facts.SetFinishReason(choice: 0, JsonFields.StringOf(root, "done_reason") ?? "stop");
            facts.Usage = new GenAIUsage(JsonFields.IntegerOf(root, "prompt_eval_count"), JsonFields.IntegerOf(root, "eval_count"));
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

    // A chat says its words in a message, a completion beside everything else.
    private bool ReadMessage(JsonElement message, string textProperty)
    {
        var carriesContent = _message.AppendNext(StreamedPartKind.Reasoning, JsonFields.PropertyOf(message, "thinking"));
        carriesContent |= _message.AppendNext(StreamedPartKind.Text, JsonFields.PropertyOf(message, textProperty));
        foreach (var call in JsonFields.ObjectsOf(message, "tool_calls"))
        {
            var function = JsonFields.PropertyOf(call, "function");
            _message.WholeToolCall(id: null, JsonFields.StringOf(function, "name") ?? "", JsonFields.TextOf(function, "arguments"));
            carriesContent = true;
            IsRepeatable = false;
        }

        return carriesContent;
    }
}
