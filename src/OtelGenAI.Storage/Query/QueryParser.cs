using System.Diagnostics.CodeAnalysis;
using OtelGenAI.Telemetry;

namespace OtelGenAI.Storage.Query;

/// <summary>Reads a question, left to right; the first thing that is wrong ends it.</summary>
/// <param name="text">The question.</param>
/// <param name="now">What relative times count from.</param>
internal sealed class QueryParser(string text, DateTimeOffset now)
{
    // What a person writes has a tenth of this; what a program writes must not take the server's time.
    private const int MaxLength = 4_096;
    private const int MaxParts = 256;
    private const int MaxDepth = 32;

    private static readonly (string Name, SpanRelation Relation)[] Relations =
    [
        ("has", SpanRelation.Has), ("child", SpanRelation.Child), ("descendant", SpanRelation.Descendant), ("parent", SpanRelation.Parent),
        ("ancestor", SpanRelation.Ancestor), ("followed_by", SpanRelation.FollowedBy), ("preceded_by", SpanRelation.PrecededBy),
    ];

    private static readonly string[] OtherStructures = ["count", "same", "trace"];

    private readonly QueryValues _values = new(now);
    private int _at;
    private int _parts;
    private int _depth;
    private int _spansOutside;

    /// <summary>Names that stand before a bracket.</summary>
    public static IEnumerable<string> StructureNames => Relations.Select(entry => entry.Name).Concat(OtherStructures);

    /// <summary>Reads all of it.</summary>
    /// <param name="scope">What it is about.</param>
    /// <param name="problem">What is wrong.</param>
    public TraceQuery? Parse(QueryScope scope, out QueryProblem? problem)
    {
        problem = null;
        try
        {
            if (text.Length > MaxLength)
            {
                Refuse($"The query has {text.Length} characters; the limit is {MaxLength}.", MaxLength, text.Length - MaxLength);
            }

            _spansOutside = scope == QueryScope.Span ? 1 : 0;
            SkipSpace();
            var root = IsAtEnd ? new QueryNode.AllOf([]) : Or(scope);
            if (!IsAtEnd)
            {
                Refuse("This bracket closes nothing.", _at, 1, suggestion: "");
            }

            return new TraceQuery(text, root);
        }
        catch (QuerySyntaxException failure)
        {
            problem = failure.Problem;
            return null;
        }
    }

    private bool IsAtEnd => _at >= text.Length;

    private QueryNode Or(QueryScope scope)
    {
        List<QueryNode> parts = [And(scope)];
        while (TakeWord("or"))
        {
            parts.Add(And(scope));
        }

        return parts.Count == 1 ? parts[0] : new QueryNode.AnyOf([.. parts.OrderBy(part => part.Depth)]);
    }

    private QueryNode And(QueryScope scope)
    {
        List<QueryNode> parts = [Unary(scope)];
        while (!IsAtEnd && text[_at] != ')' && !IsWord("or"))
        {
            _ = TakeWord("and");
            parts.Add(Unary(scope));
        }

        return parts.Count == 1 ? parts[0] : new QueryNode.AllOf([.. parts.OrderBy(part => part.Depth)]);
    }

    private QueryNode Unary(QueryScope scope)
    {
        if (++_parts > MaxParts)
        {
            Refuse($"The query has more than {MaxParts} conditions.", _at, 0);
        }

        return TakeWord("not") ? new QueryNode.Not(Nested(scope, Unary)) : Primary(scope);
    }

    private QueryNode Primary(QueryScope scope)
    {
        var start = _at;
        if (IsAtEnd || text[_at] == ')' || IsWord("and") || IsWord("or"))
        {
            Refuse("A condition is missing here.", _at, IsAtEnd ? 0 : 1);
        }

        if (text[_at] == '(')
        {
            return Bracket(scope);
        }

        if (text[_at] == '"')
        {
            var quoted = Quoted();
            SkipSpace();
            return Words(quoted, start, scope);
        }

        var name = Name();
        if (name.Length == 0)
        {
            Refuse($"'{text[_at]}' is not expected here; put a text with special characters in quotes.", _at, 1);
        }

        if (!IsAtEnd && text[_at] == '(')
        {
            return Structure(name, start, scope);
        }

        if (!IsAtEnd && text[_at] is '[' or ':' or '<' or '>' or '=')
        {
            return Condition(name, start, scope);
        }

        SkipSpace();
        return Words(name, start, scope);
    }

    private QueryNode Bracket(QueryScope scope)
    {
        var opening = _at++;
        SkipSpace();
        var inner = Nested(scope, Or);
        if (IsAtEnd)
        {
            Refuse("This bracket is never closed.", opening, 1);
        }

        _at++;
        SkipSpace();
        return inner;
    }

