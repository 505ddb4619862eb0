using OtelGenAI.Telemetry;

namespace OtelGenAI.Storage.Sqlite.Writing;

/// <summary>Remembers the traces that spans arrived for last, up to a number of spans.</summary>
/// <param name="maxSpans">How many spans of them are remembered; the trace used last always is.</param>
internal sealed class ArrivingTraces(int maxSpans)
{
    private readonly Dictionary<TraceId, LinkedListNode<ArrivingTrace>> _nodes = [];
    private readonly LinkedList<ArrivingTrace> _latestFirst = [];
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
        }
    }
}
