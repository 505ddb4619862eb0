using OtelGenAI.Storage.Sqlite.Days;
using OtelGenAI.Storage.Sqlite.Native;
using OtelGenAI.Storage.Sqlite.Reading;
using OtelGenAI.Telemetry;

namespace OtelGenAI.Storage.Sqlite.TextIndex;

/// <summary>Takes the words of traces out of the index of one day, and their bytes with them, so that the others need not be indexed again.</summary>
/// <remarks>
/// The index does not say which words a place has, so they are made again of what the trace says: all of its words for each of its places, because taking
/// out a word that is not there changes nothing. Where that may not be all it ever said, or is more work than indexing the day, nothing is done:
/// whoever asks then throws the file away.
/// </remarks>
/// <param name="file">The day file; nobody writes it or its index meanwhile.</param>
/// <param name="days">Opens day files.</param>
/// <param name="texts">Opens the files beside them.</param>
/// <param name="text">Makes words.</param>
internal sealed class TextErasure(DayFile file, DayConnections days, DayConnections texts, IndexedText text)
{
    // Words times places: seconds of work.
    private const long MostBytes = 256 * 1024 * 1024;

    private HashSet<long>? _waiting;
    private bool _areLogsIndexed;

    private string IndexPath => TextIndexTables.PathOf(file.Path);

    /// <summary>Takes out traces that the day file still has.</summary>
    /// <returns>Whether nothing of them is left in the index; when not, it must go.</returns>
    public bool TryErase(IReadOnlyCollection<TraceId> traceIds)
    {
        if (!File.Exists(IndexPath))
        {
            return false;
        }

        var connection = days.OpenReader(file.Path);
        try
        {
            var day = new DayReader(connection, FileSegments.While(connection), days.MessageFormat);
            var index = texts.OpenWriter(IndexPath);
            try
            {
                _waiting = [.. DayTextIndexer.Pending(connection, index).Select(trace => trace.TraceNo)];
                _areLogsIndexed = connection.QueryInt64("SELECT max(segment_no) FROM logs") <= index.QueryInt64("SELECT log_segment_no FROM progress");
                if (!TryErase(day, index, traceIds))
                {
                    return false;
                }

                // What the index has replaced stays in its pages until all is written anew, and in its log.
                index.Execute("INSERT INTO words(words) VALUES('optimize')");
                index.Execute("VACUUM");
                _ = index.Checkpoint(emptyLog: true);
            }
            finally
            {
                texts.Close(index);
            }

            return new FileInfo(IndexPath + "-wal") is { Exists: false } or { Length: 0 };
        }
        finally
        {
            days.Close(connection);
        }
    }

    /// <summary>Called when the traces are gone from the day file: what stayed has moved to other segments of it, and is not new because of that.</summary>
    public void Finish()
    {
        var day = days.OpenReader(file.Path);
        try
        {
            var last = day.QueryInt64("SELECT max(segment_no) FROM segments");
            var index = texts.OpenWriter(IndexPath);
            try
            {
                index.Execute("BEGIN IMMEDIATE");
                index.Execute($"UPDATE traces SET segment_no = {last} WHERE trace_no NOT IN ({string.Join(',', _waiting!)})");
                if (_areLogsIndexed)
                {
                    index.Execute($"UPDATE progress SET log_segment_no = {last}");
                }

                index.Execute("COMMIT");
            }
            finally
            {
                texts.Close(index);
            }
        }
        finally
        {
            days.Close(day);
        }
    }

    private bool TryErase(DayReader day, SqliteConnection index, IReadOnlyCollection<TraceId> traceIds)
    {
        var bytes = 0L;
        index.Execute("BEGIN IMMEDIATE");
        foreach (var traceId in traceIds)
        {
            var logs = new Logs.LogRows(day.Connection);
            var logTraceNo = logs.FindTrace(traceId);
            if (day.FindTrace(traceId) is { } trace)
            {
                var spans = day.Spans(traceId, trace.TraceNo).ToList();
                if (day.HasDroppedPayload || spans.Exists(span => span.Record.Flags.HasFlag(SpanFlags.Resent)))
                {
                    // What it said before nobody knows any more.
                    return false;
                }

                var columns = new ColumnTerms().Read(day.Connection, trace.TraceNo, after: -1);
                text.Forget();
                List<byte[]> words = [.. columns.Select(span => text.OfSpan(day.Message(span.Place), span.Terms, trace.TraceNo).ToArray())];
                bytes += Take(index, words, "trace_no", trace.TraceNo);
                index.Execute($"DELETE FROM traces WHERE trace_no = {trace.TraceNo}");
            }

            if (logTraceNo is { } number)
            {
                text.Forget();
                List<byte[]> words = [.. logs.OfTrace(file, traceId, number, spanId: null).Select(log => text.OfLog(day.Message(log.Place), number).ToArray())];
                bytes += Take(index, words, "log_trace_no", number);
            }

            if (bytes > MostBytes)
            {
                return false;
            }
        }

        // Until the traces are gone, they wait: a program that is killed before that indexes them again.
        index.Execute("UPDATE progress SET is_complete = 0, log_segment_no = 0");
        index.Execute("COMMIT");
        return true;
    }

    /// <returns>How much work it was.</returns>
    private static long Take(SqliteConnection index, List<byte[]> words, string column, long number)
    {
        byte[] all = [.. words.SelectMany(some => some.Prepend((byte)' '))];
        List<long> places = [];
        var find = index.Statement($"SELECT place_no FROM places WHERE {column} = ?");
        find.Bind(1, number);
        while (find.Step())
        {
            places.Add(find.Int64(0));
        }

        find.Reset();
        if ((long)all.Length * places.Count > MostBytes)
        {
            return long.MaxValue / 2;
        }

        var take = index.Statement("INSERT INTO words(words, rowid, text) VALUES('delete', ?, ?)");
        foreach (var place in places)
        {
            take.Bind(1, place);
            take.BindText(2, all);
            take.Run();
        }

        index.Execute($"DELETE FROM places WHERE {column} = {number}");
        return (long)all.Length * places.Count;
    }
}
