namespace OtelGenAI.Storage.Sqlite.RollUps;

/// <summary>The tables of roll-ups.</summary>
/// <remarks>
/// A row has the sums of one hour (counted from 1970 UTC) and one key. With <c>of_day</c> 0 they are of the traces whose line this file has, with all
/// their spans, those of earlier files included. Otherwise they are to be taken away from what the file of that day (days since 0001-01-01) says of
/// the same traces, as long as that file is there.
/// </remarks>
internal static class UsageTables
{
    public static IReadOnlyList<string> All { get; } =
    [
        """
        CREATE TABLE usage_keys(
            key_no INTEGER PRIMARY KEY, service TEXT, environment TEXT, kind INTEGER NOT NULL, operation TEXT, provider TEXT, model TEXT, tool TEXT,
            agent TEXT)
        """,
        """
        CREATE TABLE usage(
            hour INTEGER NOT NULL, key_no INTEGER NOT NULL, of_day INTEGER NOT NULL, totals BLOB NOT NULL, PRIMARY KEY(hour, key_no, of_day)) WITHOUT ROWID
        """,
    ];

    public static IReadOnlyList<string> Names { get; } = ["usage_keys", "usage"];
}
