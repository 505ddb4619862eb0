using System.Runtime.InteropServices;
using OtelGenAI.Pricing;
using OtelGenAI.Storage.Sqlite.Catalogue;
using OtelGenAI.Storage.Sqlite.Compaction;
using OtelGenAI.Storage.Sqlite.Days;
using OtelGenAI.Storage.Sqlite.Logs;
using OtelGenAI.Storage.Sqlite.Native;
using OtelGenAI.Storage.Sqlite.Packing;
using OtelGenAI.Storage.Sqlite.Reading;
using OtelGenAI.Storage.Sqlite.RollUps;
using OtelGenAI.Storage.Sqlite.Scores;
using OtelGenAI.Telemetry;
using OtelGenAI.Telemetry.Pricing;
using OtelGenAI.Telemetry.Records;
using OtelGenAI.Telemetry.Traces;

namespace OtelGenAI.Storage.Sqlite.Writing;

/// <summary>Writes one day file: the only connection that writes and checkpoints it. Not thread-safe.</summary>
/// <remarks>
/// Whatever it remembers is what the file has after the last commit. After a failure that is no longer so: dispose of it and open
/// another one.
/// </remarks>
internal sealed class DayWriter : IDayWriter<PendingAppend>
{
    private readonly DayConnections _connections;
    private readonly SqliteConnection _connection;
    private readonly LogFlush _flush;
    private readonly LogCheckpoints _checkpoints;
    private readonly DayReader _reader;
    private readonly EarlierDays _earlier;
    private readonly Func<PriceBook> _prices;
    private readonly Action<DayFile, long> _written;
    private readonly ArrivingTraces _arriving;
    private readonly EnvelopeTable _envelopes;
    private readonly SegmentWriter _segments;
    private readonly MessagePacker _packer;
    private readonly SpanWriter _spans;
    private readonly TraceWriter _traces;
    private readonly LogWriter _logs;
    private readonly SegmentCompaction _compaction;
    private readonly UsageWriter _usage;
    private readonly CatalogueWriter _catalogue;
    private readonly ScoreWriter _scores;
    private readonly CommitGroups _groups = new();
    private readonly List<BatchEnvelopes> _batchEnvelopes = [];
    private readonly Utf8StringPool _strings = new();
    private PriceBook _book = PriceBook.BuiltIn;
    private long _lastTraceNo;

    /// <summary>Opens a file for writing, and makes it when it is not there.</summary>
    /// <param name="file">The file.</param>
    /// <param name="connections">Opens it.</param>
    /// <param name="earlier">What earlier files have.</param>
    /// <param name="prices">The prices in force.</param>
    /// <param name="options">Settings.</param>
    /// <param name="written">Told after each transaction with spans which of the traces it wrote has the lowest number.</param>
    public DayWriter(DayFile file, DayConnections connections, EarlierDays earlier, Func<PriceBook> prices, SqliteStoreOptions options, Action<DayFile, long> written)
    {
        File = file;
        _written = written;
        _connections = connections;
        _earlier = earlier;
        _prices = prices;
        _connection = connections.OpenWriter(file.Path);
        _flush = new LogFlush(_connection, options.FlushToDisk);
        _checkpoints = new LogCheckpoints(_connection);
        try
        {
            LogFlush.Prepare(_connection);
            _reader = new DayReader(_connection);
            _arriving = new ArrivingTraces(options.MaxArrivingSpans);
            _envelopes = new EnvelopeTable(_connection, keepsLabels: true);
            _segments = new SegmentWriter(_connection);
            _packer = new MessagePacker(options.MaxRememberedPieces);
            _spans = new SpanWriter(_connection, new StringTable(_connection));
            _traces = new TraceWriter(_connection);
            _scores = new ScoreWriter(_connection);
            _logs = new LogWriter(_connection, _segments, _packer, _scores, earlier, file.Day);
            _compaction = new SegmentCompaction(_connection);
            _usage = new UsageWriter(_connection, options.MaxUsageKeys);
            _catalogue = new CatalogueWriter(_connection, options.MaxAttributes);
            _lastTraceNo = _connection.QueryInt64("SELECT max(trace_no) FROM traces");
        }
        catch
        {
            _envelopes?.Dispose();
            _flush.Dispose();
            connections.Close(_connection);
            throw;
        }
    }

    /// <summary>The file.</summary>
    public DayFile File { get; }

