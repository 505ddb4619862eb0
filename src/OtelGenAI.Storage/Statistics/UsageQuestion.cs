using OtelGenAI.Storage.Query;

namespace OtelGenAI.Storage.Statistics;

/// <summary>Asks a question about spans of the keys of roll-ups, where these know the answer.</summary>
internal static class UsageQuestion
{
    /// <summary>Whether a question names nothing but what roll-ups are told apart by.</summary>
    /// <param name="query">The question.</param>
    /// <param name="named">Takes what it names.</param>
    public static bool IsAnswerable(TraceQuery? query, ISet<UsageDimension> named) => query is null || IsAnswerable(query.Root, named);

    /// <summary>Whether it holds for the spans of a key.</summary>
    public static bool Matches(TraceQuery? query, Func<UsageDimension, string?> valueOf) => query is null || Matches(query.Root, valueOf);

    private static bool IsAnswerable(QueryNode node, ISet<UsageDimension> named)
    {
        switch (node)
        {
            case QueryNode.AllOf all:
                return all.Parts.All(part => IsAnswerable(part, named));
            case QueryNode.AnyOf any:
                return any.Parts.All(part => IsAnswerable(part, named));
            case QueryNode.Not not:
                return IsAnswerable(not.Inner, named);

            // The environment of a span without one is that of its trace, which roll-ups do not know.
            case QueryNode.FieldHas { Field: { Dimension: { } dimension, IsShared: false } }:
                named.Add(dimension);
                return true;
            default:
                return false;
        }
    }

    private static bool Matches(QueryNode node, Func<UsageDimension, string?> valueOf) => node switch
    {
        QueryNode.AllOf all => all.Parts.All(part => Matches(part, valueOf)),
        QueryNode.AnyOf any => any.Parts.Any(part => Matches(part, valueOf)),
        QueryNode.Not not => !Matches(not.Inner, valueOf),
        QueryNode.FieldHas field => valueOf(field.Field.Dimension!.Value) is { Length: > 0 } value && field.Matches(value),
        _ => throw new System.Diagnostics.UnreachableException(node.GetType().Name),
    };
}
