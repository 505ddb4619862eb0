namespace OtelGenAI.Storage.Sqlite.Catalogue;

/// <summary>The tables of the attribute catalogue. A value is text, or eight bytes of a number or boolean.</summary>
internal static class CatalogueTables
{
    public static IReadOnlyList<string> All { get; } =
    [
        """
        CREATE TABLE attribute_keys(
            attribute_no INTEGER PRIMARY KEY, source INTEGER NOT NULL, service TEXT, key TEXT NOT NULL, type INTEGER NOT NULL, count INTEGER NOT NULL,
            first_time INTEGER NOT NULL, last_time INTEGER NOT NULL, is_content INTEGER NOT NULL, too_many INTEGER NOT NULL, other_count INTEGER NOT NULL)
        """,
        """
        CREATE TABLE attribute_values(
            attribute_no INTEGER NOT NULL, value BLOB NOT NULL, count INTEGER NOT NULL, PRIMARY KEY(attribute_no, value)) WITHOUT ROWID
        """,
        "CREATE TABLE attributes_uncounted(one INTEGER PRIMARY KEY, count INTEGER NOT NULL)",
    ];

    /// <summary>Forgets everything that was counted.</summary>
    public static IReadOnlyList<string> Clear { get; } =
        ["DELETE FROM attribute_keys", "DELETE FROM attribute_values", "DELETE FROM attributes_uncounted"];
}
