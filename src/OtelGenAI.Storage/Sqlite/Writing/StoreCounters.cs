namespace OtelGenAI.Storage.Sqlite.Writing;

/// <summary>What a store did since it started. Thread-safe.</summary>
internal sealed class StoreCounters
{
    private long _recordsStored;
    private long _duplicateRecords;
    private long _commits;

    public long RecordsStored => Interlocked.Read(ref _recordsStored);

    public long DuplicateRecords => Interlocked.Read(ref _duplicateRecords);

    public long Commits => Interlocked.Read(ref _commits);

    /// <summary>Counts a transaction.</summary>
    public void Count(IReadOnlyList<PendingAppend> committed)
    {
        foreach (var append in committed)
        {
            Interlocked.Add(ref _recordsStored, append.Result.Stored + append.Result.Replaced);
            Interlocked.Add(ref _duplicateRecords, append.Result.Duplicates);
        }

        Interlocked.Increment(ref _commits);
    }
}
