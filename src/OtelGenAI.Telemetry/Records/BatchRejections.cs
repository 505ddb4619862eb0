namespace OtelGenAI.Telemetry.Records;

/// <summary>The spans of one request that can never be accepted, counted and explained.</summary>
/// <remarks>Not thread-safe. Reasons are kept for the first few only: a client needs one to find its bug, not ten thousand.</remarks>
public sealed class BatchRejections
{
    private const int KeptReasons = 5;

    private readonly List<string> _reasons = [];
    private readonly Dictionary<string, int> _countByCause = [];

    /// <summary>How many spans were rejected.</summary>
    public int Count { get; private set; }

    /// <summary>What was wrong with the first few; each names the span.</summary>
    public IReadOnlyList<string> Reasons => _reasons;

    /// <summary>How many spans were rejected for each cause, a short fixed word such as <c>trace_id</c>; for the metric.</summary>
    public IReadOnlyDictionary<string, int> CountByCause => _countByCause;

    /// <summary>Whether another reason would be kept.</summary>
    public bool WantsReason => _reasons.Count < KeptReasons;

    /// <summary>Counts one rejected span.</summary>
    /// <param name="cause">A short fixed word; it becomes a metric label.</param>
    /// <param name="reason">Makes the sentence for the client; asked only when it is kept.</param>
    public void Add(string cause, Func<string> reason)
    {
        Count++;
        _countByCause[cause] = _countByCause.GetValueOrDefault(cause) + 1;
        if (WantsReason)
        {
            _reasons.Add(reason());
        }
    }

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        Count = 0;
        _reasons.Clear();
        _countByCause.Clear();
    }
}
