using OtelGenAI.Storage.Sqlite.Native;
using OtelGenAI.Storage.Statistics;
using OtelGenAI.Telemetry;

namespace OtelGenAI.Storage.Sqlite.RollUps;

/// <summary>Gives the keys of roll-ups a number in a file.</summary>
/// <param name="connection">The writer's connection.</param>
/// <param name="maxKeys">Most keys; of further ones only the kind is told apart.</param>
internal sealed class UsageKeyTable(SqliteConnection connection, int maxKeys)
{
    /// <summary>The columns, in the order that <see cref="Read"/> expects.</summary>
    public const string Columns = "key_no, service, environment, kind, operation, provider, model, tool, agent";

    private readonly Dictionary<UsageKey, int> _numbers = Load(connection);
    private int _last = (int)connection.QueryInt64("SELECT max(key_no) FROM usage_keys");

    /// <summary>The number of a key.</summary>
    public int Number(in UsageKey key)
    {
        if (_numbers.TryGetValue(key, out var known))
        {
            return known;
        }

        var kept = _numbers.Count < maxKeys ? key : key.WithoutNames();
        return _numbers.TryGetValue(kept, out known) ? known : Add(kept);
    }

    /// <summary>Reads a row.</summary>
    public static UsageKey Read(SqliteStatement row) => new(
        row.Text(1), row.Text(2), (ObservationKind)row.Int64(3), row.Text(4), row.Text(5), row.Text(6), row.Text(7), row.Text(8));

    private int Add(in UsageKey key)
    {
        var number = ++_last;
        var insert = connection.Statement($"INSERT INTO usage_keys({Columns}) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?)");
        insert.Bind(1, number);
        insert.BindText(2, key.Service);
        insert.BindText(3, key.Environment);
        insert.Bind(4, (long)key.Kind);
        insert.BindText(5, key.Operation);
        insert.BindText(6, key.Provider);
        insert.BindText(7, key.Model);
        insert.BindText(8, key.Tool);
        insert.BindText(9, key.Agent);
        insert.Run();
        return _numbers[key] = number;
    }

    private static Dictionary<UsageKey, int> Load(SqliteConnection connection)
    {
        Dictionary<UsageKey, int> numbers = [];
        var query = connection.Statement($"SELECT {Columns} FROM usage_keys");
        while (query.Step())
        {
            numbers[Read(query)] = (int)query.Int64(0);
        }

        query.Reset();
        return numbers;
    }
}