    private QueryNode Nested(QueryScope scope, Func<QueryScope, QueryNode> read)
    {
        if (++_depth > MaxDepth)
        {
            Refuse($"The query is nested more than {MaxDepth} deep.", _at, 0);
        }

        var node = read(scope);
        _depth--;
        return node;
    }

    private QueryNode Structure(string name, int start, QueryScope scope)
    {
        var known = Array.FindIndex(Relations, entry => entry.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
        if (known >= 0)
        {
            var relation = Relations[known].Relation;
            var isOfTrace = scope == QueryScope.Trace && relation != SpanRelation.Has;
            _spansOutside += isOfTrace ? 2 : 1;
            var inner = Bracket(QueryScope.Span);
            _spansOutside -= isOfTrace ? 2 : 1;
            var related = new QueryNode.Related(relation, inner);
            return isOfTrace ? new QueryNode.Related(SpanRelation.Has, related) : related;
        }

        switch (name.ToLowerInvariant())
        {
            case "count":
                _spansOutside++;
                var counted = Bracket(QueryScope.Span);
                _spansOutside--;
                return Count(counted);
            case "same":
                return Same(start, scope);
            case "trace" when scope == QueryScope.Span:
                var outside = _spansOutside;
                _spansOutside = 0;
                var ofTrace = Bracket(QueryScope.Trace);
                _spansOutside = outside;
                return new QueryNode.OfTrace(ofTrace);
            case "trace":
                Refuse("trace( ) is for inside has( ) and its like; here every condition is about the trace.", start, name.Length);
                break;
            default:
                var nearest = NearestName.Find(name, StructureNames);
                Refuse($"There is no {name}( ){(nearest is null ? $": {string.Join(", ", StructureNames)}." : $"; did you mean {nearest}( )?")}", start, name.Length, nearest);
                break;
        }

        throw new System.Diagnostics.UnreachableException();
    }

    private QueryNode.Count Count(QueryNode counted)
    {
        var at = _at;
        var comparison = Comparison();
        if (comparison.Length == 0)
        {
            Refuse("count( ) is compared with a number: count(kind:tool)>20.", at, 0, suggestion: ">0");
        }

        return new QueryNode.Count(counted, Test(CountField, comparison == ":" ? "" : comparison));
    }

    private QueryNode.Same Same(int start, QueryScope scope)
    {
        if (scope != QueryScope.Span || _spansOutside < 2)
        {
            Refuse("same( ) compares a span with the one outside: write it inside child( ), followed_by( ) and their like.", start, "same".Length);
        }

        _at++;
        SkipSpace();
        var at = _at;
        var field = Compared(at);
        var outside = field;
        if (TakeComma())
        {
            SkipSpace();
            var second = _at;
            outside = Compared(second);
            if (outside.Name == QueryFields.ToolResult || (outside.SpanNumber is null) != (field.SpanNumber is null))
            {
                Refuse($"{field.Name} of a span is never the {outside.Name} of another.", second, outside.Name.Length);
            }
        }
        else if (field.Name == QueryFields.ToolResult)
        {
            Refuse("Say what of the span outside it answers: same(tool_result, tool_call).", at, field.Name.Length, suggestion: "tool_result, tool_call");
        }

        SkipSpace();
        if (IsAtEnd || text[_at] != ')')
        {
            Refuse("same( ) takes one field, or two: that of the span and that of the one outside.", at, _at - at);
        }

        _at++;
        SkipSpace();
        return new QueryNode.Same(field, outside);
    }

    private QueryField Compared(int at)
    {
        var field = Field(Name(), at, QueryScope.Span, out _);
        if (!field.IsComparable)
        {
            Refuse($"same( ) compares columns; {field.Name} is none.", at, field.Name.Length);
        }

        return field;
    }

    private QueryNode.FieldHas Condition(string name, int start, QueryScope scope)
    {
        var field = Field(name, start, scope, out var key);
        if (text[_at] == '[')
        {
            key = Key(field, start);
        }

        if (field.HasKeys && string.IsNullOrEmpty(key))
        {
            Refuse($"{field.Name} needs a key: {field.Name}[\"key\"]:value.", start, name.Length);
        }

        var at = _at;
        var comparison = Comparison();
        if (comparison.Length == 0)
        {
            Refuse($"{field.Name} needs a value: {field.Name}:value.", at, 0, suggestion: ":");
        }

        if (comparison != ":")
        {
            return new QueryNode.FieldHas(scope, field, key, [Test(field, comparison)]);
        }

        List<ValueTest> tests = [];
        if (!IsAtEnd && text[_at] == '(')
        {
            var opening = _at++;
            do
            {
                SkipSpace();
                tests.Add(Test(field, Comparison()));
            }
            while (TakeComma());
            if (IsAtEnd)
            {
                Refuse("This list is never closed.", opening, 1);
            }

            if (text[_at] != ')')
            {
                Refuse("Values of a list are separated by commas.", _at, 1, suggestion: ",");
            }

            _at++;
            SkipSpace();
        }
        else
        {
            tests.Add(Test(field, Comparison()));
        }

        return new QueryNode.FieldHas(scope, field, key, tests);
    }

    private static QueryField Field(string name, int start, QueryScope scope, out string? key)
    {
        if (QueryFields.Find(name, out key) is not { } field)
        {
            var nearest = NearestName.Find(name, QueryFields.All.Where(known => scope == QueryScope.Trace || known.IsOfSpan).Select(known => known.Name));
            throw Problem(
                $"There is no field '{name}'; {(nearest is null ? "an attribute is asked for with attr[\"key\"]:value." : $"did you mean '{nearest}'?")}",
                start, name.Length, nearest);
        }

        if (scope == QueryScope.Span && !field.IsOfSpan)
        {
            throw Problem($"'{field.Name}' is a field of traces, and here conditions are about one span; write trace({field.Name}…).", start, name.Length);
        }

        return field;
    }

