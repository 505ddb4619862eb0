using OtelGenAI.Content;
using OtelGenAI.Invocations;

namespace OtelGenAI.Http.Formats;

/// <summary>An API that never streams and whose bodies are read by tables alone.</summary>
/// <param name="operation">Value of <c>gen_ai.operation.name</c>.</param>
/// <param name="provider">Value of <c>gen_ai.provider.name</c> on hosts nobody knows.</param>
/// <param name="pathEndings">Paths end in one of them; none for bodies that travel inside of another API.</param>
/// <param name="request">What is read of requests. One of its rows says that there is an input.</param>
/// <param name="response">What is read of answers.</param>
internal sealed class TableFormat(string operation, string provider, string[] pathEndings, FieldTable request, FieldTable response) : IWireFormat
{
    public string Operation => operation;

    public string Provider => provider;

    /// <summary>Finds the model where the path names it.</summary>
    public Func<string, string?>? ModelIn { get; init; }

    public IReadOnlyList<string> PathEndings => pathEndings;

    public bool ReadRequest(ReadOnlySpan<byte> body, string path, InvocationFacts facts, ContentPolicy policy)
    {
        request.ReadBody(body, facts, policy);
        facts.RequestModel ??= ModelIn?.Invoke(path);
        return facts.HasInput;
    }

    public void ReadResponse(ReadOnlySpan<byte> body, InvocationFacts facts, ContentPolicy policy) => response.ReadBody(body, facts, policy);

    public IStreamedResponse CreateStreamedResponse(InvocationFacts facts, ContentPolicy policy) => NoStream.Instance;
}
