using System.Text.Json;
using OtelGenAI.Content;
using OtelGenAI.Conventions;
using OtelGenAI.Http.Formats.OpenAI;
using OtelGenAI.Http.Wire;
using OtelGenAI.Invocations;

namespace OtelGenAI.Http.Formats.Ollama;

/// <summary>Ollama's own chat and completion. Both stream one JSON text a line unless they are told not to.</summary>
/// <remarks>
/// Source: Ollama, API reference, "Generate a chat completion" and "Generate a completion". Without a prompt the latter only loads or unloads a model,
/// which is no call of it.
/// </remarks>
internal sealed class OllamaFormat : IWireFormat
{
    private static readonly FieldTable s_chat = new()
    {
        ["model"] = RequestFields.Model,
        ["stream"] = RequestFields.Stream,
        ["messages"] = RequestFields.Input(OllamaMessages.Read),
        ["tools"] = RequestFields.Tools(OpenAIMessages.ReadTools),
        ["options"] = OllamaFields.Options.ReadValue,
        ["think"] = OllamaFields.Think,
        ["format"] = OllamaFields.Format,
    };

    private static readonly FieldTable s_generate = new()
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

    /// <summary>The chat.</summary>
    public static readonly IWireFormat Chat = new OllamaFormat(GenAIOperationNameValues.Chat, "/api/chat", s_chat);

    /// <summary>The completion of a prompt.</summary>
    public static readonly IWireFormat Generate = new OllamaFormat(GenAIOperationNameValues.TextCompletion, "/api/generate", s_generate);

    private readonly FieldTable _request;

    private OllamaFormat(string operation, string path, FieldTable request)
    {
        Operation = operation;
        PathEndings = [path];
        _request = request;
    }

    public string Operation { get; }

    public string Provider => OllamaFields.ProviderName;

    // Some proxies name every JSON so.
    public StreamFraming FramingOfJson => StreamFraming.Ndjson;

    public IReadOnlyList<string> PathEndings { get; }

    public bool ReadRequest(ReadOnlySpan<byte> body, string path, InvocationFacts facts, ContentPolicy policy)
    {
        facts.IsStream = true;
        _request.ReadBody(body, facts, policy);
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
