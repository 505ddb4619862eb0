using OtelGenAI.Storage.Sqlite.Compaction;
using OtelGenAI.Storage.Sqlite.Days;

namespace OtelGenAI.Storage.Sqlite.Writing;

/// <summary>What a tenant's writer asks of the store for its kind of day files.</summary>
/// <typeparam name="TAppend">What is written.</typeparam>
internal interface IDaySet<TAppend>
{
    /// <summary>Opens a file for writing, and makes it when it is not there.</summary>
    IDayWriter<TAppend> Open(DayFile file);

    /// <summary>Closes what reads a file, because it is sealed, gone or was replaced.</summary>
    void Forget(DayFile file);

    /// <summary>Makes a file that will not be written any more one file, without a log beside it.</summary>
    void Seal(DayFile file);

    /// <summary>Opens a file that will not be written any more, to make it smaller; close it by disposing of it.</summary>
    /// <returns><see langword="null"/> when that has been done.</returns>
    IFileCompaction? OpenCompaction(DayFile file);

    /// <summary>Counts a transaction.</summary>
    void Count(IReadOnlyList<TAppend> committed);
}
