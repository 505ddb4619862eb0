namespace OtelGenAI.Telemetry.Traces;

/// <summary>Finds spans that cannot be drawn where their times say, and how far from it they are drawn instead.</summary>
/// <remarks>
/// <para>Two machines, two clocks: a span that its parent in another service caused cannot begin before it, and a server cannot
/// work outside its client's call. Such a span is moved into its parent's time, half of what the call took beside it before it,
/// half after it; spans below it that were timed by the same clock move with it.</para>
/// <para>A generator of bad ids gives the trace id of one run to another, months later: roots after a long silence are drawn right
/// behind what came before, or nothing of either could be seen.</para>
/// <para>Only how it is drawn changes. The times that were sent stay what the API, exports and sums of durations say.</para>
/// </remarks>
internal static class DrawnTimes
{
    private const int ServerSpanKind = 2;
    private const int ClientSpanKind = 3;

    private const int ServersDelayPart = 10;

    // Whose clock timed a span is asked of its ancestors. Calls nest a few services deep; the bound keeps a made-up chain linear.
    private const int MaxAncestors = 64;

    /// <summary>Sets the shifts and flags of the nodes of a tree.</summary>
    /// <param name="nodes">Depth first; changed.</param>
    public static void Find(TraceTreeNode[] nodes)
    {
        for (var i = 0; i < nodes.Length; i++)
        {
            ref var node = ref nodes[i];
            if (node.ParentNode < 0 || nodes[node.ParentNode].IsPlaceholder)
            {
                continue;
            }

            if (ShiftOfClock(nodes, node) is { } shift)
            {
                node = node with { ShiftNano = shift };
                continue;
            }

            var skew = Skew(nodes[node.ParentNode], node.Span);
            node = node with { ShiftNano = skew, Flags = skew == 0 ? node.Flags : node.Flags | SpanFlags.ClockSkew };
        }

        CloseSilences(nodes);
    }

    /// <summary>The shift of the nearest ancestor that the same service timed.</summary>
    private static long? ShiftOfClock(TraceTreeNode[] nodes, TraceTreeNode node)
    {
        var at = node.ParentNode;
        for (var step = 0; step < MaxAncestors && at >= 0; step++)
        {
            if (nodes[at].Span.Service == node.Span.Service)
            {
                return nodes[at].ShiftNano;
            }

            at = nodes[at].ParentNode;
        }

        return null;
    }

    private static long Skew(TraceTreeNode parent, SpanRecord child)
    {
        var isServed = parent.Span.SpanKind == ClientSpanKind && child.SpanKind == ServerSpanKind;
        var isBefore = child.StartUnixNano < parent.DrawnStart;
        var duration = child.EndUnixNano - child.StartUnixNano;

        // A server that still tidies up when its answer has arrived is a little late by any clock.
        var isAfter = isServed && child.EndUnixNano - parent.DrawnEnd > duration / ServersDelayPart;
        if (!isBefore && !isAfter)
        {
            return 0;
        }

        var spare = parent.DrawnEnd - parent.DrawnStart - duration;

        // One that takes longer than its parent was not waited for; only its beginning is known to be wrong.
        return spare < 0
            ? isBefore ? parent.DrawnStart - child.StartUnixNano : 0
            : parent.DrawnStart + (spare / 2) - child.StartUnixNano;
    }

    private static void CloseSilences(TraceTreeNode[] nodes)
    {
        var shift = 0L;
        var end = long.MaxValue;
        for (var root = 0; root < nodes.Length;)
        {
            var next = root + 1;
            var latest = nodes[root].DrawnEnd;
            while (next < nodes.Length && nodes[next].Depth > 0)
            {
                latest = Math.Max(latest, nodes[next++].DrawnEnd);
            }

            if (end != long.MaxValue && TraceWindow.IsSilence(end, nodes[root].Span.StartUnixNano))
            {
                shift = end + shift - nodes[root].Span.StartUnixNano;
                var isWithoutClock = root > 0 && nodes[0].Flags.HasFlag(SpanFlags.BadTimes);
                nodes[root] = nodes[root] with { Flags = nodes[root].Flags | (isWithoutClock ? SpanFlags.None : SpanFlags.ReusedTraceId) };
                end = latest;
            }

            for (var i = root; shift != 0 && i < next; i++)
            {
                nodes[i] = nodes[i] with { ShiftNano = nodes[i].ShiftNano + shift };
            }

            end = end == long.MaxValue ? latest : Math.Max(end, latest);
            root = next;
        }
    }
}
