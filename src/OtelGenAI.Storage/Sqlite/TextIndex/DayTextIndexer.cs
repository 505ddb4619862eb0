using OtelGenAI.Storage.Sqlite.Days;
using OtelGenAI.Storage.Sqlite.Native;
using OtelGenAI.Storage.Sqlite.Reading;
using OtelGenAI.Telemetry;

namespace OtelGenAI.Storage.Sqlite.TextIndex;

/// <summary>Brings the words of one day file into the file beside it, some at a time. Not thread-safe.</summary>
/// <remarks>
/// Each step is a transaction that holds the words and what says how far they go, so a process that is killed neither loses nor repeats any. What is to be
/// done is found by comparing lines of traces with the state that was indexed: the writer of the day file need not say what it wrote.
/// </remarks>
internal sealed class DayTextIndexer : IDisposable
{
    // A step holds memory for its words, and a deletion waits for it.
    private const int MaxTracesPerStep = 2_000;

    // Several blocks that compaction made of segments: decompressing one takes five milliseconds, and a thousand messages are in it (SegmentCacheTests).
    internal const long MaxSegmentBytes = 8 * 1024 * 1024;

    // Bytes of words of a transaction. Each leaves a segment in the index that is merged with others again and again: of 256 KB, words of 2 KB spans cost
    // 49 µs a span, of 4 MB in a table that holds them all 19 (2026-11-20); those are too much for the disk at once.
    private const int MaxTransactionBytes = 1024 * 1024;

    private readonly DayFile _file;
    private readonly DayConnections _days;
    private readonly DayConnections _texts;
    private readonly IndexedText _text;
    private readonly FileSegments _segments;
    private readonly SqliteConnection _index;
    private readonly ColumnTerms _columns = new();
    private long _lastPlace;
    private long _from;
    private int _uncommittedBytes;
    private bool _isInTransaction;
    private long _block;
    private long _maxStartOfBlock = long.MinValue;

    /// <summary>Opens the file beside a day file, and makes it when it is not there.</summary>
    /// <param name="file">The day file.</param>
    /// <param name="days">Opens day files.</param>
    /// <param name="texts">Opens the files beside them.</param>
    /// <param name="text">Makes words.</param>
    /// <param name="from">Below this number everything is indexed.</param>
    public DayTextIndexer(DayFile file, DayConnections days, DayConnections texts, IndexedText text, long from)
    {
        (_from, CommittedFrom) = (from, from);
        _file = file;
        _days = days;
        _texts = texts;
        _text = text;

        // From step to step: what arrived last refers to what arrived before.
        _segments = FileSegments.While(file, MaxSegmentBytes);
        _index = texts.OpenWriter(TextIndexTables.PathOf(file.Path));
        try
        {
            // What a power failure takes is indexed again.
            _index.Execute("PRAGMA synchronous = NORMAL");
            // Merges write the same pages again and again; in the log that costs no flush.
            _index.Execute("PRAGMA wal_autocheckpoint = 8000");
            _lastPlace = _index.QueryInt64("SELECT max(place_no) FROM places");
            _block = _lastPlace / TextIndexTables.PlacesOfBlock;
        }
        catch
        {
            texts.Close(_index);
            throw;
        }
    }

    /// <summary>The day file.</summary>
    public DayFile File => _file;

    /// <summary>Everything below this number is indexed and committed, as far as this indexer was told.</summary>
    public long CommittedFrom { get; private set; }

    /// <summary>Says that traces from a number on may have something new; in the beginning, all may.</summary>
    public void LookFrom(long traceNo) => (_from, CommittedFrom) = (Math.Min(_from, traceNo), Math.Min(CommittedFrom, traceNo));

    /// <summary>Indexes what is not yet, as much as a step takes. What it did is committed with one of the next, at the latest when nothing is left.</summary>
    /// <param name="isWritten">Whether the day file may still be written.</param>
    /// <param name="maxBytes">About how many bytes of words.</param>
    /// <returns>Whether nothing was left when it began.</returns>
    public bool Step(bool isWritten, int maxBytes)
    {
        if (_index.QueryInt64("SELECT is_complete FROM progress") != 0)
        {
            return true;
        }

        // Committed after the day file was let go: whoever reads it keeps its log from starting over, and merging words takes up to a second.
        var isDone = Read(isWritten, maxBytes);
        if (isDone || _uncommittedBytes >= MaxTransactionBytes)
        {
            Commit();
        }

        if (isDone && !isWritten)
        {
            // A third smaller, once: nothing is added any more. VACUUM would hold a copy of the file in memory.
            _index.Execute("INSERT INTO words(words) VALUES('optimize')");
            _index.Execute("PRAGMA incremental_vacuum");
        }

        return isDone;
    }

