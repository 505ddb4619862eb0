using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using OtelGenAI.Pricing;
using OtelGenAI.Telemetry.Traces;

namespace OtelGenAI.Telemetry.Tests.Traces;

/// <summary>Spans arrive in any order: a trace is read the same. The API's JSON of it is compared in <c>TraceApiTests</c>.</summary>
public class ArrivalOrderTests
{
    private static readonly Config Thorough = Config.QuickThrowOnFailure.WithMaxTest(500);

    // Parents that are missing, circles, several clocks, equal starts, overlapping times, silences of weeks.
    private static readonly Gen<SpanRecord[]> Traces =
        from count in Gen.Choose(1, 24)
        from spans in Gen.CollectToArray(Enumerable.Range(1, count), AnySpan)
        select spans;

    private static readonly string[] Labels =
    [
        """{"environment":"dev","version":"1","tags":["a","b"],"metadata":{"k":1}}""", """{"tags":["c"],"metadata":{"k":2,"l":"x"}}""", """{"session":"s","release":"r7","tags":["b"]}""",
    ];

    [Fact]
    public void Any_order_of_arrival_gives_the_same_tree_and_the_same_sums() =>
        Prop.ForAll(Traces.ToArbitrary(), Gen.Choose(0, int.MaxValue).ToArbitrary(), (spans, seed) =>
        {
            var shuffled = spans.ToArray();
            new Random(seed).Shuffle(shuffled);
            var (tree, other) = (TraceTree.Build(spans), TraceTree.Build(shuffled));
            Assert.Equal(tree.Nodes, other.Nodes);
            Assert.Equal(SubtreeRollUps.Of(tree, PriceBook.BuiltIn), SubtreeRollUps.Of(other, PriceBook.BuiltIn));
        }).Check(Thorough);

    [Fact]
    public void Any_order_of_arrival_gives_the_same_summary_at_the_end() =>
        Prop.ForAll(Traces.ToArbitrary(), Gen.Choose(0, int.MaxValue).ToArbitrary(), (spans, seed) =>
        {
            var shuffled = spans.ToArray();
            new Random(seed).Shuffle(shuffled);
            var (one, other) = (Summarize(spans), Summarize(shuffled));
            var none = new Dictionary<string, JsonNode?>();
            Assert.Equal(TraceLabels.Write(one), TraceLabels.Write(other));
            Assert.Equivalent(one with { Metadata = none }, other with { Metadata = none }, strict: true);
        }).Check(Thorough);

    private static Gen<SpanRecord> AnySpan(int id) =>
        from parent in Gen.Choose(0, 28)
        from start in Gen.Frequency((9, Gen.Choose(0, 60)), (1, Gen.Choose(1_500_000_000, 1_500_000_050)))
        from duration in Gen.Choose(0, 40)
        from kind in Gen.Choose(0, 6)
        from service in Gen.Elements("a", "b", null)
        from spanKind in Gen.Choose(0, 5)
        from input in Gen.Elements<long?>(null, 7)
        from labels in Gen.Frequency((3, Gen.Constant<string?>(null)), (1, Gen.Elements<string?>(Labels)))
        select Some.Span(id, parent, start, (ObservationKind)kind, service, input, input, "gpt-4o-mini", duration: duration, spanKind: spanKind) with
        {
            Provider = "openai",
            Labels = labels,
            ResourceLabels = service is null ? Labels[2] : null,
        };

    private static TraceSummary Summarize(SpanRecord[] spans)
    {
        var accumulator = new TraceAccumulator(Some.TraceId);
        foreach (var span in spans)
        {
            accumulator.Add(span);
        }

        return accumulator.Summarize();
    }
}
