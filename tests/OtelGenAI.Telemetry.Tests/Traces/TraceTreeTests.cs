using OtelGenAI.Telemetry.Traces;

namespace OtelGenAI.Telemetry.Tests.Traces;

public class TraceTreeTests
{
    [Fact]
    public void Children_follow_their_parent_in_the_order_of_their_start()
    {
        var tree = TraceTree.Build([Some.Span(4, parent: 1, start: 9), Some.Span(1), Some.Span(3, parent: 2), Some.Span(2, parent: 1, start: 5)]);

        Assert.Equal("1@0 2@1 3@2 4@1", Shape(tree));
    }

    [Fact]
    public void Spans_whose_parent_never_arrives_stand_below_a_placeholder_as_long_as_they_are_and_say_so()
    {
        var tree = TraceTree.Build([Some.Span(2, parent: 1), Some.Span(3, parent: 2), Some.Span(4, parent: 1, start: 30)]);

        Assert.Equal("1@0 2@1 3@2 4@1", Shape(tree));
        Assert.True(tree.Nodes[0].IsPlaceholder);
        Assert.Equal("parent that was not received", tree.Nodes[0].Span.Name);
        Assert.Equal((Some.Moment(2), Some.Moment(40)), (tree.Nodes[0].Span.StartUnixNano, tree.Nodes[0].Span.EndUnixNano));
        Assert.Equal([SpanFlags.Orphan, SpanFlags.None, SpanFlags.Orphan], tree.Nodes.Skip(1).Select(node => node.Flags));
    }

    [Fact]
    public void The_missing_parent_of_a_server_span_is_its_caller()
    {
        var tree = TraceTree.Build([Some.Span(2, parent: 1), Some.Span(3, parent: 1, spanKind: 2)]);

        Assert.Equal("caller that was not received", tree.Nodes[0].Span.Name);
    }

    [Fact]
    public void A_parent_that_arrives_late_takes_its_child_back()
    {
        var tree = TraceTree.Build([Some.Span(2, parent: 1), Some.Span(1)]);

        Assert.Equal("1@0 2@1", Shape(tree));
        Assert.Equal(1, tree.RootCount);
        Assert.All(tree.Nodes, node => Assert.Equal(SpanFlags.None, node.Flags));
    }

    [Fact]
    public void Several_roots_stand_beside_each_other_by_start()
    {
        var tree = TraceTree.Build([Some.Span(1, start: 20), Some.Span(2, start: 10), Some.Span(3, parent: 1)]);

        Assert.Equal("2@0 1@0 3@1", Shape(tree));
        Assert.Equal(2, tree.RootCount);
    }

    [Fact]
    public void A_span_that_is_its_own_parent_is_a_root()
    {
        var tree = TraceTree.Build([Some.Span(1, parent: 1), Some.Span(2, parent: 1)]);

        Assert.Equal("1@0 2@1", Shape(tree));
    }

    [Fact]
    public void A_circle_is_cut_at_its_earliest_span_and_everything_below_it_is_shown()
    {
        var tree = TraceTree.Build(
            [Some.Span(5), Some.Span(1, parent: 3, start: 7), Some.Span(2, parent: 1, start: 6), Some.Span(3, parent: 2, start: 8), Some.Span(4, parent: 3, start: 9)]);

        Assert.Equal("5@0 2@0 3@1 1@2 4@2", Shape(tree));
        Assert.Equal(SpanFlags.Cycle, tree.Nodes[1].Flags);
    }

    [Fact]
    public void Of_spans_with_one_id_the_last_one_counts()
    {
        var tree = TraceTree.Build([Some.Span(1) with { Name = "first" }, Some.Span(1) with { Name = "second" }]);

        Assert.Equal("second", Assert.Single(tree.Nodes).Span.Name);
    }

    [Fact]
    public void A_chain_of_100_000_spans_is_built()
    {
        var tree = TraceTree.Build([.. Enumerable.Range(1, 100_000).Select(id => Some.Span(id, parent: id - 1))]);

        Assert.Equal(99_999, tree.Nodes[^1].Depth);
    }

    [Fact]
    public void A_circle_of_100_000_spans_is_built()
    {
        var tree = TraceTree.Build([.. Enumerable.Range(1, 100_000).Select(id => Some.Span(id, parent: id == 1 ? 100_000 : id - 1))]);

        Assert.Equal(100_000, tree.Nodes.Count);
        Assert.Equal(1, tree.RootCount);
    }

    [Fact]
    public void A_parent_with_100_000_children_is_built()
    {
        var tree = TraceTree.Build([.. Enumerable.Range(1, 100_000).Select(id => Some.Span(id, parent: id == 1 ? 0 : 1))]);

        Assert.Equal(1, tree.RootCount);
        Assert.All(tree.Nodes.Skip(1), node => Assert.Equal(1, node.Depth));
    }

    [Fact]
    public void No_spans_make_an_empty_tree() => Assert.Empty(TraceTree.Build([]).Nodes);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void The_tree_does_not_depend_on_the_order_of_arrival_and_holds_every_span_once(int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < 200; round++)
        {
            var spans = Enumerable.Range(1, 1 + random.Next(30))
                .Select(id => Some.Span(id, parent: random.Next(0, 34), start: random.Next(5), kind: (ObservationKind)random.Next(0, 7), input: random.Next(2) == 0 ? null : 3))
                .ToArray();

            var tree = TraceTree.Build(spans);
            random.Shuffle(spans);
            var shuffled = TraceTree.Build(spans);

            Assert.Equal(tree.Nodes, shuffled.Nodes);
            Assert.Equal(spans.Length, tree.Nodes.Count(node => !node.IsPlaceholder));
            Assert.Equal(tree.Nodes.Count, tree.Nodes.Select(node => node.Span.SpanId).Distinct().Count());
            Assert.Equal(tree.RootCount, tree.Nodes.Count(node => node.Depth == 0));
            Assert.All(tree.Nodes, node => Assert.True(
                node.Depth == 0 ? node.ParentNode == -1 : tree.Nodes[node.ParentNode].Span.SpanId == node.Span.ParentSpanId));
        }
    }

    private static string Shape(TraceTree tree) =>
        string.Join(' ', tree.Nodes.Select(node => $"{node.Span.SpanId.Value}@{node.Depth}"));
}