    /// <summary>Commits what steps did.</summary>
    public void Commit()
    {
        if (_isInTransaction)
        {
            _index.Statement("COMMIT").Run();
            (_isInTransaction, CommittedFrom) = (false, _from);
        }
    }

    /// <summary>Ends it; what was not committed is done again by the next.</summary>
    public void Dispose() => _texts.Close(_index);

    /// <summary>The traces of a day file of which something is not indexed, in the order of their numbers.</summary>
    /// <param name="day">The day file.</param>
    /// <param name="index">Its index.</param>
    /// <param name="from">The lowest number that is looked at.</param>
    /// <param name="newestFirst">Whether the highest number comes first.</param>
    public static IEnumerable<PendingTrace> Pending(SqliteConnection day, SqliteConnection index, long from = 0, bool newestFirst = false)
    {
        var (order, sign) = newestFirst ? ("trace_no DESC", -1) : ("trace_no", 1);
        var lines = day.Statement($"SELECT trace_no, {TextIndexTables.StateOfTrace}, trace_id, start_time FROM traces WHERE trace_no >= ? ORDER BY {order}");
        var indexed = index.Statement($"SELECT trace_no, state, segment_no, start_time FROM traces WHERE trace_no >= ? ORDER BY {order}");
        lines.Bind(1, from);
        indexed.Bind(1, from);
        try
        {
            var hasIndexed = indexed.Step();
            while (lines.Step())
            {
                var traceNo = lines.Int64(0);
                while (hasIndexed && sign * indexed.Int64(0).CompareTo(traceNo) < 0)
                {
                    hasIndexed = indexed.Step();
                }

                var isKnown = hasIndexed && indexed.Int64(0) == traceNo;
                if (!isKnown || indexed.Int64(1) != lines.Int64(1))
                {
                    yield return new PendingTrace(
                        TraceRows.IdAt(lines, column: 2), traceNo, lines.Int64(1), lines.Int64(3), isKnown ? indexed.Int64(2) : 0, isKnown ? indexed.Int64OrNull(3) : null);
                }
            }
        }
        finally
        {
            lines.Reset();
            indexed.Reset();
        }
    }

    private bool Read(bool isWritten, int maxBytes)
    {
        var connection = _days.OpenReader(_file.Path);
        try
        {
            var reader = new DayReader(connection, _segments, _days.MessageFormat);
            reader.BeginSnapshot();
            Begin();
            var isDone = IndexSpans(reader, maxBytes) && IndexLogs(reader, maxBytes);
            WriteBlock();
            if (isDone && !isWritten && Pending(connection, _index).Any())
            {
                // Once all of a day is looked at, whatever was said of it.
                (isDone, _from) = (false, 0);
            }

            if (isDone && !isWritten)
            {
                _index.Statement("UPDATE progress SET is_complete = 1").Run();
            }

            return isDone;
        }
        finally
        {
            _days.Close(connection);
        }
    }

    private void Begin()
    {
        if (!_isInTransaction)
        {
            _index.Statement("BEGIN IMMEDIATE").Run();
            (_isInTransaction, _uncommittedBytes) = (true, 0);
        }
    }

    private bool IndexSpans(DayReader day, int maxBytes)
    {
        var pending = Pending(day.Connection, _index, _from).Take(MaxTracesPerStep).ToList();
        var bytes = 0L;
        foreach (var (traceId, traceNo, state, start, indexed, indexedStart) in pending)
        {
            if (bytes > maxBytes)
            {
                return false;
            }

            var last = indexed;
            foreach (var (place, terms) in _columns.Read(day.Connection, traceNo, indexed))
            {
                bytes += Add(_text.OfSpan(Message(day, traceId, traceNo, place), terms, traceNo), traceNo, logTraceNo: 0, start);
                last = place.SegmentNo;
            }

            if (start > indexedStart)
            {
                // Its first span was sent again and begins later: whatever blocks its places are in, they have a trace of that start.
                var raise = _index.Statement("UPDATE blocks SET max_start = ? WHERE max_start < ?");
                raise.Bind(1, start);
                raise.Bind(2, start);
                raise.Run();
                _maxStartOfBlock = Math.Max(_maxStartOfBlock, start);
            }

            var note = _index.Statement("INSERT OR REPLACE INTO traces(trace_no, state, segment_no, start_time) VALUES(?, ?, ?, ?)");
            note.Bind(1, traceNo);
            note.Bind(2, state);
            note.Bind(3, last);
            note.Bind(4, start);
            note.Run();
            _from = traceNo + 1;
        }

        _from = pending.Count == 0 ? long.MaxValue : _from;
        return pending.Count == 0;
    }

