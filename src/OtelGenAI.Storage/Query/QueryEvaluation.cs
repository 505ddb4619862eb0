using OtelGenAI.Telemetry.Records;

namespace OtelGenAI.Storage.Query;

/// <summary>Says whether a question holds for a trace, or for a span: what the language means, whatever engine asks. Not thread-safe.</summary>
/// <param name="query">The question.</param>
/// <param name="format">Decodes what spans said; without it, nothing is known of that.</param>
/// <param name="keys">Attribute keys of the store.</param>
/// <param name="budget">How long it may take.</param>
internal sealed class QueryEvaluation(TraceQuery query, IMessageFormat? format, AttributeKeyTable keys, QueryBudget budget)
{
    private readonly TelemetryBatch _batch = new(keys);

    /// <summary>Whether it holds for a trace.</summary>
    /// <exception cref="QueryTimeException">The time is over.</exception>
    public bool Matches(IQueriedTrace trace) => Holds(query.Root, Ask(trace));

    /// <summary>Whether it holds for a span; for questions about spans.</summary>
    /// <exception cref="QueryTimeException">The time is over.</exception>
    public bool Matches(TraceAnswers trace, int span) => Holds(query.Root, trace, new Place(span, Outside: -1));

    /// <summary>What several spans of a trace are asked for.</summary>
    public TraceAnswers Ask(IQueriedTrace trace) => new(trace, format, _batch, budget);

    private bool Holds(QueryNode node, TraceAnswers trace)
    {
        switch (node)
        {
            case QueryNode.AllOf all:
                foreach (var part in all.Parts)
                {
                    if (!Holds(part, trace))
                    {
                        return false;
                    }
                }

                return true;
            case QueryNode.AnyOf any:
                foreach (var part in any.Parts)
                {
                    if (Holds(part, trace))
                    {
                        return true;
                    }
                }

                return false;
            case QueryNode.Not not:
                return !Holds(not.Inner, trace);
            case QueryNode.FieldHas field:
                return FieldValues.Matches(field, trace);
            case QueryNode.Says says:
                return trace.Says(says.Phrase);
            case QueryNode.Related { Relation: SpanRelation.Has } has:
                return Any(has.Inner, trace, outside: -1);
            case QueryNode.Count count:
                return count.Test.Matches((long)Count(count.Inner, trace, trace.AllSpans, outside: -1));
            default:
                throw new System.Diagnostics.UnreachableException(node.GetType().Name);
        }
    }

    private bool Holds(QueryNode node, TraceAnswers trace, Place place)
    {
        budget.Tick();
        switch (node)
        {
            case QueryNode.AllOf all:
                foreach (var part in all.Parts)
                {
                    if (!Holds(part, trace, place))
                    {
                        return false;
                    }
                }

                return true;
            case QueryNode.AnyOf any:
                foreach (var part in any.Parts)
                {
                    if (Holds(part, trace, place))
                    {
                        return true;
                    }
                }

                return false;
            case QueryNode.Not not:
                return !Holds(not.Inner, trace, place);
            case QueryNode.FieldHas field:
                return FieldValues.Matches(field, trace, place.Span);
            case QueryNode.Says says:
                return trace.Says(says.Phrase, place.Span);
            case QueryNode.Same same:
                return FieldValues.AreSame(same, trace, place.Span, place.Outside);
            case QueryNode.OfTrace ofTrace:
                return Holds(ofTrace.Inner, trace);
            case QueryNode.Count count:
                return count.Test.Matches((long)Count(count.Inner, trace, trace.Related(SpanRelation.Descendant, place.Span), place.Span));
            case QueryNode.Related { Relation: SpanRelation.Has } has:
                return Any(has.Inner, trace, place.Span);
            case QueryNode.Related related:
                foreach (var other in trace.Related(related.Relation, place.Span))
                {
                    if (Holds(related.Inner, trace, new Place(other, place.Span)))
                    {
                        return true;
                    }
                }

                return false;
            default:
                throw new System.Diagnostics.UnreachableException(node.GetType().Name);
        }
    }

    private bool Any(QueryNode node, TraceAnswers trace, int outside)
    {
        for (var span = 0; span < trace.Spans.Count; span++)
        {
            if (Holds(node, trace, new Place(span, outside)))
            {
                return true;
            }
        }

        return false;
    }

    private int Count(QueryNode node, TraceAnswers trace, IEnumerable<int> spans, int outside)
    {
        var count = 0;
        foreach (var span in spans)
        {
            count += Holds(node, trace, new Place(span, outside)) ? 1 : 0;
        }

        return count;
    }

    /// <summary>Which span is asked.</summary>
    /// <param name="Span">The span.</param>
    /// <param name="Outside">The one outside, or -1.</param>
    private readonly record struct Place(int Span, int Outside);
}
