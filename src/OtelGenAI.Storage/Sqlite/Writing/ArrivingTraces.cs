using OtelGenAI.Telemetry;
using OtelGenAI.Telemetry.Traces;

namespace OtelGenAI.Storage.Sqlite.Writing;

/// <summary>Remembers the traces that spans arrived for last, up to a number of spans.</summary>
/// <param name="maxSpans">How many spans of them are remembered; the trace used last always is.</param>
internal sealed class ArrivingTraces(int maxSpans)
{
    // As many as a commit may begin, each with room for as many spans as most traces have: 10 MB.
    private const int MaxSpare = 1_024;
    private const int MaxSpareSpans = 32;

    private readonly Dictionary<TraceId, LinkedListNode<ArrivingTrace>> _nodes = [];
    private readonly LinkedList<ArrivingTrace> _latestFirst = [];
    private readonly Stack<TraceAccumulator> _spare = [];
    private readonly List<CallChange> _changes = [];
    private long _spans;

    /// <summary>Finds a trace, and makes it the one used last.</summary>
    public ArrivingTrace? Find(TraceId traceId)
    {
        if (!_nodes.TryGetValue(traceId, out var node))
        {
            return null;
        }

        _latestFirst.Remove(node);
        _latestFirst.AddFirst(node);
        return node.Value;
    }

    /// <summary>Sums up a trace that was not found.</summary>
    /// <remarks>
    /// Those of forgotten traces are used again: they have lived too long to be collected cheaply. Takes as granted that the call changes of one
    /// trace are taken before another one gets spans.
    /// </remarks>
    public TraceAccumulator NewAccumulator(TraceId traceId)
    {
        if (!_spare.TryPop(out var accumulator))
        {
            return new TraceAccumulator(traceId, _changes);
        }

        accumulator.Reset(traceId);
        return accumulator;
    }

    /// <summary>Adds a trace that was not found.</summary>
    public void Add(ArrivingTrace trace)
    {
        _nodes[trace.Accumulator.TraceId] = _latestFirst.AddFirst(trace);
        _spans += trace.Accumulator.SpanCount;
    }

    /// <summary>Forgets those used longest ago. Between commits: a trace being written may not be forgotten.</summary>
    /// <param name="spansAddedSinceLast">Spans that traces have got since they were added here, or since the last call.</param>
    public void Trim(int spansAddedSinceLast)
    {
        _spans += spansAddedSinceLast;
        while (_spans > maxSpans && _latestFirst.Count > 1)
        {
            var oldest = _latestFirst.Last!.Value;
            _latestFirst.RemoveLast();
            _nodes.Remove(oldest.Accumulator.TraceId);
            _spans -= oldest.Accumulator.SpanCount;
            if (_spare.Count < MaxSpare && oldest.Accumulator.SpanCount <= MaxSpareSpans)
            {
                _spare.Push(oldest.Accumulator);
            }
        }
    }
}