    /// <summary>What a span said; of a payload that was dropped, what is left of it.</summary>
    private static ReadOnlyMemory<byte> Message(DayReader day, TraceId traceId, long traceNo, PayloadPlace place) =>
        !day.HasDroppedPayload || day.HasSegment(place.SegmentNo) ? day.Message(place)
        : day.Open(day.Spans(traceId, traceNo).First(span => span.Place == place), _ => []).Message;

    private bool IndexLogs(DayReader day, int maxBytes)
    {
        var from = _index.QueryInt64("SELECT log_segment_no FROM progress");
        List<(long LogTraceNo, PayloadPlace Place)> pending = [];
        var query = day.Connection.Statement("SELECT log_trace_no, segment_no, message_offset, message_length, plain_length FROM logs WHERE segment_no > ? AND log_trace_no <> 0");
        query.Bind(1, from);
        while (query.Step())
        {
            pending.Add((query.Int64(0), new PayloadPlace(query.Int64(1), (int)query.Int64(2), (int)query.Int64(3), (int?)query.Int64OrNull(4))));
        }

        query.Reset();
        var bytes = 0L;
        foreach (var segment in pending.OrderBy(log => log.Place).GroupBy(log => log.Place.SegmentNo))
        {
            if (bytes > maxBytes)
            {
                break;
            }

            foreach (var (logTraceNo, place) in segment)
            {
                bytes += day.HasSegment(place.SegmentNo) ? Add(_text.OfLog(day.Message(place), logTraceNo), traceNo: 0, logTraceNo, start: long.MinValue) : 0;
            }

            var note = _index.Statement("UPDATE progress SET log_segment_no = ?");
            note.Bind(1, segment.Key);
            note.Run();
        }

        return pending.Count == 0;
    }

    private int Add(ReadOnlySpan<byte> words, long traceNo, long logTraceNo, long start)
    {
        if (words.IsEmpty)
        {
            return 0;
        }

        var place = _index.Statement("INSERT INTO places(place_no, trace_no, log_trace_no, pairs) VALUES(?, ?, ?, ?)");
        place.Bind(1, ++_lastPlace);
        place.Bind(2, traceNo);
        place.Bind(3, logTraceNo);
        place.BindBlob(4, _text.Pairs());
        place.Run();
        var insert = _index.Statement("INSERT INTO words(rowid, text) VALUES(?, ?)");
        insert.Bind(1, _lastPlace);
        insert.BindText(2, words);
        insert.Run();
        _uncommittedBytes += words.Length;
        if (_lastPlace / TextIndexTables.PlacesOfBlock != _block)
        {
            WriteBlock();
            (_block, _maxStartOfBlock) = (_lastPlace / TextIndexTables.PlacesOfBlock, long.MinValue);
        }

        _maxStartOfBlock = Math.Max(_maxStartOfBlock, start);
        return words.Length;
    }

    // Also of a block that has got nothing yet but log records: one that is missing is not known.
    private void WriteBlock()
    {
        var note = _index.Statement("INSERT INTO blocks VALUES(?, ?) ON CONFLICT(block_no) DO UPDATE SET max_start = max(max_start, excluded.max_start)");
        note.Bind(1, _block);
        note.Bind(2, _maxStartOfBlock);
        note.Run();
    }
}

/// <summary>A trace of which something is not indexed.</summary>
/// <param name="TraceId">Its id.</param>
/// <param name="TraceNo">Its number in the day file.</param>
/// <param name="State">What its line is like.</param>
/// <param name="Start">When it started.</param>
/// <param name="SegmentNo">Up to which segment it is indexed.</param>
/// <param name="IndexedStart">When it started, as far as it is indexed.</param>
internal readonly record struct PendingTrace(TraceId TraceId, long TraceNo, long State, long Start, long SegmentNo, long? IndexedStart);
