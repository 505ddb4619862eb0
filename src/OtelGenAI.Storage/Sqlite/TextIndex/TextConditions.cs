using OtelGenAI.Storage.Query;
using OtelGenAI.Storage.Sqlite.Days;
using OtelGenAI.Storage.Sqlite.Reading;
using OtelGenAI.Telemetry;

namespace OtelGenAI.Storage.Sqlite.TextIndex;

/// <summary>The traces of each day file that may say what a question looks for.</summary>
/// <param name="candidates">Those of each file.</param>
/// <param name="byLogs">Traces that log records of any file name.</param>
/// <param name="withAllWaiting">Whether all traces that wait to be indexed are asked: what columns say of them is answered without their words.</param>
internal sealed class TextConditions(IReadOnlyDictionary<DayFile, TextCandidates> candidates, IReadOnlySet<TraceId> byLogs, bool withAllWaiting)
{
    /// <summary>How many traces are left out because they wait to be indexed.</summary>
    public long Unindexed => withAllWaiting ? 0 : candidates.Values.Sum(found => (long)found.Unindexed);

    /// <summary>The condition on <c>traces</c> of a file.</summary>
    public string Sql(DayFile file) => candidates[file].ToSql(byLogs, withAllWaiting);

    /// <summary>Whether a trace is a candidate only because it waits to be indexed.</summary>
    public bool IsWaiting(DayFile file, long traceNo) => candidates[file].Waiting.Contains(traceNo);

    /// <summary>Finds them.</summary>
    /// <param name="session">The query.</param>
    /// <param name="query">The question.</param>
    /// <returns><see langword="null"/> when the index does not help: the question needs no words, too many traces have them, or a file has no index.</returns>
    public static TextConditions? Find(ReadSession session, TraceQuery query)
    {
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

        return byLogs.Count > TextCandidates.Most ? null : new TextConditions(candidates, byLogs, withAllWaiting: query.Depth != QueryDepth.Payloads);
    }

    /// <summary>What a trace has to say or have somewhere, for the question to have a chance, and how rare that may be: long phrases are.</summary>
    private static IEnumerable<(int Rarity, WordPhrase Phrase)> Needed(QueryNode node) => node switch
    {
        QueryNode.AllOf all => all.Parts.SelectMany(Needed),
        QueryNode.Says says => [(says.Phrase.Words.Sum(word => word.Length), says.Phrase)],
        QueryNode.FieldHas { Field.Name: QueryFields.Attribute } has => [OfAttribute(has)],
        QueryNode.FieldHas { Field: { IsIndexed: true } field, Tests: [ValueTest.Text { Pattern.Literal: { Length: > 0 } value }] } => [OfColumn(field, value)],
        QueryNode.FieldHas { Field: { Name: QueryFields.Error } field, Tests: [ValueTest.Whole { Min: 1 }] } => [OfColumn(field, ColumnTerms.True)],
        QueryNode.Related related => Needed(related.Inner),
        QueryNode.Count { Test: ValueTest.Whole { Min: >= 1 } } count => Needed(count.Inner),
        QueryNode.OfTrace ofTrace => Needed(ofTrace.Inner),
        _ => [],
    };

    private static (int Rarity, WordPhrase Phrase) OfAttribute(QueryNode.FieldHas has)
    {
        const int keyRarity = 1, valueRarity = 16;
        var term = AttributeTerm.Of(has.Key!, has.Tests);
        return (term.IsValue ? valueRarity : keyRarity, WordPhrase.OfWord(term.ToString()));
    }

    private static (int Rarity, WordPhrase Phrase) OfColumn(QueryField field, string value)
    {
        // Tools, agents and errors are some of many; every model call has a model.
        const int oneOfFew = 2, oneOfMany = 6;
        return (field.KnownValues.Count > 0 || field.Name is "model" or "provider" or "operation" ? oneOfFew : oneOfMany, WordPhrase.OfWord(AttributeTerm.OfColumn(field, value).ToString()));
    }
}
