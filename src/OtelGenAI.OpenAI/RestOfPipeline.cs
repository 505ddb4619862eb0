using System.ClientModel.Primitives;
using System.Diagnostics.CodeAnalysis;
using System.Net;

namespace OtelGenAI.ClientPipelines;

/// <summary>The policies below ours, as a handler of HTTP requests.</summary>
/// <param name="message">What they process. The request given to the handler stands for it and is not sent itself.</param>
internal sealed class RestOfPipeline(PipelineMessage message) : HttpMessageHandler
{
    public Action? ProcessNext { get; init; }

    public Func<ValueTask>? ProcessNextAsync { get; init; }

    /// <summary>The body of the answer as it came; whoever observes it puts another in its place.</summary>
    public HttpContent? ResponseBody { get; private set; }

    /// <summary>Makes the request that stands for a message.</summary>
    public static HttpRequestMessage RequestOf(PipelineMessage message) => new(new HttpMethod(message.Request.Method), message.Request.Uri)
    {
        Content = message.Request.Content is { } content ? new MessageBody(content) : null,
    };

    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        // Somebody observes the body: show it. The policies below write it by themselves, once for every attempt.
        if (request.Content is not (null or MessageBody))
        {
            request.Content.CopyTo(Stream.Null, context: null, cancellationToken);
        }

        ProcessNext!();
        return Response();
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.Content is not (null or MessageBody))
        {
            await request.Content.CopyToAsync(Stream.Null, cancellationToken);
        }

        await ProcessNextAsync!();
        return Response();
    }

    [SuppressMessage("Reliability", "CA2000", Justification = "Disposing it would end what the application has yet to read; it holds nothing else.")]
    private HttpResponseMessage Response()
    {
        if (message.Response is not { } answer)
        {
            return new HttpResponseMessage();
        }

        ResponseBody = new StreamContent(message.BufferResponse ? answer.Content.ToStream() : answer.ContentStream ?? Stream.Null);
        var response = new HttpResponseMessage((HttpStatusCode)answer.Status) { Content = ResponseBody };
        foreach (var (name, value) in answer.Headers)
        {
            if (!response.Headers.TryAddWithoutValidation(name, value))
            {
                ResponseBody.Headers.TryAddWithoutValidation(name, value);
            }
        }

        return response;
    }

    private sealed class MessageBody(System.ClientModel.BinaryContent content) : HttpContent
    {
        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => content.WriteToAsync(stream);

        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken) =>
            content.WriteToAsync(stream, cancellationToken);

        protected override void SerializeToStream(Stream stream, TransportContext? context, CancellationToken cancellationToken) =>
            content.WriteTo(stream, cancellationToken);

        protected override bool TryComputeLength(out long length) => content.TryComputeLength(out length);
    }
}
