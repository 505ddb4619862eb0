using OtelGenAI.Telemetry;
using OtelGenAI.Telemetry.Content;
using OtelGenAI.Telemetry.Records;

namespace OtelGenAI.Storage.InMemory;

/// <summary>The log records of one tenant, in the order of arrival.</summary>
internal sealed class InMemoryLogs
{
    private readonly Lock _gate = new();
    private readonly LogIdentities _identities = new();
    private readonly OrderedDictionary<LogIdentity, StoredLog> _logs = [];
    private readonly Dictionary<LogIdentity, TraceScore> _scores = [];

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
                if (_logs.TryAdd(identity, new StoredLog(
                    identity.TraceId, identity.SpanId, identity.TimeUnixNano, message.ToArray(), resource.ToArray(), scope.ToArray())))
                {
                    stored++;
                    if (EvaluationScore.OfLog(batch, in log) is { } score)
                    {
                        _scores[identity] = new TraceScore(score.Name, score.Value, score.Label, identity.SpanId, score.ResponseId, identity.TimeUnixNano);
                    }
                }
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
            chosen.ForEach(log => _scores.Remove(log));
            return chosen.Count;
        }
    }

    /// <summary>See <see cref="ILogStore.GetEvaluationsOfResponseAsync"/>.</summary>
    public List<StoredLog> EvaluationsOf(string responseId, int limit)
    {
        lock (_gate)
        {
            return
            [
                .. _scores.Where(score => score.Key.TraceId == default && score.Value.ResponseId == responseId)
                    .OrderBy(score => score.Key.TimeUnixNano).Take(limit).Select(score => _logs[score.Key]),
            ];
        }
    }

    /// <summary>Scores of a trace, and of records that name none but one of its responses.</summary>
    public List<TraceScore> ScoresOf(TraceId traceId, IReadOnlySet<string> responseIds)
    {
        lock (_gate)
        {
            return
            [
                .. _scores.Where(score => score.Key.TraceId == traceId || (score.Key.TraceId == default && score.Value.ResponseId is { } id && responseIds.Contains(id)))
                    .Select(score => score.Value),
            ];
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
