namespace OtelGenAI.Telemetry.Traces;

/// <summary>The spans of a trace as a tree, whatever arrived: depth first, siblings by start.</summary>
/// <remarks>
/// <para>
/// A span whose parent is missing is flagged <see cref="SpanFlags.Orphan"/> and stands, with others that name the same parent, below a
/// placeholder (<see cref="MissingParents"/>); when the parent arrives it takes the placeholder's place, because the tree is built anew
/// from what is there. A circle of parents is cut at its earliest span, which becomes a root and is flagged <see cref="SpanFlags.Cycle"/>.
/// A span that is its own parent is a root. Of spans with one id the last one counts. Times are never changed: where a span cannot be
/// drawn where it says (<see cref="DrawnTimes"/>), <see cref="TraceTreeNode.ShiftNano"/> says how far from it.
/// </para>
/// <para>Linear but for the sorting of siblings, and iterative: a chain of 100,000 spans is one of the tests. The result depends
/// only on the spans, not on their order. Immutable.</para>
/// </remarks>
public sealed class TraceTree
{
    private TraceTree(TraceTreeNode[] nodes, int rootCount)
    {
        Nodes = nodes;
        RootCount = rootCount;
    }

    /// <summary>Every span once, and placeholders for parents that are missing, depth first.</summary>
    public IReadOnlyList<TraceTreeNode> Nodes { get; }

