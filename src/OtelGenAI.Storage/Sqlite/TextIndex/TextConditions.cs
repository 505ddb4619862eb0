using OtelGenAI.Storage.Query;
using OtelGenAI.Storage.Sqlite.Days;
using OtelGenAI.Storage.Sqlite.Reading;
using OtelGenAI.Telemetry;

namespace OtelGenAI.Storage.Sqlite.TextIndex;

/// <summary>The traces of each day file that may say what a question looks for; of a file nothing is looked up before it is asked for. Not thread-safe.</summary>
internal sealed class TextConditions
{
    // More log records are not looked up one by one.
    private const int MostByLogs = 10_000;

    private readonly TenantTextIndex _text;
    private readonly WordPhrase _phrase;
    private readonly bool _areRead;
    private readonly Dictionary<DayFile, TextCandidates?> _candidates = [];

    private TextConditions(TenantTextIndex text, WordPhrase phrase, bool areRead, IReadOnlySet<TraceId> byLogs)
    {
        _text = text;
        _phrase = phrase;
        _areRead = areRead;
        ByLogs = byLogs;
    }

    /// <summary>Traces whose log records, in any file, may say it.</summary>
    public IReadOnlySet<TraceId> ByLogs { get; }

    /// <summary>How many traces are left out of the files that were asked for, because they wait to be indexed.</summary>
    public long Unindexed => _candidates.Values.Sum(found => found?.Unindexed ?? 0);

    /// <summary>The candidates of a file; <see langword="null"/> when any trace may be meant.</summary>
    public TextCandidates? Of(ReadSession session, DayFile file)
    {
        if (!_candidates.TryGetValue(file, out var known))
        {
            known = _text.Find(session, file, _phrase, _areRead);
            known?.FindMore(session);

            // What columns say is looked up in no time; payloads are worth every trace that is left out.
            _candidates[file] = known = known is { AreMost: true } && !_areRead ? null : known;
        }

        return known;
    }

    /// <summary>Whether a trace is a candidate only because it waits to be indexed.</summary>
    public bool IsWaiting(DayFile file, long traceNo) => _candidates.GetValueOrDefault(file)?.Waiting.Contains(traceNo) == true;

    /// <summary>Says what to look up.</summary>
    /// <param name="session">The query.</param>
    /// <param name="query">The question.</param>
    /// <returns><see langword="null"/> when the index does not help: the question needs no words, or too many log records say them.</returns>
    public static TextConditions? Find(ReadSession session, TraceQuery query)
    {
        // One phrase is looked up, for all files the same: log records of a trace may be in another file than its spans.
        if (session.Text is not { } text || Needed(query.Root).DefaultIfEmpty().MaxBy(needed => needed.Rarity).Phrase is not { } rarest)
        {
            return null;
        }

        HashSet<TraceId> byLogs = [];
        foreach (var file in session.OldestFirst)
        {
            session.ThrowIfCancelled();
            if (!text.FindByLogs(session, file, rarest, byLogs, MostByLogs))
            {
                return null;
            }
        }

        return new TextConditions(text, rarest, areRead: query.Depth == QueryDepth.Payloads, byLogs);
    }

    /// <summary>What a trace has to say or have somewhere, for the question to have a chance, and how rare that may be: long phrases are.</summary>
    private static IEnumerable<(int Rarity, WordPhrase Phrase)> Needed(QueryNode node) => node switch
    {
        QueryNode.AllOf all => all.Parts.SelectMany(Needed),
        QueryNode.Says says => [(says.Phrase.Words.Sum(word => word.Length), says.Phrase)],
        QueryNode.FieldHas { Field.Name: QueryFields.Attribute } has => [OfAttribute(has)],
        QueryNode.FieldHas { Field: { IsIndexed: true } field, Tests: [ValueTest.Text { Pattern.Literal: { Length: > 0 } value }] } => [OfColumn(field, value)],
        // Of traces that failed there is an index without any delay.
        QueryNode.FieldHas { Scope: QueryScope.Span } error when QuerySql.IsError(error) => [OfColumn(error.Field, ColumnTerms.True)],
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
