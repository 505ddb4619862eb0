using System.Globalization;
using OtelGenAI.Telemetry;

namespace OtelGenAI.Storage.Sqlite.Days;

/// <summary>One file: what arrived for one tenant on one day, UTC.</summary>
/// <remarks>When a file is replaced on disk, a new object stands for the new one, so that nothing remembered of the old is used.</remarks>
/// <param name="path">Where it is.</param>
/// <param name="day">Day of arrival.</param>
internal sealed class DayFile(string path, DateOnly day)
{
    private const string NameFormat = "yyyy-MM-dd";

    /// <summary>How many questions about a trace go to the file's index before all its ids are read.</summary>
    /// <remarks>
    /// That takes as long as some hundreds of them, of a file nobody has read since the machine started: with 10 million spans of 30 days, the first list
    /// and the first acknowledgement after a start waited half a second for ids (2026-11-20).
    /// </remarks>
    internal const int QuestionsBeforeIds = 256;

    private SealedDay? _sealed;
    private TraceIdFilter? _traceIds;
    private int _questions;

    public string Path => path;

    public DateOnly Day => day;

    /// <summary>What is known of the file since nobody writes it any more; read once, by whoever needs it first.</summary>
    public SealedDay Sealed(Func<SealedDay> read) => Remembered(ref _sealed, read);

    /// <summary>Whether the file, which nobody writes any more, may have spans or log records of a trace.</summary>
    /// <param name="traceId">The trace.</param>
    /// <param name="readIds">Reads all ids; called when the question has been asked often enough.</param>
    /// <returns><see langword="true"/> also when it is not known yet: the file's index knows.</returns>
    public bool MayHave(TraceId traceId, Func<TraceIdFilter> readIds) =>
        (Volatile.Read(ref _traceIds) is null && Interlocked.Increment(ref _questions) <= QuestionsBeforeIds) ||
        Remembered(ref _traceIds, readIds).MayContain(traceId);

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
