using OtelGenAI.Storage.Sqlite.Reading;

namespace OtelGenAI.Storage.Sqlite.Logs;

/// <summary>Lists the log records of a tenant that belong to no trace, newest first, over all its day files.</summary>
internal static class LogListing
{
    /// <summary>One page.</summary>
    public static LogPage Run(ReadSession session, LogFilter filter, LogCursor? after, int limit)
    {
        List<LogEntry> found = [];
        for (var at = session.OldestFirst.Length - 1; at >= 0; at--)
        {
            var file = session.OldestFirst[at];
            if (file != session.Live && session.Sealed(file).MaxLogTime < (filter.FromUnixNano ?? long.MinValue))
            {
                continue;
            }

            // One more than the page, to know whether there is a next one.
            found.AddRange(new LogRows(session.Reader(file).Connection).WithoutTrace(file, filter, after, limit + 1));
        }

        var page = found.OrderByDescending(entry => entry.Position).Take(limit).ToList();
        return new LogPage(LogParts.Load(session, page), found.Count > limit ? page[^1].Position : null);
    }
}
