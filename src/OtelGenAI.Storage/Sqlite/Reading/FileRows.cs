using OtelGenAI.Storage.Sqlite.Days;
using OtelGenAI.Storage.Sqlite.Native;

namespace OtelGenAI.Storage.Sqlite.Reading;

/// <summary>Lines of traces of one file, in order. Not thread-safe.</summary>
/// <param name="file">The file.</param>
internal abstract class FileRows(DayFile file) : IDisposable
{
    /// <summary>The file.</summary>
    public DayFile File => file;

    /// <summary>Stands at a line.</summary>
    public abstract SqliteStatement Statement { get; }

    /// <summary>Goes to the next line.</summary>
    /// <returns>Whether there is one.</returns>
    public abstract bool Step();

    public abstract void Dispose();
}

/// <summary>Lines in the order that a statement has them.</summary>
/// <param name="file">The file.</param>
/// <param name="statement">The statement, bound.</param>
/// <param name="isOnce">Whether nobody else uses the statement.</param>
internal sealed class ScannedRows(DayFile file, SqliteStatement statement, bool isOnce) : FileRows(file)
{
    public override SqliteStatement Statement => statement;

    public override bool Step() => statement.Step();

    public override void Dispose()
    {
        if (isOnce)
        {
            statement.Dispose();
        }
        else
        {
            statement.Reset();
        }
    }
}
