using OtelGenAI.Otlp;
using OtelGenAI.Otlp.Json;
using OtelGenAI.Pricing;
using OtelGenAI.Telemetry.Content;
using OtelGenAI.Telemetry.Dialects;
using OtelGenAI.Telemetry.Findings;
using OtelGenAI.Telemetry.Records;
using OtelGenAI.Telemetry.Tests.Golden;
using OtelGenAI.Telemetry.Traces;
using OtelGenAI.Telemetry.Transcripts;

namespace OtelGenAI.Telemetry.Tests.Findings;

/// <summary>Real clients' runs: the rules are silent on them, but where something is wrong with what was recorded.</summary>
public class GoldenFindingsTests
{
    // Each of them was looked at: the recording does show it.
    private static readonly Dictionary<string, string[]> Expected = new(StringComparer.Ordinal)
    {
    };

    [Theory]
    [MemberData(nameof(GoldenTests.Cases), MemberType = typeof(GoldenTests))]
    public void Nothing_is_found_in_what_goes_well(string input)
    {
        var found = Open(input).SelectMany(FindingRules.Find).Select(finding => finding.Rule).Distinct().Order(StringComparer.Ordinal);

        Assert.Equal(Expected.GetValueOrDefault(input) ?? [], found);
    }

    [Theory]
    [MemberData(nameof(GoldenTests.Cases), MemberType = typeof(GoldenTests))]
    public void Every_call_tool_and_retrieval_is_told_once_in_the_transcript(string input)
    {
        foreach (var trace in Open(input))
        {
            var steps = trace.Tree.Nodes.Count(node => node.Span.Kind is ObservationKind.Llm or ObservationKind.Retrieval or ObservationKind.Rerank && !node.Flags.HasFlag(SpanFlags.CoveredCall));
            var turns = TranscriptReader.Read(trace).Turns;

            Assert.Equal(steps, turns.Count(turn => trace.Tree.Nodes[turn.Node].Span.Kind is ObservationKind.Llm or ObservationKind.Retrieval or ObservationKind.Rerank));
            Assert.Equal(turns.Count, turns.Select(turn => turn.Node).Distinct().Count());
        }
    }

    private static IEnumerable<OpenedTrace> Open(string input)
    {
        var keys = new AttributeKeyTable();
        var batch = new TelemetryBatch(keys);
        using var decoder = new OtlpJsonDecoder();
        Assert.IsType<OtlpDecodeResult.Decoded>(decoder.DecodeTraces(batch, GoldenTests.Bytes(input), OtlpLimits.Default));
        new DialectReader(keys).Read(batch);
        var spans = Enumerable.Range(0, batch.Spans.Length).Select(index => (Record: GoldenRecord.Of(batch, index), Content: SpanContentReader.Read(batch, index))).ToArray();
        return [.. spans.GroupBy(span => span.Record.TraceId).Select(group =>
        {
            var tree = TraceTree.Build([.. group.Select(span => span.Record)]);
            var contents = group.ToDictionary(span => span.Record.SpanId, span => span.Content);
            return new OpenedTrace(tree, SubtreeRollUps.Of(tree, PriceBook.BuiltIn), [.. tree.Nodes.Select(node => contents.GetValueOrDefault(node.Span.SpanId))]);
        })];
    }
}
