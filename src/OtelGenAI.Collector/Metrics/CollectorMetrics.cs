using System.Diagnostics.Metrics;
using OtelGenAI.Storage;

namespace OtelGenAI.Collector.Metrics;

/// <summary>What the collector counts about itself. Received = stored + duplicates + replaced + rejected; a test adds it up.</summary>
/// <remarks>Thread-safe. Shown by <c>GET /metrics</c>, and to any listener of the meter.</remarks>
internal sealed class CollectorMetrics : IDisposable
{
    public const string MeterName = "OtelGenAI.Collector";

    private readonly Meter _meter = new(MeterName);
    private readonly Counter<long> _requests;
    private readonly Counter<long> _requestBytes;
    private readonly Counter<long> _refused;
    private readonly Counter<long> _refusedConnections;
    private readonly Counter<long> _unindexed;
    private readonly Counter<long> _received;
    private readonly Counter<long> _stored;
    private readonly Counter<long> _duplicates;
    private readonly Counter<long> _replaced;
    private readonly Counter<long> _rejected;
    private readonly Counter<long> _deferred;
    private readonly Counter<long> _invalidTexts;

    public CollectorMetrics()
    {
        _requests = _meter.CreateCounter<long>("otelgenai.receiver.requests", "{request}", "OTLP requests answered, by transport and outcome.");
        _requestBytes = _meter.CreateCounter<long>("otelgenai.receiver.request.bytes", "By", "Bytes of OTLP requests after decompression.");
        _refused = _meter.CreateCounter<long>("otelgenai.receiver.requests.refused", "{request}", "OTLP requests of which nothing was kept, by reason.");
        _refusedConnections = _meter.CreateCounter<long>("otelgenai.receiver.connections.refused", "{connection}", "Connections closed before a request, by reason.");
        _unindexed = _meter.CreateCounter<long>("otelgenai.values.unindexed", "{value}", "Attributes, events, links and arrays over a limit: kept in the message, not indexed.");
        _received = _meter.CreateCounter<long>("otelgenai.spans.received", "{span}", "Spans of requests that were decoded and answered with success.");
        _stored = _meter.CreateCounter<long>("otelgenai.spans.stored", "{span}", "Spans that were new.");
        _duplicates = _meter.CreateCounter<long>("otelgenai.spans.duplicate", "{span}", "Spans that were there already, byte for byte.");
        _replaced = _meter.CreateCounter<long>("otelgenai.spans.replaced", "{span}", "Spans that were there with other content and were replaced.");
        _rejected = _meter.CreateCounter<long>("otelgenai.spans.rejected", "{span}", "Spans that can never be accepted, by cause.");
        _deferred = _meter.CreateCounter<long>("otelgenai.spans.deferred", "{span}", "Spans the store could not take; the client was asked to send them again.");
        _invalidTexts = _meter.CreateCounter<long>("otelgenai.texts.invalid_utf8", "{text}", "Texts that were not valid UTF-8; kept, and shown with U+FFFD.");
    }

    /// <summary>The meter, for instruments that belong to other rooms.</summary>
    public Meter Meter => _meter;

    public void RequestAnswered(string transport, string outcome, long bytes)
    {
        _requests.Add(1, new("transport", transport), new("outcome", outcome));
        _requestBytes.Add(bytes, new KeyValuePair<string, object?>("transport", transport));
    }

    public void RequestRefused(string transport, string reason) =>
        _refused.Add(1, new("transport", transport), new("reason", reason));

    public void ConnectionRefused(string reason) => _refusedConnections.Add(1, new KeyValuePair<string, object?>("reason", reason));

    public void ValuesUnindexed(int count) => _unindexed.Add(count);

    public void SpansReceived(int count, int invalidTexts)
    {
        _received.Add(count);
        _invalidTexts.Add(invalidTexts);
    }

    public void SpansStored(AppendResult result)
    {
        _stored.Add(result.Stored);
        _duplicates.Add(result.Duplicates);
        _replaced.Add(result.Replaced);
    }

    public void SpansRejected(IReadOnlyDictionary<string, int> countByCause)
    {
        foreach (var (cause, count) in countByCause)
        {
            _rejected.Add(count, new KeyValuePair<string, object?>("cause", cause));
        }
    }

    public void SpansDeferred(int count) => _deferred.Add(count);

    public void Dispose() => _meter.Dispose();
}