    private string Key(QueryField field, int start)
    {
        if (!field.HasKeys)
        {
            Refuse($"'{field.Name}' has no keys.", start, field.Name.Length);
        }

        var opening = _at++;
        var key = !IsAtEnd && text[_at] == '"' ? Quoted() : TakeWhile(character => character != ']' && !char.IsWhiteSpace(character));
        if (IsAtEnd || text[_at] != ']')
        {
            Refuse("This bracket is never closed.", opening, 1);
        }

        _at++;
        return key;
    }

    private string Comparison()
    {
        foreach (var comparison in (ReadOnlySpan<string>)["<=", ">=", "<", ">", ":", "="])
        {
            if (string.CompareOrdinal(text, _at, comparison, 0, comparison.Length) == 0)
            {
                _at += comparison.Length;
                return comparison == "=" ? ":" : comparison;
            }
        }

        return "";
    }

    /// <summary>Reads what a value may be.</summary>
    private ValueTest Test(QueryField field, string comparison)
    {
        SkipSpace();
        var start = _at;
        if (!IsAtEnd && text[_at] == '"')
        {
            var quoted = Quoted();
            SkipSpace();
            return comparison is "" or ":" ? Equal(field, quoted, isQuoted: true, start) : Compare(field, quoted, comparison, start);
        }

        var value = TakeWhile(character => !char.IsWhiteSpace(character) && character is not (')' or '(' or ',' or '"'));
        SkipSpace();
        if (value.Length == 0)
        {
            Refuse($"A value for {field.Name} is missing here.", start, 0);
        }

        if (comparison is not ("" or ":"))
        {
            return Compare(field, value, comparison, start);
        }

        if (value == "*")
        {
            return new ValueTest.Anything();
        }

        var dots = field.Type is QueryFieldType.Text or QueryFieldType.Boolean ? -1 : value.IndexOf("..", StringComparison.Ordinal);
        return dots < 0 ? Equal(field, value, isQuoted: false, start) : Range(field, value[..dots], value[(dots + 2)..], start);
    }

    private ValueTest Equal(QueryField field, string value, bool isQuoted, int start)
    {
        if (field.Type == QueryFieldType.Dynamic)
        {
            var number = QueryValues.Number(value);
            return new ValueTest.Dynamic(
                new WildcardPattern(value, isQuoted, isExact: false), number is { } same ? new NumberRange((double)same, (double)same) : null);
        }

        if (field.Type != QueryFieldType.Text)
        {
            var number = Number(field, value, start, value.Length);

            // A day is from its first to its last moment.
            var isDay = field.Type == QueryFieldType.Time && DateOnly.TryParse(value, System.Globalization.CultureInfo.InvariantCulture, out _);
            return Whole(number, isDay ? number + (TimeSpan.TicksPerDay * TimeSpan.NanosecondsPerTick) - 1 : number, isMinOpen: false, isMaxOpen: false);
        }

        var pattern = new WildcardPattern(value, isQuoted, field.IsExact);
        if (field.KnownValues.Count > 0 && !field.KnownValues.Any(pattern.Matches))
        {
            var nearest = NearestName.Find(value, field.KnownValues);
            Refuse(
                $"{field.Name} is never '{value}'{(nearest is null ? $": {string.Join(", ", field.KnownValues)}." : $"; did you mean '{nearest}'?")}",
                start, value.Length, nearest);
        }

        return new ValueTest.Text(pattern);
    }

