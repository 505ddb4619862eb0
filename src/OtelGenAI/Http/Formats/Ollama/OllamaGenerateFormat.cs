using System.Text.Json;
using OtelGenAI.Content;
using OtelGenAI.Conventions;
using OtelGenAI.Http.Wire;
using OtelGenAI.Invocations;

namespace OtelGenAI.Http.Formats.Ollama;

/// <summary>Ollama's completion of a prompt. Streams one JSON text a line unless it is told not to.</summary>
/// <remarks>Source: Ollama, API reference, "Generate a completion". Without a prompt it only loads or unloads a model, which is no call of it.</remarks>
internal sealed class OllamaGenerateFormat : IWireFormat
{
    private static readonly FieldTable s_request = new()
    {
        ["model"] = RequestFields.Model,
        ["stream"] = RequestFields.Stream,
        ["prompt"] = RequestFields.Input(static prompt => prompt.ValueKind == JsonValueKind.String ? [GenAIMessage.User(prompt.GetString()!)] : []),
        ["system"] = RequestFields.SystemInstructions(
            static system => system.ValueKind == JsonValueKind.String ? [new GenAIPart.Text(system.GetString()!)] : []),
        ["options"] = OllamaFields.Options.ReadValue,
        ["think"] = OllamaFields.Think,
        ["format"] = OllamaFields.Format,
    };

    public string Operation => GenAIOperationNameValues.TextCompletion;

    public string Provider => OllamaFields.ProviderName;

    public StreamFraming FramingOfJson => StreamFraming.Ndjson;

    public bool MatchesPath(ReadOnlySpan<char> path) => path.EndsWith("/api/generate", StringComparison.OrdinalIgnoreCase);

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
}
