namespace OtelGenAI.Telemetry.Traces;

/// <summary>Finds the chain of spans that made a trace take as long as it did: making any other one faster would not have helped.</summary>
/// <remarks>
/// From the end of a span back to its beginning: the child that ended last was waited for, before it the one that had ended last when it
/// began, and so on; what no such child covers, the span itself took. Children count as far as they lie inside their parent. Drawn times
/// are compared, so that two clocks do not break the chain. Sorting apart linear, and iterative.
/// </remarks>
internal static class CriticalPath
{
    /// <summary>How long each node itself was on the path, in nanoseconds. All together are the duration of the trace without its gaps.</summary>
    public static long[] Find(IReadOnlyList<TraceTreeNode> nodes, TreeChildren children)
    {
        var own = new long[nodes.Count];
        if (nodes.Count == 0)
        {
            return own;
        }

        var start = nodes.Min(node => node.DrawnStart);
        var end = nodes.Max(node => node.DrawnEnd);
        var open = new Stack<(int Node, long From, long To)>();
        open.Push((-1, start, end));
        while (open.TryPop(out var span))
        {
            var at = span.To;
            var byEnd = children.Of(span.Node);
            byEnd.Sort((a, b) => LaterEndFirst(nodes[a], nodes[b], span.To));
            foreach (var child in byEnd)
            {
                var from = Math.Max(nodes[child].DrawnStart, span.From);
                var to = Math.Min(nodes[child].DrawnEnd, span.To);

                // One that ended while a later one was already being waited for ran beside the path.
                if (to > at || to <= from)
                {
                    continue;
                }

                Add(at - to);
                open.Push((child, from, to));
                at = from;
            }

            Add(at - span.From);

            // The time between two roots is nobody's, and nobody knows what a parent did that never arrived.
            void Add(long nanoseconds)
            {
                if (span.Node >= 0 && !nodes[span.Node].IsPlaceholder)
                {
                    own[span.Node] += nanoseconds;
                }
            }
        }

        return own;
    }

    // Of children that ended together the longest was waited for longest. The order is whole, so that it does not depend on arrival.
    private static int LaterEndFirst(in TraceTreeNode a, in TraceTreeNode b, long limit)
    {
        var byEnd = Math.Min(b.DrawnEnd, limit).CompareTo(Math.Min(a.DrawnEnd, limit));
        return byEnd != 0 ? byEnd
            : a.DrawnStart != b.DrawnStart ? a.DrawnStart.CompareTo(b.DrawnStart)
            : a.Span.SpanId.Value.CompareTo(b.Span.SpanId.Value);
    }
}
