using System.Globalization;
using OtelGenAI.Conventions;
using OtelGenAI.Storage.Tests.Builders;
using OtelGenAI.Telemetry;

namespace OtelGenAI.Storage.Tests.Conformance;

/// <summary>Scores are found wherever an evaluator wrote them: on a span, in a log record, or in one that knows the response only.</summary>
public abstract partial class StoreConformance
{
    [Fact]
    public async Task Scores_of_a_trace_are_those_of_its_spans_its_log_records_and_its_responses()
    {
        await OtlpSpec.AppendAsync(
            Store,
            OtlpSpec.Chat(trace: 1, id: 1).With(GenAIAttributes.ResponseId, "resp_1") with { Event = (GenAIEvents.EvaluationResult, Score("helpful", 0.5)) },
            OtlpSpec.Chat(trace: 2, id: 1).With(GenAIAttributes.ResponseId, "resp_2") with { Event = ("something else", Score("no", 1)) });
        await OtlpSpec.AppendAsync(
            Store,
            Evaluation(trace: 1, id: 1, time: 1, Score("helpful", 0.75)),
            Evaluation(trace: 1, id: 0, time: 2, [(GenAIAttributes.EvaluationName, "tone"), (GenAIAttributes.EvaluationScoreLabel, "kind")]),
            Evaluation(trace: 0, id: 0, time: 3, [.. Score("relevant", 1), (GenAIAttributes.ResponseId, "resp_1")]),
            Evaluation(trace: 0, id: 0, time: 4, [.. Score("relevant", 0.25), (GenAIAttributes.ResponseId, "resp_9")]),
            new OtlpSpec { Trace = 1, Id = 1, Body = "not a score", Attributes = Score("no", 1) });

        var scores = await ScoresAsync(1, 2, 3);

        Assert.Equal(["helpful=0.5 of 1", "helpful=0.75 of 1", "tone=kind of 0", "relevant=1 of 0"], scores[Some.TraceId(1)]);
        Assert.Single(scores);
    }

    [Fact]
    public async Task A_score_counts_once_however_often_it_is_sent_and_one_of_a_replaced_span_is_gone()
    {
        var evaluated = OtlpSpec.Chat(trace: 1) with { Event = (GenAIEvents.EvaluationResult, Score("helpful", 0.5)) };
        for (var attempt = 0; attempt < 2; attempt++)
        {
            await OtlpSpec.AppendAsync(Store, evaluated, Evaluation(trace: 1, id: 1, time: 1, Score("tone", 1)));
        }

        Assert.Equal(["helpful=0.5 of 1", "tone=1 of 1"], (await ScoresAsync(1))[Some.TraceId(1)]);
        await OtlpSpec.AppendAsync(Store, evaluated with { Event = (GenAIEvents.EvaluationResult, Score("helpful", 0.9)) });
        Assert.Equal(["helpful=0.9 of 1", "tone=1 of 1"], (await ScoresAsync(1))[Some.TraceId(1)]);
        await OtlpSpec.AppendAsync(Store, evaluated with { Event = null });
        Assert.Equal(["tone=1 of 1"], (await ScoresAsync(1))[Some.TraceId(1)]);
    }

    [Fact]
    public async Task The_evaluations_of_a_response_are_found_among_any_number_of_others()
    {
        foreach (var part in Enumerable.Range(0, 1_500).Chunk(500))
        {
            await OtlpSpec.AppendAsync(Store, part.Select(n => Evaluation(trace: 0, id: 0, time: 10 + n, [.. Score("other", n), (GenAIAttributes.ResponseId, $"other_{n}")])));
        }

        await OtlpSpec.AppendAsync(
            Store,
            Evaluation(trace: 0, id: 0, time: 2, [.. Score("late", 1), (GenAIAttributes.ResponseId, "resp_1")]),
            Evaluation(trace: 0, id: 0, time: 1, [.. Score("early", 1), (GenAIAttributes.ResponseId, "resp_1")]));

        var found = await Store.GetEvaluationsOfResponseAsync(Some.Tenant, "resp_1", limit: 10, CancellationToken.None);

        Assert.Equal([Some.Second(1), Some.Second(2)], found.Select(log => log.TimeUnixNano));
        Assert.All(found, log => Assert.NotEqual(0, log.Message.Length));
        Assert.Single(await Store.GetEvaluationsOfResponseAsync(Some.Tenant, "resp_1", limit: 1, CancellationToken.None));
        Assert.Empty(await Store.GetEvaluationsOfResponseAsync(Some.Tenant, "nobody's", limit: 10, CancellationToken.None));
        Assert.Empty(await Store.GetEvaluationsOfResponseAsync(Some.OtherTenant, "resp_1", limit: 10, CancellationToken.None));
    }

    [Fact]
    public async Task A_score_without_a_name_or_with_a_very_long_one_stops_nothing()
    {
        await OtlpSpec.AppendAsync(
            Store,
            OtlpSpec.Chat(trace: 1) with { Event = (GenAIEvents.EvaluationResult, [(GenAIAttributes.EvaluationScoreValue, 1)]) },
            Evaluation(trace: 1, id: 1, time: 1, Score(new string('x', 100_000), 1)));

        Assert.Equal(["=1 of 1", new string('x', 199) + "…=1 of 1"], (await ScoresAsync(1))[Some.TraceId(1)]);
    }

    [Fact]
    public async Task The_scores_of_a_deleted_trace_go_with_it()
    {
        await OtlpSpec.AppendAsync(
            Store, OtlpSpec.Chat(trace: 1) with { Event = (GenAIEvents.EvaluationResult, Score("helpful", 0.5)) }, Evaluation(trace: 1, id: 1, time: 1, Score("tone", 1)),
            OtlpSpec.Chat(trace: 2) with { Event = (GenAIEvents.EvaluationResult, Score("helpful", 1)) });
        await Removal.DeleteTraceAsync(Some.Tenant, Some.TraceId(1), CancellationToken.None);

        Assert.Equal([Some.TraceId(2)], (await ScoresAsync(1, 2)).Keys);
    }

    private static OtlpSpec Evaluation(int trace, int id, double time, IReadOnlyList<(string, object)> score) => new()
    {
        Trace = trace,
        Id = id,
        Start = time,
        Body = "evaluated",
        Attributes = [(EventAttributes.Name, GenAIEvents.EvaluationResult), .. score],
    };

    private static IReadOnlyList<(string Key, object Value)> Score(string name, double value) =>
        [(GenAIAttributes.EvaluationName, name), (GenAIAttributes.EvaluationScoreValue, value)];

    private async Task<Dictionary<TraceId, List<string>>> ScoresAsync(params int[] traces) =>
        (await Store.GetScoresAsync(Some.Tenant, [.. traces.Select(Some.TraceId)], CancellationToken.None)).ToDictionary(
            entry => entry.Key,
            entry => entry.Value.Select(score => string.Create(
                CultureInfo.InvariantCulture, $"{score.Name}={(score.Value is { } value ? value.ToString(CultureInfo.InvariantCulture) : score.Label)} of {(uint)score.SpanId.Value}")).ToList());
}
