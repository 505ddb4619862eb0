using OtelGenAI.Telemetry;
using OtelGenAI.Telemetry.Records;

namespace OtelGenAI.Storage.InMemory;

/// <summary>The log records of one tenant, in the order of arrival.</summary>
internal sealed class InMemoryLogs
{
    private readonly Lock _gate = new();
    private readonly LogIdentities _identities = new();
    private readonly OrderedDictionary<LogIdentity, StoredLog> _logs = [];

    /// <summary>Keeps the records that are not there.</summary>
    /// <returns>How many were new.</returns>
    public int Append(TelemetryBatch batch)
    {
        lock (_gate)
        {
            var stored = 0;
            _identities.Begin();
            foreach (ref readonly var log in batch.Logs)
            {
                var message = batch.Bytes(log.Message);
                var resource = batch.Bytes(batch.Resources[log.ResourceIndex].Envelope);
                var scope = batch.Bytes(batch.Scopes[log.ScopeIndex].Envelope);
                var identity = _identities.Next(log, ContentHash.Combine(
                    ContentHash.Of(message), ContentHash.Combine(ContentHash.Of(resource), ContentHash.Of(scope))));
                stored += _logs.TryAdd(identity, new StoredLog(
                    identity.TraceId, identity.SpanId, identity.TimeUnixNano, message.ToArray(), resource.ToArray(), scope.ToArray())) ? 1 : 0;
            }

            return stored;
        }
    }

    /// <summary>The traces that have records.</summary>
    public List<TraceId> TraceIds
    {
        get
        {
            lock (_gate)
            {
                return [.. _logs.Keys.Select(log => log.TraceId).Where(traceId => traceId != default).Distinct()];
            }
        }
    }

    /// <summary>Deletes the records of a trace.</summary>
    /// <returns>How many there were.</returns>
    public int Delete(TraceId traceId)
    {
        lock (_gate)
        {
            var chosen = _logs.Keys.Where(log => log.TraceId == traceId).ToList();
            chosen.ForEach(log => _logs.Remove(log));
            return chosen.Count;
        }
    }

    /// <summary>See <see cref="ILogStore.GetLogFingerprintAsync"/>.</summary>
    public long Fingerprint(TraceId traceId)
    {
        lock (_gate)
        {
            return _logs.Keys.Where(log => log.TraceId == traceId).Aggregate(0L, (sum, log) => unchecked(sum + log.Hash));
        }
    }

    /// <summary>All records of a trace.</summary>
    public List<StoredLog> Of(TraceId traceId)
    {
        lock (_gate)
        {
            return [.. _logs.Values.Where(log => log.TraceId == traceId)];
        }
    }

    /// <summary>The earliest records of a span.</summary>
    public List<StoredLog> Of(TraceId traceId, SpanId spanId, int limit) =>
        [.. Of(traceId).Where(log => log.SpanId == spanId).OrderBy(log => log.TimeUnixNano).Take(limit)];

    /// <summary>A page of records without a trace.</summary>
    public LogPage List(LogFilter filter, LogCursor? after, int limit)
    {
        lock (_gate)
        {
            var found = _logs
                .Where(log => log.Key.TraceId == default)
                .Select(log => (Position: new LogCursor(log.Key.TimeUnixNano, log.Key.Hash), Log: log.Value))
                .Where(log => log.Log.TimeUnixNano >= (filter.FromUnixNano ?? long.MinValue) &&
                    log.Log.TimeUnixNano < (filter.BeforeUnixNano ?? long.MaxValue) && (after is not { } cursor || log.Position < cursor))
                .OrderByDescending(log => log.Position)
                .ToList();
            return new LogPage([.. found.Take(limit).Select(log => log.Log)], found.Count > limit ? found[limit - 1].Position : null);
        }
    }
}
