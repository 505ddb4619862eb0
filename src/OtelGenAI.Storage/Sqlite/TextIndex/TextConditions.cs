using OtelGenAI.Storage.Query;
using OtelGenAI.Storage.Sqlite.Days;
using OtelGenAI.Storage.Sqlite.Reading;
using OtelGenAI.Telemetry;

namespace OtelGenAI.Storage.Sqlite.TextIndex;

/// <summary>Says in SQL which traces of each day file may say what a question looks for.</summary>
internal static class TextConditions
{
    /// <summary>The conditions on <c>traces</c>, by file.</summary>
    /// <param name="session">The query.</param>
    /// <param name="query">The question.</param>
    /// <param name="unindexed">How many traces are left out because they wait to be indexed.</param>
    /// <returns><see langword="null"/> when the index does not help: the question needs no words, too many traces have them, or a file has no index.</returns>
    public static IReadOnlyDictionary<DayFile, string>? Find(ReadSession session, TraceQuery query, out long unindexed)
    {
        unindexed = 0;
        // One phrase is looked up, for all files the same: log records of a trace may be in another file than its spans.
        if (session.Text is not { } text || Needed(query.Root).DefaultIfEmpty().MaxBy(needed => needed.Rarity).Phrase is not { } rarest)
        {
            return null;
        }

        Dictionary<DayFile, TextCandidates> candidates = [];
        HashSet<TraceId> byLogs = [];
        foreach (var file in session.OldestFirst.Reverse())
        {
            if (text.Find(session, file, rarest) is not { } found)
            {
                return null;
            }

            candidates[file] = found;
            byLogs.UnionWith(found.ByLogs);
        }

        if (byLogs.Count > TextCandidates.Most)
        {
            return null;
        }

        unindexed = candidates.Values.Sum(found => (long)found.Unindexed);
        return candidates.ToDictionary(entry => entry.Key, entry => entry.Value.ToSql(byLogs));
    }

    /// <summary>What a trace has to say or have somewhere, for the question to have a chance, and how rare that may be: long phrases are.</summary>
    private static IEnumerable<(int Rarity, WordPhrase Phrase)> Needed(QueryNode node) => node switch
    {
        QueryNode.AllOf all => all.Parts.SelectMany(Needed),
        QueryNode.Says says => [(says.Phrase.Words.Sum(word => word.Length), says.Phrase)],
        QueryNode.FieldHas { Field.Name: QueryFields.Attribute } has => [OfAttribute(has)],
        QueryNode.Related related => Needed(related.Inner),
        QueryNode.Count { Test: ValueTest.Whole { Min: >= 1 } } count => Needed(count.Inner),
        QueryNode.OfTrace ofTrace => Needed(ofTrace.Inner),
        _ => [],
    };

    private static (int Rarity, WordPhrase Phrase) OfAttribute(QueryNode.FieldHas has)
    {
        const int keyRarity = 1, valueRarity = 16;
        var word = AttributeTerm.Of(has.Key!, has.Tests, out var isValue);
        return (isValue ? valueRarity : keyRarity, WordPhrase.OfWord(word));
    }
}
