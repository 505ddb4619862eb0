using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using OtelGenAI.Content;
using OtelGenAI.Conventions;
using OtelGenAI.Cost;
using OtelGenAI.Diagnostics;
using OtelGenAI.Events;
using OtelGenAI.Http.Wire;
using OtelGenAI.Invocations;
using OtelGenAI.Metrics;
using OtelGenAI.Tools;

namespace OtelGenAI.Http;

/// <summary>One HTTP request to a model, from its first byte to the last byte of its answer. Ends exactly once, whoever says so first.</summary>
/// <remarks>
/// Every attempt of an SDK that retries is an invocation of its own: each was a request the provider answered, or did not. A failed attempt carries
/// no tokens, so nothing is counted twice; the attempts after the first say so in <c>http.request.resend_count</c>.
/// </remarks>
[SuppressMessage("Design", "CA1001", Justification = "Nobody owns an invocation: it releases its buffers itself when the last byte has passed.")]
internal sealed class HttpInvocation
{
    // Images travel inside requests; the model's name may stand after them.
    private const int MaxRequestBytes = 8 * 1024 * 1024;

    private readonly Lock _gate = new();
    private readonly RecognisedRequest _request;
    private readonly InvocationFacts _facts;
    private readonly ContentPolicy _policy;
    private readonly TimeProvider _clock;
    private readonly Activity? _activity;
    private readonly Activity? _caller;
    private readonly bool _isCovered;
    private readonly AgentRun? _agent;
    private readonly long _startTimestamp;
    private readonly CaptureBuffer _requestBody = new(MaxRequestBytes);
    private readonly AnswerReader _answer;
    private AttemptCounter.Key? _attemptKey;
    private Exception? _exception;
    private long? _contentLength;
    private long _receivedBytes;
    private long? _previousChunkTimestamp;
    private string _method = HttpMethod.Post.Method;
    private int _statusCode;
    private bool _isSomethingElse;
    private bool _isBodyAwaited;
    private bool _hasReadRequest;
    private bool _hasEnded;

    /// <summary>Begins to follow a request.</summary>
    /// <param name="request">What was recognised.</param>
    /// <param name="target">What its span was started with.</param>
    /// <param name="activity">The span to write to; <see langword="null"/> when only metrics are wanted.</param>
    /// <param name="caller">The span on whose behalf the request is sent.</param>
    /// <param name="isCovered">Whether the span belongs to somebody else, who ends it and counts it; only what it lacks is added.</param>
    /// <param name="policy">Decides about content.</param>
    /// <param name="clock">Measures.</param>
    public HttpInvocation(
        RecognisedRequest request,
        InvocationTarget target,
        Activity? activity,
        Activity? caller,
        bool isCovered,
        ContentPolicy policy,
        TimeProvider clock)
    {
        _request = request;
        _facts = new InvocationFacts { Target = target };
        _activity = activity;
        _caller = caller;
        _isCovered = isCovered;
        _policy = policy;
        _clock = clock;
        _facts.ReadsOutput = activity is not null && (policy.Captures || policy.SynthesizesTools);
        _answer = new AnswerReader(request.Format, _facts, policy, ContentReceived);
        _agent = !isCovered && Operations.IsInference(target.Operation) ? AgentRun.Around(activity) : null;
        _startTimestamp = clock.GetTimestamp();
    }

    // Some gateways send no [DONE], and some applications leave at the finish reason: the model was done in both cases.
    private bool IsComplete => _facts.SawTerminalMarker || _facts.HasFinishReasons;

    /// <summary>Watches the request's body go out.</summary>
    public void Attach(HttpRequestMessage message)
    {
        if (message.Method != HttpMethod.Post)
        {
            _isSomethingElse = true;
            _method = message.Method.Method;
        }
        else if (message.Content is { } content)
        {
            _isBodyAwaited = true;
            message.Content = new ObservedContent(content is ObservedContent observed ? observed.Inner : content, new RequestObserver(this));
        }
    }

    /// <summary>Gives the application its own body back.</summary>
    public static void Detach(HttpRequestMessage message)
    {
        if (message.Content is ObservedContent observed)
        {
            message.Content = observed.Inner;
        }
    }

