using OtelGenAI.Telemetry.Traces;

namespace OtelGenAI.Telemetry.Tests.Traces;

public class DrawnTimesTests
{
    private const int Server = 2;
    private const int Client = 3;

    [Fact]
    public void A_child_that_starts_before_its_parent_by_another_clock_is_drawn_in_the_middle_of_it_and_keeps_its_times()
    {
        var tree = TraceTree.Build([Some.Span(1, start: 100, duration: 50, service: "a"), Some.Span(2, parent: 1, start: 5, duration: 30, service: "b")]);

        var child = Node(tree, 2);
        Assert.Equal(SpanFlags.ClockSkew, child.Flags);
        Assert.Equal((Some.Moment(110), Some.Moment(140)), (child.DrawnStart, child.DrawnEnd));
        Assert.Equal(Some.Moment(5), child.Span.StartUnixNano);
    }

    [Fact]
    public void What_the_same_clock_timed_moves_with_it_and_what_the_first_clock_timed_stays()
    {
        var tree = TraceTree.Build(
        [
            Some.Span(1, start: 100, duration: 50, service: "a"), Some.Span(2, parent: 1, start: 5, duration: 30, service: "b"),
            Some.Span(3, parent: 2, start: 10, duration: 10, service: "b"), Some.Span(4, parent: 3, start: 117, duration: 2, service: "a"),
        ]);

        Assert.Equal(Some.Moment(115), Node(tree, 3).DrawnStart);
        Assert.Equal(SpanFlags.None, Node(tree, 3).Flags);
        Assert.Equal(0, Node(tree, 4).ShiftNano);
    }

    [Fact]
    public void A_child_of_the_same_service_is_drawn_where_it_says()
    {
        var tree = TraceTree.Build([Some.Span(1, start: 10, service: "a"), Some.Span(2, parent: 1, start: 5, service: "a")]);

        Assert.Equal((0L, SpanFlags.None), (Node(tree, 2).ShiftNano, Node(tree, 2).Flags));
    }

    [Theory]
    [InlineData(Client, Server, 90, 20, true)]
    [InlineData(Client, Server, 90, 10, false)]
    [InlineData(Client, Server, 91, 10, false)]
    [InlineData(Client, Server, 92, 10, true)]
    [InlineData(1, 5, 90, 20, false)]
    public void Only_a_server_must_end_within_its_callers_call(int parentKind, int childKind, int start, int duration, bool isMoved)
    {
        var tree = TraceTree.Build(
            [Some.Span(1, start: 0, duration: 100, service: "a", spanKind: parentKind), Some.Span(2, parent: 1, start: start, duration: duration, service: "b", spanKind: childKind)]);

        Assert.Equal(isMoved, Node(tree, 2).ShiftNano != 0);
        Assert.Equal(isMoved, Node(tree, 2).Flags.HasFlag(SpanFlags.ClockSkew));
    }

    [Fact]
    public void A_server_that_works_on_after_its_caller_gave_up_is_only_moved_as_far_as_it_must()
    {
        var tree = TraceTree.Build(
            [Some.Span(1, start: 100, duration: 10, service: "a", spanKind: Client), Some.Span(2, parent: 1, start: 40, duration: 80, service: "b", spanKind: Server)]);

        Assert.Equal(Some.Moment(100), Node(tree, 2).DrawnStart);
    }

    [Fact]
    public void A_run_of_another_time_under_the_same_id_is_drawn_right_behind()
    {
        const int laterMs = 20 * 24 * 60 * 60 * 1000;
        var tree = TraceTree.Build([Some.Span(1, start: 0, duration: 100), Some.Span(2, start: laterMs), Some.Span(3, parent: 2, start: laterMs + 3)]);

        Assert.Equal(SpanFlags.ReusedTraceId, Node(tree, 2).Flags);
        Assert.Equal((Some.Moment(100), Some.Moment(103)), (Node(tree, 2).DrawnStart, Node(tree, 3).DrawnStart));
        Assert.Equal(Some.Moment(laterMs), Node(tree, 2).Span.StartUnixNano);
    }

    [Fact]
    public void A_chain_of_100_000_services_is_drawn()
    {
        var tree = TraceTree.Build([.. Enumerable.Range(1, 100_000).Select(id => Some.Span(id, parent: id - 1, start: -id, service: $"s{id}"))]);

        Assert.Equal(tree.Nodes[0].DrawnStart, tree.Nodes[^1].DrawnStart);
    }

    private static TraceTreeNode Node(TraceTree tree, int id) => tree.Nodes[tree.IndexOf(Some.SpanId(id))];
}
