using System.Collections.Frozen;
using OtelGenAI.Storage.Sqlite.Compaction;
using OtelGenAI.Storage.Sqlite.Days;
using OtelGenAI.Storage.Sqlite.Logs;
using OtelGenAI.Storage.Sqlite.Native;
using OtelGenAI.Storage.Sqlite.Packing;
using OtelGenAI.Storage.Sqlite.Removal;
using OtelGenAI.Telemetry;
using OtelGenAI.Telemetry.Records;

namespace OtelGenAI.Storage.Sqlite.Reading;

/// <summary>Asks one day file over one connection. Not thread-safe.</summary>
/// <param name="connection">The connection; the reader does not close it.</param>
/// <param name="segments">Where decompressed segments of the file are kept; <see langword="null"/> keeps none.</param>
/// <param name="format">Writes what stands in for a message that retention has dropped.</param>
internal sealed class DayReader(SqliteConnection connection, FileSegments? segments = null, IMessageFormat? format = null)
{
    private readonly Lazy<string?> _droppedBy = new(() => DroppedPayload.RuleOf(connection), LazyThreadSafetyMode.None);
    private readonly SpanRowReader _rows = new(connection);

    /// <summary>The connection.</summary>
    public SqliteConnection Connection => connection;

    /// <summary>Whether retention has dropped payloads of the file.</summary>
    public bool HasDroppedPayload => _droppedBy.Value is not null;

    /// <summary>Makes everything that is read until <see cref="EndSnapshot"/> of one moment.</summary>
    public void BeginSnapshot() => connection.Statement("BEGIN").Run();

    /// <summary>Ends what <see cref="BeginSnapshot"/> began.</summary>
    public void EndSnapshot() => connection.Statement("COMMIT").Run();

    /// <summary>Finds a trace.</summary>
    public TraceRow? FindTrace(TraceId traceId)
    {
        var query = connection.Statement($"SELECT {TraceRows.Columns} FROM traces WHERE trace_id = ?");
        try
        {
            BindId(query, index: 1, traceId);
            return query.Step() ? TraceRows.Read(query) : null;
        }
        finally
        {
            query.Reset();
        }
    }

    /// <summary>Reads a trace that is there.</summary>
    public TraceRow ReadTrace(long traceNo)
    {
        var query = connection.Statement($"SELECT {TraceRows.Columns} FROM traces WHERE trace_no = ?");
        try
        {
            query.Bind(1, traceNo);
            return query.Step() ? TraceRows.Read(query) : throw new StoreUnavailableException($"{connection.Path} is damaged: trace {traceNo} is missing.");
        }
        finally
        {
            query.Reset();
        }
    }

    /// <summary>Whether this file has the newer line of a trace that began in an earlier file.</summary>
    public bool Continues(TraceId traceId)
    {
        var query = connection.Statement("SELECT 1 FROM traces WHERE trace_id = ? AND earlier_day IS NOT NULL");
        try
        {
            BindId(query, index: 1, traceId);
            return query.Step();
        }
        finally
        {
            query.Reset();
        }
    }

    /// <summary>Reads the spans of a trace, in no particular order.</summary>
    public IEnumerable<SpanEntry> Spans(TraceId traceId, long traceNo)
    {
        var query = connection.Statement($"SELECT {SpanRowReader.Columns} FROM spans WHERE trace_no = ?");
        try
        {
            query.Bind(1, traceNo);
            while (query.Step())
            {
                yield return _rows.Read(query, traceId);
            }
        }
        finally
        {
            query.Reset();
        }
    }

    /// <summary>Where messages of a trace's spans are, in the order of arrival: all that is needed to read them.</summary>
    /// <param name="traceNo">The trace.</param>
    /// <param name="after">The segment after which they came.</param>
    public List<PayloadPlace> Places(long traceNo, long after)
    {
        List<PayloadPlace> places = [];
        var query = connection.Statement("SELECT segment_no, message_offset, message_length, plain_length FROM spans WHERE trace_no = ? AND segment_no > ?");
        try
        {
            query.Bind(1, traceNo);
            query.Bind(2, after);
            while (query.Step())
            {
                places.Add(new PayloadPlace(query.Int64(0), (int)query.Int64(1), (int)query.Int64(2), (int?)query.Int64OrNull(3)));
            }
        }
        finally
        {
            query.Reset();
        }

        places.Sort();
        return places;
    }

    /// <summary>Finds one span of a trace.</summary>
    public SpanEntry? FindSpan(TraceId traceId, long traceNo, SpanId spanId)
    {
        var query = connection.Statement($"SELECT {SpanRowReader.Columns} FROM spans WHERE trace_no = ? AND span_id = ?");
        try
        {
            query.Bind(1, traceNo);
            query.Bind(2, unchecked((long)spanId.Value));
            return query.Step() ? _rows.Read(query, traceId) : null;
        }
        finally
        {
            query.Reset();
        }
    }

    /// <summary>A span with its payload, or with what is left of it.</summary>
    /// <param name="span">The span.</param>
    /// <param name="envelope">Gives the bytes of an envelope.</param>
    public StoredSpan Open(in SpanEntry span, Func<long, byte[]> envelope)
    {
        var droppedBy = _droppedBy.Value is { } rule && !HasSegment(span.Place.SegmentNo) ? rule : null;
        var message = droppedBy is null ? Message(span.Place) : format?.OutlineOf(span.Record, droppedBy) ?? [];
        return new StoredSpan(span.Record, message, envelope(span.ResourceNo), envelope(span.ScopeNo)) { PayloadDroppedBy = droppedBy };
    }

