using System.Diagnostics;
using OtelGenAI.Diagnostics;
using OtelGenAI.Http;
using OtelGenAI.Invocations;

namespace OtelGenAI;

/// <summary>Records model calls of one HttpClient where the runtime's diagnostics do not see them.</summary>
/// <remarks>
/// Needed for handlers that are not the runtime's own, or whose <c>ActivityHeadersPropagator</c> is <see langword="null"/>; harmless for others, as
/// nothing is recorded twice. Outside a handler that retries, one span covers all attempts. Needs <c>AddGenAIInstrumentation</c>; without it, it only
/// passes on.
/// </remarks>
public sealed class GenAIHttpHandler : DelegatingHandler
{
    /// <summary>Makes a handler for a pipeline that sets its inner one, such as that of <c>IHttpClientFactory</c>.</summary>
    public GenAIHttpHandler()
    {
    }

    /// <summary>Makes a handler around another.</summary>
    /// <param name="innerHandler">Sends the requests.</param>
    public GenAIHttpHandler(HttpMessageHandler innerHandler)
        : base(innerHandler)
    {
    }

    /// <inheritdoc />
    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var caller = Activity.Current;
        var isRecordedAround = CallInProgress.IsRecorded;
        var invocation = Begin(request);
        try
        {
            return Answered(request, invocation, base.Send(request, cancellationToken));
        }
        catch (Exception exception)
        {
            Threw(request, invocation, exception);
            throw;
        }
        finally
        {
            Activity.Current = caller;
            CallInProgress.IsRecorded = isRecordedAround;
        }
    }

    /// <inheritdoc />
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var invocation = Begin(request);
        try
        {
            return Answered(request, invocation, await base.SendAsync(request, cancellationToken));
        }
        catch (Exception exception)
        {
            Threw(request, invocation, exception);
            throw;
        }
    }

    // The span, if any, becomes current: what sends the request is its child. The async caller puts back what is current, as async methods do.
    private static HttpInvocation? Begin(HttpRequestMessage request)
    {
        try
        {
            if (!InvocationStarter.IsWanted || InvocationStarter.Current is not { } starter || RecognisedRequest.From(request.RequestUri) is not { } recognised ||
                starter.StartNested(recognised) is not { } invocation)
            {
                return null;
            }

            // HttpClient's diagnostics below see the same bytes again.
            CallInProgress.IsRecorded = true;
            invocation.Attach(request);
            return invocation;
        }
        catch (Exception exception)
        {
            InstrumentationEventSource.Log.Swallowed(nameof(GenAIHttpHandler), exception);
            return null;
        }
    }

    private static HttpResponseMessage Answered(HttpRequestMessage request, HttpInvocation? invocation, HttpResponseMessage response)
    {
        if (invocation is not null)
        {
            try
            {
                HttpInvocation.Detach(request);
                invocation.Answered(response);
            }
            catch (Exception exception)
            {
                InstrumentationEventSource.Log.Swallowed(nameof(GenAIHttpHandler), exception);
            }
        }

        return response;
    }

    private static void Threw(HttpRequestMessage request, HttpInvocation? invocation, Exception exception)
    {
        if (invocation is null)
        {
            return;
        }

        try
        {
            HttpInvocation.Detach(request);
            invocation.Threw(exception);
            invocation.EndWithoutAnswer(isCancelled: exception is OperationCanceledException);
        }
        catch (Exception failure)
        {
            InstrumentationEventSource.Log.Swallowed(nameof(GenAIHttpHandler), failure);
        }
    }
}
