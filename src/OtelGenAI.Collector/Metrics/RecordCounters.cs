using System.Diagnostics.Metrics;
using OtelGenAI.Storage;

namespace OtelGenAI.Collector.Metrics;

/// <summary>What became of the records of one signal. Received = stored + duplicates + replaced + rejected; a test adds it up.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class RecordCounters
{
    private readonly Counter<long> _received;
    private readonly Counter<long> _stored;
    private readonly Counter<long> _duplicates;
    private readonly Counter<long> _replaced;
    private readonly Counter<long> _rejected;
    private readonly Counter<long> _deferred;

    /// <summary>Makes the counters.</summary>
    /// <param name="meter">Where.</param>
    /// <param name="family">What the names of the counters have: "spans".</param>
    /// <param name="unit">Their unit: "{span}".</param>
    /// <param name="noun">How a sentence about them begins: "Spans".</param>
    public RecordCounters(Meter meter, string family, string unit, string noun)
    {
        _received = Create("received", $"{noun} of requests that were decoded and answered with success.");
        _stored = Create("stored", $"{noun} that were new.");
        _duplicates = Create("duplicate", $"{noun} that were there already, byte for byte.");
        _replaced = Create("replaced", $"{noun} that were there with other content and were replaced.");
        _rejected = Create("rejected", $"{noun} that can never be accepted, by cause.");
        _deferred = Create("deferred", $"{noun} the store could not take; the client was asked to send them again.");

        Counter<long> Create(string name, string description) => meter.CreateCounter<long>($"otelgenai.{family}.{name}", unit, description);
    }

    public void Received(int count) => _received.Add(count);

    public void Stored(AppendResult result)
    {
        _stored.Add(result.Stored);
        _duplicates.Add(result.Duplicates);
        _replaced.Add(result.Replaced);
    }

    public void Rejected(IReadOnlyDictionary<string, int> countByCause)
    {
        foreach (var (cause, count) in countByCause)
        {
            _rejected.Add(count, new KeyValuePair<string, object?>("cause", cause));
        }
    }

    public void Deferred(int count) => _deferred.Add(count);
}
