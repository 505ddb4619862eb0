using OtelGenAI.Pricing;
using OtelGenAI.Telemetry.Pricing;

namespace OtelGenAI.Telemetry.Traces;

/// <summary>Sums up every subtree of a trace: time, tokens, cost, errors and calls. Sorting apart linear, and iterative.</summary>
public static class SubtreeRollUps
{
    /// <summary>Sums up the subtrees of a tree.</summary>
    /// <param name="tree">The tree.</param>
    /// <param name="prices">The prices.</param>
    /// <returns>One for each node, in the tree's order. The caller's.</returns>
    public static SubtreeRollUp[] Of(TraceTree tree, PriceBook prices)
    {
        var nodes = tree.Nodes;
        var children = new TreeChildren(nodes);
        var self = SelfTimes(nodes, children);
        var critical = CriticalPath.Find(nodes, children);
        var sums = new SubtreeRollUp[nodes.Count];
        var (from, to) = (new long[nodes.Count], new long[nodes.Count]);
        Array.Fill(from, long.MaxValue);
        Array.Fill(to, long.MinValue);

        // Backwards through the order of depth: everything below a node is complete when it is reached.
        for (var i = nodes.Count - 1; i >= 0; i--)
        {
            var node = nodes[i];
            from[i] = Math.Min(from[i], node.DrawnStart);
            to[i] = Math.Max(to[i], node.DrawnEnd);
            var own = OwnOf(node, prices);
            sums[i] = Plus(sums[i], own) with
            {
                OwnCostUsd = own.OwnCostUsd,
                DurationNano = to[i] - from[i],
                SelfNano = self[i],
                CriticalNano = critical[i],
                CriticalBelowNano = sums[i].CriticalBelowNano + critical[i],
            };
            if (node.ParentNode is >= 0 and var parent)
            {
                sums[parent] = Plus(sums[parent], sums[i]) with { CriticalBelowNano = sums[parent].CriticalBelowNano + sums[i].CriticalBelowNano };
                from[parent] = Math.Min(from[parent], from[i]);
                to[parent] = Math.Max(to[parent], to[i]);
            }
        }

        return sums;
    }

    private static long[] SelfTimes(IReadOnlyList<TraceTreeNode> nodes, TreeChildren children)
    {
        var self = new long[nodes.Count];
        for (var i = 0; i < nodes.Count; i++)
        {
            self[i] = nodes[i].DrawnEnd - nodes[i].DrawnStart;
            var covered = nodes[i].DrawnStart;
            var byStart = children.Of(i);
            byStart.Sort((a, b) => nodes[a].DrawnStart.CompareTo(nodes[b].DrawnStart));
            foreach (var child in byStart)
            {
                var begin = Math.Max(nodes[child].DrawnStart, covered);
                var end = Math.Min(nodes[child].DrawnEnd, nodes[i].DrawnEnd);
                if (end > begin)
                {
                    self[i] -= end - begin;
                    covered = end;
                }
            }
        }

        return self;
    }

    private static SubtreeRollUp OwnOf(TraceTreeNode node, PriceBook prices)
    {
        var own = new SubtreeRollUp { Errors = node.Span.IsError ? 1 : 0, Spans = node.IsPlaceholder ? 0 : 1 };
        if (!node.Span.Kind.IsInference || node.Flags.HasFlag(SpanFlags.CoveredCall))
        {
            return own;
        }

        var cost = TraceCost.OfCall(node, prices);
        return own with
        {
            InputTokens = node.Span.Tokens.Input ?? 0,
            OutputTokens = node.Span.Tokens.Output ?? 0,
            CacheReadTokens = node.Span.Tokens.CacheRead ?? 0,
            CacheWriteTokens = node.Span.Tokens.CacheWrite ?? 0,
            ReasoningTokens = node.Span.Tokens.Reasoning ?? 0,
            CostUsd = cost?.Usd,
            OwnCostUsd = cost?.Usd,
            UnpricedCalls = cost is null && TraceCost.IsUnpriced(node, prices) ? 1 : 0,
            Calls = 1,
        };
    }

    private static SubtreeRollUp Plus(SubtreeRollUp a, SubtreeRollUp b) => a with
    {
        InputTokens = a.InputTokens + b.InputTokens,
        OutputTokens = a.OutputTokens + b.OutputTokens,
        CacheReadTokens = a.CacheReadTokens + b.CacheReadTokens,
        CacheWriteTokens = a.CacheWriteTokens + b.CacheWriteTokens,
        ReasoningTokens = a.ReasoningTokens + b.ReasoningTokens,
        CostUsd = b.CostUsd is null ? a.CostUsd : (a.CostUsd ?? 0) + b.CostUsd,
        UnpricedCalls = a.UnpricedCalls + b.UnpricedCalls,
        Calls = a.Calls + b.Calls,
        Errors = a.Errors + b.Errors,
        Spans = a.Spans + b.Spans,
    };
}
