using OtelGenAI.Content;
using OtelGenAI.Conventions;
using OtelGenAI.Http.Wire;
using OtelGenAI.Invocations;

namespace OtelGenAI.Http.Formats.Gemini;

/// <summary>Gemini's generateContent and streamGenerateContent, on the Gemini API and on Vertex AI.</summary>
/// <remarks>Source: Google, Gemini API reference, "Generating content". Like all of Google's APIs it takes snake_case for camelCase.</remarks>
internal sealed class GeminiGenerateFormat : IWireFormat
{
    private const string StreamEnding = ":streamGenerateContent";

    private static readonly FieldTable s_thinking = new()
    {
        ["thinkingLevel"] = static (ref reader, facts, _) => facts.ReasoningLevel = JsonFields.ReadString(ref reader),
        ["thinking_level"] = static (ref reader, facts, _) => facts.ReasoningLevel = JsonFields.ReadString(ref reader),
    };

    private static readonly FieldTable s_generationConfig = new()
    {
        ["temperature"] = RequestFields.Temperature,
        ["topP"] = RequestFields.TopP,
        ["top_p"] = RequestFields.TopP,
        ["topK"] = RequestFields.TopK,
        ["top_k"] = RequestFields.TopK,
        ["maxOutputTokens"] = RequestFields.MaxTokens,
        ["max_output_tokens"] = RequestFields.MaxTokens,
        ["candidateCount"] = RequestFields.ChoiceCount,
        ["candidate_count"] = RequestFields.ChoiceCount,
        ["stopSequences"] = RequestFields.StopSequences,
        ["stop_sequences"] = RequestFields.StopSequences,
        ["seed"] = RequestFields.Seed,
        ["presencePenalty"] = RequestFields.PresencePenalty,
        ["presence_penalty"] = RequestFields.PresencePenalty,
        ["frequencyPenalty"] = RequestFields.FrequencyPenalty,
        ["frequency_penalty"] = RequestFields.FrequencyPenalty,
        ["responseMimeType"] = static (ref reader, facts, _) => facts.OutputType = OutputTypeOf(JsonFields.ReadString(ref reader)),
        ["response_mime_type"] = static (ref reader, facts, _) => facts.OutputType = OutputTypeOf(JsonFields.ReadString(ref reader)),
        ["thinkingConfig"] = s_thinking.ReadValue,
        ["thinking_config"] = s_thinking.ReadValue,
    };

    private static readonly FieldTable s_request = new()
    {
        ["contents"] = RequestFields.Input(GeminiContent.ReadContents),
        ["systemInstruction"] = RequestFields.SystemInstructions(GeminiContent.ReadParts),
        ["system_instruction"] = RequestFields.SystemInstructions(GeminiContent.ReadParts),
        ["generationConfig"] = s_generationConfig.ReadValue,
        ["generation_config"] = s_generationConfig.ReadValue,
        ["tools"] = RequestFields.Tools(GeminiContent.ReadTools),
    };

    public string Operation => GenAIOperationNameValues.GenerateContent;

    public string Provider => GenAIProviderNameValues.GcpGenAI;

    // Unless it is asked for events, the stream is one array that grows.
    public StreamFraming FramingOfJson => StreamFraming.JsonArray;

    public IReadOnlyList<string> PathEndings { get; } = [":generateContent", StreamEnding];

    public bool ReadRequest(ReadOnlySpan<byte> body, string path, InvocationFacts facts, ContentPolicy policy)
    {
        facts.IsStream = IsStream(path);
        facts.RequestModel = PathModels.Between(path, "/models/", ':') ?? PathModels.Between(path, "/tunedModels/", ':') ??
            PathModels.Between(path, "/endpoints/", ':');
        s_request.ReadBody(body, facts, policy);
        return facts.HasInput;
    }

    public void ReadResponse(ReadOnlySpan<byte> body, InvocationFacts facts, ContentPolicy policy)
    {
        // One answer is a stream of one piece; a refused stream is an array of one error.
        var answer = new GeminiStream(facts, policy);
        using var objects = new JsonArrayReader((name, data) => answer.Event(name, data), body.Length + 1);
        objects.Append(body);
        answer.Complete();
    }

    public IStreamedResponse CreateStreamedResponse(InvocationFacts facts, ContentPolicy policy) => new GeminiStream(facts, policy);

    private static bool IsStream(ReadOnlySpan<char> path) => path.EndsWith(StreamEnding, StringComparison.OrdinalIgnoreCase);

    private static string? OutputTypeOf(string? mimeType) => mimeType switch
    {
        "application/json" or "text/x.enum" => GenAIOutputTypeValues.Json,
        "text/plain" => GenAIOutputTypeValues.Text,
        _ => null,
    };
}
