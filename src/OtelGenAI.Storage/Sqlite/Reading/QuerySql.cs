using System.Globalization;
using System.Text;
using OtelGenAI.Storage.Query;
using OtelGenAI.Storage.Sqlite.Native;
using OtelGenAI.Telemetry;

namespace OtelGenAI.Storage.Sqlite.Reading;

/// <summary>What a question says in SQL of one day file: a condition that every trace fulfils for which it can hold. Used once.</summary>
/// <remarks>
/// The question itself is asked of the traces that are left (<see cref="QueryEvaluation"/>), so a condition may let too many through, but never hold one
/// back. Spans that an earlier file has are not in this one: a trace that has such is always let through.
/// </remarks>
/// <param name="connection">The file.</param>
internal sealed class QuerySql(SqliteConnection connection)
{
    // A longer list of texts is looked through faster by the question itself.
    private const int MaxNumbers = 200;

    // As Writing/StringTable has it: what is shorter is a number as long as there is room.
    private const int LongTextBytes = 128;
    private const int SurelyRoom = 30_000;

    private const string Nothing = "0";
    // As the index of these has it.
    private const string FailedOnly = "error_count > 0";
    private const string ContinuedOnly = "earlier_day IS NOT NULL";

    private readonly List<Action<SqliteStatement, int>> _values = [];
    private readonly Lazy<List<(long Number, string Text)>> _strings = new(() => ReadStrings(connection));

    /// <summary>How to bind the values of the question marks, in their order.</summary>
    public IReadOnlyList<Action<SqliteStatement, int>> Values => _values;

    /// <summary>Whether of this file only traces are meant that have spans in an earlier one too: what is asked for, no text of this file says.</summary>
    public bool IsOfContinued(QueryNode node) => node switch
    {
        QueryNode.AllOf all => all.Parts.Any(IsOfContinued),
        _ => OfTraces(node) is ContinuedOnly or Nothing,
    };

    /// <summary>The part of the condition that an index answers, on <c>traces</c>, or that says that nothing of the file is meant.</summary>
    public string? OfIndex(QueryNode node)
    {
        switch (node)
        {
            case QueryNode.AllOf all:
                return Together(all.Parts, OfIndex);
            case QueryNode.FieldHas { Field.TraceColumn: "conversation" or "user" or "start_time", Tests.Count: 1 } field:
                return OfTraces(field);
            case QueryNode.FieldHas { Scope: QueryScope.Trace } error when IsError(error):
            case QueryNode.Related { Relation: SpanRelation.Has } has when NeedsError(has.Inner):
                return FailedOnly;
            default:
                var bound = _values.Count;
                if (OfTraces(node) == ContinuedOnly)
                {
                    return ContinuedOnly;
                }

                _values.RemoveRange(bound, _values.Count - bound);
                return null;
        }
    }

    /// <summary>The condition, on <c>traces</c>; <see langword="null"/> when any trace may be meant.</summary>
    public string? OfTraces(QueryNode node)
    {
        switch (node)
        {
            case QueryNode.AllOf all:
                return Together(all.Parts, OfTraces);
            case QueryNode.AnyOf any:
                return Alternatives(any.Parts, OfTraces);
            case QueryNode.Not { Inner: var inner } when IsWhole(inner):
                return $"NOT ifnull({OfTraces(inner)}, 0)";
            case QueryNode.FieldHas { Field.TraceColumn: { } column } field:
                return OfColumn(field, column);
            case QueryNode.FieldHas { Field: { IsOfTrace: false, IsInPayload: false } } field:
                return WithSpan(field with { Scope = QueryScope.Span });
            case QueryNode.FieldHas { Field: { TraceTexts: not null, SpanColumn: not null } } field:
                return WithSpan(field with { Scope = QueryScope.Span });
            case QueryNode.Related { Relation: SpanRelation.Has } has:
                return WithSpan(has.Inner);
            case QueryNode.Count { Test: ValueTest.Whole { Min: >= 1 } } count:
                return WithSpan(count.Inner);
            default:
                return null;
        }
    }

    /// <summary>Whether a part of a question says that something failed.</summary>
    public static bool IsError(QueryNode node) => node is QueryNode.FieldHas { Field.Name: QueryFields.Error, Tests: [ValueTest.Whole { Min: 1 }] };

    private static bool NeedsError(QueryNode ofSpan) => IsError(ofSpan) || (ofSpan is QueryNode.AllOf all && all.Parts.Any(NeedsError));

    private string? WithSpan(QueryNode node) => OfSpans(node) switch
    {
        null => null,
        Nothing => ContinuedOnly,
        var condition => $"(earlier_day IS NOT NULL OR EXISTS(SELECT 1 FROM spans WHERE spans.trace_no = traces.trace_no AND {condition}))",
    };

