using OtelGenAI.Storage.Sqlite.Native;
using OtelGenAI.Storage.Sqlite.Reading;
using OtelGenAI.Telemetry;

namespace OtelGenAI.Storage.Sqlite.Removal;

/// <summary>Says which traces a day file has something of.</summary>
internal static class DayTraces
{
    /// <summary>Whether it has spans or log records of a trace.</summary>
    public static bool Has(SqliteConnection connection, TraceId traceId)
    {
        var query = connection.Statement("SELECT 1 FROM traces WHERE trace_id = ?1 UNION ALL SELECT 1 FROM log_traces WHERE trace_id = ?1");
        try
        {
            DayReader.BindId(query, index: 1, traceId);
            return query.Step();
        }
        finally
        {
            query.Reset();
        }
    }

    /// <summary>Whether it has anything beside some traces.</summary>
    /// <param name="connection">A connection to the file.</param>
    /// <param name="traceIds">Traces that it has spans or log records of.</param>
    public static bool HasOthers(SqliteConnection connection, IReadOnlyCollection<TraceId> traceIds)
    {
        if (connection.QueryInt64("SELECT EXISTS(SELECT 1 FROM logs WHERE log_trace_no = 0)") != 0)
        {
            return true;
        }

        return CountAmong("traces") < connection.QueryInt64("SELECT count(*) FROM traces") ||
            CountAmong("log_traces") < connection.QueryInt64("SELECT count(*) FROM log_traces");

        int CountAmong(string table)
        {
            var query = connection.Statement($"SELECT 1 FROM {table} WHERE trace_id = ?");
            return traceIds.Count(traceId =>
            {
                try
                {
                    DayReader.BindId(query, index: 1, traceId);
                    return query.Step();
                }
                finally
                {
                    query.Reset();
                }
            });
        }
    }

    /// <summary>The traces that began or went on in the file of a day, and then went on in this one.</summary>
    public static List<TraceId> ContinuedFrom(SqliteConnection connection, DateOnly day)
    {
        List<TraceId> traces = [];
        var query = connection.Statement("SELECT trace_id FROM traces WHERE earlier_day = ?");
        try
        {
            query.Bind(1, day.DayNumber);
            while (query.Step())
            {
                traces.Add(TraceRows.IdAt(query, column: 0));
            }
        }
        finally
        {
            query.Reset();
        }

        return traces;
    }
}
