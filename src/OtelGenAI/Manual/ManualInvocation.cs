using System.Diagnostics;
using OtelGenAI.Content;
using OtelGenAI.Conventions;
using OtelGenAI.Cost;
using OtelGenAI.Diagnostics;
using OtelGenAI.Events;
using OtelGenAI.Invocations;

namespace OtelGenAI.Manual;

/// <summary>What all scopes of the manual API share: a span, a clock, and an end that happens once.</summary>
/// <param name="activity">The span to end; <see langword="null"/> when only metrics are wanted.</param>
/// <param name="recordMetrics">Gets the duration and <c>error.type</c> when it ends.</param>
internal sealed class ManualInvocation(Activity? activity, Action<ManualInvocation, TimeSpan, string?>? recordMetrics)
{
    private readonly long _startTimestamp = Stopwatch.GetTimestamp();
    private string? _errorType;
    private bool _isContentTruncated;
    private List<KeyValuePair<string, object?>>? _eventContent;
    private int _hasEnded;

    /// <summary>The span to write on; <see langword="null"/> for an unsampled root too, which only carries its id onward.</summary>
    public Activity? Activity { get; } = activity is { IsAllDataRequested: true } ? activity : null;

    /// <summary>For model calls: what is known; <see langword="null"/> for the rest.</summary>
    public InvocationFacts? Facts { get; init; }

    /// <summary>Whether this is part of a call that is recorded already.</summary>
    public bool WasRecordedAround { get; } = CallInProgress.IsRecorded;

    /// <summary>Whether a failure or a cancellation was marked.</summary>
    public bool HasFailed { get; private set; }

    /// <summary>How much content is worth collecting; 0 for none.</summary>
    public int ContentLimitBytes => Activity is not null && ContentPolicy.Current is { Captures: true } policy ? policy.MaxBytes : 0;

    /// <summary>Time since the start.</summary>
    public TimeSpan Elapsed => Stopwatch.GetElapsedTime(_startTimestamp);

    /// <summary>Says whether what is called inside is this same call, for the case that no span says it. Call once, before anything else.</summary>
    /// <param name="isModelCall">Whether this is a call of a model; what a tool or an agent calls is a call of its own.</param>
    public ManualInvocation Enter(bool isModelCall)
    {
        var isRecordedInside = isModelCall && activity is null;
        if (isRecordedInside != WasRecordedAround)
        {
            CallInProgress.IsRecorded = isRecordedInside;
        }

        return this;
    }

    public void SetTag(string key, object? value)
    {
        if (value is not null)
        {
            Activity?.SetTag(key, value);
        }
    }

    public void SetMessages(string key, IReadOnlyList<GenAIMessage> messages)
    {
        var policy = ContentPolicy.Current;
        if (Activity is not null && policy.Captures)
        {
            SetContent(key, ContentAttributes.Messages(messages, policy, ref _isContentTruncated), policy);
        }
    }

    public void SetMessages(string key, Func<IReadOnlyList<GenAIMessage>> messages)
    {
        if (ContentLimitBytes == 0)
        {
            return;
        }

        try
        {
            SetMessages(key, messages());
        }
        catch (Exception exception)
        {
            InstrumentationEventSource.Log.Swallowed(key, exception);
        }
    }

    public void SetRequest(GenAIChatRequest request)
    {
        if (Facts is not { } facts)
        {
            return;
        }

        facts.MaxTokens = request.MaxTokens;
        facts.Temperature = request.Temperature;
        facts.TopP = request.TopP;
        facts.TopK = request.TopK;
        facts.FrequencyPenalty = request.FrequencyPenalty;
        facts.PresencePenalty = request.PresencePenalty;
        facts.StopSequences = request.StopSequences is { Count: > 0 } sequences ? [.. sequences] : null;
        facts.Seed = request.Seed;
        facts.ChoiceCount = request.ChoiceCount;
        facts.OutputType = request.OutputType;
        facts.ReasoningLevel = request.ReasoningLevel;
        facts.ConversationId = request.ConversationId;
        facts.IsStream = request.IsStream;
        facts.Tools = ContentPolicy.Current.ToolDetails
            ? request.Tools
            : request.Tools?.Select(static tool => tool with { Description = null, Parameters = null }).ToList();
        if (Activity is not null)
        {
            new InvocationTags(Activity, TagWriting.Replace).WriteRequest(facts);
        }
    }

    public void SetInstructions(string text)
    {
        var policy = ContentPolicy.Current;
        if (Activity is not null && policy.Allows(GenAIContentKinds.System))
        {
            SetContent(
                GenAIAttributes.SystemInstructions,
                ContentAttributes.Instructions([new GenAIPart.Text(text)], policy, ref _isContentTruncated),
                policy);
        }
    }

    public void SetContent(string key, string? value)
    {
        var policy = ContentPolicy.Current;
        if (Activity is not null)
        {
            SetContent(key, ContentAttributes.Value(key, value, policy, ref _isContentTruncated), policy);
        }
    }

    /// <summary>Marks a failure. A cancellation is none: the application wanted it.</summary>
    public void Fail(Exception exception)
    {
        if (exception is OperationCanceledException)
        {
            HasFailed = true;
            SetTag(OtelGenAIAttributes.StreamOutcome, OtelGenAIStreamOutcomeValues.Cancelled);
            return;
        }

        // The message may quote a prompt or a tool's answer.
        var policy = ContentPolicy.Current;
        var message = policy.WritesSpans ? exception.Message : null;
        Fail(
            exception.GetType().FullName ?? ErrorTypeValues.Other,
            message is null || policy.Redaction is null ? message : policy.Redaction.Apply(GenAIContentKinds.None, message));
    }

    public void Fail(string errorType, string? description = null)
    {
        HasFailed = true;
        _errorType = errorType;
        SetTag(ErrorAttributes.Type, errorType);
        Activity?.SetStatus(ActivityStatusCode.Error, description);
    }

    public void End()
    {
        if (Interlocked.Exchange(ref _hasEnded, 1) != 0)
        {
            return;
        }

        try
        {
            if (_isContentTruncated)
            {
                SetTag(OtelGenAIAttributes.ContentTruncated, true);
            }

            if (Activity is not null && Facts is not null)
            {
                new InvocationTags(Activity, TagWriting.Replace).WriteResponse(Facts, ContentPolicy.Current);
                if (recordMetrics is not null)
                {
                    CallCosts.Write(Activity, Elapsed);

                    // What the application did not say itself, the wire may have.
                    InferenceEvents.EmitDetails(Activity, _eventContent ?? InferenceEvents.ContentKeptFor(Activity), ContentPolicy.Current);
                }
            }

            recordMetrics?.Invoke(this, Elapsed, _errorType);
        }
        catch (Exception exception)
        {
            InstrumentationEventSource.Log.Swallowed(nameof(ManualInvocation), exception);
        }

        activity?.Stop();
        if (CallInProgress.IsRecorded != WasRecordedAround)
        {
            CallInProgress.IsRecorded = WasRecordedAround;
        }
    }

    private void SetContent(string key, string? value, ContentPolicy policy)
    {
        if (value is null)
        {
            return;
        }

        if (policy.WritesSpans)
        {
            SetTag(key, value);
        }

        // Only model calls have an event.
        if (policy.WritesEvents && Facts is not null)
        {
            (_eventContent ??= []).Add(new(key, value));
        }
    }
}