    /// <summary>Remembers why there will be no answer.</summary>
    public void Threw(Exception exception) => _exception = exception;

    /// <summary>There is no answer, and there will be none.</summary>
    /// <param name="isCancelled">Whether the request was cancelled rather than refused.</param>
    /// <remarks>A timeout of the SDK or of HttpClient is a cancellation at this depth, and cannot be told from one by the application.</remarks>
    public void EndWithoutAnswer(bool isCancelled)
    {
        lock (_gate)
        {
            if (isCancelled)
            {
                End(errorType: null, OtelGenAIStreamOutcomeValues.Cancelled);
            }
            else
            {
                End(ErrorTypeOf(_exception), outcome: null);
            }
        }
    }

    /// <summary>The headers of the answer are here; watches its body come in.</summary>
    public void Answered(HttpResponseMessage response)
    {
        lock (_gate)
        {
            ReadRequestOnce();
            _statusCode = (int)response.StatusCode;
            _contentLength = response.Content.Headers.ContentLength;
            _answer.Begin(response);
        }

        if (_contentLength == 0)
        {
            // Nobody reads what is not there.
            ResponseEnded();
            return;
        }

        response.Content = new ObservedContent(response.Content, new ResponseObserver(this));
    }

    private void ReadRequestOnce()
    {
        if (_hasReadRequest || _hasEnded)
        {
            return;
        }

        _hasReadRequest = true;
        var awaitsTools = _policy.SynthesizesTools && ToolSynthesis.IsWaiting;
        _facts.ReadsInput = _activity is not null && (_policy.Captures || awaitsTools);
        if (_isBodyAwaited && !_isSomethingElse)
        {
            // Refused before a byte was sent: all that is known is the path, and an outage of a provider is a failed call of it.
            _requestBody.Dispose();
            _agent?.CountInference();
            return;
        }

        if (_isSomethingElse || !ReadRequest())
        {
            BecomeSomethingElse();
            return;
        }

        _agent?.CountInference();
        _attemptKey = AttemptCounter.KeyOf(_request, _requestBody.Written);
        _requestBody.Dispose();
        if (_activity is null)
        {
            return;
        }

        if (!_isCovered)
        {
            _activity.DisplayName = _facts.RequestModel is { } model ? $"{_facts.Target.Operation} {model}" : _facts.Target.Operation;
            if (AttemptCounter.EarlierAttempts(_caller, _attemptKey) is > 0 and var resendCount)
            {
                _activity.SetTag(HttpAttributes.RequestResendCount, (long)resendCount);
            }
        }

        new InvocationTags(_activity, _isCovered ? TagWriting.OnlyMissing : TagWriting.Append).WriteRequest(_facts);
        if (awaitsTools)
        {
            ToolSynthesis.Answered(_isCovered ? _activity.Parent : _caller, _facts.Input, _policy);
        }
    }

    private bool ReadRequest()
    {
        try
        {
            return _request.Format.ReadRequest(_requestBody.Written, _request.Path, _facts, _policy);
        }
        catch (Exception exception) when (exception is InvalidOperationException or FormatException)
        {
            // Letters that are none, inside of otherwise good JSON: the provider will have its opinion, and the call is still a call.
            InstrumentationEventSource.Log.Swallowed(nameof(HttpInvocation), exception);
            return true;
        }
    }

    // A list of stored completions, say, on the same path. The span may already be the parent of the HTTP span, so it stays, but as what it is.
    private void BecomeSomethingElse()
    {
        _isSomethingElse = true;
        _requestBody.Dispose();
        if (_activity is null || _isCovered)
        {
            return;
        }

        _activity.DisplayName = _method;
        _activity.SetTag(GenAIAttributes.OperationName, null);
        _activity.SetTag(GenAIAttributes.ProviderName, null);
    }

    private void ResponseBytes(ReadOnlySpan<byte> bytes)
    {
        lock (_gate)
        {
            if (_hasEnded)
            {
                return;
            }

            _receivedBytes += bytes.Length;
            if (!_isSomethingElse)
            {
                _answer.Append(bytes);
            }
        }
    }

