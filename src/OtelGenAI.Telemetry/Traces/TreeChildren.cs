namespace OtelGenAI.Telemetry.Traces;

/// <summary>The children of every node of a tree, in two arrays. The roots are the children of node -1.</summary>
internal sealed class TreeChildren
{
    private readonly int[] _children;
    private readonly int[] _first;

    public TreeChildren(IReadOnlyList<TraceTreeNode> nodes)
    {
        _first = new int[nodes.Count + 2];
        foreach (var node in nodes)
        {
            _first[node.ParentNode + 2]++;
        }

        for (var i = 1; i < _first.Length; i++)
        {
            _first[i] += _first[i - 1];
        }

        _children = new int[nodes.Count];
        var next = _first.ToArray();
        for (var i = 0; i < nodes.Count; i++)
        {
            _children[next[nodes[i].ParentNode + 1]++] = i;
        }
    }

    /// <summary>Indexes of a node's children; the caller may order them.</summary>
    /// <param name="node">Index of a node, or -1 for the roots.</param>
    public Span<int> Of(int node) => _children.AsSpan(_first[node + 1].._first[node + 2]);
}