    private string? OfSpans(QueryNode node)
    {
        switch (node)
        {
            case QueryNode.AllOf all:
                return Together(all.Parts, OfSpans);
            case QueryNode.AnyOf any:
                return Alternatives(any.Parts, OfSpans);
            case QueryNode.FieldHas { Field: { SpanColumn: { } column, IsShared: false } } field:
                return field.Field.Type != QueryFieldType.Text ? OfColumn(field, column)
                    : field.Field.Dimension == Statistics.UsageDimension.Kind ? OfKind(field, column)
                    : OfText(field, column);
            default:
                return null;
        }
    }

    private string? Together(IReadOnlyList<QueryNode> parts, Func<QueryNode, string?> translate)
    {
        var bound = _values.Count;
        List<string?> conditions = [];
        foreach (var part in parts)
        {
            var condition = translate(part);
            if (condition == Nothing)
            {
                _values.RemoveRange(bound, _values.Count - bound);
                return Nothing;
            }

            if (condition is not null)
            {
                conditions.Add(condition);
            }
        }

        return Join(" AND ", conditions);
    }

    // Only where every alternative says something, and values are bound in the order of their marks.
    private string? Alternatives(IReadOnlyList<QueryNode> parts, Func<QueryNode, string?> translate)
    {
        var bound = _values.Count;
        List<string?> conditions = [];
        foreach (var part in parts)
        {
            if (translate(part) is not { } condition)
            {
                _values.RemoveRange(bound, _values.Count - bound);
                return null;
            }

            conditions.Add(condition);
        }

        return conditions.TrueForAll(condition => condition == Nothing) ? Nothing : Join(" OR ", conditions);
    }

    private static string? Join(string word, List<string?> conditions) => conditions.Count switch
    {
        0 => null,
        1 => conditions[0],
        _ => "(" + string.Join(word, conditions) + ")",
    };

    /// <summary>Whether the condition says all that a part of a question says.</summary>
    private static bool IsWhole(QueryNode node) => node switch
    {
        QueryNode.AllOf all => all.Parts.Count > 0 && all.Parts.All(IsWhole),
        QueryNode.AnyOf any => any.Parts.All(IsWhole),
        QueryNode.Not not => IsWhole(not.Inner),
        QueryNode.FieldHas { Field.TraceColumn: not null } field => CanCompare(field),
        _ => false,
    };

    private static bool CanCompare(QueryNode.FieldHas field) => field.Tests.All(test => test switch
    {
        ValueTest.Anything or ValueTest.Whole => true,
        ValueTest.Text text => text.Pattern is { IsExact: true, Literal.Length: > 0 },
        _ => false,
    });

    private string? OfColumn(QueryNode.FieldHas field, string column) => CanCompare(field)
        ? Join(" OR ", [.. field.Tests.Select(test => OfTest(test, column))])
        : null;

    private string OfTest(ValueTest test, string column)
    {
        switch (test)
        {
            case ValueTest.Text text:
                _values.Add((row, at) => row.BindText(at, text.Pattern.Literal));
                return $"{column} = ?";
            case ValueTest.Whole whole:
                var conditions = new List<string?> { $"{column} IS NOT NULL" };
                if (whole.Min != long.MinValue)
                {
                    _values.Add((row, at) => row.Bind(at, whole.Min));
                    conditions.Add($"{column} >= ?");
                }

                if (whole.Max != long.MaxValue)
                {
                    _values.Add((row, at) => row.Bind(at, whole.Max));
                    conditions.Add($"{column} <= ?");
                }

                return Join(" AND ", conditions)!;
            default:
                return $"{column} IS NOT NULL";
        }
    }

    private static string OfKind(QueryNode.FieldHas field, string column)
    {
        var kinds = Enum.GetValues<ObservationKind>().Where(kind => field.Matches(kind.Name)).Select(kind => ((int)kind).ToString(CultureInfo.InvariantCulture));
        return $"{column} IN ({string.Join(',', kinds)})";
    }

    private string? OfText(QueryNode.FieldHas field, string column)
    {
        if (field.Tests.Any(test => test is ValueTest.Anything))
        {
            return $"{column} IS NOT NULL";
        }

        var numbers = _strings.Value.Where(entry => field.Matches(entry.Text)).Select(entry => entry.Number.ToString(CultureInfo.InvariantCulture)).ToList();
        var areNumbers = _strings.Value.Count < SurelyRoom &&
            field.Tests.All(test => test is ValueTest.Text { Pattern.Literal: { } literal } && Encoding.UTF8.GetMaxByteCount(literal.Length) <= LongTextBytes);
        return numbers.Count > MaxNumbers ? null
            : numbers.Count == 0 && areNumbers ? Nothing
            : $"({column} IN ({string.Join(',', numbers)}){(areNumbers ? "" : $" OR typeof({column}) = 'text'")})";
    }

    private static List<(long Number, string Text)> ReadStrings(SqliteConnection connection)
    {
        List<(long, string)> strings = [];
        var query = connection.Statement("SELECT string_no, text FROM strings");
        try
        {
            while (query.Step())
            {
                strings.Add((query.Int64(0), query.Text(1) ?? ""));
            }
        }
        finally
        {
            query.Reset();
        }

        return strings;
    }
}
