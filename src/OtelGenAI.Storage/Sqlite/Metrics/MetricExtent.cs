using OtelGenAI.Storage.Metrics;
using OtelGenAI.Storage.Sqlite.Native;

namespace OtelGenAI.Storage.Sqlite.Metrics;

/// <summary>The times a file has points of, both ends included: enough to leave it alone when it cannot have the answer.</summary>
internal static class MetricExtent
{
    /// <summary>Reads it; the ends are the wrong way round when the file has no points.</summary>
    public static MetricRange Read(SqliteConnection connection)
    {
        var query = connection.Statement("SELECT min_time, max_time FROM extent");
        try
        {
            return query.Step() ? new MetricRange(query.Int64(0), query.Int64(1)) : new MetricRange(long.MaxValue, long.MinValue);
        }
        finally
        {
            query.Reset();
        }
    }

    /// <summary>Writes it.</summary>
    public static void Write(SqliteConnection connection, MetricRange extent)
    {
        var insert = connection.Statement("INSERT OR REPLACE INTO extent(extent_no, min_time, max_time) VALUES(1, ?, ?)");
        insert.Bind(1, extent.FromUnixNano);
        insert.Bind(2, extent.ToUnixNano);
        insert.Run();
    }
}
