using System.Diagnostics;
using OtelGenAI.Conventions;
using OtelGenAI.Invocations;
using OtelGenAI.Manual;

namespace OtelGenAI;

/// <summary>A run of an agent; made by <see cref="GenAI.StartAgent"/> or <see cref="GenAI.StartRemoteAgent"/>, ended by <see cref="Dispose"/>, once.</summary>
/// <remarks>The default value, which an unsampled run gets, does nothing at the cost of one branch.</remarks>
public readonly struct GenAIAgentScope : IDisposable
{
    private readonly ManualInvocation? _invocation;

    internal GenAIAgentScope(ManualInvocation invocation) => _invocation = invocation;

    internal ManualInvocation? Invocation => _invocation;

    /// <summary>The span, for whatever else is to be said on it; <see langword="null"/> when not sampled.</summary>
    public Activity? Activity => _invocation?.Activity;

    /// <summary>Records what the agent was asked, if content is captured.</summary>
    /// <param name="text">The user's words.</param>
    public void SetInput(string text) => _invocation?.SetMessages(GenAIAttributes.InputMessages, [GenAIMessage.User(text)]);

    /// <summary>Records what the agent was asked, if content is captured.</summary>
    /// <param name="messages">The conversation, oldest first.</param>
    public void SetInput(IReadOnlyList<GenAIMessage> messages) => _invocation?.SetMessages(GenAIAttributes.InputMessages, messages);

    /// <summary>Records what the agent answered, if content is captured.</summary>
    /// <param name="text">Its words.</param>
    public void SetOutput(string text) => _invocation?.SetMessages(GenAIAttributes.OutputMessages, [GenAIMessage.Assistant(text)]);

    /// <summary>Records what the agent answered, if content is captured.</summary>
    /// <param name="messages">Its messages.</param>
    public void SetOutput(IReadOnlyList<GenAIMessage> messages) => _invocation?.SetMessages(GenAIAttributes.OutputMessages, messages);

    /// <summary>Records the agent's standing instructions, if content is captured.</summary>
    /// <param name="text">The instructions.</param>
    public void SetInstructions(string text) => _invocation?.SetInstructions(text);

    /// <summary>Records a total the agent framework reports. Model calls below are counted by themselves; do not add them up for this.</summary>
    /// <param name="usage">The total.</param>
    public void SetUsage(GenAIUsage usage)
    {
        if (_invocation?.Activity is { } activity)
        {
            new InvocationTags(activity, TagWriting.Replace).WriteUsage(usage);
        }
    }

    /// <summary>Marks the run as failed; a cancellation is recorded as such and is no failure.</summary>
    /// <param name="exception">What happened. Its message is recorded only if content is captured.</param>
    public void Fail(Exception exception) => _invocation?.Fail(exception);

    /// <summary>Marks the run as failed.</summary>
    /// <param name="errorType">A word that can be counted, not a sentence.</param>
    public void Fail(string errorType) => _invocation?.Fail(errorType);

    /// <summary>Ends the run.</summary>
    public void Dispose() => _invocation?.End();
}
