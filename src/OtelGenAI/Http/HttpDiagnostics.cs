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

    private static readonly HttpRequestOptionsKey<HttpInvocation> s_invocationKey = new("OtelGenAI.Invocation");

    private readonly InvocationStarter _starter;
    private readonly NestedParenting? _nestedParenting;
    private readonly DiagnosticPayload _payload = new();
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
            RequestOutStart or RequestOutStop or RequestException => true,
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
                    RequestStarted(_payload.Request(value.Value));
                    break;
                case RequestException:
                    if (InvocationOf(_payload.Request(value.Value)) is { } failing && _payload.Exception(value.Value) is { } exception)
                    {
                        failing.Threw(exception);
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

        request.Options.Set(s_invocationKey, invocation);
        invocation.Attach(request);
    }

    private void RequestStopped(object? payload)
    {
        var request = _payload.Request(payload);
        if (request is null || InvocationOf(request) is not { } invocation)
        {
            return;
        }

        HttpInvocation.Detach(request);
        if (_payload.Response(payload) is { } response)
        {
            invocation.Answered(response);
        }
        else
        {
            invocation.EndWithoutAnswer(isCancelled: _payload.RequestTaskStatus(payload) == TaskStatus.Canceled);
        }
    }

    private static HttpInvocation? InvocationOf(HttpRequestMessage? request) =>
        request is not null && request.Options.TryGetValue(s_invocationKey, out var invocation) ? invocation : null;
}
