namespace OtelGenAI.Storage.Sqlite.Writing;

/// <summary>What a store did since it started. Thread-safe.</summary>
internal sealed class StoreCounters
{
    private long _spansStored;
    private long _duplicateSpans;
    private long _commits;

    public long SpansStored => Interlocked.Read(ref _spansStored);

    public long DuplicateSpans => Interlocked.Read(ref _duplicateSpans);

    public long Commits => Interlocked.Read(ref _commits);

    /// <summary>Counts a transaction.</summary>
    public void Count(IReadOnlyList<PendingAppend> committed)
    {
        foreach (var append in committed)
        {
            Interlocked.Add(ref _spansStored, append.Result.Stored + append.Result.Replaced);
            Interlocked.Add(ref _duplicateSpans, append.Result.Duplicates);
        }

        Interlocked.Increment(ref _commits);
    }
}
