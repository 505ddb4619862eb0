using System.Diagnostics;
using OtelGenAI.Conventions;
using OtelGenAI.Manual;

namespace OtelGenAI;

/// <summary>A search for documents; made by <see cref="GenAI.StartRetrieval"/>, ended by <see cref="Dispose"/>, once.</summary>
/// <remarks>The default value, which an unsampled search gets, does nothing at the cost of one branch.</remarks>
public readonly struct GenAIRetrievalScope : IDisposable
{
    private readonly ManualInvocation? _invocation;

    internal GenAIRetrievalScope(ManualInvocation invocation) => _invocation = invocation;

    internal ManualInvocation? Invocation => _invocation;

    /// <summary>The span, for whatever else is to be said on it; <see langword="null"/> when not sampled.</summary>
    public Activity? Activity => _invocation?.Activity;

    /// <summary>Records the query, if content is captured.</summary>
    /// <param name="text">What was searched for.</param>
    public void SetQuery(string text) => _invocation?.SetContent(GenAIAttributes.RetrievalQueryText, text);

    /// <summary>Records the documents found, if content is captured.</summary>
    /// <param name="json">JSON array of objects with <c>id</c>, <c>score</c> and whatever else is known. Larger than the limit it is left out.</param>
    public void SetDocuments(string json) => _invocation?.SetContent(GenAIAttributes.RetrievalDocuments, json);

    /// <summary>Marks the search as failed; a cancellation is recorded as such and is no failure.</summary>
    /// <param name="exception">What happened. Its message is recorded only if content is captured.</param>
    public void Fail(Exception exception) => _invocation?.Fail(exception);

    /// <summary>Ends the search.</summary>
    public void Dispose() => _invocation?.End();
}
