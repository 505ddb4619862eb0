using OtelGenAI.Otlp.Responses;

namespace OtelGenAI.Collector.Pipeline;

/// <summary>The pipelines by signal: what the doors ask. A signal without one is answered with 404 / UNIMPLEMENTED.</summary>
internal sealed class SignalPipelines(IEnumerable<ISignalPipeline> pipelines)
{
    private readonly Dictionary<OtlpSignal, ISignalPipeline> _bySignal = pipelines.ToDictionary(pipeline => pipeline.Signal);

    /// <summary>The signals that are received.</summary>
    public IEnumerable<OtlpSignal> Signals => _bySignal.Keys.Order();

    /// <summary>The pipeline of a signal, or <see langword="null"/>.</summary>
    public ISignalPipeline? Of(OtlpSignal? signal) => signal is { } known ? _bySignal.GetValueOrDefault(known) : null;
}
