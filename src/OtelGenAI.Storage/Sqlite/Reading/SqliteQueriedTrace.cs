using OtelGenAI.Storage.Query;
using OtelGenAI.Storage.Sqlite.Days;
using OtelGenAI.Storage.Sqlite.Logs;
using OtelGenAI.Storage.Sqlite.Scores;
using OtelGenAI.Telemetry.Traces;

namespace OtelGenAI.Storage.Sqlite.Reading;

/// <summary>A trace of the day files, for a question: rows and payloads are read when they are asked for.</summary>
/// <param name="session">The query.</param>
/// <param name="summary">Its line.</param>
internal sealed class SqliteQueriedTrace(ReadSession session, TraceSummary summary) : IQueriedTrace
{
    private List<(DayFile File, SpanEntry Span)>? _entries;
    private IReadOnlyList<SpanRecord>? _spans;
    private IReadOnlyList<StoredLog>? _logs;
    private IReadOnlyList<TraceScore>? _scores;

    public TraceSummary Summary => summary;

    public IReadOnlyList<SpanRecord> Spans => _spans ??= [.. Entries.Select(entry => entry.Span.Record)];

    public IReadOnlyList<StoredLog> Logs => _logs ??= LogParts.Load(session, LogParts.InOrderOfArrival(session, summary.TraceId));

    public IReadOnlyList<TraceScore> Scores => _scores ??= ScoreReading.OfTraces(session, [summary.TraceId]).GetValueOrDefault(summary.TraceId) ?? [];

    public bool MaySay(WordPhrase phrase)
    {
        foreach (var (file, row) in TraceParts.Find(session, summary.TraceId))
        {
            var reader = session.Reader(file);

            // What is left of a payload that was dropped is made of columns.
            if (reader.HasDroppedPayload || reader.Places(row.TraceNo, after: -1).Exists(place => phrase.MayBeIn(reader.Message(place).Span)))
            {
                return true;
            }
        }

        return Logs.Any(log => phrase.MayBeIn(log.Message.Span));
    }

    public bool MaySay(WordPhrase phrase, int at)
    {
        var (file, span) = Entries[at];
        var reader = session.Reader(file);
        return reader.HasDroppedPayload || phrase.MayBeIn(reader.Message(span.Place).Span);
    }

    public StoredSpan Open(int at)
    {
        var (file, span) = Entries[at];
        var reader = session.Reader(file);
        return reader.Open(span, reader.Envelope);
    }

    private List<(DayFile File, SpanEntry Span)> Entries =>
        _entries ??= TraceParts.Spans(session, summary.TraceId, TraceParts.Find(session, summary.TraceId));
}
