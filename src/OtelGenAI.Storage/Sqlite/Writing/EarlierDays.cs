using Microsoft.Extensions.Logging;
using OtelGenAI.Storage.Sqlite.Days;
using OtelGenAI.Storage.Sqlite.Reading;
using OtelGenAI.Telemetry;

namespace OtelGenAI.Storage.Sqlite.Writing;

/// <summary>Finds what earlier day files have of a trace that goes on.</summary>
/// <param name="files">The tenant's files.</param>
/// <param name="readers">Readers of them.</param>
/// <param name="logger">Told once per file that cannot be read.</param>
internal sealed partial class EarlierDays(TenantFiles files, DayReaders readers, ILogger logger)
{
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
            if (file.Day >= before || (parts.Count > 0 && file.Day != next) || _unreadable.Contains(file))
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

    private (TraceRow Row, List<SpanEntry> Spans)? Read(DayFile file, TraceId traceId, bool mustHave)
    {
        DayReader? reader = null;
        var hasSucceeded = false;
        try
        {
            var sealedDay = file.Sealed(() => (reader ??= readers.Rent(file)).ReadSealedDay());
            (TraceRow, List<SpanEntry>)? found = null;
            if (mustHave || sealedDay.TraceIds.MayContain(traceId))
            {
                reader ??= readers.Rent(file);
                found = reader.FindTrace(traceId) is { } row ? (row, [.. reader.Spans(traceId, row.TraceNo)]) : null;
            }

            hasSucceeded = true;
            return found;
        }
        catch (Exception failure) when (StoreFailure.IsWorld(failure))
        {
            // An old file that is damaged or gone must not stop today's spans: the trace is then only what arrived since.
            _unreadable.Add(file);
            LogUnreadable(file.Path, failure);
            return null;
        }
        finally
        {
            if (reader is not null)
            {
                readers.Return(file, reader, hasSucceeded);
            }
        }
    }

    [LoggerMessage(EventId = 3204, Level = LogLevel.Error,
        Message = "{Path} cannot be read. Traces that go on from it are stored without their earlier part.")]
    private partial void LogUnreadable(string path, Exception failure);
}
