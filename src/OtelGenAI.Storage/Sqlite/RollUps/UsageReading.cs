using OtelGenAI.Storage.Sqlite.Days;
using OtelGenAI.Storage.Sqlite.Native;
using OtelGenAI.Storage.Sqlite.Reading;
using OtelGenAI.Storage.Statistics;

namespace OtelGenAI.Storage.Sqlite.RollUps;

/// <summary>Adds up the roll-ups of a tenant's day files.</summary>
internal static class UsageReading
{
    /// <summary>Answers a query.</summary>
    public static UsageAnswer Run(ReadSession session, UsageQuery query)
    {
        var grouping = new UsageGrouping(query);
        var days = session.OldestFirst.Select(file => file.Day.DayNumber).ToHashSet();

        // Newest first: what it says must be taken away from an earlier file was there before (ReadSession).
        foreach (var file in session.OldestFirst.Reverse())
        {
            Add(session, file, query, grouping, days);
        }

        return grouping.ToAnswer();
    }

    private static void Add(ReadSession session, DayFile file, UsageQuery query, UsageGrouping grouping, HashSet<int> days)
    {
        var connection = session.Reader(file).Connection;
        Dictionary<long, UsageKey?> keys = [];
        var rows = connection.Statement("SELECT hour, key_no, of_day, totals FROM usage WHERE hour >= ? AND hour < ?");
        try
        {
            rows.Bind(1, query.FirstHour);
            rows.Bind(2, query.EndHour);
            while (rows.Step())
            {
                session.ThrowIfCancelled();
                var (ofDay, keyNo) = ((int)rows.Int64(2), rows.Int64(1));
                if (ofDay != UsageWriter.Own && !days.Contains(ofDay))
                {
                    continue;
                }

                if (!keys.TryGetValue(keyNo, out var key))
                {
                    keys[keyNo] = key = Key(connection, keyNo) is var found && grouping.Has(in found) ? found : null;
                }

                if (key is { } wanted)
                {
                    var totals = new UsageTotals();
                    if (!UsageBlob.TryRead(rows.Bytes(3), totals))
                    {
                        throw new StoreUnavailableException($"{connection.Path} is damaged: the roll-up of hour {rows.Int64(0)} cannot be read.");
                    }

                    grouping.Add(rows.Int64(0), in wanted, totals);
                }
            }
        }
        finally
        {
            rows.Reset();
        }
    }

    private static UsageKey Key(SqliteConnection connection, long keyNo)
    {
        var query = connection.Statement($"SELECT {UsageKeyTable.Columns} FROM usage_keys WHERE key_no = ?");
        try
        {
            query.Bind(1, keyNo);
            return query.Step() ? UsageKeyTable.Read(query) : throw new StoreUnavailableException($"{connection.Path} is damaged: key {keyNo} of its roll-ups is missing.");
        }
        finally
        {
            query.Reset();
        }
    }
}
