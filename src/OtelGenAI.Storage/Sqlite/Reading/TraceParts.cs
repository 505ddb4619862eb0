using OtelGenAI.Storage.Sqlite.Days;
using OtelGenAI.Telemetry;
using OtelGenAI.Telemetry.Traces;

namespace OtelGenAI.Storage.Sqlite.Reading;

/// <summary>What one day file has of a trace.</summary>
/// <param name="File">The file.</param>
/// <param name="Row">The trace's row in it.</param>
internal readonly record struct TracePart(DayFile File, TraceRow Row);

/// <summary>Puts a trace together from the day files it arrived in.</summary>
internal static class TraceParts
{
    /// <summary>The parts of a trace, newest first; the first has the summary of the whole. Empty when there is no such trace.</summary>
    public static List<TracePart> Find(ReadSession session, TraceId traceId)
    {
        List<TracePart> parts = [];
        for (var at = session.OldestFirst.Length - 1; at >= 0; at--)
        {
            var file = session.OldestFirst[at];
            var isWanted = parts.Count == 0 ? session.MayHave(file, traceId) : file.Day == parts[^1].Row.EarlierDay;
            if (isWanted && session.Reader(file).FindTrace(traceId) is { } row)
            {
                parts.Add(new TracePart(file, row));
                if (row.EarlierDay is null)
                {
                    break;
                }
            }
        }

        return parts;
    }

    /// <summary>The spans of the parts, each once: what arrived last wins.</summary>
    public static List<(DayFile File, SpanEntry Span)> Spans(ReadSession session, TraceId traceId, List<TracePart> parts)
    {
        List<(DayFile File, SpanEntry Span)> spans = [];
        HashSet<SpanId>? seen = parts.Count > 1 ? [] : null;
        foreach (var (file, row) in parts)
        {
            foreach (var span in session.Reader(file).Spans(traceId, row.TraceNo))
            {
                if (seen is null || seen.Add(span.Record.SpanId))
                {
                    spans.Add((file, span));
                }
            }
        }

        return spans;
    }

    /// <summary>A whole trace without payloads.</summary>
    public static StoredTrace? GetTrace(ReadSession session, TraceId traceId)
    {
        var parts = Find(session, traceId);
        if (parts.Count == 0)
        {
            return null;
        }

        // Also of a line from before there were any.
        var spans = Spans(session, traceId, parts);
        var fingerprint = spans.Aggregate(0UL, (sum, entry) => unchecked(sum + entry.Span.ContentHash));
        return new StoredTrace(SummaryOf(session, parts[0].Row) with { Fingerprint = unchecked((long)fingerprint) }, [.. spans.Select(entry => entry.Span.Record)]);
    }

    /// <summary>The line of a trace; <see langword="null"/> when there is none.</summary>
    public static TraceSummary? GetSummary(ReadSession session, TraceId traceId) =>
        Find(session, traceId) is [var newest, ..] ? SummaryOf(session, newest.Row) : null;

    /// <summary>The line of a trace.</summary>
    public static TraceSummary SummaryOf(ReadSession session, TraceRow row) =>
        session.Pinned.Contains(row.Summary.TraceId) ? row.Summary with { IsPinned = true } : row.Summary;

    /// <summary>One span with its payload.</summary>
    public static StoredSpan? GetSpan(ReadSession session, TraceId traceId, SpanId spanId)
    {
        foreach (var (file, row) in Find(session, traceId))
        {
            var reader = session.Reader(file);
            if (reader.FindSpan(traceId, row.TraceNo, spanId) is { } span)
            {
                return reader.Open(span, reader.Envelope);
            }
        }

        return null;
    }
}
