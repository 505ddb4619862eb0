using OtelGenAI.Storage.Sqlite.Days;
using OtelGenAI.Storage.Sqlite.Native;
using OtelGenAI.Storage.Sqlite.Reading;
using OtelGenAI.Telemetry;

namespace OtelGenAI.Storage.Sqlite.Pins;

/// <summary>The pins of one tenant: <c>pins.db</c> in its folder, and a copy in memory. Thread-safe.</summary>
/// <remarks>
/// A file of its own, because a pin outlives the day files that its trace is in. It is opened for a moment only, with a rollback journal
/// instead of a log: pins are rare.
/// </remarks>
/// <param name="folder">The tenant's folder.</param>
/// <param name="maxPins">See <see cref="SqliteStoreOptions.MaxPinnedTraces"/>.</param>
internal sealed class PinFile(string folder, int maxPins)
{
    // "OGAP".
    private static readonly DayFileKind Kind = new(
        ".db", ApplicationId: 0x4F474150, Version: 1, ["CREATE TABLE pins(trace_id BLOB PRIMARY KEY) WITHOUT ROWID"]);

    private readonly string _path = Path.Combine(folder, "pins.db");
    private readonly Lock _changing = new();
    private HashSet<TraceId>? _pins;

    /// <summary>The pins, for lists; none while the file cannot be read. The caller may not change them; nobody does.</summary>
    public IReadOnlySet<TraceId> Current
    {
        get
        {
            try
            {
                return Volatile.Read(ref _pins) ?? Hold(pins => pins);
            }
            catch (StoreUnavailableException)
            {
                // Whoever pins, and retention, is told. A list without marks is better than none.
                return new HashSet<TraceId>();
            }
        }
    }

    /// <summary>Does something that must know every pin; nobody pins or unpins meanwhile.</summary>
    /// <exception cref="StoreUnavailableException">The pins cannot be read.</exception>
    public TResult Hold<TResult>(Func<IReadOnlySet<TraceId>, TResult> work)
    {
        lock (_changing)
        {
            return work(Pins());
        }
    }

    /// <summary>Pins a trace.</summary>
    /// <param name="traceId">Which.</param>
    /// <param name="isThere">Asked while retention cannot drop it.</param>
    /// <exception cref="StoreUnavailableException">The pins cannot be read or written.</exception>
    public PinResult Add(TraceId traceId, Func<bool> isThere)
    {
        lock (_changing)
        {
            var pins = Pins();
            if (pins.Contains(traceId) || !isThere())
            {
                return pins.Contains(traceId) ? PinResult.Done : PinResult.NoSuchTrace;
            }

            if (pins.Count >= maxPins)
            {
                return PinResult.TooMany;
            }

            Write("INSERT INTO pins(trace_id) VALUES(?)", [traceId]);
            Volatile.Write(ref _pins, [.. pins, traceId]);
            return PinResult.Done;
        }
    }

    /// <summary>Unpins traces.</summary>
    /// <returns>How many were pinned.</returns>
    /// <exception cref="StoreUnavailableException">The pins cannot be read or written.</exception>
    public int Remove(IEnumerable<TraceId> traceIds)
    {
        lock (_changing)
        {
            var pins = Pins();
            TraceId[] gone = [.. traceIds.Where(pins.Contains)];
            if (gone.Length > 0)
            {
                Write("DELETE FROM pins WHERE trace_id = ?", gone);
                Volatile.Write(ref _pins, [.. pins.Except(gone)]);
            }

            return gone.Length;
        }
    }

    private HashSet<TraceId> Pins()
    {
        if (_pins is { } known && (known.Count == 0 || File.Exists(_path)))
        {
            return known;
        }

        var pins = File.Exists(_path) ? With(Read) : [];
        Volatile.Write(ref _pins, pins);
        return pins;
    }

    private static HashSet<TraceId> Read(SqliteConnection connection)
    {
        HashSet<TraceId> pins = [];
        if (!DaySchema.Check(connection, Kind))
        {
            return pins;
        }

        var query = connection.Statement("SELECT trace_id FROM pins");
        while (query.Step())
        {
            if (TraceId.TryRead(query.Bytes(0), out var traceId))
            {
                pins.Add(traceId);
            }
        }

        query.Reset();
        return pins;
    }

    private void Write(string sql, IReadOnlyList<TraceId> traceIds) => With(connection =>
    {
        connection.Execute("BEGIN IMMEDIATE");
        if (!DaySchema.Check(connection, Kind))
        {
            foreach (var table in Kind.Tables)
            {
                connection.Execute(table);
            }

            connection.Execute($"PRAGMA application_id = {Kind.ApplicationId}");
            connection.Execute($"PRAGMA user_version = {Kind.Version}");
        }

        var statement = connection.Statement(sql);
        foreach (var traceId in traceIds)
        {
            DayReader.BindId(statement, index: 1, traceId);
            statement.Run();
        }

        connection.Execute("COMMIT");
        return true;
    });

    private TResult With<TResult>(Func<SqliteConnection, TResult> use)
    {
        try
        {
            Directory.CreateDirectory(folder);
            using var connection = new SqliteConnection(_path, SqliteAccess.Write);
            connection.Execute("PRAGMA synchronous = FULL");
            connection.Execute("PRAGMA fullfsync = 1");
            connection.Execute("PRAGMA secure_delete = 1");
            return use(connection);
        }
        catch (Exception failure) when (StoreFailure.IsWorld(failure))
        {
            throw StoreFailure.Describe(_path, failure);
        }
    }
}
