using Microsoft.Extensions.Logging;
using OtelGenAI.Storage.Sqlite.Days;
using OtelGenAI.Storage.Sqlite.Logs;
using OtelGenAI.Storage.Sqlite.Native;
using OtelGenAI.Storage.Sqlite.Reading;
using OtelGenAI.Telemetry;

namespace OtelGenAI.Storage.Sqlite.Writing;

/// <summary>Finds what earlier day files have of a trace that goes on.</summary>
/// <param name="files">The tenant's files.</param>
/// <param name="readers">Readers of them.</param>
/// <param name="logger">Told once per file that cannot be read.</param>
internal sealed partial class EarlierDays(TenantFiles files, DayReaders readers, ILogger logger)
{
    private const int MaxAttempts = 3;

    private readonly HashSet<DayFile> _unreadable = [];

    /// <summary>The parts of a trace in files before a day, newest first, each with its spans.</summary>
    public List<(DateOnly Day, List<SpanEntry> Spans)> Find(TraceId traceId, DateOnly before)
    {
        List<(DateOnly, List<SpanEntry>)> parts = [];
        DateOnly? next = null;
        var oldestFirst = files.OldestFirst;
        for (var at = oldestFirst.Length - 1; at >= 0; at--)
        {
            var file = oldestFirst[at];
            if (file.Day >= before || (parts.Count > 0 && file.Day != next))
            {
                continue;
            }

            if (Read(file, traceId, mustHave: parts.Count > 0) is var (row, spans))
            {
                parts.Add((file.Day, spans));
                if (row.EarlierDay is null)
                {
                    break;
                }

                next = row.EarlierDay;
            }
        }

        return parts;
    }

    /// <summary>The files before a day that may have log records of a trace, or, for the default, records without one.</summary>
    public IReadOnlyList<EarlierLogs> FindLogs(TraceId traceId, DateOnly before)
    {
        List<EarlierLogs> parts = [];
        foreach (var file in files.OldestFirst)
        {
            if (file.Day < before && Read(file, reader => FindLogs(file, traceId, reader), none: null) is { } part)
            {
                parts.Add(part);
            }
        }

        return parts;
    }

    /// <summary>Whether one of these files has a log record.</summary>
    public bool HasLog(IReadOnlyList<EarlierLogs> parts, LogIdentity identity)
    {
        foreach (var part in parts)
        {
            if (part.MayHave(identity) && Read(part.File, reader => new LogRows(reader().Connection).Has(part.TraceNo, identity), none: false))
            {
                return true;
            }
        }

        return false;
    }

    private static EarlierLogs? FindLogs(DayFile file, TraceId traceId, Func<DayReader> reader)
    {
        if (traceId == default)
        {
            var sealedDay = file.Sealed(() => reader().ReadSealedDay());
            return sealedDay.MinLogTime <= sealedDay.MaxLogTime
                ? new EarlierLogs(file, LogTables.NoTrace, sealedDay.MinLogTime, sealedDay.MaxLogTime)
                : null;
        }

        return file.MayHave(traceId, () => reader().ReadTraceIds()) && new LogRows(reader().Connection).FindTrace(traceId) is { } traceNo
            ? new EarlierLogs(file, traceNo, long.MinValue, long.MaxValue)
            : null;
    }

    private (TraceRow Row, List<SpanEntry> Spans)? Read(DayFile file, TraceId traceId, bool mustHave) => Read<(TraceRow, List<SpanEntry>)?>(
        file,
        reader => (mustHave || file.MayHave(traceId, () => reader().ReadTraceIds())) && reader().FindTrace(traceId) is { } row
            ? (row, [.. reader().Spans(traceId, row.TraceNo)])
            : null,
        none: null);

    /// <summary>Asks a file; an unreadable one has nothing.</summary>
    /// <exception cref="SqliteException">The disk is full: what arrives cannot be stored now, and may be sent again.</exception>
    private T Read<T>(DayFile file, Func<Func<DayReader>, T> ask, T none)
    {
        for (var attempt = 1; !_unreadable.Contains(file); attempt++)
        {
            try
            {
                return ReadOnce(file, ask);
            }
            catch (SqliteException failure) when (attempt < MaxAttempts && failure.Result is SqliteResult.IOError or SqliteResult.CannotOpen)
            {
                // What a disk or a network folder does once must not cut a trace in two for good.
            }
            catch (Exception failure) when (StoreFailure.IsWorld(failure) && failure is not SqliteException { Result: SqliteResult.Full })
            {
                // An old file that is damaged or gone must not stop what arrives today: a trace is then only what arrived since.
                _unreadable.Add(file);
                LogUnreadable(file.Path, failure);
            }
        }

        return none;
    }

    /// <summary>Asks a file, with a reader that is rented when it is needed.</summary>
    private T ReadOnce<T>(DayFile file, Func<Func<DayReader>, T> ask)
    {
        DayReader? reader = null;
        var hasSucceeded = false;
        try
        {
            var answer = ask(Rent);
            hasSucceeded = true;
            return answer;
        }
        finally
        {
            if (reader is not null)
            {
                readers.Return(file, reader, hasSucceeded);
            }
        }

        DayReader Rent() => reader ??= readers.Rent(file);
    }

    [LoggerMessage(EventId = 3204, Level = LogLevel.Error,
        Message = "{Path} cannot be read. Traces that go on from it are stored without their earlier part.")]
    private partial void LogUnreadable(string path, Exception failure);
}
