using System.Diagnostics;
using OtelGenAI.Conventions;
using OtelGenAI.Manual;

namespace OtelGenAI;

/// <summary>A call of an embedding model; made by <see cref="GenAI.StartEmbeddings"/>, ended by <see cref="Dispose"/>, once.</summary>
/// <remarks>The default value, which an unsampled call gets, does nothing at the cost of one branch.</remarks>
public readonly struct GenAIEmbeddingsScope : IDisposable
{
    private readonly ManualInvocation? _invocation;

    internal GenAIEmbeddingsScope(ManualInvocation invocation) => _invocation = invocation;

    /// <summary>The span, for whatever else is to be said on it; <see langword="null"/> when not sampled.</summary>
    public Activity? Activity => _invocation?.Activity;

    /// <summary>Records the tokens of the call.</summary>
    /// <param name="inputTokens">As the provider counted them.</param>
    public void SetUsage(long inputTokens)
    {
        if (_invocation?.Facts is { } facts)
        {
            facts.Usage = new GenAIUsage(inputTokens, OutputTokens: null);
        }
    }

    /// <summary>Records which model answered.</summary>
    /// <param name="model">Its name, as the provider says it.</param>
    public void SetResponseModel(string model)
    {
        if (_invocation?.Facts is { } facts)
        {
            facts.ResponseModel = model;
        }
    }

    /// <summary>Records how long each vector is.</summary>
    /// <param name="count">Numbers per vector.</param>
    public void SetDimensions(int count) => _invocation?.SetTag(GenAIAttributes.EmbeddingsDimensionCount, (long)count);

    /// <summary>Marks the call as failed; a cancellation is recorded as such and is no failure.</summary>
    /// <param name="exception">What happened. Its message is recorded only if content is captured.</param>
    public void Fail(Exception exception) => _invocation?.Fail(exception);

    /// <summary>Ends the call.</summary>
    public void Dispose() => _invocation?.End();
}
