using System.Buffers;
using OtelGenAI.Storage.Sqlite.Native;
using OtelGenAI.Storage.Statistics;
using OtelGenAI.Telemetry;
using OtelGenAI.Telemetry.Records;
using OtelGenAI.Telemetry.Traces;

namespace OtelGenAI.Storage.Sqlite.RollUps;

/// <summary>Keeps the roll-ups of a file up to date: gathers what a transaction changes, and writes each row of it once.</summary>
/// <param name="connection">The writer's connection.</param>
/// <param name="maxKeys">See <see cref="SqliteStoreOptions.MaxUsageKeys"/>.</param>
internal sealed class UsageWriter(SqliteConnection connection, int maxKeys)
{
    /// <summary>The day of what counts in this file.</summary>
    public const int Own = 0;

    // Rows of the hour that is running, and of a few late ones; each about 1 KB.
    private const int MaxRemembered = 8_192;

    private readonly UsageKeyTable _keys = new(connection, maxKeys);
    private readonly Dictionary<Place, Row> _rows = [];
    private readonly List<Row> _changed = [];
    private readonly List<CallChange> _calls = [];
    private readonly ArrayBufferWriter<byte> _blob = new();

    /// <summary>The number of a span's key.</summary>
    public int KeyOf(SpanRecord span) => _keys.Number(UsageKey.Of(span));

    /// <summary>Counts a span that was just stored.</summary>
    /// <returns>The number of its key.</returns>
    public int Add(TelemetryBatch batch, int spanIndex, Utf8StringPool strings)
    {
        ref readonly var span = ref batch.Spans[spanIndex];
        var key = _keys.Number(UsageKey.Of(batch, spanIndex, strings));
        var (start, end) = SpanTimes.Normalize(span.StartUnixNano, span.EndUnixNano);
        At(start, key, Own).AddSpan(end - start, span.StatusCode == 2, batch.Columns[spanIndex].TimeToFirstChunkSeconds, sign: 1);
        return key;
    }

    /// <summary>Counts a stored span, or takes it away.</summary>
    /// <param name="span">The span.</param>
    /// <param name="sign">1, or -1 to take it away.</param>
    /// <param name="ofDay"><see cref="Own"/>, or the day whose file counts it and should not.</param>
    public void Add(SpanRecord span, int sign, int ofDay = Own) =>
        At(span.StartUnixNano, KeyOf(span), ofDay).AddSpan(span.EndUnixNano - span.StartUnixNano, span.IsError, span.TimeToFirstChunkSeconds, sign);

    /// <summary>Counts the calls that a trace has begun or ceased to count, as of its last sum.</summary>
    /// <param name="trace">The trace.</param>
    /// <param name="sign">1; 0 when the file counts them already; -1 to take them away.</param>
    /// <param name="takeFromDay">The day whose file counts them too and should not; <see cref="Own"/> for none.</param>
    public void AddCalls(TraceAccumulator trace, int sign = 1, int takeFromDay = Own)
    {
        trace.TakeCallChanges(_calls);
        foreach (var call in _calls)
        {
            if (sign != 0)
            {
                At(call.StartUnixNano, call.Group, Own).AddCall(in call, call.Sign * sign);
            }

            if (takeFromDay != Own)
            {
                At(call.StartUnixNano, call.Group, takeFromDay).AddCall(in call, -call.Sign * sign);
            }
        }

        _calls.Clear();
    }

    /// <summary>Writes what has changed; before the transaction is committed.</summary>
    public void Flush()
    {
        foreach (var row in _changed)
        {
            Write(row);
            row.IsChanged = false;
        }

        _changed.Clear();
        if (_rows.Count > MaxRemembered)
        {
            _rows.Clear();
        }
    }

    private UsageTotals At(long startUnixNano, int key, int ofDay)
    {
        var place = new Place(UsageQuery.Hour(startUnixNano), key, ofDay);
        if (!_rows.TryGetValue(place, out var row))
        {
            _rows[place] = row = new Row(place, Read(place));
        }

        if (!row.IsChanged)
        {
            row.IsChanged = true;
            _changed.Add(row);
        }

        return row.Totals;
    }

    private UsageTotals Read(Place place)
    {
        var totals = new UsageTotals();
        var query = connection.Statement("SELECT totals FROM usage WHERE hour = ? AND key_no = ? AND of_day = ?");
        Bind(query, place);
        try
        {
            return !query.Step() || UsageBlob.TryRead(query.Bytes(0), totals)
                ? totals
                : throw new StoreUnavailableException($"{connection.Path} is damaged: the roll-up of hour {place.Hour} cannot be read.");
        }
        finally
        {
            query.Reset();
        }
    }

    private void Write(Row row)
    {
        if (row.Totals.IsEmpty)
        {
            // Nothing of what was deleted stays, not even its name.
            var delete = connection.Statement("DELETE FROM usage WHERE hour = ? AND key_no = ? AND of_day = ?");
            Bind(delete, row.Place);
            delete.Run();
            return;
        }

        _blob.ResetWrittenCount();
        UsageBlob.Write(row.Totals, _blob);
        var write = connection.Statement("INSERT OR REPLACE INTO usage(hour, key_no, of_day, totals) VALUES(?, ?, ?, ?)");
        Bind(write, row.Place);
        write.BindBlob(4, _blob.WrittenSpan);
        write.Run();
    }

    private static void Bind(SqliteStatement statement, Place place)
    {
        statement.Bind(1, place.Hour);
        statement.Bind(2, place.Key);
        statement.Bind(3, place.OfDay);
    }

    private readonly record struct Place(long Hour, int Key, int OfDay);

    private sealed class Row(Place place, UsageTotals totals)
    {
        public Place Place => place;

        public UsageTotals Totals => totals;

        public bool IsChanged { get; set; }
    }
}
