namespace OtelGenAI.Storage.Query;

/// <summary>A question about traces or spans in the query language (Query/LANGUAGE.md), read and checked. Immutable.</summary>
public sealed class TraceQuery
{
    internal TraceQuery(string text, QueryNode root)
    {
        Text = text;
        Root = root;
    }

    /// <summary>As it was written.</summary>
    public string Text { get; }

    /// <summary>How much of a trace must be read to answer it.</summary>
    public QueryDepth Depth => Root.Depth;

    internal QueryNode Root { get; }

    /// <summary>Reads a question about traces.</summary>
    /// <param name="text">The question; an empty one is about every trace.</param>
    /// <param name="now">What <c>start&gt;-2h</c> counts from.</param>
    /// <param name="problem">What is wrong with it, and where; <see langword="null"/> when nothing is.</param>
    /// <returns>The question, or <see langword="null"/> when something is wrong.</returns>
    public static TraceQuery? Parse(string text, DateTimeOffset now, out QueryProblem? problem) =>
        new QueryParser(text, now).Parse(QueryScope.Trace, out problem);

    /// <summary>Reads a question about spans: what stands inside <c>has( )</c> in a question about traces.</summary>
    /// <inheritdoc cref="Parse"/>
    public static TraceQuery? ParseForSpans(string text, DateTimeOffset now, out QueryProblem? problem) =>
        new QueryParser(text, now).Parse(QueryScope.Span, out problem);
}

/// <summary>How much of a trace must be read to answer a question; each includes those before.</summary>
public enum QueryDepth
{
    /// <summary>Its line in the list.</summary>
    Lines,

    /// <summary>The columns of its spans.</summary>
    Spans,

    /// <summary>Everything that its spans and log records say: they are decompressed and decoded.</summary>
    Payloads,
}

/// <summary>What is wrong with a question.</summary>
/// <param name="Message">A sentence that names it.</param>
/// <param name="Column">Where it begins: 0 is the first character.</param>
/// <param name="Length">How many characters it has; 0 at the end of the text.</param>
/// <param name="Suggestion">What was probably meant, to stand in its place.</param>
public sealed record QueryProblem(string Message, int Column, int Length, string? Suggestion = null);