    /// <summary>Writes all spans and log records of these appends in one transaction and counts what became of them.</summary>
    /// <remarks>When it returns, they are written, and durable after <see cref="Flush"/>; when it throws, none of them is, and this writer is of no more use.</remarks>
    public void Commit(IReadOnlyList<PendingAppend> appends)
    {
        foreach (var append in appends)
        {
            append.Result = default;
        }

        // One table for a whole transaction.
        _book = _prices();
        _groups.Read(appends);
        _connection.Statement("BEGIN IMMEDIATE").Run();
        ReadEnvelopes(appends);
        foreach (ref var group in _groups.Groups)
        {
            group.Trace = _arriving.Find(group.TraceId) ?? Remember(group.TraceId);
        }

        // Spans are stored by trace number: in that order they are appended, mostly, rather than inserted.
        _groups.SortByTraceNo();
        var added = 0;
        foreach (ref readonly var group in _groups.Groups)
        {
            added += Write(group, appends);
        }

        WriteLogs(appends);
        _segments.Flush();
        _usage.Flush();
        _catalogue.Flush();
        _connection.Statement("COMMIT").Run();
        _arriving.Trim(added);
        if (!_groups.Groups.IsEmpty)
        {
            _written(File, _groups.Groups[0].Trace.TraceNo);
        }
    }

    public void Flush() => _flush.Flush();

    public Func<Action>? NextCompaction() => _compaction.Next(isComplete: false);

    /// <summary>Moves the log into the file when it has grown; after the appends were acknowledged.</summary>
    public void Checkpoint(bool isBusy) => _checkpoints.MoveWhenGrown(isBusy);

    /// <summary>Moves all of the log into the file, as far as readers let it; before it is closed after a success.</summary>
    public bool EmptyLog() => _checkpoints.EmptyLog();

    public void Dispose()
    {
        _envelopes.Dispose();
        _flush.Dispose();
        _connections.Close(_connection);
    }

    private void ReadEnvelopes(IReadOnlyList<PendingAppend> appends)
    {
        for (var at = 0; at < appends.Count; at++)
        {
            if (at == _batchEnvelopes.Count)
            {
                _batchEnvelopes.Add(new BatchEnvelopes());
            }

            _batchEnvelopes[at].Read(appends[at].Batch, _envelopes);
        }
    }

    private void WriteLogs(IReadOnlyList<PendingAppend> appends)
    {
        for (var at = 0; at < appends.Count; at++)
        {
            var (append, result) = (appends[at], appends[at].Result);
            var stored = append.Batch.Logs.IsEmpty ? 0 : _logs.Write(append.Batch, append.Prepared, _batchEnvelopes[at]);
            append.Result = result with
            {
                Stored = result.Stored + stored,
                Duplicates = result.Duplicates + append.Batch.Logs.Length - stored,
            };
        }
    }

    /// <returns>How many spans the trace has more than before.</returns>
    private int Write(in CommitGroups.Group group, IReadOnlyList<PendingAppend> appends)
    {
        var trace = group.Trace;
        var before = trace.Accumulator.SpanCount;
        var hasChanged = false;
        var at = group.First;
        while (_groups.TryNext(ref at, out var append, out var span))
        {
            var pending = appends[append];
            var result = pending.Result;
            switch (Write(trace, pending, span, _batchEnvelopes[append]))
            {
                case Fate.Stored:
                    pending.Result = result with { Stored = result.Stored + 1 };
                    hasChanged = true;
                    break;
                case Fate.Replaced:
                    pending.Result = result with { Replaced = result.Replaced + 1 };
                    hasChanged = true;
                    break;
                default:
                    pending.Result = result with { Duplicates = result.Duplicates + 1 };
                    break;
            }
        }

        if (hasChanged)
        {
            _traces.Write(trace, trace.Accumulator.Summarize() with { PriceTable = _book.Version });
            _usage.AddCalls(trace.Accumulator);
        }

        return trace.Accumulator.SpanCount - before;
    }

