using OtelGenAI.Otlp.Responses;
using OtelGenAI.Telemetry;

namespace OtelGenAI.Collector.Pipeline;

/// <summary>The way of the requests of one signal. It ends when what they carry is durable, and not before. Thread-safe.</summary>
internal interface ISignalPipeline
{
    /// <summary>Which.</summary>
    OtlpSignal Signal { get; }

    /// <summary>Consumes an export request.</summary>
    /// <param name="tenant">Whose telemetry it is.</param>
    /// <param name="body">The request, decompressed; borrowed until the task completes.</param>
    /// <param name="encoding">How it is written.</param>
    /// <param name="cancellationToken">The client's departure or deadline.</param>
    Task<ConsumeResult> ConsumeAsync(
        TenantId tenant, ReadOnlyMemory<byte> body, OtlpEncoding encoding, CancellationToken cancellationToken);
}
