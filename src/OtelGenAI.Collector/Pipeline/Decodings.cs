using System.Collections.Concurrent;
using OtelGenAI.Otlp.Json;
using OtelGenAI.Telemetry.Records;

namespace OtelGenAI.Collector.Pipeline;

/// <summary>What one request is decoded with; used again by the next, so that decoding allocates nothing.</summary>
/// <param name="keys">Numbers of attribute keys.</param>
internal sealed class Decoding(AttributeKeyTable keys)
{
    public TelemetryBatch Batch { get; } = new(keys);

    public OtlpJsonDecoder Json { get; } = new();
}

/// <summary>Lends what requests are decoded with. Thread-safe.</summary>
/// <param name="keys">Numbers of attribute keys.</param>
internal sealed class Decodings(AttributeKeyTable keys)
{
    // As many as requests are usually decoded at once; more are made when needed and dropped afterwards.
    private static readonly int Kept = Environment.ProcessorCount * 4;

    private readonly ConcurrentBag<Decoding> _idle = [];

    /// <summary>Lends one; give it back with <see cref="Return"/>.</summary>
    public Decoding Rent() => _idle.TryTake(out var kept) ? kept : new Decoding(keys);

    /// <summary>Takes one back.</summary>
    public void Return(Decoding decoding)
    {
        decoding.Batch.Reset(default);
        if (_idle.Count < Kept)
        {
            _idle.Add(decoding);
        }
        else
        {
            decoding.Json.Dispose();
        }
    }
}