    private Fate Write(ArrivingTrace trace, PendingAppend append, int spanIndex, BatchEnvelopes envelopes)
    {
        var batch = append.Batch;
        ref readonly var span = ref batch.Spans[spanIndex];
        var hash = envelopes.ContentHashOf(append.Prepared.SpanHash(spanIndex), span.ResourceIndex, span.ScopeIndex);
        var fate = Fate.Stored;
        if (trace.EarlierSpans is { } earlier && earlier.TryGetValue(span.SpanId, out var earlierHash))
        {
            fate = earlierHash == hash ? Fate.Duplicate : Fate.Replaced;
        }

        var place = _segments.Next;
        ReadOnlySpan<byte> stored = [];
        PicoUsd? cost = null;
        if (fate != Fate.Duplicate)
        {
            if (!append.Prepared.TryGetCost(spanIndex, _book, out cost))
            {
                cost = SpanPricing.CostOf(batch, spanIndex, _strings, _book);
            }

            stored = _packer.Pack(batch.Bytes(span.Message), append.Prepared.PiecesOfSpan(spanIndex), place);
            var payload = new PayloadPlace(place.SegmentNo, place.Offset, stored.Length, _packer.IsPacked ? span.Message.Length : null);
            fate = Store(fate, new SpanKeys(
                trace.TraceNo, envelopes.Resource(span.ResourceIndex), envelopes.Scope(span.ScopeIndex), hash, fate == Fate.Replaced,
                payload, cost));
        }

        if (fate != Fate.Duplicate)
        {
            _segments.Add(stored);
            _packer.Keep(place);
            if (trace.EarlierSpans?.Remove(span.SpanId) == true && EarlierSpan(trace.Accumulator.TraceId, span.SpanId) is { } before)
            {
                _usage.Add(before, sign: -1);
            }

            trace.Accumulator.Add(batch, spanIndex, _strings, cost, _usage.Add(batch, spanIndex, _strings), hash);
            _catalogue.Add(batch, spanIndex);
            if (span.Events.Count > 0 || fate == Fate.Replaced)
            {
                _scores.AddSpan(batch, spanIndex, fate == Fate.Replaced);
            }
        }

        return fate;

        Fate Store(Fate intended, SpanKeys keys)
        {
            if (_spans.TryInsert(batch, spanIndex, keys))
            {
                return intended;
            }

            if (_spans.StoredHash(trace.TraceNo, batch.Spans[spanIndex].SpanId) == hash)
            {
                return Fate.Duplicate;
            }

            _usage.Add(_reader.FindSpan(trace.Accumulator.TraceId, trace.TraceNo, batch.Spans[spanIndex].SpanId)!.Value.Record, sign: -1);
            _spans.Replace(batch, spanIndex, keys with { IsResent = true });
            return Fate.Replaced;
        }
    }

    /// <summary>Makes a trace one of those that are arriving: a new one, or one that the file or an earlier one has.</summary>
    private ArrivingTrace Remember(TraceId traceId)
    {
        var accumulator = _arriving.NewAccumulator(traceId);
        var row = _reader.FindTrace(traceId);
        var earlier = row is null or { EarlierDay: not null } ? _earlier.Find(traceId, File.Day) : [];
        Dictionary<SpanId, ulong>? earlierSpans = earlier.Count > 0 ? [] : null;
        for (var at = earlier.Count - 1; at >= 0; at--)
        {
            foreach (var span in CollectionsMarshal.AsSpan(earlier[at].Spans))
            {
                earlierSpans![span.Record.SpanId] = span.ContentHash;
                if (row is not null)
                {
                    accumulator.Add(span.Record, _usage.KeyOf(span.Record), span.ContentHash);
                }
            }
        }

        if (row is not null)
        {
            foreach (var span in _reader.Spans(traceId, row.TraceNo))
            {
                accumulator.Add(span.Record, _usage.KeyOf(span.Record), span.ContentHash);
                earlierSpans?.Remove(span.Record.SpanId);
            }

            // The file counts them already.
            _ = accumulator.Summarize();
            _usage.AddCalls(accumulator, sign: 0);
        }
        else if (earlier.Count > 0)
        {
            TraceContinuation.Add(_usage, accumulator, earlier, []);
        }

        var trace = new ArrivingTrace(row?.TraceNo ?? ++_lastTraceNo, accumulator)
        {
            Stored = row?.Summary,
            EarlierDay = row is not null ? row.EarlierDay : earlier.Count > 0 ? earlier[0].Day : null,
            EarlierSpans = earlierSpans,
        };
        _arriving.Add(trace);
        return trace;
    }

    /// <summary>A span that an earlier file has, as it was sent last; <see langword="null"/> when the file has gone meanwhile.</summary>
    private SpanRecord? EarlierSpan(TraceId traceId, SpanId spanId) =>
        _earlier.Find(traceId, File.Day).SelectMany(part => part.Spans).FirstOrDefault(span => span.Record.SpanId == spanId).Record;

    /// <summary>What became of a span.</summary>
    private enum Fate
    {
        Stored,
        Duplicate,
        Replaced,
    }
}
