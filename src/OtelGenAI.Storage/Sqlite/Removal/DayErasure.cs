using OtelGenAI.Storage.Sqlite.Catalogue;
using OtelGenAI.Storage.Sqlite.Compaction;
using OtelGenAI.Storage.Sqlite.Native;
using OtelGenAI.Storage.Sqlite.Packing;
using OtelGenAI.Storage.Sqlite.Reading;
using OtelGenAI.Storage.Sqlite.RollUps;
using OtelGenAI.Storage.Sqlite.Writing;
using OtelGenAI.Telemetry;

namespace OtelGenAI.Storage.Sqlite.Removal;

/// <summary>Takes traces, or payloads, out of one day file, and their bytes with them.</summary>
/// <remarks>
/// Payloads share segments, and messages refer to bytes of others. So every segment with bytes of the traces goes, what else is in it or refers to it
/// is written anew, and the file is then written anew without its free pages. What another trace has said too stays, with that trace.
/// Costs about as long as copying the file; nothing is stored for the tenant meanwhile.
/// </remarks>
/// <param name="connection">The only connection that writes the file.</param>
/// <param name="usage">Makes the file's roll-ups anew.</param>
/// <param name="maxPieces">See <see cref="SqliteStoreOptions.MaxRememberedPieces"/>.</param>
internal sealed class DayErasure(SqliteConnection connection, UsageRebuild usage, int maxPieces) : IDisposable
{
    private const string IsErasedLoose =
        "(log_trace_no = 0 AND span_id = 0 AND (time, content_hash) IN (SELECT time, content_hash FROM erased_loose))";

    // DaySchema says what the numbers of leftovers mean.
    private const string IsErasedLeftover =
        "(trace_no IN erased OR (trace_no < 0 AND -trace_no IN erased_logs) OR (trace_no = 0 AND EXISTS(SELECT 1 FROM erased_loose))) ";

    private readonly DayReader _reader = new(connection, FileSegments.While(connection));
    private readonly SegmentWriter _segments = new(connection);
    private readonly MessagePacker _packer = new(maxPieces);
    private readonly MessagePieces _pieces = new(new PieceHash());

    /// <summary>Erases traces, and log records without one.</summary>
    /// <param name="traceIds">Traces.</param>
    /// <param name="looseLogs">Records without a trace.</param>
    /// <returns>What was erased; nothing when the file has none of it, which then is not written.</returns>
    public DeletionResult Erase(IReadOnlyCollection<TraceId> traceIds, IReadOnlyCollection<LogIdentity> looseLogs) => Erase(() =>
    {
        foreach (var traceId in traceIds)
        {
            Choose("INSERT OR IGNORE INTO erased SELECT trace_no FROM traces WHERE trace_id = ?", traceId);
            Choose("INSERT OR IGNORE INTO erased_logs SELECT log_trace_no FROM log_traces WHERE trace_id = ?", traceId);
        }

        var loose = connection.Statement("INSERT OR IGNORE INTO erased_loose(time, content_hash) VALUES(?, ?)");
        foreach (var log in looseLogs)
        {
            loose.Bind(1, log.TimeUnixNano);
            loose.Bind(2, log.Hash);
            loose.Run();
        }
    }, counts: traceId => !traceIds.Contains(traceId));

    /// <summary>Erases everything else: all other traces, and the log records without a trace.</summary>
    /// <param name="kept">What stays.</param>
    /// <param name="continued">Traces that went on in a later file, which counts them whole and takes away what this one counts: it goes on counting them.</param>
    public DeletionResult EraseAllBut(IReadOnlyCollection<TraceId> kept, IReadOnlySet<TraceId> continued) =>
        Erase(() => ChooseAllBut(kept), counts: traceId => kept.Contains(traceId) || continued.Contains(traceId));

    /// <summary>Drops the payloads of everything but some traces: messages of spans, and whole log records. Rows of spans and summaries stay.</summary>
    /// <param name="kept">Traces that keep theirs.</param>
    /// <param name="rule">By which rule; whoever asks for one is told.</param>
    /// <returns>How many traces keep theirs.</returns>
    public int DropPayload(IReadOnlyCollection<TraceId> kept, string rule)
    {
        Begin();
        ChooseAllBut(kept);
        connection.Execute("INSERT INTO touched SELECT segment_no FROM segments");
        connection.Execute("DELETE FROM leftovers");
        EraseLogRows();
        MoveSpans("trace_no NOT IN erased AND segment_no IN touched");
        MoveLogs("segment_no IN touched");
        DropSegments();
        DroppedPayload.Note(connection, rule, kept);
        Commit();
        return kept.Count;
    }

