using OtelGenAI.Context;

namespace OtelGenAI;

/// <summary>The stretch of work during which <see cref="GenAI.BeginContext"/> holds.</summary>
/// <remarks>Dispose it in the same async flow that began it.</remarks>
public readonly struct GenAIContextScope : IDisposable
{
    private readonly AmbientContext? _outer;

    internal GenAIContextScope(AmbientContext? outer) => _outer = outer;

    /// <summary>Puts back what held before.</summary>
    public void Dispose() => AmbientContext.Current = _outer;
}
