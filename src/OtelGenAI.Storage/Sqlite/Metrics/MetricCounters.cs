namespace OtelGenAI.Storage.Sqlite.Metrics;

/// <summary>What a metric store did since it started. Thread-safe.</summary>
internal sealed class MetricCounters
{
    private long _pointsStored;
    private long _commits;

    public long PointsStored => Interlocked.Read(ref _pointsStored);

    public long Commits => Interlocked.Read(ref _commits);

    /// <summary>Counts a transaction.</summary>
    public void Count(IReadOnlyList<PendingMetrics> committed)
    {
        foreach (var append in committed)
        {
            Interlocked.Add(ref _pointsStored, append.Result.Stored + append.Result.Replaced);
        }

        Interlocked.Increment(ref _commits);
    }
}
