using System.Text.Json;
using OtelGenAI.Content;
using OtelGenAI.Conventions;
using OtelGenAI.Http.Formats.OpenAI;
using OtelGenAI.Invocations;

namespace OtelGenAI.Http.Formats.Cohere;

/// <summary>Cohere's chat, version 2.</summary>
/// <remarks>Source: Cohere API reference, "Chat" and "Chat with streaming" (v2).</remarks>
internal sealed class CohereChatFormat : IWireFormat
{
    private static readonly FieldTable s_responseFormat = new()
    {
        ["type"] = static (ref reader, facts, _) => facts.OutputType = JsonFields.ReadString(ref reader) switch
        {
            "json_object" => GenAIOutputTypeValues.Json,
            "text" => GenAIOutputTypeValues.Text,
            _ => null,
        },
    };

    private static readonly FieldTable s_request = new()
    {
        ["model"] = RequestFields.Model,
        ["stream"] = RequestFields.Stream,
        ["messages"] = RequestFields.Input(ReadMessages),
        ["tools"] = RequestFields.Tools(OpenAIMessages.ReadTools),
        ["max_tokens"] = RequestFields.MaxTokens,
        ["temperature"] = RequestFields.Temperature,
        ["p"] = RequestFields.TopP,
        ["k"] = RequestFields.TopK,
        ["seed"] = RequestFields.Seed,
        ["stop_sequences"] = RequestFields.StopSequences,
        ["frequency_penalty"] = RequestFields.FrequencyPenalty,
        ["presence_penalty"] = RequestFields.PresencePenalty,
        ["response_format"] = s_responseFormat.ReadValue,
    };

    public string Operation => GenAIOperationNameValues.Chat;

    public string Provider => GenAIProviderNameValues.Cohere;

    public IReadOnlyList<string> PathEndings { get; } = ["/v2/chat"];

    public bool ReadRequest(ReadOnlySpan<byte> body, string path, InvocationFacts facts, ContentPolicy policy)
    {
        s_request.ReadBody(body, facts, policy);
        return facts.HasInput && facts.RequestModel is not null;
    }

    public void ReadResponse(ReadOnlySpan<byte> body, InvocationFacts facts, ContentPolicy policy)
    {
        var reader = new Utf8JsonReader(body);
        using var document = JsonDocument.ParseValue(ref reader);
        var root = document.RootElement;
        facts.ResponseId = JsonFields.StringOf(root, "id");
        facts.Usage = CohereUsage.Read(JsonFields.PropertyOf(root, "usage"));
        if (JsonFields.StringOf(root, "finish_reason") is { } reason)
        {
            facts.SetFinishReason(choice: 0, reason);
            facts.SawTerminalMarker = true;
        }

        if (facts.ReadsOutput && JsonFields.PropertyOf(root, "message") is { ValueKind: JsonValueKind.Object } message)
        {
            facts.Output = [ReadMessage(message) with { FinishReason = facts.FinishReasons is [var first] ? OutputFinishReasons.Of(first) : null }];
        }
    }

    public IStreamedResponse CreateStreamedResponse(InvocationFacts facts, ContentPolicy policy) => new CohereStream(facts, policy);

    private static List<GenAIMessage> ReadMessages(JsonElement messages) => [.. JsonFields.ObjectsOf(messages).Select(ReadMessage)];

    // OpenAI's shape, with a plan before the tool calls and thinking among the parts.
    private static GenAIMessage ReadMessage(JsonElement message)
    {
        var read = OpenAIMessages.ReadMessage(message, finishReason: null);
        var parts = new List<GenAIPart>();
        if (JsonFields.StringOf(message, "tool_plan") is { Length: > 0 } plan)
        {
            parts.Add(new GenAIPart.Reasoning(plan));
        }

        parts.AddRange(read.Parts.Select(static part => part is GenAIPart.Generic { Type: "thinking", Content: { } text } ? new GenAIPart.Reasoning(text) : part));
        return read with { Parts = parts };
    }
}
