using System.Diagnostics;
using OtelGenAI.Conventions;
using OtelGenAI.Manual;

namespace OtelGenAI;

/// <summary>A run of a workflow of several agents or steps; made by <see cref="GenAI.StartWorkflow"/>, ended by <see cref="Dispose"/>, once.</summary>
/// <remarks>The default value, which an unsampled run gets, does nothing at the cost of one branch.</remarks>
public readonly struct GenAIWorkflowScope : IDisposable
{
    private readonly ManualInvocation? _invocation;

    internal GenAIWorkflowScope(ManualInvocation invocation) => _invocation = invocation;

    internal ManualInvocation? Invocation => _invocation;

    /// <summary>The span, for whatever else is to be said on it; <see langword="null"/> when not sampled.</summary>
    public Activity? Activity => _invocation?.Activity;

    /// <summary>Records what the workflow was given, if content is captured.</summary>
    /// <param name="text">The input.</param>
    public void SetInput(string text) => _invocation?.SetMessages(GenAIAttributes.InputMessages, [GenAIMessage.User(text)]);

    /// <summary>Records what the workflow produced, if content is captured.</summary>
    /// <param name="text">The output.</param>
    public void SetOutput(string text) => _invocation?.SetMessages(GenAIAttributes.OutputMessages, [GenAIMessage.Assistant(text)]);

    /// <summary>Marks the run as failed; a cancellation is recorded as such and is no failure.</summary>
    /// <param name="exception">What happened. Its message is recorded only if content is captured.</param>
    public void Fail(Exception exception) => _invocation?.Fail(exception);

    /// <summary>Ends the run.</summary>
    public void Dispose() => _invocation?.End();
}
