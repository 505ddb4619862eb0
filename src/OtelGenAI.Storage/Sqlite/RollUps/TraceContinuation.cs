using OtelGenAI.Storage.Sqlite.Reading;
using OtelGenAI.Telemetry;
using OtelGenAI.Telemetry.Traces;

namespace OtelGenAI.Storage.Sqlite.RollUps;

/// <summary>Lets a file count a trace that began in an earlier one: as a whole, like its line, and no longer there.</summary>
internal static class TraceContinuation
{
    /// <summary>Counts what earlier files have of a trace.</summary>
    /// <param name="usage">The roll-ups of the file.</param>
    /// <param name="accumulator">The trace; nothing was added to it yet.</param>
    /// <param name="parts">What earlier files have, newest first.</param>
    /// <param name="spans">Is given the spans, each as it was sent last.</param>
    public static void Add(
        UsageWriter usage, TraceAccumulator accumulator, List<(DateOnly Day, List<SpanEntry> Spans)> parts, Dictionary<SpanId, SpanRecord> spans)
    {
        Dictionary<SpanId, ulong> hashes = [];
        for (var at = parts.Count - 1; at >= 0; at--)
        {
            foreach (var entry in parts[at].Spans)
            {
                spans[entry.Record.SpanId] = entry.Record;
                hashes[entry.Record.SpanId] = entry.ContentHash;
            }
        }

        var ofDay = parts[0].Day.DayNumber;
        foreach (var span in spans.Values)
        {
            usage.Add(span, sign: 1);
            usage.Add(span, sign: -1, ofDay);
            accumulator.Add(span, usage.KeyOf(span), hashes[span.SpanId]);
        }

        _ = accumulator.Summarize();
        usage.AddCalls(accumulator, sign: 1, takeFromDay: ofDay);
    }
}