    /// <summary>Where a span stands in <see cref="Nodes"/>, or -1.</summary>
    /// <param name="spanId">The span; of a parent that never arrived its placeholder is found.</param>
    public int IndexOf(SpanId spanId)
    {
        for (var i = 0; i < Nodes.Count; i++)
        {
            if (Nodes[i].Span.SpanId == spanId)
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>How many of them have depth 0.</summary>
    public int RootCount { get; }

    /// <summary>Builds the tree.</summary>
    /// <param name="spans">Spans of one trace, in any order.</param>
    public static TraceTree Build(IReadOnlyList<SpanRecord> spans)
    {
        var builder = new Builder(spans);
        var nodes = builder.Build();
        DrawnTimes.Find(nodes);
        return new TraceTree(nodes, builder.RootCount);
    }

    private sealed class Builder
    {
        private const int None = -1;

        private readonly SpanRecord[] _spans;
        private readonly Dictionary<ulong, int> _indexOfSpan;
        private readonly SpanFlags[] _flags;
        private readonly int[] _parent;
        private readonly int[] _lastChild;
        private readonly int[] _earlierSibling;
        private readonly TraceTreeNode[] _nodes;
        private readonly Stack<(int Span, int Depth, int ParentNode)> _open = [];
        private int _count;

        public Builder(IReadOnlyList<SpanRecord> spans)
        {
            // Last one wins, and the order of spans is made independent of the order of arrival at once.
            var byId = new Dictionary<ulong, SpanRecord>(spans.Count);
            foreach (var span in spans)
            {
                byId[span.SpanId.Value] = span;
            }

            _spans = [.. byId.Values, .. MissingParents.Find(byId)];
            Array.Sort(_spans, static (a, b) => a.StartUnixNano != b.StartUnixNano
                ? a.StartUnixNano.CompareTo(b.StartUnixNano)
                : a.SpanId.Value.CompareTo(b.SpanId.Value));
            _indexOfSpan = new Dictionary<ulong, int>(_spans.Length);
            for (var i = 0; i < _spans.Length; i++)
            {
                _indexOfSpan[_spans[i].SpanId.Value] = i;
            }

            _flags = new SpanFlags[_spans.Length];
            _parent = new int[_spans.Length];
            _lastChild = new int[_spans.Length];
            _earlierSibling = new int[_spans.Length];
            _nodes = new TraceTreeNode[_spans.Length];
        }

        public int RootCount { get; private set; }

        public TraceTreeNode[] Build()
        {
            FlagCoveredCalls();
            LinkChildren();
            for (var i = 0; i < _spans.Length; i++)
            {
                if (_parent[i] == None)
                {
                    AddSubtree(i);
                }
            }

            // What no root reaches hangs below a circle.
            for (var i = 0; _count < _spans.Length; i++)
            {
                if (!IsAdded(i))
                {
                    AddSubtree(CutCircleAbove(i));
                    i--;
                }
            }

            return _nodes;
        }

        private void FlagCoveredCalls()
        {
            var accumulator = new TraceAccumulator(_spans.Length > 0 ? _spans[0].TraceId : default);
            accumulator.Reserve(_spans.Length);
            foreach (var span in _spans)
            {
                accumulator.Add(span);
            }

            foreach (var covered in accumulator.FindCoveredCalls())
            {
                _flags[covered] |= SpanFlags.CoveredCall;
            }
        }

        private void LinkChildren()
        {
            Array.Fill(_lastChild, None);
            Array.Fill(_earlierSibling, None);

            for (var i = 0; i < _spans.Length; i++)
            {
                var span = _spans[i];
                _parent[i] = None;
                if (span.ParentSpanId.IsNone || span.ParentSpanId == span.SpanId)
                {
                    continue;
                }

                var parent = _indexOfSpan[span.ParentSpanId.Value];
                _flags[i] |= _spans[parent].Flags.HasFlag(SpanFlags.Placeholder) ? SpanFlags.Orphan : SpanFlags.None;
                _parent[i] = parent;
                _earlierSibling[i] = _lastChild[parent];
                _lastChild[parent] = i;
            }
        }

        private void AddSubtree(int root)
        {
            RootCount++;
            _open.Push((root, Depth: 0, ParentNode: None));
            while (_open.TryPop(out var next))
            {
                var node = _count++;
                _flags[next.Span] |= Added;
                _nodes[node] = new TraceTreeNode(
                    _spans[next.Span], next.Depth, next.ParentNode, _spans[next.Span].Flags | (_flags[next.Span] & ~Added));
                PushChildren(next.Span, next.Depth + 1, node);
            }
        }

        private void PushChildren(int span, int depth, int node)
        {
            // Siblings are linked latest first, so the earliest is pushed last and popped first.
            for (var child = _lastChild[span]; child != None; child = _earlierSibling[child])
            {
                if (!IsAdded(child))
                {
                    _open.Push((child, depth, node));
                }
            }
        }

        /// <summary>Walks up from a span into the circle above it and cuts it at its earliest span.</summary>
        private int CutCircleAbove(int span)
        {
            HashSet<int> seen = [];
            while (seen.Add(span))
            {
                span = _parent[span];
            }

            // Sorted by start: the smallest index on the circle is its earliest span.
            var earliest = span;
            for (var at = _parent[span]; at != span; at = _parent[at])
            {
                earliest = Math.Min(earliest, at);
            }

            _flags[earliest] |= SpanFlags.Cycle;
            return earliest;
        }

        // A bit no stored flag uses, for the bookkeeping of this builder only.
        private const SpanFlags Added = (SpanFlags)(1 << 30);

        private bool IsAdded(int span) => (_flags[span] & Added) != 0;
    }
}

/// <summary>One span in its place.</summary>
/// <param name="Span">The span.</param>
/// <param name="Depth">0 for a root.</param>
/// <param name="ParentNode">Index of its parent in <see cref="TraceTree.Nodes"/>, or -1.</param>
/// <param name="Flags">What is odd about it, by itself and in its place.</param>
public readonly record struct TraceTreeNode(SpanRecord Span, int Depth, int ParentNode, SpanFlags Flags)
{
    /// <summary>How far from its true time it is drawn, in nanoseconds; its flags say why when this begins with it. 0 for nearly all.</summary>
    public long ShiftNano { get; init; }

    /// <summary>Where it is drawn to begin, in nanoseconds since 1970 UTC.</summary>
    public long DrawnStart => Span.StartUnixNano + ShiftNano;

    /// <summary>Where it is drawn to end.</summary>
    public long DrawnEnd => Span.EndUnixNano + ShiftNano;

    /// <summary>Whether it stands for a parent that never arrived.</summary>
    public bool IsPlaceholder => Flags.HasFlag(SpanFlags.Placeholder);
}
