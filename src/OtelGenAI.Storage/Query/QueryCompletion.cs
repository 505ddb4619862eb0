namespace OtelGenAI.Storage.Query;

/// <summary>What stands at a place of a question that is being written.</summary>
/// <param name="Start">Where the piece begins that a suggestion would replace.</param>
/// <param name="Length">How many characters it has.</param>
/// <param name="Prefix">What of it stands before the cursor, without its quote.</param>
/// <param name="Field">The field whose value it is; <see langword="null"/> where a field, or a structure, is named.</param>
/// <param name="Key">The key below the field.</param>
public sealed record QueryCompletion(int Start, int Length, string Prefix, QueryFieldSummary? Field, string? Key)
{
    private const string Delimiters = ":<>=";

    /// <summary>All fields.</summary>
    public static IReadOnlyList<QueryFieldSummary> Fields { get; } = [.. QueryFields.All.Select(field => new QueryFieldSummary(field))];

    /// <summary>Names that stand before a bracket: <c>has</c>, <c>count</c> …</summary>
    public static IReadOnlyList<string> Structures { get; } = [.. QueryParser.StructureNames];

    /// <summary>Says what stands at a place. Any text can be asked, also one that is no question yet.</summary>
    /// <param name="text">The text.</param>
    /// <param name="at">The cursor: 0 is before the first character.</param>
    public static QueryCompletion At(string text, int at)
    {
        at = Math.Clamp(at, 0, text.Length);
        var (start, isQuoted, isList, nameStart, nameEnd) = (0, false, false, 0, -1);
        for (var i = 0; i < at; i++)
        {
            var character = text[i];
            if (character == '"')
            {
                isQuoted = !isQuoted;
            }
            else if (isQuoted)
            {
                continue;
            }
            else if (Delimiters.Contains(character, StringComparison.Ordinal))
            {
                nameEnd = nameEnd < 0 ? i : nameEnd;
                start = i + 1;
            }
            else if (character == '(' && nameEnd >= 0 && start == i)
            {
                (isList, start) = (true, i + 1);
            }
            else if (character == ',' && isList)
            {
                start = i + 1;
            }
            else if (char.IsWhiteSpace(character) && isList)
            {
                start = start == i ? i + 1 : start;
            }
            else if (char.IsWhiteSpace(character) || character is '(' or ')')
            {
                (start, isList, nameStart, nameEnd) = (i + 1, false, i + 1, -1);
            }
        }

        var end = at;
        while (end < text.Length && !char.IsWhiteSpace(text[end]) && text[end] is not (')' or '(' or ',') && !Delimiters.Contains(text[end], StringComparison.Ordinal))
        {
            end++;
        }

        var prefix = text[start..at].TrimStart('"');
        if (nameEnd < 0)
        {
            return new QueryCompletion(start, end - start, text[start..at], Field: null, Key: null);
        }

        var name = text[nameStart..nameEnd];
        var bracket = name.IndexOf('[', StringComparison.Ordinal);
        var field = QueryFields.Find(bracket < 0 ? name : name[..bracket], out var key);
        return new QueryCompletion(
            start, end - start, prefix, field is null ? null : new QueryFieldSummary(field), bracket < 0 ? key : name[(bracket + 1)..].Trim(']', '"'));
    }
}

/// <summary>A field of the query language.</summary>
public sealed record QueryFieldSummary
{
    internal QueryFieldSummary(QueryField field) => Field = field;

    /// <summary>What it is called.</summary>
    public string Name => Field.Name;

    /// <summary>What it is.</summary>
    public string Meaning => Field.Meaning;

    /// <summary>All values there can be, when they are few.</summary>
    public IReadOnlyList<string> KnownValues => Field.Type == QueryFieldType.Boolean ? ["true", "false"] : Field.KnownValues;

    /// <summary>Whether values stand below keys.</summary>
    public bool HasKeys => Field.HasKeys;

    /// <summary>Whether lines of traces have its values, whatever attribute they came in: tags, metadata and scores.</summary>
    public bool IsOfLines => Field.IsLabel || Field.IsScore;

    /// <summary>What the roll-ups tell spans apart by.</summary>
    public Statistics.UsageDimension? Dimension => Field.Dimension;

    internal QueryField Field { get; }
}
