using OtelGenAI.Storage.Sqlite.Days;

namespace OtelGenAI.Storage.Sqlite.Compaction;

/// <summary>Makes a day file smaller, a step at a time. Used by the thread that writes the tenant's files.</summary>
internal interface IFileCompaction
{
    /// <summary>The file.</summary>
    DayFile File { get; }

    /// <summary>Takes up the next step.</summary>
    /// <returns>
    /// Work for any thread, whose result is what the writer's thread then does, between two transactions; <see langword="null"/> when nothing
    /// is left to do now.
    /// </returns>
    Func<Action>? NextCompaction();
}
