using System.Diagnostics.Metrics;
using OtelGenAI.Telemetry.Records;

namespace OtelGenAI.Collector.Metrics;

/// <summary>What the collector counts about itself.</summary>
/// <remarks>Thread-safe. Shown by <c>GET /metrics</c>, and to any listener of the meter.</remarks>
internal sealed class CollectorMetrics : IDisposable
{
    public const string MeterName = "OtelGenAI.Collector";

    private static readonly (RowLimit Limit, string Name)[] RowLimits =
    [
        (RowLimit.Attributes, "attributes"), (RowLimit.Events, "events"), (RowLimit.Links, "links"), (RowLimit.Exemplars, "exemplars"),
        (RowLimit.Depth, "depth"), (RowLimit.KeyLength, "key_length"), (RowLimit.Keys, "keys"), (RowLimit.RequestRows, "request_rows"),
    ];

    private readonly Meter _meter = new(MeterName);
    private readonly Counter<long> _requests;
    private readonly Counter<long> _requestBytes;
    private readonly Counter<long> _refused;
    private readonly Counter<long> _refusedConnections;
    private readonly Counter<long> _unindexed;
    private readonly Counter<long> _invalidTexts;

    public CollectorMetrics()
    {
        _requests = _meter.CreateCounter<long>("otelgenai.receiver.requests", "{request}", "OTLP requests answered, by transport and outcome.");
        _requestBytes = _meter.CreateCounter<long>("otelgenai.receiver.request.bytes", "By", "Bytes of OTLP requests after decompression.");
        _refused = _meter.CreateCounter<long>("otelgenai.receiver.requests.refused", "{request}", "OTLP requests of which nothing was kept, by reason.");
        _refusedConnections = _meter.CreateCounter<long>("otelgenai.receiver.connections.refused", "{connection}", "Connections closed before a request, by reason.");
        _unindexed = _meter.CreateCounter<long>("otelgenai.values.unindexed", "{value}", "Attributes, events, links, exemplars, arrays and keys over a limit, by limit: kept in the message, not indexed.");
        Spans = new RecordCounters(_meter, "spans", "{span}", "Spans");
        LogRecords = new RecordCounters(_meter, "log_records", "{log_record}", "Log records");
        DataPoints = new RecordCounters(_meter, "data_points", "{data_point}", "Data points");
        _invalidTexts = _meter.CreateCounter<long>("otelgenai.texts.invalid_utf8", "{text}", "Texts that were not valid UTF-8; kept, and shown with U+FFFD.");
    }

    /// <summary>The meter, for instruments that belong to other rooms.</summary>
    public Meter Meter => _meter;

    /// <summary>What became of spans.</summary>
    public RecordCounters Spans { get; }

    /// <summary>What became of log records.</summary>
    public RecordCounters LogRecords { get; }

    /// <summary>What became of data points.</summary>
    public RecordCounters DataPoints { get; }

    public void RequestAnswered(string transport, string outcome, long bytes)
    {
        _requests.Add(1, new("transport", transport), new("outcome", outcome));
        _requestBytes.Add(bytes, new KeyValuePair<string, object?>("transport", transport));
    }

    public void RequestRefused(string transport, string reason) =>
        _refused.Add(1, new("transport", transport), new("reason", reason));

    public void ConnectionRefused(string reason) => _refusedConnections.Add(1, new KeyValuePair<string, object?>("reason", reason));

    public void ValuesUnindexed(UnindexedCounts counts)
    {
        foreach (var (limit, name) in RowLimits)
        {
            if (counts[limit] > 0)
            {
                _unindexed.Add(counts[limit], new KeyValuePair<string, object?>("limit", name));
            }
        }
    }

    public void TextsInvalid(int count) => _invalidTexts.Add(count);

    public void Dispose() => _meter.Dispose();
}