    private DeletionResult Erase(Action choose, Predicate<TraceId> counts)
    {
        Begin();
        choose();
        var result = new DeletionResult(
            connection.QueryInt64("SELECT count(*) FROM erased"),
            connection.QueryInt64("SELECT count(*) FROM spans WHERE trace_no IN erased"),
            connection.QueryInt64("SELECT count(*) FROM logs WHERE log_trace_no IN erased_logs OR " + IsErasedLoose));
        if (result == default)
        {
            connection.Execute("ROLLBACK");
            return result;
        }

        if (result.Traces > 0)
        {
            ForgetSums(counts);
        }

        connection.Execute(
            "INSERT OR IGNORE INTO touched SELECT segment_no FROM spans WHERE trace_no IN erased " +
            "UNION SELECT segment_no FROM leftovers WHERE " + IsErasedLeftover +
            "UNION SELECT segment_no FROM logs WHERE log_trace_no IN erased_logs OR " + IsErasedLoose);
        SplitTouchedBlocks();
        connection.Execute(
            "DELETE FROM scores WHERE trace_id IN (SELECT trace_id FROM traces WHERE trace_no IN erased UNION SELECT trace_id FROM log_traces WHERE log_trace_no IN erased_logs) " +
            "OR (trace_id IS NULL AND (0 IN erased_logs OR (time, content_hash) IN (SELECT time, content_hash FROM erased_loose)))");
        connection.Execute("DELETE FROM spans WHERE trace_no IN erased");
        connection.Execute("DELETE FROM traces WHERE trace_no IN erased");
        connection.Execute($"DELETE FROM leftovers WHERE {IsErasedLeftover} OR segment_no IN touched");

        EraseLogRows();

        // What repeats a touched segment is only known when it is looked at; what retention has dropped is not there any more.
        const string MayRepeatTouched = "segment_no IN touched OR (plain_length IS NOT NULL AND segment_no IN (SELECT segment_no FROM segments))";
        MoveSpans(MayRepeatTouched);
        MoveLogs(MayRepeatTouched);
        DropSegments();
        var texts = string.Join(" UNION ", SpanRowReader.TextColumns.Select(column => $"SELECT {column} FROM spans WHERE typeof({column}) = 'integer'"));
        connection.Execute($"DELETE FROM strings WHERE string_no NOT IN ({texts})");
        DroppedPayload.Forget(connection);
        Commit();
        return result;
    }

    public void Dispose() => _pieces.Dispose();

    private void ForgetSums(Predicate<TraceId> counts)
    {
        usage.Run(counts);

        // Nothing says which names and values were only theirs (src/decisions/0026).
        foreach (var forget in CatalogueTables.Clear)
        {
            connection.Execute(forget);
        }
    }

    private void Begin()
    {
        connection.Execute("CREATE TEMP TABLE IF NOT EXISTS erased(trace_no INTEGER PRIMARY KEY)");
        connection.Execute("CREATE TEMP TABLE IF NOT EXISTS erased_logs(log_trace_no INTEGER PRIMARY KEY)");
        connection.Execute("CREATE TEMP TABLE IF NOT EXISTS erased_loose(time INTEGER, content_hash INTEGER, PRIMARY KEY(time, content_hash)) WITHOUT ROWID");
        connection.Execute("CREATE TEMP TABLE IF NOT EXISTS touched(segment_no INTEGER PRIMARY KEY)");
        connection.Execute("BEGIN IMMEDIATE");
    }

    private void Commit()
    {
        FileCleaning.Note(connection);
        connection.Execute("COMMIT");
    }

    private void ChooseAllBut(IReadOnlyCollection<TraceId> kept)
    {
        connection.Execute("INSERT INTO erased SELECT trace_no FROM traces");
        connection.Execute("INSERT INTO erased_logs SELECT log_trace_no FROM log_traces UNION SELECT 0");
        foreach (var traceId in kept)
        {
            Choose("DELETE FROM erased WHERE trace_no = (SELECT trace_no FROM traces WHERE trace_id = ?)", traceId);
            Choose("DELETE FROM erased_logs WHERE log_trace_no = (SELECT log_trace_no FROM log_traces WHERE trace_id = ?)", traceId);
        }
    }

    private void EraseLogRows()
    {
        connection.Execute($"DELETE FROM logs WHERE log_trace_no IN erased_logs OR {IsErasedLoose}");
        connection.Execute("DELETE FROM log_traces WHERE log_trace_no IN erased_logs");
    }

    private void DropSegments()
    {
        _segments.Flush();
        connection.Execute("DELETE FROM segments WHERE segment_no IN touched");
        connection.Execute("DELETE FROM envelopes WHERE envelope_no NOT IN (SELECT resource_no FROM spans UNION SELECT scope_no FROM spans " +
            "UNION SELECT resource_no FROM logs UNION SELECT scope_no FROM logs)");
    }

