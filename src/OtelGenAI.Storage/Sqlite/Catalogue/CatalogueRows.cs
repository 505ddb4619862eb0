using OtelGenAI.Storage.Attributes;
using OtelGenAI.Storage.Sqlite.Native;
using ValueType = OtelGenAI.Telemetry.Records.ValueType;

namespace OtelGenAI.Storage.Sqlite.Catalogue;

/// <summary>Reads the attribute catalogue of a file.</summary>
internal static class CatalogueRows
{
    /// <summary>The entries.</summary>
    /// <param name="connection">Any.</param>
    /// <param name="isWanted">Which of them.</param>
    /// <param name="withValues">Whether their values are read too.</param>
    public static IEnumerable<CatalogueEntry> Read(SqliteConnection connection, Predicate<CatalogueKey> isWanted, bool withValues)
    {
        var query = connection.Statement(
            "SELECT attribute_no, source, service, key, type, count, first_time, last_time, is_content, too_many, other_count FROM attribute_keys");
        try
        {
            while (query.Step())
            {
                var key = new CatalogueKey((AttributeSource)query.Int64(1), query.Text(2), query.Text(3) ?? "", (ValueType)query.Int64(4));
                if (!isWanted(key))
                {
                    continue;
                }

                var entry = new CatalogueEntry(key, isContent: query.Int64(8) != 0)
                {
                    RowNo = query.Int64(0),
                    Count = query.Int64(5),
                    FirstTime = query.Int64(6),
                    LastTime = query.Int64(7),
                    HasTooManyValues = query.Int64(9) != 0,
                    OtherCount = query.Int64(10),
                };
                if (withValues)
                {
                    ReadValues(connection, entry);
                }

                yield return entry;
            }
        }
        finally
        {
            query.Reset();
        }
    }

    /// <summary>How many attributes were not counted apart.</summary>
    public static long Uncounted(SqliteConnection connection) => connection.QueryInt64("SELECT count FROM attributes_uncounted");

    private static void ReadValues(SqliteConnection connection, CatalogueEntry entry)
    {
        var query = connection.Statement("SELECT value, count FROM attribute_values WHERE attribute_no = ?");
        try
        {
            query.Bind(1, entry.RowNo);
            while (query.Step())
            {
                entry.Restore(query.Bytes(0), query.Int64(1));
            }
        }
        finally
        {
            query.Reset();
        }
    }
}
