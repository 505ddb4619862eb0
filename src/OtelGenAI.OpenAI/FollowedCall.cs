using System.ClientModel.Primitives;
using System.Diagnostics.CodeAnalysis;

namespace OtelGenAI.ClientPipelines;

/// <summary>One call of a pipeline, followed by a <see cref="GenAIHttpHandler"/>.</summary>
/// <remarks>
/// That handler knows how to follow a request: here it gets one made of the pipeline's message, and what stands below it is the rest of the pipeline. It
/// is called as a handler calls the one below, because an invoker would tell the runtime's telemetry of a request that nobody sends.
/// </remarks>
/// <param name="message">The pipeline's.</param>
/// <param name="rest">What sends it.</param>
[SuppressMessage("Reliability", "CA2000", Justification = "The base class owns the handler given to it.")]
internal sealed class FollowedCall(PipelineMessage message, RestOfPipeline rest) : DelegatingHandler(new GenAIHttpHandler(rest))
{
    /// <summary>Sends the message. What the pipeline throws passes unchanged.</summary>
    public void Process()
    {
        using var request = RestOfPipeline.RequestOf(message);
        Deliver(Send(request, message.CancellationToken));
    }

    /// <summary>Sends the message. What the pipeline throws passes unchanged.</summary>
    public async ValueTask ProcessAsync()
    {
        using var request = RestOfPipeline.RequestOf(message);
        Deliver(await SendAsync(request, message.CancellationToken));
    }

    // Lets the answer be seen: a whole one now, a stream as the application reads it.
    private void Deliver(HttpResponseMessage response)
    {
        if (response.Content == rest.ResponseBody)
        {
            return;
        }

        var observed = response.Content.ReadAsStream(CancellationToken.None);
        if (message.BufferResponse)
        {
            observed.CopyTo(Stream.Null);
            observed.Dispose();
        }
        else
        {
            message.Response!.ContentStream = observed;
        }
    }
}