    /// <summary>Makes segments of the blocks that touched ones are in, so that those can go.</summary>
    private void SplitTouchedBlocks()
    {
        HashSet<long> blocks = [];
        var query = connection.Statement("SELECT segment_no, codec, payload FROM segments WHERE segment_no IN touched AND codec >= 2");
        while (query.Step())
        {
            blocks.Add((SegmentEncoding)query.Int64(1) == SegmentEncoding.Block ? query.Int64(0) : SegmentBlock.ReadHeader(query.Bytes(2)).First);
        }

        query.Reset();
        foreach (var block in blocks)
        {
            SegmentBlock.Read(connection, block).Split(connection);
        }
    }

    /// <summary>Writes anew the spans that are in a touched segment or refer to one.</summary>
    private void MoveSpans(string where) => Move(
        "trace_no, span_id", keys: 2, "spans", where, leftoverOf: static traceNo => traceNo);

    /// <summary>Writes anew the log records that are in a touched segment or refer to one.</summary>
    private void MoveLogs(string where) => Move(
        "log_trace_no, span_id, time, content_hash", keys: 4, "logs", where, leftoverOf: static traceNo => -traceNo);

    /// <param name="key">The columns that tell rows of the table apart; the number of a trace first.</param>
    /// <param name="keys">How many they are.</param>
    /// <param name="table">The table.</param>
    /// <param name="where">Which rows may have to move.</param>
    /// <param name="leftoverOf">What a row's trace is called in <c>leftovers</c>.</param>
    private void Move(string key, int keys, string table, string where, Func<long, long> leftoverOf)
    {
        List<(long[] Key, PayloadPlace Place)> moving = [];
        var touched = Touched();
        var query = connection.Statement(
            $"SELECT segment_no, message_offset, message_length, plain_length, {key} FROM {table} WHERE {where} ORDER BY segment_no, message_offset");
        (long SegmentNo, ReadOnlyMemory<byte>? Bytes) segment = default;
        while (query.Step())
        {
            var place = new PayloadPlace(query.Int64(0), (int)query.Int64(1), (int)query.Int64(2), (int?)query.Int64OrNull(3));
            if (!touched.Contains(place.SegmentNo))
            {
                segment = segment is { Bytes: not null } && segment.SegmentNo == place.SegmentNo ? segment : (place.SegmentNo, _reader.Segment(place.SegmentNo));
                var packed = segment.Bytes!.Value.Slice(place.Offset, place.Length);
                if (!PackedMessage.ReferredSegments(packed, place.SegmentNo).Any(touched.Contains))
                {
                    continue;
                }
            }

            moving.Add(([.. Enumerable.Range(4, keys).Select(query.Int64)], place));
        }

        query.Reset();
        var update = connection.Statement(
            $"UPDATE {table} SET segment_no = ?, message_offset = ?, message_length = ?, plain_length = ? WHERE ({key}) = ({string.Join(", ", Enumerable.Repeat("?", keys))})");
        var leave = connection.Statement("INSERT OR IGNORE INTO leftovers(trace_no, segment_no) VALUES(?, ?)");
        foreach (var (row, old) in moving)
        {
            var place = Store(_reader.Message(old).Span);
            update.Bind(1, place.SegmentNo);
            update.Bind(2, place.Offset);
            update.Bind(3, place.Length);
            update.Bind(4, place.PlainLength);
            for (var column = 0; column < keys; column++)
            {
                update.Bind(5 + column, row[column]);
            }

            update.Run();
            if (!touched.Contains(old.SegmentNo))
            {
                leave.Bind(1, leftoverOf(row[0]));
                leave.Bind(2, old.SegmentNo);
                leave.Run();
            }
        }
    }

    private PayloadPlace Store(ReadOnlySpan<byte> message)
    {
        var place = _segments.Next;
        _pieces.Clear();
        _pieces.Cut(message);
        var stored = _packer.Pack(message, _pieces[0], place);
        _segments.Add(stored);
        _packer.Keep(place);
        return new PayloadPlace(place.SegmentNo, place.Offset, stored.Length, _packer.IsPacked ? message.Length : null);
    }

    private HashSet<long> Touched()
    {
        HashSet<long> touched = [];
        var query = connection.Statement("SELECT segment_no FROM touched");
        while (query.Step())
        {
            touched.Add(query.Int64(0));
        }

        query.Reset();
        return touched;
    }

    private void Choose(string sql, TraceId traceId)
    {
        var insert = connection.Statement(sql);
        DayReader.BindId(insert, index: 1, traceId);
        insert.Run();
    }
}
