using OtelGenAI.Storage.Sqlite.Days;

namespace OtelGenAI.Storage.Sqlite.Writing;

/// <summary>Writes one day file: the only connection that writes and checkpoints it. Used by one thread at a time.</summary>
/// <typeparam name="TAppend">What is written.</typeparam>
internal interface IDayWriter<TAppend> : IDisposable
{
    /// <summary>The file.</summary>
    DayFile File { get; }

    /// <summary>Writes all of these appends in one transaction and counts what became of their records.</summary>
    /// <remarks>When it returns, they are durable; when it throws, none of them is, and this writer is of no more use.</remarks>
    void Commit(IReadOnlyList<TAppend> appends);

    /// <summary>Moves the log into the file when it has grown; after the appends were acknowledged.</summary>
    void Checkpoint();

    /// <summary>Moves all of the log into the file, as far as readers let it; before it is closed after a success.</summary>
    void EmptyLog();
}
