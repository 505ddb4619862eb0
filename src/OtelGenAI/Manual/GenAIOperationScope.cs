using System.Diagnostics;
using OtelGenAI.Conventions;
using OtelGenAI.Manual;

namespace OtelGenAI;

/// <summary>A guardrail, an evaluation or a plan; made by <see cref="GenAI"/>, ended by <see cref="Dispose"/>, once.</summary>
/// <remarks>The default value, which an unsampled one gets, does nothing at the cost of one branch.</remarks>
public readonly struct GenAIOperationScope : IDisposable
{
    internal GenAIOperationScope(ManualInvocation invocation) => Invocation = invocation;

    internal ManualInvocation? Invocation { get; }

    /// <summary>The span, for whatever else is to be said on it; <see langword="null"/> when not sampled.</summary>
    public Activity? Activity => Invocation?.Activity;

    /// <summary>Records what it was given, if content is captured.</summary>
    /// <param name="text">Text, or JSON. Larger than the limit it is left out, never cut.</param>
    public void SetInput(string text) => Invocation?.SetContent(OtelGenAIAttributes.Input, text);

    /// <summary>Records what it gave, if content is captured.</summary>
    /// <param name="text">Text, or JSON. Larger than the limit it is left out, never cut.</param>
    public void SetOutput(string text) => Invocation?.SetContent(OtelGenAIAttributes.Output, text);

    /// <summary>Marks it as failed; a cancellation is recorded as such and is no failure. A guardrail that refuses has not failed.</summary>
    /// <param name="exception">What happened. Its message is recorded only if content is captured.</param>
    public void Fail(Exception exception) => Invocation?.Fail(exception);

    /// <summary>Ends it.</summary>
    public void Dispose() => Invocation?.End();
}
