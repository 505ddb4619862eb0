namespace OtelGenAI.Telemetry.Traces;

/// <summary>Finds spans of a trace by id. Nearly all traces are small, and of a few spans a look at each is faster and needs no table.</summary>
internal sealed class SpanIndex
{
    private const int MaxScanned = 16;

    private Dictionary<ulong, int>? _indexOfSpan;

    /// <summary>Finds a span.</summary>
    /// <param name="all">The spans of the trace.</param>
    /// <param name="spanId">The id.</param>
    /// <param name="index">Which of them.</param>
    public bool TryGetValue(ReadOnlySpan<TraceAccumulator.Entry> all, ulong spanId, out int index)
    {
        if (_indexOfSpan is not null)
        {
            return _indexOfSpan.TryGetValue(spanId, out index);
        }

        for (index = 0; index < all.Length; index++)
        {
            if (all[index].SpanId.Value == spanId)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Forgets all of them.</summary>
    public void Clear() => _indexOfSpan = null;

    /// <summary>Takes notice of the last span, which was just added.</summary>
    /// <param name="all">The spans of the trace.</param>
    public void Added(ReadOnlySpan<TraceAccumulator.Entry> all)
    {
        if (_indexOfSpan is not null)
        {
            _indexOfSpan[all[^1].SpanId.Value] = all.Length - 1;
        }
        else if (all.Length > MaxScanned)
        {
            _indexOfSpan = new Dictionary<ulong, int>(all.Length * 2);
            for (var index = 0; index < all.Length; index++)
            {
                _indexOfSpan[all[index].SpanId.Value] = index;
            }
        }
    }
}
