using OtelGenAI.Storage.Sqlite.Native;
using OtelGenAI.Storage.Sqlite.Reading;
using OtelGenAI.Telemetry;

namespace OtelGenAI.Storage.Sqlite.Removal;

/// <summary>What a day file says about payloads that retention has dropped before the rows. Only files that lost some have these tables.</summary>
internal static class DroppedPayload
{
    /// <summary>The rule by which payloads were dropped; <see langword="null"/> while the file has all of them.</summary>
    public static string? RuleOf(SqliteConnection connection)
    {
        if (!HasTables(connection))
        {
            return null;
        }

        var query = connection.Statement("SELECT rule FROM dropped_payload");
        try
        {
            return query.Step() ? query.Text(0) ?? "" : null;
        }
        finally
        {
            query.Reset();
        }
    }

    /// <summary>Whether nothing more is to be dropped: it was done, and who was pinned then still is.</summary>
    public static bool IsDone(SqliteConnection connection, IReadOnlySet<TraceId> pinned)
    {
        if (RuleOf(connection) is null)
        {
            return false;
        }

        var query = connection.Statement("SELECT trace_id FROM kept_payload");
        try
        {
            while (query.Step())
            {
                if (TraceId.TryRead(query.Bytes(0), out var traceId) && !pinned.Contains(traceId))
                {
                    return false;
                }
            }

            return true;
        }
        finally
        {
            query.Reset();
        }
    }

    /// <summary>Notes, in the transaction that drops them, whose payloads stay and by which rule the others go.</summary>
    public static void Note(SqliteConnection connection, string rule, IReadOnlyCollection<TraceId> kept)
    {
        connection.Execute("CREATE TABLE IF NOT EXISTS dropped_payload(rule TEXT NOT NULL)");
        connection.Execute("CREATE TABLE IF NOT EXISTS kept_payload(trace_id BLOB PRIMARY KEY) WITHOUT ROWID");
        connection.Execute("DELETE FROM dropped_payload");
        connection.Execute("DELETE FROM kept_payload");
        var insert = connection.Statement("INSERT INTO dropped_payload(rule) VALUES(?)");
        insert.BindText(1, rule);
        insert.Run();
        insert = connection.Statement("INSERT INTO kept_payload(trace_id) VALUES(?)");
        foreach (var traceId in kept)
        {
            DayReader.BindId(insert, index: 1, traceId);
            insert.Run();
        }
    }

    /// <summary>Forgets traces that are deleted.</summary>
    public static void Forget(SqliteConnection connection)
    {
        if (HasTables(connection))
        {
            connection.Execute(
                "DELETE FROM kept_payload WHERE trace_id NOT IN (SELECT trace_id FROM traces UNION SELECT trace_id FROM log_traces)");
        }
    }

    private static bool HasTables(SqliteConnection connection) =>
        connection.QueryInt64("SELECT count(*) FROM sqlite_master WHERE name = 'dropped_payload'") != 0;
}