    /// <summary>The bytes of a message.</summary>
    public ReadOnlyMemory<byte> Message(PayloadPlace place)
    {
        var segment = Segment(place.SegmentNo);
        if (place.Offset < 0 || place.Length < 0 || place.Offset > segment.Length - place.Length)
        {
            throw Damaged(place);
        }

        var stored = segment.Slice(place.Offset, place.Length);
        return place.PlainLength is not { } plainLength ? stored
            : PackedMessage.TryUnpack(stored.Span, plainLength, place.SegmentNo, Segment, out var message) ? message
            : throw Damaged(place);
    }

    /// <summary>The payloads of a segment, decompressed. The caller may not change them.</summary>
    public ReadOnlyMemory<byte> Segment(long segmentNo)
    {
        if (segments?.Find(segmentNo, isBlock: false) is { } known)
        {
            return known;
        }

        var query = connection.Statement("SELECT codec, length, payload FROM segments WHERE segment_no = ?");
        try
        {
            query.Bind(1, segmentNo);
            if (!query.Step())
            {
                throw new StoreUnavailableException($"{connection.Path} is damaged: segment {segmentNo} is missing.");
            }

            var (encoding, length) = ((SegmentEncoding)query.Int64(0), query.Int64(1));
            switch (encoding)
            {
                case SegmentEncoding.Block:
                    return Block(segmentNo).Slice(0, length, connection.Path, segmentNo);
                case SegmentEncoding.PartOfBlock when query.Bytes(2).Length == SegmentBlock.HeaderBytes:
                    var (first, offset) = SegmentBlock.ReadHeader(query.Bytes(2));
                    return Block(first).Slice(offset, length, connection.Path, segmentNo);
                default:
                    var segment = SegmentCodec.Decode(encoding, (int)length, query.Bytes(2), connection.Path, segmentNo);
                    segments?.Add(segmentNo, isBlock: false, segment);
                    return segment;
            }
        }
        finally
        {
            query.Reset();
        }
    }

    /// <summary>Whether a segment is there: retention may have dropped it.</summary>
    public bool HasSegment(long segmentNo)
    {
        var query = connection.Statement("SELECT 1 FROM segments WHERE segment_no = ?");
        try
        {
            query.Bind(1, segmentNo);
            return query.Step();
        }
        finally
        {
            query.Reset();
        }
    }

    private SegmentBlock Block(long firstSegment)
    {
        if (segments?.Find(firstSegment, isBlock: true) is { } known)
        {
            return new SegmentBlock(firstSegment, firstSegment, known);
        }

        var block = SegmentBlock.Read(connection, firstSegment);
        segments?.Add(firstSegment, isBlock: true, block.Bytes);
        return block;
    }

    /// <summary>The bytes of an envelope.</summary>
    public byte[] Envelope(long envelopeNo)
    {
        var query = connection.Statement("SELECT envelope FROM envelopes WHERE envelope_no = ?");
        try
        {
            query.Bind(1, envelopeNo);
            return query.Step()
                ? query.Bytes(0).ToArray()
                : throw new StoreUnavailableException($"{connection.Path} is damaged: envelope {envelopeNo} is missing.");
        }
        finally
        {
            query.Reset();
        }
    }

    /// <summary>Reads what is kept in memory of a file that is no longer written. Reads every trace id: about 2 million a second.</summary>
    public SealedDay ReadSealedDay()
    {
        BeginSnapshot();
        try
        {
            List<TraceId> continued = [];
            ForEachId("SELECT trace_id FROM traces WHERE earlier_day IS NOT NULL", continued.Add);
            var (minLogTime, maxLogTime) = new LogRows(connection).TimesWithoutTrace();
            var any = connection.QueryInt64("SELECT EXISTS(SELECT 1 FROM traces)") != 0;
            return new SealedDay(
                any ? connection.QueryInt64("SELECT min(start_time) FROM traces") : long.MaxValue,
                any ? connection.QueryInt64("SELECT max(start_time) FROM traces") : long.MinValue,
                continued.ToFrozenSet(),
                minLogTime,
                maxLogTime);
        }
        finally
        {
            EndSnapshot();
        }
    }

    /// <summary>Which traces the file may have spans or log records of; it must not be written any more.</summary>
    public TraceIdFilter ReadTraceIds()
    {
        BeginSnapshot();
        try
        {
            var ids = new TraceIdFilter(
                connection.QueryInt64("SELECT count(*) FROM traces") + connection.QueryInt64("SELECT count(*) FROM log_traces"));
            ForEachId("SELECT trace_id FROM traces", ids.Add);
            ForEachId("SELECT trace_id FROM log_traces", ids.Add);
            return ids;
        }
        finally
        {
            EndSnapshot();
        }
    }

    private StoreUnavailableException Damaged(PayloadPlace place) =>
        new($"{connection.Path} is damaged: the message at {place.Offset} of segment {place.SegmentNo} cannot be read.");

    private void ForEachId(string sql, Action<TraceId> use)
    {
        var query = connection.Statement(sql);
        try
        {
            while (query.Step())
            {
                if (TraceId.TryRead(query.Bytes(0), out var traceId))
                {
                    use(traceId);
                }
            }
        }
        finally
        {
            query.Reset();
        }
    }

    internal static void BindId(SqliteStatement statement, int index, TraceId traceId)
    {
        Span<byte> id = stackalloc byte[TraceId.SizeBytes];
        traceId.WriteTo(id);
        statement.BindBlob(index, id);
    }
}
