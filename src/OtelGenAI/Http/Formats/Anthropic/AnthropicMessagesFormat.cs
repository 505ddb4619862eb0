using System.Text.Json;
using OtelGenAI.Content;
using OtelGenAI.Conventions;
using OtelGenAI.Invocations;

namespace OtelGenAI.Http.Formats.Anthropic;

/// <summary>Anthropic's Messages, as Anthropic, Azure and Google Vertex serve them; Bedrock wraps the same bodies.</summary>
/// <remarks>Source: Anthropic API reference, "Messages" and "Streaming messages"; Google, "Claude on Vertex AI".</remarks>
internal sealed class AnthropicMessagesFormat : IWireFormat
{
    private static readonly FieldTable s_thinking = new()
    {
        ["type"] = static (ref reader, facts, _) =>
            facts.ReasoningLevel ??= JsonFields.ReadString(ref reader) is { } type and not "disabled" ? type : null,
    };

    private static readonly FieldTable s_outputConfig = new()
    {
        ["effort"] = static (ref reader, facts, _) => facts.ReasoningLevel = JsonFields.ReadString(ref reader),
        ["format"] = static (ref reader, facts, _) => facts.OutputType = OutputTypeOf(ref reader),
    };

    private static readonly FieldTable s_request = new()
    {
        ["model"] = RequestFields.Model,
        ["max_tokens"] = RequestFields.MaxTokens,
        ["temperature"] = RequestFields.Temperature,
        ["top_p"] = RequestFields.TopP,
        ["top_k"] = RequestFields.TopK,
        ["stop_sequences"] = RequestFields.StopSequences,
        ["stream"] = RequestFields.Stream,
        ["thinking"] = s_thinking.ReadValue,
        ["output_config"] = s_outputConfig.ReadValue,
        ["output_format"] = static (ref reader, facts, _) => facts.OutputType = OutputTypeOf(ref reader),
        ["messages"] = RequestFields.Input(AnthropicContent.ReadMessages),
        ["system"] = RequestFields.SystemInstructions(AnthropicContent.ReadParts),
        ["tools"] = RequestFields.Tools(AnthropicContent.ReadTools),
    };

    public string Operation => GenAIOperationNameValues.Chat;

    public string Provider => GenAIProviderNameValues.Anthropic;

    public IReadOnlyList<string> PathEndings { get; } = ["/v1/messages", ":rawPredict", ":streamRawPredict"];

    // Vertex calls models of other makers by the same verbs.
    public bool OwnsPath(ReadOnlySpan<char> path) =>
        path.EndsWith("/v1/messages", StringComparison.OrdinalIgnoreCase) ||
        path.Contains("/publishers/anthropic/models/", StringComparison.OrdinalIgnoreCase);

    public bool ReadRequest(ReadOnlySpan<byte> body, string path, InvocationFacts facts, ContentPolicy policy)
    {
        s_request.ReadBody(body, facts, policy);
        facts.RequestModel ??= PathModels.Between(path, "/models/", ':');
        return facts.HasInput && facts.RequestModel is not null;
    }

    public void ReadResponse(ReadOnlySpan<byte> body, InvocationFacts facts, ContentPolicy policy)
    {
        var reader = new Utf8JsonReader(body);
        using var document = JsonDocument.ParseValue(ref reader);
        if (JsonFields.PropertyOf(document.RootElement, "error") is { ValueKind: JsonValueKind.Object } error)
        {
            facts.ProviderError = ProviderErrors.Word(JsonFields.StringOf(error, "type"));
            return;
        }

        AnthropicContent.ReadAnswer(document.RootElement, facts);
        if (JsonFields.StringOf(document.RootElement, "stop_reason") is { } reason)
        {
            facts.SetFinishReason(choice: 0, reason);
            facts.SawTerminalMarker = true;
        }

        if (facts.ReadsOutput && JsonFields.PropertyOf(document.RootElement, "content") is { ValueKind: JsonValueKind.Array } content)
        {
            facts.Output =
            [
                new GenAIMessage("assistant", AnthropicContent.ReadParts(content))
                {
                    FinishReason = facts.FinishReasons is [var first] ? OutputFinishReasons.Of(first) : null,
                },
            ];
        }
    }

    public IStreamedResponse CreateStreamedResponse(InvocationFacts facts, ContentPolicy policy) => new AnthropicStream(facts, policy);

    private static string? OutputTypeOf(ref Utf8JsonReader reader) =>
        JsonFields.ReadElement(ref reader, static format => JsonFields.StringOf(format, "type")) is "json_schema" ? GenAIOutputTypeValues.Json : null;
}
