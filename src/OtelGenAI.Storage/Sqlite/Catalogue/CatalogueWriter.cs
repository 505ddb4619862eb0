using OtelGenAI.Storage.Attributes;
using OtelGenAI.Storage.Sqlite.Native;
using OtelGenAI.Telemetry.Records;

namespace OtelGenAI.Storage.Sqlite.Catalogue;

/// <summary>Keeps the attribute catalogue of a file up to date: counts in memory, and writes what a transaction changed, each row once.</summary>
/// <param name="connection">The writer's connection.</param>
/// <param name="maxEntries">See <see cref="SqliteStoreOptions.MaxAttributes"/>.</param>
internal sealed class CatalogueWriter(SqliteConnection connection, int maxEntries)
{
    private readonly AttributeCounts _counts = Load(connection, maxEntries);
    private long _last = connection.QueryInt64("SELECT max(attribute_no) FROM attribute_keys");
    private long _uncounted = CatalogueRows.Uncounted(connection);

    /// <summary>Counts the attributes of a span that was just stored.</summary>
    public void Add(TelemetryBatch batch, int spanIndex) => _counts.Add(batch, spanIndex);

    /// <summary>Writes what has changed; before the transaction is committed.</summary>
    public void Flush()
    {
        _counts.Complete();
        foreach (var entry in _counts.Changed)
        {
            Write(entry);
            entry.IsChanged = false;
        }

        _counts.Changed.Clear();
        if (_counts.Uncounted != _uncounted)
        {
            _uncounted = _counts.Uncounted;
            var write = connection.Statement("INSERT OR REPLACE INTO attributes_uncounted(one, count) VALUES(1, ?)");
            write.Bind(1, _uncounted);
            write.Run();
        }
    }

    private static AttributeCounts Load(SqliteConnection connection, int maxEntries)
    {
        var counts = new AttributeCounts(maxEntries) { Uncounted = CatalogueRows.Uncounted(connection) };
        foreach (var entry in CatalogueRows.Read(connection, _ => true, withValues: true))
        {
            counts.Restore(entry);
        }

        return counts;
    }

    private void Write(CatalogueEntry entry)
    {
        if (entry.RowNo == 0)
        {
            entry.RowNo = ++_last;
        }

        var write = connection.Statement(
            "INSERT OR REPLACE INTO attribute_keys(attribute_no, source, service, key, type, count, first_time, last_time, is_content, too_many, other_count) " +
            "VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
        write.Bind(1, entry.RowNo);
        write.Bind(2, (long)entry.Key.Source);
        write.BindText(3, entry.Key.Service);
        write.BindText(4, entry.Key.Key);
        write.Bind(5, (long)entry.Key.Type);
        write.Bind(6, entry.Count);
        write.Bind(7, entry.FirstTime);
        write.Bind(8, entry.LastTime);
        write.Bind(9, entry.IsContent ? 1 : 0);
        write.Bind(10, entry.HasTooManyValues ? 1 : 0);
        write.Bind(11, entry.OtherCount);
        write.Run();
        WriteValues(entry);
    }

    private void WriteValues(CatalogueEntry entry)
    {
        if (entry.HasTooManyValues)
        {
            // Its first values were kept until there were too many.
            var delete = connection.Statement("DELETE FROM attribute_values WHERE attribute_no = ?");
            delete.Bind(1, entry.RowNo);
            delete.Run();
            return;
        }

        var write = connection.Statement("INSERT OR REPLACE INTO attribute_values(attribute_no, value, count) VALUES(?, ?, ?)");
        foreach (ref var value in entry.Values)
        {
            if (value.IsChanged)
            {
                write.Bind(1, entry.RowNo);
                write.BindBlob(2, value.Value);
                write.Bind(3, value.Count);
                write.Run();
                value.IsChanged = false;
            }
        }
    }
}
