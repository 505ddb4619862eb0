using OtelGenAI.Storage.Query;
using OtelGenAI.Storage.Sqlite.Days;
using OtelGenAI.Storage.Sqlite.Logs;
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

    public TraceSummary Summary => summary;

    public IReadOnlyList<SpanRecord> Spans => _spans ??= [.. Entries.Select(entry => entry.Span.Record)];

    public IReadOnlyList<StoredLog> Logs => _logs ??= LogParts.Load(session, LogParts.InOrderOfArrival(session, summary.TraceId));

    public StoredSpan Open(int at)
    {
        var (file, span) = Entries[at];
        var reader = session.Reader(file);
        return reader.Open(span, reader.Envelope);
    }

    private List<(DayFile File, SpanEntry Span)> Entries =>
        _entries ??= TraceParts.Spans(session, summary.TraceId, TraceParts.Find(session, summary.TraceId));
}
