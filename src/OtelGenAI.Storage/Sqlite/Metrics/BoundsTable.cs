using OtelGenAI.Storage.Sqlite.Native;
using OtelGenAI.Telemetry.Records;

namespace OtelGenAI.Storage.Sqlite.Metrics;

/// <summary>Stores each list of bucket bounds once per file: all points of an instrument have the same.</summary>
/// <param name="connection">The writer's connection.</param>
internal sealed class BoundsTable(SqliteConnection connection)
{
    private const int MaxRemembered = 1_024;

    private readonly Dictionary<byte[], long> _numbers = new(Utf8Comparer.Instance);

    /// <summary>The number of bounds.</summary>
    public long Number(ReadOnlySpan<byte> bounds)
    {
        if (_numbers.GetAlternateLookup<ReadOnlySpan<byte>>().TryGetValue(bounds, out var known))
        {
            return known;
        }

        if (_numbers.Count >= MaxRemembered)
        {
            _numbers.Clear();
        }

        return _numbers[bounds.ToArray()] = Find(bounds) ?? Add(bounds);
    }

    private long? Find(ReadOnlySpan<byte> bounds)
    {
        var query = connection.Statement("SELECT bounds_no FROM bounds WHERE bounds = ?");
        try
        {
            query.BindBlob(1, bounds);
            return query.Step() ? query.Int64(0) : null;
        }
        finally
        {
            query.Reset();
        }
    }

    private long Add(ReadOnlySpan<byte> bounds)
    {
        var number = connection.QueryInt64("SELECT max(bounds_no) FROM bounds") + 1;
        var insert = connection.Statement("INSERT INTO bounds(bounds_no, bounds) VALUES(?, ?)");
        insert.Bind(1, number);
        insert.BindBlob(2, bounds);
        insert.Run();
        return number;
    }
}
