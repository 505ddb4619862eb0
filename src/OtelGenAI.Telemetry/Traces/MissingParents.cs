namespace OtelGenAI.Telemetry.Traces;

/// <summary>Makes placeholders for parents that spans name and that have not arrived: sent elsewhere, sampled out, or still on their way.</summary>
internal static class MissingParents
{
    // A server's or consumer's parent is in the process that called it.
    private const int ServerSpanKind = 2;
    private const int ConsumerSpanKind = 5;

    /// <summary>One placeholder for each missing parent, as long as its children together.</summary>
    /// <param name="spans">The spans of a trace by id.</param>
    public static IReadOnlyCollection<SpanRecord> Find(Dictionary<ulong, SpanRecord> spans)
    {
        var missing = new Dictionary<ulong, SpanRecord>();
        foreach (var span in spans.Values)
        {
            if (span.ParentSpanId.IsNone || spans.ContainsKey(span.ParentSpanId.Value))
            {
                continue;
            }

            var placeholder = missing.GetValueOrDefault(span.ParentSpanId.Value);
            missing[span.ParentSpanId.Value] = placeholder is null ? PlaceholderOf(span) : Extend(placeholder, span);
        }

        return missing.Values;
    }

    private static SpanRecord PlaceholderOf(SpanRecord child) => new()
    {
        TraceId = child.TraceId,
        SpanId = child.ParentSpanId,
        Name = NameFor(child),
        StartUnixNano = child.StartUnixNano,
        EndUnixNano = child.EndUnixNano,
        Flags = SpanFlags.Placeholder,
    };

    private static SpanRecord Extend(SpanRecord placeholder, SpanRecord child) => placeholder with
    {
        Name = child.SpanKind is ServerSpanKind or ConsumerSpanKind ? NameFor(child) : placeholder.Name,
        StartUnixNano = Math.Min(placeholder.StartUnixNano, child.StartUnixNano),
        EndUnixNano = Math.Max(placeholder.EndUnixNano, child.EndUnixNano),
    };

    private static string NameFor(SpanRecord child) =>
        child.SpanKind is ServerSpanKind or ConsumerSpanKind ? "caller that was not received" : "parent that was not received";
}