    private ValueTest Compare(QueryField field, string value, string comparison, int start)
    {
        if (field.Type is QueryFieldType.Text or QueryFieldType.Boolean)
        {
            Refuse($"{field.Name} has no order; write {field.Name}:{value}.", start - comparison.Length, comparison.Length, suggestion: ":");
        }

        var number = Number(field, value, start, value.Length);
        var isMin = comparison[0] == '>';
        var isOpen = comparison.Length == 1;
        if (field.Type == QueryFieldType.Dynamic)
        {
            return new ValueTest.Dynamic(null, isMin
                ? new NumberRange((double)number, double.PositiveInfinity, HasMin: !isOpen)
                : new NumberRange(double.NegativeInfinity, (double)number, HasMax: !isOpen));
        }

        return isMin ? Whole(number, null, isOpen, isMaxOpen: false) : Whole(null, number, isMinOpen: false, isOpen);
    }

    private ValueTest Range(QueryField field, string from, string to, int start)
    {
        decimal? min = from.Length == 0 ? null : Number(field, from, start, from.Length);
        decimal? max = to.Length == 0 ? null : Number(field, to, start + from.Length + 2, to.Length);
        if (min is null && max is null)
        {
            Refuse("A range needs one end at least: 1..5, 1.. or ..5.", start, 2);
        }

        return field.Type == QueryFieldType.Dynamic
            ? new ValueTest.Dynamic(null, new NumberRange((double?)min ?? double.NegativeInfinity, (double?)max ?? double.PositiveInfinity))
            : Whole(min, max, isMinOpen: false, isMaxOpen: false);
    }

    private static ValueTest.Whole Whole(decimal? min, decimal? max, bool isMinOpen, bool isMaxOpen) => new(
        min is { } least ? Clamp(isMinOpen ? Math.Floor(least) + 1 : Math.Ceiling(least)) : long.MinValue,
        max is { } most ? Clamp(isMaxOpen ? Math.Ceiling(most) - 1 : Math.Floor(most)) : long.MaxValue);

    private static long Clamp(decimal number) => number <= long.MinValue ? long.MinValue : number >= long.MaxValue ? long.MaxValue : (long)number;

    private decimal Number(QueryField field, string value, int start, int length) => _values.Read(field.Type, value)
        ?? throw Problem($"'{value}' is no value of {field.Name}: {QueryValues.Example(field.Type)}.", start, length);

    private QueryNode.Says Words(string words, int start, QueryScope scope) => WordPhrase.Read(words) is { } phrase
        ? new QueryNode.Says(scope, phrase)
        : throw Problem($"There is no word in '{words}' to look for.", start, _at - start);

    private string Name() => TakeWhile(character => !char.IsWhiteSpace(character) && character is not ('(' or ')' or '[' or ']' or ',' or '"' or ':' or '<' or '>' or '='));

    private string Quoted()
    {
        var opening = _at++;
        var quoted = new System.Text.StringBuilder();
        while (!IsAtEnd && text[_at] != '"')
        {
            // A backslash lets a quote, or a backslash, stand for itself.
            if (text[_at] == '\\' && _at + 1 < text.Length && text[_at + 1] is '"' or '\\')
            {
                _at++;
            }

            quoted.Append(text[_at++]);
        }

        if (IsAtEnd)
        {
            Refuse("This quote is never closed.", opening, 1);
        }

        _at++;
        return quoted.ToString();
    }

    private string TakeWhile(Func<char, bool> isPart)
    {
        var start = _at;
        while (!IsAtEnd && isPart(text[_at]))
        {
            _at++;
        }

        return text[start.._at];
    }

    private bool IsWord(string word) =>
        string.Compare(text, _at, word, 0, word.Length, StringComparison.OrdinalIgnoreCase) == 0 &&
        (_at + word.Length == text.Length || char.IsWhiteSpace(text[_at + word.Length]) || text[_at + word.Length] is '(' or ')' or '"');

    private bool TakeWord(string word)
    {
        if (!IsWord(word))
        {
            return false;
        }

        _at += word.Length;
        SkipSpace();
        return true;
    }

    private bool TakeComma()
    {
        SkipSpace();
        if (IsAtEnd || text[_at] != ',')
        {
            return false;
        }

        _at++;
        return true;
    }

    private void SkipSpace()
    {
        while (!IsAtEnd && char.IsWhiteSpace(text[_at]))
        {
            _at++;
        }
    }

    private static readonly QueryField CountField = new("count", QueryFieldType.Count, "how many spans");

    [DoesNotReturn]
    private static void Refuse(string message, int column, int length, string? suggestion = null) => throw Problem(message, column, length, suggestion);

    private static QuerySyntaxException Problem(string message, int column, int length, string? suggestion = null) =>
        new(new QueryProblem(message, column, length, suggestion));
}

/// <summary>Ends the reading of a question that is wrong.</summary>
[SuppressMessage("Design", "CA1064", Justification = "Nobody outside the parser sees it.")]
internal sealed class QuerySyntaxException(QueryProblem problem) : Exception(problem.Message)
{
    public QueryProblem Problem => problem;
}
