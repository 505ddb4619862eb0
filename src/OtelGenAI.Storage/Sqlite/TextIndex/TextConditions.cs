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
    /// <returns><see langword="null"/> when the index does not help: the question needs no words, too many traces have them, or a file has no index.</returns>
    public static IReadOnlyDictionary<DayFile, string>? Find(ReadSession session, TraceQuery query)
    {
        // One phrase is looked up, for all files the same: log records of a trace may be in another file than its spans. The longest is mostly the rarest.
        if (session.Text is not { } text || Needed(query.Root).MaxBy(phrase => phrase.Words.Sum(word => word.Length)) is not { } rarest)
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

        return byLogs.Count > TextCandidates.Most ? null : candidates.ToDictionary(entry => entry.Key, entry => entry.Value.ToSql(byLogs));
    }

    /// <summary>What a trace has to say somewhere, for the question to have a chance.</summary>
    private static IEnumerable<WordPhrase> Needed(QueryNode node) => node switch
    {
        QueryNode.AllOf all => all.Parts.SelectMany(Needed),
        QueryNode.Says says => [says.Phrase],
        QueryNode.Related related => Needed(related.Inner),
        QueryNode.Count { Test: ValueTest.Whole { Min: >= 1 } } count => Needed(count.Inner),
        QueryNode.OfTrace ofTrace => Needed(ofTrace.Inner),
        _ => [],
    };
}
