using OtelGenAI.Storage.Sqlite.Days;
using OtelGenAI.Telemetry;

namespace OtelGenAI.Storage.Sqlite.Reading;

/// <summary>The spans of a trace that follow each other in one segment.</summary>
/// <param name="File">The day file.</param>
/// <param name="Spans">The spans, in the order of arrival.</param>
/// <param name="Envelopes">Bytes of the envelopes they refer to.</param>
internal sealed record TracePayloads(DayFile File, IReadOnlyList<SpanEntry> Spans, IReadOnlyDictionary<long, byte[]> Envelopes)
{
    /// <summary>Plans how to read a trace so that each segment is decompressed once.</summary>
    public static IReadOnlyList<TracePayloads> Plan(ReadSession session, TraceId traceId)
    {
        List<TracePayloads> plan = [];
        var files = TraceParts.Spans(session, traceId, TraceParts.Find(session, traceId))
            .GroupBy(entry => entry.File, entry => entry.Span)
            .OrderBy(group => group.Key.Day);
        foreach (var file in files)
        {
            Dictionary<long, byte[]> envelopes = [];
            foreach (var segment in file.OrderBy(span => span.Place).GroupBy(span => span.Place.SegmentNo))
            {
                List<SpanEntry> spans = [.. segment];
                foreach (var span in spans)
                {
                    Load(span.ResourceNo);
                    Load(span.ScopeNo);
                }

                plan.Add(new TracePayloads(file.Key, spans, envelopes));
            }

            void Load(long envelopeNo)
            {
                if (!envelopes.ContainsKey(envelopeNo))
                {
                    envelopes[envelopeNo] = session.Reader(file.Key).Envelope(envelopeNo);
                }
            }
        }

        return plan;
    }

    /// <summary>Reads the segment and cuts it into spans.</summary>
    public List<StoredSpan> Read(ReadSession session)
    {
        var reader = session.Reader(File);
        return [.. Spans.Select(span => reader.Open(span, number => Envelopes[number]))];
    }
}