    private void ContentReceived()
    {
        var measuresChunks = !_isCovered && InvocationMetrics.IsOutputChunkEnabled;
        if (_facts.TimeToFirstChunk is not null && !measuresChunks)
        {
            // The clock costs more than all else that is done for a piece.
            _previousChunkTimestamp = null;
            return;
        }

        var now = _clock.GetTimestamp();
        if (_facts.TimeToFirstChunk is null)
        {
            _facts.TimeToFirstChunk = _clock.GetElapsedTime(_startTimestamp, now);
        }
        else if (_previousChunkTimestamp is { } previous)
        {
            InvocationMetrics.RecordOutputChunk(_facts, _clock.GetElapsedTime(previous, now));
        }

        _previousChunkTimestamp = now;
    }

    private void ResponseEnded()
    {
        lock (_gate)
        {
            if (_hasEnded)
            {
                return;
            }

            ReadAnswer();
            if (_statusCode >= 400)
            {
                // A provider that only says that something failed says less than its status.
                var word = _facts.ProviderError is ErrorTypeValues.Other ? null : _facts.ProviderError;
                End(word ?? _statusCode.ToString(CultureInfo.InvariantCulture), outcome: null);
            }
            else if (_facts.ProviderError is not null)
            {
                // Status 200 and an error in the body: streams cannot take their status back, and some gateways do not try.
                End(_facts.ProviderError, outcome: null);
            }
            else if (_answer.IsStream && !IsComplete && !_answer.IsUnreadable)
            {
                End(ErrorTypeValues.Other, OtelGenAIStreamOutcomeValues.Failed);
            }
            else
            {
                End(errorType: null, outcome: null);
            }
        }
    }

    private void ResponseFailed(Exception exception)
    {
        lock (_gate)
        {
            if (_hasEnded)
            {
                return;
            }

            ReadAnswer();
            if (IsComplete)
            {
                End(_facts.ProviderError, outcome: null);
            }
            else if (exception is OperationCanceledException)
            {
                End(errorType: null, OtelGenAIStreamOutcomeValues.Cancelled);
            }
            else
            {
                End(ErrorTypeOf(exception), _answer.IsStream ? OtelGenAIStreamOutcomeValues.Failed : null);
            }
        }
    }

    private void ResponseLeft()
    {
        lock (_gate)
        {
            if (_hasEnded)
            {
                return;
            }

            // A failed attempt is thrown away unread, OpenAI's SDK leaves right after [DONE], decompression at the last byte that means something:
            // none was abandoned.
            if (_statusCode >= 400 || IsComplete || _facts.ProviderError is not null || _receivedBytes == _contentLength)
            {
                ResponseEnded();
                return;
            }

            ReadAnswer();
            End(errorType: null, IsComplete ? null : OtelGenAIStreamOutcomeValues.Abandoned);
        }
    }

    private void ReadAnswer()
    {
        if (!_isSomethingElse)
        {
            _answer.Finish();
        }
    }

    private void End(string? errorType, string? outcome)
    {
        if (_hasEnded)
        {
            return;
        }

        ReadRequestOnce();
        _hasEnded = true;
        if (errorType is not null)
        {
            AttemptCounter.Remember(_caller, _attemptKey);
        }

        if (_activity is { } activity)
        {
            WriteEnd(activity, errorType, outcome);
        }

        if (_isSomethingElse)
        {
            InstrumentationReport.Count(InstrumentationReport.Chapter.LeftOut, _request.Host, _request.Path, "the path of a model's API, and no call of one");
        }
        else
        {
            InstrumentationReport.Count(InstrumentationReport.Chapter.Wire, _request.Host, _facts.Target.Operation, _isCovered ? "recorded by its SDK" : _facts.Target.Provider);
        }

        if (!_isCovered && !_isSomethingElse)
        {
            InvocationMetrics.RecordModelCall(_facts, _clock.GetElapsedTime(_startTimestamp), errorType);
        }

        ReleaseBuffers();
    }

    private void WriteEnd(Activity activity, string? errorType, string? outcome)
    {
        try
        {
            WriteFacts(activity, errorType, outcome);
        }
        catch (Exception exception)
        {
            // A span with fewer attributes is better than one that never ends.
            InstrumentationEventSource.Log.Swallowed(nameof(HttpInvocation), exception);
        }

        if (!_isCovered)
        {
            // Stop makes the span's parent current, here in the middle of whatever the application does while it reads.
            var current = Activity.Current;
            activity.Stop();
            Activity.Current = current;
        }
    }

