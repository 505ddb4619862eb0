using System.Text.Json;
using OtelGenAI.Content;
using OtelGenAI.Conventions;
using OtelGenAI.Http.Formats.OpenAI;
using OtelGenAI.Http.Wire;
using OtelGenAI.Invocations;

namespace OtelGenAI.Http.Formats.Ollama;

/// <summary>Ollama's own chat. Streams one JSON text a line unless it is told not to.</summary>
/// <remarks>Source: Ollama, API reference, "Generate a chat completion".</remarks>
internal sealed class OllamaChatFormat : IWireFormat
{
    private static readonly FieldTable s_request = new()
    {
        ["model"] = RequestFields.Model,
        ["stream"] = RequestFields.Stream,
        ["messages"] = RequestFields.Input(ReadMessages),
        ["tools"] = RequestFields.Tools(OpenAIMessages.ReadTools),
        ["options"] = OllamaFields.Options.ReadValue,
        ["think"] = OllamaFields.Think,
        ["format"] = OllamaFields.Format,
    };

    public string Operation => GenAIOperationNameValues.Chat;

    public string Provider => OllamaFields.ProviderName;

    // Some proxies name every JSON so.
    public StreamFraming FramingOfJson => StreamFraming.Ndjson;

    public bool MatchesPath(ReadOnlySpan<char> path) => path.EndsWith("/api/chat", StringComparison.OrdinalIgnoreCase);

    public bool ReadRequest(ReadOnlySpan<byte> body, string path, InvocationFacts facts, ContentPolicy policy)
    {
        facts.IsStream = true;
        s_request.ReadBody(body, facts, policy);
        return facts.HasInput && facts.RequestModel is not null;
    }

    public void ReadResponse(ReadOnlySpan<byte> body, InvocationFacts facts, ContentPolicy policy)
    {
        var answer = new OllamaStream(facts, policy);
        answer.Event(name: default, body);
        answer.Complete();
    }

    public IStreamedResponse CreateStreamedResponse(InvocationFacts facts, ContentPolicy policy) => new OllamaStream(facts, policy);

    private static List<GenAIMessage> ReadMessages(JsonElement messages)
    {
        var result = new List<GenAIMessage>();
        foreach (var message in JsonFields.ObjectsOf(messages))
        {
            var role = JsonFields.StringOf(message, "role") ?? "user";
            result.Add(new GenAIMessage(role, ReadParts(message, role)));
        }

        return result;
    }

    // Calls have no ids here: answers stand in the order of the calls, and may name their tool.
    private static List<GenAIPart> ReadParts(JsonElement message, string role)
    {
        var parts = new List<GenAIPart>();
        if (role == "tool")
        {
            parts.Add(new GenAIPart.ToolCallResponse(Id: null, JsonFields.StringOf(message, "content") ?? ""));
            return parts;
        }

        if (JsonFields.StringOf(message, "thinking") is { Length: > 0 } thinking)
        {
            parts.Add(new GenAIPart.Reasoning(thinking));
        }

        if (JsonFields.StringOf(message, "content") is { Length: > 0 } text)
        {
            parts.Add(new GenAIPart.Text(text));
        }

        if (JsonFields.PropertyOf(message, "images") is { ValueKind: JsonValueKind.Array } images)
        {
            parts.AddRange(images.EnumerateArray()
                .Where(static image => image.ValueKind == JsonValueKind.String)
                .Select(static image => new GenAIPart.Blob("image", MimeType: null, image.GetString()!)));
        }

        parts.AddRange(JsonFields.ObjectsOf(message, "tool_calls").Select(static call => JsonFields.PropertyOf(call, "function")).Select(
            static function => new GenAIPart.ToolCall(Id: null, JsonFields.StringOf(function, "name") ?? "", JsonFields.TextOf(function, "arguments"))));
        return parts;
    }
}
