using System.Diagnostics;
using OtelGenAI.Conventions;
using OtelGenAI.Manual;

namespace OtelGenAI;

/// <summary>An execution of a tool; made by <see cref="GenAI.StartTool"/>, ended by <see cref="Dispose"/>, once.</summary>
/// <remarks>
/// An MCP client called inside adds its own attributes to this span instead of making a second one.
/// The default value, which an unsampled execution gets, does nothing at the cost of one branch.
/// </remarks>
public readonly struct GenAIToolScope : IDisposable
{
    private readonly ManualInvocation? _invocation;

    internal GenAIToolScope(ManualInvocation invocation) => _invocation = invocation;

    internal ManualInvocation? Invocation => _invocation;

    /// <summary>The span, for whatever else is to be said on it; <see langword="null"/> when not sampled.</summary>
    public Activity? Activity => _invocation?.Activity;

    /// <summary>Records the arguments, if content is captured.</summary>
    /// <param name="json">JSON text. Larger than the limit it is left out, never cut.</param>
    public void SetArguments(string json) => _invocation?.SetContent(GenAIAttributes.ToolCallArguments, json);

    /// <summary>Records the result, if content is captured.</summary>
    /// <param name="result">JSON or plain text. Larger than the limit it is left out, never cut.</param>
    public void SetResult(string result) => _invocation?.SetContent(GenAIAttributes.ToolCallResult, result);

    /// <summary>Marks the execution as failed; a cancellation is recorded as such and is no failure.</summary>
    /// <param name="exception">What happened. Its message is recorded only if content is captured.</param>
    public void Fail(Exception exception) => _invocation?.Fail(exception);

    /// <summary>Marks the execution as failed.</summary>
    /// <param name="errorType">A word that can be counted, not a sentence.</param>
    public void Fail(string errorType) => _invocation?.Fail(errorType);

    /// <summary>Ends the execution.</summary>
    public void Dispose() => _invocation?.End();
}