    private void WriteFacts(Activity activity, string? errorType, string? outcome)
    {
        if (!_isSomethingElse)
        {
            new InvocationTags(activity, _isCovered ? TagWriting.OnlyMissing : TagWriting.Append).WriteResponse(_facts, _policy);
            if (_policy.SynthesizesTools)
            {
                // Of two spans of one call both have the same caller.
                ToolSynthesis.Asked(activity, _isCovered ? activity.Parent : _caller, _facts.Output);
            }
        }

        if (_isCovered)
        {
            if (!_isSomethingElse && _policy is { WritesEvents: true, WritesSpans: false })
            {
                InferenceEvents.KeepContentFor(activity, [.. ContentAttributes.Of(_facts, _policy)]);
            }

            return;
        }

        if (outcome is not null)
        {
            activity.SetTag(OtelGenAIAttributes.StreamOutcome, outcome);
        }

        if (errorType is not null)
        {
            activity.SetTag(ErrorAttributes.Type, errorType);
            activity.SetStatus(ActivityStatusCode.Error, _statusCode >= 400 ? "HTTP " + _statusCode.ToString(CultureInfo.InvariantCulture) : null);
        }

        if (!_isSomethingElse && _policy.EmitsDetails)
        {
            // The event repeats the span, which has no cost yet.
            CallCosts.Write(activity, _clock.GetElapsedTime(_startTimestamp));
            InferenceEvents.EmitDetails(activity, _policy is { WritesEvents: true, WritesSpans: false } ? ContentAttributes.Of(_facts, _policy) : null, _policy);
        }
    }

    private void ReleaseBuffers()
    {
        _requestBody.Dispose();
        _answer.Dispose();
    }

    private static string ErrorTypeOf(Exception? exception) => exception switch
    {
        null => ErrorTypeValues.Other,
        HttpRequestException { HttpRequestError: not HttpRequestError.Unknown } http => SnakeCase(http.HttpRequestError.ToString()),
        // Retries that gave up throw what all attempts threw; SDKs wrap what the connection threw.
        AggregateException { InnerExceptions: [.., var last] } => ErrorTypeOf(last),
        { InnerException: HttpRequestException { HttpRequestError: not HttpRequestError.Unknown } inner } => ErrorTypeOf(inner),
        _ => exception.GetType().FullName ?? ErrorTypeValues.Other,
    };

    // The words HttpClient's own span uses: connection_error, name_resolution_error.
    private static string SnakeCase(string name)
    {
        var words = new System.Text.StringBuilder(name.Length + 4);
        foreach (var letter in name)
        {
            if (char.IsAsciiLetterUpper(letter) && words.Length > 0)
            {
                words.Append('_');
            }

            words.Append(char.ToLowerInvariant(letter));
        }

        return words.ToString();
    }

    private sealed class RequestObserver(HttpInvocation invocation) : BodyObserver
    {
        // A connection that turns out to be dead makes HttpClient send the body again.
        protected override void OnBegin()
        {
            lock (invocation._gate)
            {
                invocation._isBodyAwaited = false;
                if (!invocation._hasReadRequest)
                {
                    invocation._requestBody.Clear();
                }
            }
        }

        protected override void OnBytes(ReadOnlySpan<byte> bytes)
        {
            lock (invocation._gate)
            {
                if (!invocation._hasReadRequest && !invocation._hasEnded)
                {
                    invocation._requestBody.Append(bytes);
                }
            }
        }

        protected override void OnEnd()
        {
            lock (invocation._gate)
            {
                invocation.ReadRequestOnce();
            }
        }

        protected override void OnFail(Exception exception)
        {
        }

        protected override void OnLeave()
        {
        }
    }

    private sealed class ResponseObserver(HttpInvocation invocation) : BodyObserver
    {
        protected override void OnBegin()
        {
        }

        protected override void OnBytes(ReadOnlySpan<byte> bytes) => invocation.ResponseBytes(bytes);

        protected override void OnEnd() => invocation.ResponseEnded();

        protected override void OnFail(Exception exception) => invocation.ResponseFailed(exception);

        protected override void OnLeave() => invocation.ResponseLeft();
    }
}
