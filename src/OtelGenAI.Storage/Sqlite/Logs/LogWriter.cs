using OtelGenAI.Storage.Sqlite.Native;
using OtelGenAI.Storage.Sqlite.Packing;
using OtelGenAI.Storage.Sqlite.Reading;
using OtelGenAI.Storage.Sqlite.Scores;
using OtelGenAI.Storage.Sqlite.Writing;
using OtelGenAI.Telemetry;
using OtelGenAI.Telemetry.Records;

namespace OtelGenAI.Storage.Sqlite.Logs;

/// <summary>Writes the log records of a commit. Not thread-safe.</summary>
/// <param name="connection">The writer's connection.</param>
/// <param name="segments">Where payloads go.</param>
/// <param name="packer">Knows what the file has already.</param>
/// <param name="scores">Told of every record that is new.</param>
/// <param name="earlier">What earlier day files have.</param>
/// <param name="before">The day of the file.</param>
internal sealed class LogWriter(SqliteConnection connection, SegmentWriter segments, MessagePacker packer, ScoreWriter scores, EarlierDays earlier, DateOnly before)
{
    // A trace that was forgotten is looked up again.
    private const int MaxRemembered = 16_384;

    private readonly LogIdentities _identities = new();
    private readonly Dictionary<TraceId, ArrivingLogs> _arriving = [];
    private readonly SqliteStatement _insert = connection.Statement(
        "INSERT OR IGNORE INTO logs(log_trace_no, span_id, time, content_hash, resource_no, scope_no, segment_no, message_offset, " +
        "message_length, plain_length) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");

    private long _lastTraceNo = connection.QueryInt64("SELECT max(log_trace_no) FROM log_traces");

    /// <summary>Writes the records of a batch.</summary>
    /// <returns>How many were new; the others were there already.</returns>
    public int Write(TelemetryBatch batch, PreparedBatch prepared, BatchEnvelopes envelopes)
    {
        var stored = 0;
        _identities.Begin();
        for (var at = 0; at < batch.Logs.Length; at++)
        {
            ref readonly var log = ref batch.Logs[at];
            var identity = _identities.Next(log, envelopes.ContentHashOf(prepared.LogHash(at), log.ResourceIndex, log.ScopeIndex));
            var trace = Remember(identity.TraceId);
            if (earlier.HasLog(trace.Earlier, identity))
            {
                continue;
            }

            var next = segments.Next;
            var message = packer.Pack(batch.Bytes(log.Message), prepared.PiecesOfLog(at), next);
            var place = new PayloadPlace(next.SegmentNo, next.Offset, message.Length, packer.IsPacked ? log.Message.Length : null);
            if (TryInsert(trace.TraceNo, identity, envelopes, log, place))
            {
                segments.Add(message);
                packer.Keep(next);
                scores.AddLog(batch, in log, in identity);
                stored++;
            }
        }

        return stored;
    }

    private bool TryInsert(long traceNo, in LogIdentity identity, BatchEnvelopes envelopes, in LogRow log, PayloadPlace place)
    {
        _insert.Bind(1, traceNo);
        _insert.Bind(2, unchecked((long)identity.SpanId.Value));
        _insert.Bind(3, identity.TimeUnixNano);
        _insert.Bind(4, identity.Hash);
        _insert.Bind(5, envelopes.Resource(log.ResourceIndex));
        _insert.Bind(6, envelopes.Scope(log.ScopeIndex));
        _insert.Bind(7, place.SegmentNo);
        _insert.Bind(8, place.Offset);
        _insert.Bind(9, place.Length);
        _insert.Bind(10, place.PlainLength);
        _insert.Run();
        return connection.Changes > 0;
    }

    private ArrivingLogs Remember(TraceId traceId)
    {
        if (_arriving.TryGetValue(traceId, out var known))
        {
            return known;
        }

        if (_arriving.Count >= MaxRemembered)
        {
            _arriving.Clear();
        }

        var traceNo = traceId == default ? LogTables.NoTrace : new LogRows(connection).FindTrace(traceId) ?? Add(traceId);
        return _arriving[traceId] = new ArrivingLogs(traceNo, earlier.FindLogs(traceId, before));
    }

    private long Add(TraceId traceId)
    {
        var insert = connection.Statement("INSERT INTO log_traces(log_trace_no, trace_id) VALUES(?, ?)");
        insert.Bind(1, ++_lastTraceNo);
        DayReader.BindId(insert, index: 2, traceId);
        insert.Run();
        return _lastTraceNo;
    }

    /// <summary>A trace that log records are still arriving for.</summary>
    private readonly record struct ArrivingLogs(long TraceNo, IReadOnlyList<EarlierLogs> Earlier);
}
