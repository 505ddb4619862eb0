using System.Diagnostics;
using OtelGenAI.Conventions;
using OtelGenAI.Manual;

namespace OtelGenAI;

/// <summary>An operation on an agent's memory; made by <see cref="GenAI.StartMemory"/>, ended by <see cref="Dispose"/>, once.</summary>
/// <remarks>The default value, which an unsampled operation gets, does nothing at the cost of one branch.</remarks>
public readonly struct GenAIMemoryScope : IDisposable
{
    private readonly ManualInvocation? _invocation;

    internal GenAIMemoryScope(ManualInvocation invocation) => _invocation = invocation;

    /// <summary>The span, for whatever else is to be said on it; <see langword="null"/> when not sampled.</summary>
    public Activity? Activity => _invocation?.Activity;

    /// <summary>Records what was searched for, if content is captured.</summary>
    /// <param name="text">The query.</param>
    public void SetQuery(string text) => _invocation?.SetContent(GenAIAttributes.MemoryQueryText, text);

    /// <summary>Records what was found or written, if content is captured.</summary>
    /// <param name="json">JSON array of records. Larger than the limit it is left out, never cut.</param>
    public void SetRecords(string json) => _invocation?.SetContent(GenAIAttributes.MemoryRecords, json);

    /// <summary>Records how many records were found, written or deleted.</summary>
    /// <param name="count">From 0 on.</param>
    public void SetRecordCount(int count) => _invocation?.SetTag(GenAIAttributes.MemoryRecordCount, (long)count);

    /// <summary>Marks the operation as failed; a cancellation is recorded as such and is no failure.</summary>
    /// <param name="exception">What happened. Its message is recorded only if content is captured.</param>
    public void Fail(Exception exception) => _invocation?.Fail(exception);

    /// <summary>Ends the operation.</summary>
    public void Dispose() => _invocation?.End();
}
