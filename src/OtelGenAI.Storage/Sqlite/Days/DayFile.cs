using System.Globalization;

namespace OtelGenAI.Storage.Sqlite.Days;

/// <summary>One file: what arrived for one tenant on one day, UTC.</summary>
/// <remarks>When a file is replaced on disk, a new object stands for the new one, so that nothing remembered of the old is used.</remarks>
/// <param name="path">Where it is.</param>
/// <param name="day">Day of arrival.</param>
internal sealed class DayFile(string path, DateOnly day)
{
    private const string NameFormat = "yyyy-MM-dd";

    private SealedDay? _sealed;
    private TraceIdFilter? _traceIds;

    public string Path => path;

    public DateOnly Day => day;

    /// <summary>What is known of the file since nobody writes it any more; read once, by whoever needs it first.</summary>
    public SealedDay Sealed(Func<SealedDay> read) => Remembered(ref _sealed, read);

    /// <summary>
    /// Which traces it may have spans or log records of, under the same rule. Apart from the rest, because it is read from every trace: a list of traces
    /// does without, and is there sooner after a start.
    /// </summary>
    public TraceIdFilter TraceIds(Func<TraceIdFilter> read) => Remembered(ref _traceIds, read);

    public static DayFile In(string folder, DayFileKind kind, DateOnly day) =>
        new(System.IO.Path.Combine(folder, day.ToString(NameFormat, CultureInfo.InvariantCulture) + kind.Extension), day);

    /// <summary>The day files of one kind in a folder, oldest first; anything else in it is left alone.</summary>
    public static IEnumerable<DayFile> AllIn(string folder, DayFileKind kind)
    {
        List<DayFile> files = [];
        foreach (var path in Directory.EnumerateFiles(folder, "*" + kind.Extension))
        {
            var name = System.IO.Path.GetFileName(path)[..^kind.Extension.Length];
            if (DateOnly.TryParseExact(name, NameFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            {
                files.Add(new DayFile(path, day));
            }
        }

        return files.OrderBy(file => file.Day);
    }

    private static T Remembered<T>(ref T? known, Func<T> read)
        where T : class
    {
        if (Volatile.Read(ref known) is { } remembered)
        {
            return remembered;
        }

        var value = read();
        Volatile.Write(ref known, value);
        return value;
    }
}
