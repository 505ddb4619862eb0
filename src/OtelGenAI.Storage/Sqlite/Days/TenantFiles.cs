namespace OtelGenAI.Storage.Sqlite.Days;

/// <summary>The day files of one tenant and kind, and which of them is written. Thread-safe.</summary>
/// <param name="folder">The tenant's folder.</param>
/// <param name="kind">What the files hold.</param>
/// <param name="existing">The files that are there, oldest first.</param>
internal sealed class TenantFiles(string folder, DayFileKind kind, IEnumerable<DayFile> existing)
{
    private readonly Lock _changing = new();
    private DayFile[] _oldestFirst = [.. existing];

    /// <summary>The tenant's folder.</summary>
    public string Folder => folder;

    /// <summary>The files now, oldest first; only the last one may be written. The caller may not change the array.</summary>
    public DayFile[] OldestFirst => Volatile.Read(ref _oldestFirst);

    /// <summary>
    /// The file that what arrives now belongs to: today's, or the newest there is when the clock went back. Days never go back, because the
    /// newest file that has a trace has its whole summary.
    /// </summary>
    public DayFile Current(DateTimeOffset now)
    {
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        var files = OldestFirst;
        return files.Length > 0 && files[^1].Day >= today ? files[^1] : NewFile(today);
    }

    /// <summary>A file of a day, as if it were new: nothing is remembered of it.</summary>
    public DayFile NewFile(DateOnly day) => DayFile.In(folder, kind, day);

    /// <summary>Adds a file that was just made.</summary>
    public void Add(DayFile file)
    {
        lock (_changing)
        {
            if (!_oldestFirst.Contains(file))
            {
                Volatile.Write(ref _oldestFirst, [.. _oldestFirst.Where(other => other.Day != file.Day), file]);
            }
        }
    }

    /// <summary>Puts a file back that could not be deleted.</summary>
    public void PutBack(DayFile file)
    {
        lock (_changing)
        {
            Volatile.Write(ref _oldestFirst, [.. _oldestFirst.Append(file).OrderBy(other => other.Day)]);
        }
    }

    /// <summary>Puts a new object in the place of one whose file was changed.</summary>
    public void Replace(DayFile file, DayFile changed)
    {
        lock (_changing)
        {
            Volatile.Write(ref _oldestFirst, [.. _oldestFirst.Select(other => other == file ? changed : other)]);
        }
    }

    /// <summary>Forgets a file that is gone or was replaced; what it was asked before is not asked again.</summary>
    public void Remove(DayFile file)
    {
        lock (_changing)
        {
            Volatile.Write(ref _oldestFirst, [.. _oldestFirst.Where(other => other != file)]);
        }
    }
}
