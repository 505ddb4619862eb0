namespace OtelGenAI.Storage.Sqlite;

/// <summary>Holds a data folder for one store: until it is disposed of, or its process ends in whatever way.</summary>
/// <remarks>The lock is the operating system's on an open file, not the file itself: what a killed process leaves behind locks nothing.</remarks>
internal sealed class DataFolderLock : IDisposable
{
    private readonly FileStream _file;

    private DataFolderLock(FileStream file) => _file = file;

    /// <summary>Locks a folder, and makes it when it is not there.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="fileName">Name of the file that is locked: each signal with stores of its own has one.</param>
    /// <exception cref="StoreUnavailableException">Another store has it, or it cannot be written.</exception>
    public static DataFolderLock Take(string folder, string fileName)
    {
        var path = Path.Combine(folder, fileName);
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new StoreUnavailableException($"The data folder {folder} cannot be made: {failure.Message}", failure);
        }

        try
        {
            return new DataFolderLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException failure) when (File.Exists(path))
        {
            throw new StoreUnavailableException(
                $"The data folder {folder} is in use by another process (it holds {path}). Stop that one, or give this one another data folder.",
                failure);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new StoreUnavailableException($"The data folder {folder} cannot be written: {failure.Message}", failure);
        }
    }

    public void Dispose() => _file.Dispose();
}
