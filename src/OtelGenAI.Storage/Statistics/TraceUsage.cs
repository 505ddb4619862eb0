using OtelGenAI.Telemetry.Traces;

namespace OtelGenAI.Storage.Statistics;

/// <summary>Adds the spans of one trace up: every span counts, tokens and cost once for each call.</summary>
internal static class TraceUsage
{
    /// <summary>Adds a trace up.</summary>
    /// <param name="spans">All of its spans: which of two views of one call counts, only all of them say.</param>
    /// <param name="groupOf">Where a span counts; <see langword="null"/> for nowhere.</param>
    public static void Add(IReadOnlyList<SpanRecord> spans, Func<int, UsageTotals?> groupOf)
    {
        if (spans.Count == 0)
        {
            return;
        }

        var accumulator = new TraceAccumulator(spans[0].TraceId);
        for (var at = 0; at < spans.Count; at++)
        {
            var span = spans[at];
            groupOf(at)?.AddSpan(span.EndUnixNano - span.StartUnixNano, span.IsError, span.TimeToFirstChunkSeconds, sign: 1);
            accumulator.Add(span, group: at);
        }

        _ = accumulator.Summarize();
        List<CallChange> calls = [];
        accumulator.TakeCallChanges(calls);
        foreach (var call in calls)
        {
            groupOf(call.Group)?.AddCall(in call, call.Sign);
        }
    }
}
