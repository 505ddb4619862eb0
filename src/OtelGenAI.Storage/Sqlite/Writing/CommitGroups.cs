using System.Runtime.InteropServices;
using OtelGenAI.Telemetry;

namespace OtelGenAI.Storage.Sqlite.Writing;

/// <summary>The spans of one commit, gathered by trace, in the order of arrival within each. Reused from commit to commit.</summary>
internal sealed class CommitGroups
{
    private readonly Dictionary<TraceId, int> _groupOfTrace = [];
    private readonly List<Group> _groups = [];
    private readonly List<Entry> _entries = [];

    /// <summary>The traces.</summary>
    public Span<Group> Groups => CollectionsMarshal.AsSpan(_groups);

    /// <summary>Gathers the spans of these appends instead of those before.</summary>
    public void Read(IReadOnlyList<PendingAppend> appends)
    {
        _groupOfTrace.Clear();
        _groups.Clear();
        _entries.Clear();
        for (var append = 0; append < appends.Count; append++)
        {
            var spans = appends[append].Batch.Spans;
            for (var span = 0; span < spans.Length; span++)
            {
                Add(spans[span].TraceId, append, span);
            }
        }
    }

    /// <summary>Puts the traces in the order of their numbers, which is the order of the tree that spans are stored in.</summary>
    public void SortByTraceNo() => _groups.Sort(static (x, y) => x.Trace.TraceNo.CompareTo(y.Trace.TraceNo));

    /// <summary>The next span of a group.</summary>
    /// <param name="at">Where the group stands: <see cref="Group.First"/>, then what this made of it.</param>
    /// <param name="append">Which append.</param>
    /// <param name="span">Which of its spans.</param>
    /// <returns><see langword="false"/> after the last one.</returns>
    public bool TryNext(ref int at, out int append, out int span)
    {
        if (at < 0)
        {
            append = span = -1;
            return false;
        }

        (append, span, at) = _entries[at];
        return true;
    }

    private void Add(TraceId traceId, int append, int span)
    {
        var entry = _entries.Count;
        _entries.Add(new Entry(append, span, Next: -1));
        ref var group = ref CollectionsMarshal.GetValueRefOrAddDefault(_groupOfTrace, traceId, out var exists);
        if (!exists)
        {
            group = _groups.Count;
            _groups.Add(new Group { TraceId = traceId, First = entry, Last = entry });
            return;
        }

        ref var found = ref CollectionsMarshal.AsSpan(_groups)[group];
        CollectionsMarshal.AsSpan(_entries)[found.Last].Next = entry;
        found.Last = entry;
    }

    /// <summary>The spans of one trace.</summary>
    internal struct Group
    {
        public TraceId TraceId;
        public ArrivingTrace Trace;
        public int First;
        public int Last;
    }

    private record struct Entry(int Append, int Span, int Next);
}
