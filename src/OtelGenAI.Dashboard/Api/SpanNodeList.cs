using System.Collections;

namespace OtelGenAI.Dashboard.Api;

/// <summary>The spans of a trace as the API shows them, each made when it is written: the first are on their way before the last are looked at.</summary>
/// <param name="trace">The trace.</param>
internal sealed class SpanNodeList(KnownTree trace) : IReadOnlyList<SpanNodeView>
{
    public int Count => trace.Tree.Nodes.Count;

    public SpanNodeView this[int index] => SpanNodeView.Of(trace.Tree.Nodes[index], trace.RollUps[index]);

    public IEnumerator<SpanNodeView> GetEnumerator()
    {
        for (var i = 0; i < Count; i++)
        {
            yield return this[i];
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
