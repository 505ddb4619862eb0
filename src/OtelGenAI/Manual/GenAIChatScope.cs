using System.Diagnostics;
using OtelGenAI.Conventions;
using OtelGenAI.Manual;

namespace OtelGenAI;

/// <summary>A call of a model that nothing else records; made by <see cref="GenAI.StartChat"/>, ended by <see cref="Dispose"/>, once.</summary>
/// <remarks>
/// If the HTTP layer recognises the request inside, it makes no span of its own and adds what this one lacks.
/// The default value, which an unsampled call gets, does nothing at the cost of one branch.
/// </remarks>
public readonly struct GenAIChatScope : IDisposable
{
    private readonly ManualInvocation? _invocation;

    internal GenAIChatScope(ManualInvocation invocation) => _invocation = invocation;

    /// <summary>The span, for whatever else is to be said on it; <see langword="null"/> when not sampled.</summary>
    public Activity? Activity => _invocation?.Activity;

    /// <summary>How much content is worth collecting, in UTF-8 bytes.</summary>
    /// <value>0 when none is captured, or the call is not sampled.</value>
    public int ContentLimitBytes => _invocation?.ContentLimitBytes ?? 0;

    /// <summary>Whether the call was marked as failed or cancelled.</summary>
    public bool HasFailed => _invocation?.HasFailed == true;

    /// <summary>Records what was asked for besides the messages. Call once.</summary>
    /// <param name="request">As the application said it.</param>
    public void SetRequest(GenAIChatRequest request) => _invocation?.SetRequest(request);

    /// <summary>Records the messages sent, if content is captured.</summary>
    /// <param name="messages">The conversation, oldest first.</param>
    public void SetInput(IReadOnlyList<GenAIMessage> messages) => _invocation?.SetMessages(GenAIAttributes.InputMessages, messages);

    /// <summary>Records the messages sent, if content is captured.</summary>
    /// <param name="text">The user's words.</param>
    public void SetInput(string text) => SetInput([GenAIMessage.User(text)]);

    /// <summary>Records the messages sent, if content is captured.</summary>
    /// <param name="messages">Makes the conversation, oldest first. Not called otherwise; an exception costs the messages and is not passed on.</param>
    public void SetInput(Func<IReadOnlyList<GenAIMessage>> messages) => _invocation?.SetMessages(GenAIAttributes.InputMessages, messages);

    /// <summary>Records instructions sent beside the messages, if content is captured.</summary>
    /// <param name="text">The instructions.</param>
    public void SetInstructions(string text) => _invocation?.SetInstructions(text);

    /// <summary>Records the answer, if content is captured.</summary>
    /// <param name="messages">One message per choice.</param>
    public void SetOutput(IReadOnlyList<GenAIMessage> messages) => _invocation?.SetMessages(GenAIAttributes.OutputMessages, messages);

    /// <summary>Records the answer, if content is captured.</summary>
    /// <param name="text">The model's words.</param>
    public void SetOutput(string text) => SetOutput([GenAIMessage.Assistant(text)]);

    /// <summary>Records the answer, if content is captured.</summary>
    /// <param name="messages">Makes one message per choice. Not called otherwise; an exception costs the messages and is not passed on.</param>
    public void SetOutput(Func<IReadOnlyList<GenAIMessage>> messages) => _invocation?.SetMessages(GenAIAttributes.OutputMessages, messages);

    /// <summary>Records the tokens of the call.</summary>
    /// <param name="usage">As the provider counted them.</param>
    public void SetUsage(GenAIUsage usage)
    {
        if (_invocation?.Facts is { } facts)
        {
            facts.Usage = usage;
        }
    }

    /// <summary>Records what the provider says about its answer.</summary>
    /// <param name="id">Its id of the answer.</param>
    /// <param name="model">The model that answered.</param>
    /// <param name="finishReasons">Why it stopped, one reason per choice.</param>
    public void SetResponse(string? id = null, string? model = null, params ReadOnlySpan<string> finishReasons)
    {
        if (_invocation?.Facts is not { } facts)
        {
            return;
        }

        facts.ResponseId = id;
        facts.ResponseModel = model;
        for (var choice = 0; choice < finishReasons.Length; choice++)
        {
            facts.SetFinishReason(choice, finishReasons[choice]);
        }
    }

    /// <summary>Says that the first piece of a streamed answer is here. Only the first call counts.</summary>
    public void RecordFirstChunk()
    {
        if (_invocation?.Facts is { TimeToFirstChunk: null } facts)
        {
            facts.TimeToFirstChunk = _invocation.Elapsed;
            if (!facts.IsStream)
            {
                _invocation.SetTag(GenAIAttributes.RequestStream, true);
            }
        }
    }

    /// <summary>Says that the application stopped reading a stream before its end: no failure, and not a whole answer.</summary>
    public void Abandon() => _invocation?.SetTag(OtelGenAIAttributes.StreamOutcome, OtelGenAIStreamOutcomeValues.Abandoned);

    /// <summary>Marks the call as failed; a cancellation is recorded as such and is no failure.</summary>
    /// <param name="exception">What happened. Its message is recorded only if content is captured.</param>
    public void Fail(Exception exception) => _invocation?.Fail(exception);

    /// <summary>Marks the call as failed.</summary>
    /// <param name="errorType">The provider's word for it: one that can be counted, not a sentence.</param>
    public void Fail(string errorType) => _invocation?.Fail(errorType);

    /// <summary>Ends the call.</summary>
    public void Dispose() => _invocation?.End();
}
