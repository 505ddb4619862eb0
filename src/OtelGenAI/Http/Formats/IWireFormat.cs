using System.Net.Http.Headers;
using OtelGenAI.Content;
using OtelGenAI.Http.Wire;
using OtelGenAI.Invocations;

namespace OtelGenAI.Http.Formats;

/// <summary>Knows one provider API on the wire. Stateless and thread-safe; an answer that streams gets its own reader.</summary>
internal interface IWireFormat
{
    /// <summary>Value of <c>gen_ai.operation.name</c>.</summary>
    string Operation { get; }

    /// <summary>Value of <c>gen_ai.provider.name</c> on hosts nobody knows, which speak this format.</summary>
    string Provider { get; }

    /// <summary>What <c>application/json</c> stands for in an answer to a request for a stream.</summary>
    /// <value><see cref="StreamFraming.None"/> for most: a server that did not stream after all.</value>
    StreamFraming FramingOfJson => StreamFraming.None;

    /// <summary>How paths of this API end, whatever the case of their letters. What stands before does not count: gateways put their own prefix there.</summary>
    /// <value>Each of at least four letters; none for bodies that travel inside of another API.</value>
    IReadOnlyList<string> PathEndings { get; }

    /// <summary>Whether a path that ends so is one of this API, where its end alone does not say.</summary>
    bool OwnsPath(ReadOnlySpan<char> path) => true;

    /// <summary>Reads the request.</summary>
    /// <param name="body">All of it, or its beginning if it was over the limit.</param>
    /// <param name="path">Path of the request; some hosts name the model there.</param>
    /// <param name="facts">Is filled.</param>
    /// <param name="policy">Decides about content.</param>
    /// <returns><see langword="false"/> if the body shows that this is something else on a similar path.</returns>
    bool ReadRequest(ReadOnlySpan<byte> body, string path, InvocationFacts facts, ContentPolicy policy);

    /// <summary>Reads what only the headers of the answer say.</summary>
    void ReadHeaders(HttpResponseHeaders headers, InvocationFacts facts)
    {
    }

    /// <summary>Reads a whole answer, successful or not.</summary>
    void ReadResponse(ReadOnlySpan<byte> body, InvocationFacts facts, ContentPolicy policy);

    /// <summary>Makes a reader for one streamed answer.</summary>
    IStreamedResponse CreateStreamedResponse(InvocationFacts facts, ContentPolicy policy);
}
