using OtelGenAI.Storage.Sqlite.Days;
using OtelGenAI.Storage.Sqlite.Reading;
using OtelGenAI.Telemetry;

namespace OtelGenAI.Storage.Sqlite.Logs;

/// <summary>Puts the log records of a trace together from the day files they arrived in.</summary>
internal static class LogParts
{
    /// <summary>The earliest records of a span, or of a trace those without a span.</summary>
    public static List<StoredLog> GetLogs(ReadSession session, TraceId traceId, SpanId spanId, int limit)
    {
        var entries = Find(session, traceId, spanId)
            .OrderBy(entry => entry.Identity.TimeUnixNano)
            .ThenBy(entry => entry.File.Day)
            .ThenBy(entry => entry.Place);
        return Load(session, entries.Take(limit));
    }

    /// <summary>All records of a trace, without payloads.</summary>
    public static List<LogEntry> InOrderOfArrival(ReadSession session, TraceId traceId) =>
        [.. Find(session, traceId, spanId: null).OrderBy(entry => entry.File.Day).ThenBy(entry => entry.Place)];

    /// <summary>See <see cref="ILogStore.GetLogFingerprintAsync"/>.</summary>
    public static long Fingerprint(ReadSession session, TraceId traceId) =>
        Find(session, traceId, spanId: null).Aggregate(0L, (sum, entry) => unchecked(sum + entry.Identity.Hash));

    /// <summary>Reads payloads; each envelope once.</summary>
    public static List<StoredLog> Load(ReadSession session, IEnumerable<LogEntry> entries)
    {
        Dictionary<(DayFile, long), byte[]> envelopes = [];
        List<StoredLog> logs = [];
        foreach (var entry in entries)
        {
            var reader = session.Reader(entry.File);
            logs.Add(new StoredLog(
                entry.Identity.TraceId,
                entry.Identity.SpanId,
                entry.Identity.TimeUnixNano,
                reader.Message(entry.Place),
                Once(envelopes, entry.ResourceNo, reader.Envelope),
                Once(envelopes, entry.ScopeNo, reader.Envelope)));

            byte[] Once(Dictionary<(DayFile, long), byte[]> read, long number, Func<long, byte[]> load) =>
                read.TryGetValue((entry.File, number), out var bytes) ? bytes : read[(entry.File, number)] = load(number);
        }

        return logs;
    }

    private static IEnumerable<LogEntry> Find(ReadSession session, TraceId traceId, SpanId? spanId)
    {
        // The file that is written first, as ReadSession says.
        for (var at = session.OldestFirst.Length - 1; at >= 0; at--)
        {
            var file = session.OldestFirst[at];
            if (!session.MayHave(file, traceId))
            {
                continue;
            }

            var rows = new LogRows(session.Reader(file).Connection);
            if (rows.FindTrace(traceId) is { } traceNo)
            {
                foreach (var entry in rows.OfTrace(file, traceId, traceNo, spanId))
                {
                    yield return entry;
                }
            }
        }
    }
}
