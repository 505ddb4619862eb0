namespace OtelGenAI.Storage.Query;

/// <summary>What conditions are about.</summary>
internal enum QueryScope
{
    /// <summary>A trace as a whole: sums are its sums, names are those of any of its spans.</summary>
    Trace,

    /// <summary>One span.</summary>
    Span,
}

/// <summary>Where other spans stand from a span.</summary>
internal enum SpanRelation
{
    /// <summary>Anywhere in the trace.</summary>
    Has,

    /// <summary>Directly below it.</summary>
    Child,

    /// <summary>Anywhere below it.</summary>
    Descendant,

    /// <summary>Directly above it.</summary>
    Parent,

    /// <summary>Anywhere above it.</summary>
    Ancestor,

    /// <summary>Starts when it has ended, or later.</summary>
    FollowedBy,

    /// <summary>Has ended when it starts.</summary>
    PrecededBy,
}

/// <summary>A part of a question. Immutable.</summary>
internal abstract record QueryNode
{
    private QueryNode()
    {
    }

    /// <summary>How much must be read to answer it.</summary>
    public abstract QueryDepth Depth { get; }

    /// <summary>All of them hold; without parts everything does. What is cheap to answer stands first.</summary>
    public sealed record AllOf(IReadOnlyList<QueryNode> Parts) : QueryNode
    {
        public override QueryDepth Depth { get; } = Deepest(Parts);
    }

    /// <summary>One of them holds.</summary>
    public sealed record AnyOf(IReadOnlyList<QueryNode> Parts) : QueryNode
    {
        public override QueryDepth Depth { get; } = Deepest(Parts);
    }

    /// <summary>It does not hold.</summary>
    public sealed record Not(QueryNode Inner) : QueryNode
    {
        public override QueryDepth Depth => Inner.Depth;
    }

    /// <summary>A field has one of some values.</summary>
    /// <param name="Scope">Whose field.</param>
    /// <param name="Field">The field.</param>
    /// <param name="Key">The key below it, for fields with keys.</param>
    /// <param name="Tests">What its value may be.</param>
    public sealed record FieldHas(QueryScope Scope, QueryField Field, string? Key, IReadOnlyList<ValueTest> Tests) : QueryNode
    {
        public override QueryDepth Depth => Field.DepthIn(Scope);

        /// <summary>Whether a value is asked for.</summary>
        public bool Matches(string text)
        {
            foreach (var test in Tests)
            {
                if (test.Matches(text))
                {
                    return true;
                }
            }

            return false;
        }

        /// <inheritdoc cref="Matches(string)"/>
        public bool Matches(long number)
        {
            foreach (var test in Tests)
            {
                if (test.Matches(number))
                {
                    return true;
                }
            }

            return false;
        }

        /// <inheritdoc cref="Matches(string)"/>
        public bool Matches(double number)
        {
            foreach (var test in Tests)
            {
                if (test.Matches(number))
                {
                    return true;
                }
            }

            return false;
        }
    }

    /// <summary>Words stand one after the other in a text.</summary>
    public sealed record Says(QueryScope Scope, WordPhrase Phrase) : QueryNode
    {
        public override QueryDepth Depth => QueryDepth.Payloads;
    }

    /// <summary>There is a span for which something holds, standing so from the span outside.</summary>
    public sealed record Related(SpanRelation Relation, QueryNode Inner) : QueryNode
    {
        public override QueryDepth Depth => Inner.Depth > QueryDepth.Spans ? Inner.Depth : QueryDepth.Spans;
    }

    /// <summary>So many spans are so: of the trace, or below the span outside.</summary>
    public sealed record Count(QueryNode Inner, ValueTest Test) : QueryNode
    {
        public override QueryDepth Depth => Inner.Depth > QueryDepth.Spans ? Inner.Depth : QueryDepth.Spans;
    }

    /// <summary>The span has, in a field, the value that the span outside has, in the same or another field.</summary>
    public sealed record Same(QueryField Field, QueryField Outside) : QueryNode
    {
        public override QueryDepth Depth => Field.DepthIn(QueryScope.Span);
    }

    /// <summary>Something holds for the trace of the span.</summary>
    public sealed record OfTrace(QueryNode Inner) : QueryNode
    {
        public override QueryDepth Depth => Inner.Depth;
    }

    private static QueryDepth Deepest(IReadOnlyList<QueryNode> parts) => parts.Count == 0 ? QueryDepth.Lines : parts.Max(part => part.Depth);
}
