using System.Diagnostics;
using OtelGenAI.Diagnostics;

namespace OtelGenAI.Http;

/// <summary>Watches the requests of every HttpClient in the process.</summary>
/// <remarks>
/// A client whose handler has <c>ActivityHeadersPropagator = null</c> raises no diagnostics and is not seen. The Stop event comes with the response's
/// headers, by design of the runtime, so the end of an invocation is found by watching its body.
/// </remarks>
internal sealed class HttpDiagnostics : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>, IDisposable
{
    /// <summary>Name of the runtime's ActivitySource and EventSource for HttpClient.</summary>
    public const string SourceName = "System.Net.Http";

    private const string RequestOut = "System.Net.Http.HttpRequestOut";
    private const string RequestOutStart = "System.Net.Http.HttpRequestOut.Start";
    private const string RequestOutStop = "System.Net.Http.HttpRequestOut.Stop";
    private const string RequestException = "System.Net.Http.Exception";

    private const string InvocationProperty = "OtelGenAI.Invocation";

    private static readonly DiagnosticPayload<HttpRequestMessage> s_startedRequest = new("Request");
    private static readonly DiagnosticPayload<Exception> s_exception = new("Exception");
    private static readonly DiagnosticPayload<HttpRequestMessage> s_stoppedRequest = new("Request");
    private static readonly DiagnosticPayload<HttpResponseMessage> s_response = new("Response");
    private static readonly DiagnosticPayload<TaskStatus> s_requestTaskStatus = new("RequestTaskStatus");

    private readonly InvocationStarter _starter;
    private readonly NestedParenting? _nestedParenting;
    private readonly List<IDisposable> _subscriptions = [];

    public HttpDiagnostics(InvocationStarter starter, GenAIHttpParenting parenting)
    {
        _starter = starter;
        _nestedParenting = parenting == GenAIHttpParenting.Nested ? new NestedParenting(starter) : null;
    }

    public void Start()
    {
        _nestedParenting?.Start();
        _subscriptions.Add(DiagnosticListener.AllListeners.Subscribe(this));
    }

    public void Dispose()
    {
        _nestedParenting?.Dispose();
        lock (_subscriptions)
        {
            _subscriptions.ForEach(static subscription => subscription.Dispose());
            _subscriptions.Clear();
        }
    }

    void IObserver<DiagnosticListener>.OnNext(DiagnosticListener value)
    {
        if (value.Name != "HttpHandlerDiagnosticListener")
        {
            return;
        }

        var subscription = value.Subscribe(this, static (name, request, _) => name switch
        {
            RequestOutStart => InvocationStarter.IsWanted,
            // The runtime makes no payload for a request that is not followed.
            RequestOutStop or RequestException => FollowedInvocation is not null,
            // Asked only when nobody else wants an HTTP span; our events come with one.
            RequestOut => InvocationStarter.IsWanted && RecognisedRequest.From((request as HttpRequestMessage)?.RequestUri) is not null,
            _ => false,
        });
        lock (_subscriptions)
        {
            _subscriptions.Add(subscription);
        }
    }

    void IObserver<KeyValuePair<string, object?>>.OnNext(KeyValuePair<string, object?> value)
    {
        try
        {
            switch (value.Key)
            {
                case RequestOutStart:
                    RequestStarted(s_startedRequest.Of(value.Value));
                    break;
                case RequestException:
                    if (s_exception.Of(value.Value) is { } exception)
                    {
                        FollowedInvocation?.Threw(exception);
                    }

                    break;
                case RequestOutStop:
                    RequestStopped(value.Value);
                    break;
                default:
                    break;
            }
        }
        catch (Exception exception)
        {
            InstrumentationEventSource.Log.Swallowed(nameof(HttpDiagnostics), exception);
        }
    }

    void IObserver<DiagnosticListener>.OnCompleted()
    {
    }

    void IObserver<DiagnosticListener>.OnError(Exception error)
    {
    }

    void IObserver<KeyValuePair<string, object?>>.OnCompleted()
    {
    }

    void IObserver<KeyValuePair<string, object?>>.OnError(Exception error)
    {
    }

    private void RequestStarted(HttpRequestMessage? request)
    {
        if (!NestedParenting.TryTake(out var invocation) && InvocationStarter.IsWanted && RecognisedRequest.From(request?.RequestUri) is { } recognised)
        {
            invocation = _starter.StartSibling(recognised);
        }

        if (invocation is null || request is null)
        {
            return;
        }

        Activity.Current?.SetCustomProperty(InvocationProperty, invocation);
        invocation.Attach(request);
    }

    private static void RequestStopped(object? payload)
    {
        if (FollowedInvocation is not { } invocation || s_stoppedRequest.Of(payload) is not { } request)
        {
            return;
        }

        HttpInvocation.Detach(request);
        if (s_response.Of(payload) is { } response)
        {
            invocation.Answered(response);
        }
        else
        {
            invocation.EndWithoutAnswer(isCancelled: s_requestTaskStatus.Of(payload) == TaskStatus.Canceled);
        }
    }

    // The HTTP span is current in all of the runtime's events, which come with one or not at all.
    private static HttpInvocation? FollowedInvocation => Activity.Current?.GetCustomProperty(InvocationProperty) as HttpInvocation;
}
