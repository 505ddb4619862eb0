using System.Text;
using OtelGenAI.Storage.Sqlite.Native;
using OtelGenAI.Telemetry.Records;

namespace OtelGenAI.Storage.Sqlite.Writing;

/// <summary>Gives texts that repeat a number, so that a row has two bytes instead of a model's name.</summary>
/// <param name="connection">The writer's connection.</param>
internal sealed class StringTable(SqliteConnection connection)
{
    // A row of the dictionary costs as much as a few repetitions save; ids that clients use as names must not grow it, or memory.
    private const int MaxStrings = 65_536;
    private const int MaxTextBytes = 128;

    // Conversations and users are many; they may not take the places of models and tools.
    private const int MaxStringsForIds = MaxStrings / 2;

    private readonly Dictionary<byte[], long> _numbers = Load(connection);
    private long _last = connection.QueryInt64("SELECT max(string_no) FROM strings");

    /// <summary>Binds a text of which there are few: as a number, or as itself when it is long or the table is full.</summary>
    public void Bind(SqliteStatement statement, int index, ReadOnlySpan<byte> text) => Bind(statement, index, text, MaxStrings);

    /// <summary>Binds a text that names somebody or something: as a number as long as there is much room.</summary>
    public void BindId(SqliteStatement statement, int index, ReadOnlySpan<byte> text) => Bind(statement, index, text, MaxStringsForIds);

    /// <inheritdoc cref="BindId(SqliteStatement, int, ReadOnlySpan{byte})"/>
    public void BindId(SqliteStatement statement, int index, string? text)
    {
        if (text is null)
        {
            statement.BindNull(index);
        }
        else
        {
            BindId(statement, index, Encoding.UTF8.GetBytes(text));
        }
    }

    private void Bind(SqliteStatement statement, int index, ReadOnlySpan<byte> text, int maxStrings)
    {
        if (text.IsEmpty)
        {
            statement.BindNull(index);
        }
        else if (text.Length > MaxTextBytes)
        {
            statement.BindText(index, text);
        }
        else if (_numbers.GetAlternateLookup<ReadOnlySpan<byte>>().TryGetValue(text, out var known))
        {
            statement.Bind(index, known);
        }
        else if (_numbers.Count < maxStrings)
        {
            statement.Bind(index, Add(text));
        }
        else
        {
            statement.BindText(index, text);
        }
    }

    private long Add(ReadOnlySpan<byte> text)
    {
        // Not the count: texts that only deleted spans had are gone.
        var number = ++_last;
        var insert = connection.Statement("INSERT INTO strings(string_no, text) VALUES(?, ?)");
        insert.Bind(1, number);
        insert.BindText(2, text);
        insert.Run();
        return _numbers[text.ToArray()] = number;
    }

    private static Dictionary<byte[], long> Load(SqliteConnection connection)
    {
        var numbers = new Dictionary<byte[], long>(Utf8Comparer.Instance);
        var query = connection.Statement("SELECT string_no, text FROM strings");
        while (query.Step())
        {
            numbers[query.Bytes(1).ToArray()] = query.Int64(0);
        }

        query.Reset();
        return numbers;
    }
}
