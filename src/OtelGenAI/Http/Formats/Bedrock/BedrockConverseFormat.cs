using System.Net.Http.Headers;
using OtelGenAI.Content;
using OtelGenAI.Conventions;
using OtelGenAI.Invocations;

namespace OtelGenAI.Http.Formats.Bedrock;

/// <summary>Bedrock's Converse and ConverseStream: one shape for the models of every maker.</summary>
internal sealed class BedrockConverseFormat : IWireFormat
{
    public string Operation => GenAIOperationNameValues.Chat;

    public string Provider => GenAIProviderNameValues.AwsBedrock;

    public IReadOnlyList<string> PathEndings { get; } = ["/converse", "/converse-stream"];

    public bool OwnsPath(ReadOnlySpan<char> path) =>
        BedrockPaths.IsOperation(path, "converse") || BedrockPaths.IsOperation(path, "converse-stream");

    public bool ReadRequest(ReadOnlySpan<byte> body, string path, InvocationFacts facts, ContentPolicy policy)
    {
        facts.IsStream = BedrockPaths.IsStream(path);
        facts.RequestModel = BedrockPaths.ModelIn(path);
        return ConverseBodies.ReadRequest(body, facts, policy);
    }

    public void ReadHeaders(HttpResponseHeaders headers, InvocationFacts facts) => BedrockErrors.ReadHeaders(headers, facts);

    public void ReadResponse(ReadOnlySpan<byte> body, InvocationFacts facts, ContentPolicy policy) => ConverseBodies.ReadResponse(body, facts);

    public IStreamedResponse CreateStreamedResponse(InvocationFacts facts, ContentPolicy policy) => new ConverseStream(facts, policy);
}
