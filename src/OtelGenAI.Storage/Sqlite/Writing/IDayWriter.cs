using OtelGenAI.Storage.Sqlite.Compaction;

namespace OtelGenAI.Storage.Sqlite.Writing;

/// <summary>Writes one day file: the only connection that writes and checkpoints it. Used by one thread at a time, except for <see cref="Flush"/>.</summary>
/// <typeparam name="TAppend">What is written.</typeparam>
internal interface IDayWriter<TAppend> : IFileCompaction, IDisposable
{
    /// <summary>Writes all of these appends in one transaction and counts what became of their records.</summary>
    /// <remarks>When it returns, they are written, and durable after <see cref="Flush"/>; when it throws, none of them is, and this writer is of no more use.</remarks>
    void Commit(IReadOnlyList<TAppend> appends);

    /// <summary>Returns when what was committed before is on the disk. From another thread, while the next transaction is written.</summary>
    /// <exception cref="IOException">It may not be there; this writer is of no more use.</exception>
    void Flush();

    /// <summary>Moves the log into the file when it has grown; after the appends were acknowledged.</summary>
    /// <param name="isBusy">Whether more waits to be written: the log may grow larger then.</param>
    void Checkpoint(bool isBusy);

    /// <summary>Moves all of the log into the file, as far as readers let it; before it is closed after a success.</summary>
    /// <returns>Whether nothing is left in the log.</returns>
    bool EmptyLog();
}
