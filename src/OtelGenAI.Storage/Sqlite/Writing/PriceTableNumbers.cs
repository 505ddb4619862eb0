using OtelGenAI.Storage.Sqlite.Native;

namespace OtelGenAI.Storage.Sqlite.Writing;

/// <summary>Gives the versions of price tables that a file's traces were priced with a number.</summary>
/// <param name="connection">The writer's connection.</param>
internal sealed class PriceTableNumbers(SqliteConnection connection)
{
    private (string Version, long Number)? _last;

    /// <summary>The number of a version; one is asked for thousands of times, the next one once a month.</summary>
    public long Number(string version)
    {
        if (_last is not { } last || last.Version != version)
        {
            _last = last = (version, Find(version) ?? Add(version));
        }

        return last.Number;
    }

    private long? Find(string version)
    {
        var query = connection.Statement("SELECT price_table_no FROM price_tables WHERE version = ?");
        query.BindText(1, version);
        var number = query.Step() ? query.Int64(0) : (long?)null;
        query.Reset();
        return number;
    }

    private long Add(string version)
    {
        var number = connection.QueryInt64("SELECT max(price_table_no) FROM price_tables") + 1;
        var insert = connection.Statement("INSERT INTO price_tables(price_table_no, version) VALUES(?, ?)");
        insert.Bind(1, number);
        insert.BindText(2, version);
        insert.Run();
        return number;
    }
}
