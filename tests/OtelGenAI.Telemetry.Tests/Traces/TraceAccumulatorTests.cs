using OtelGenAI.Telemetry.Traces;

namespace OtelGenAI.Telemetry.Tests.Traces;

public class TraceAccumulatorTests
{
    [Fact]
    public void Tokens_of_model_calls_are_added_up()
    {
        var summary = Summarize(
            Some.Span(1, kind: ObservationKind.Agent),
            Some.Span(2, parent: 1, kind: ObservationKind.Llm, input: 10, output: 3),
            Some.Span(3, parent: 1, kind: ObservationKind.Embedding, input: 5));

        Assert.Equal((15, 3, 2), (summary.InputTokens, summary.OutputTokens, summary.InferenceCalls));
    }

    [Fact]
    public void One_accumulator_sums_up_one_trace_after_another_however_many_spans_each_has()
    {
        var accumulator = new TraceAccumulator(new TraceId(1));
        for (var spans = 1; spans <= 40; spans++)
        {
            var trace = new TraceId((UInt128)spans + 1);
            accumulator.Reset(trace);
            for (var round = 0; round < 2; round++)
            {
                for (var id = 1; id <= spans; id++)
                {
                    // Each a view of the call below it, and sent twice: only the last one counts.
                    accumulator.Add(Some.Span(id, parent: id - 1, kind: ObservationKind.Llm, input: round + 1));
                }
            }

            var summary = accumulator.Summarize();
            Assert.Equal((trace, spans, 2, 1), (summary.TraceId, summary.SpanCount, summary.InputTokens, summary.InferenceCalls));
        }
    }

    [Fact]
    public void A_sum_that_an_agent_reports_over_its_calls_is_not_added()
    {
        var summary = Summarize(
            Some.Span(1, kind: ObservationKind.Agent, input: 15, output: 13),
            Some.Span(2, parent: 1, kind: ObservationKind.Llm, input: 7, output: 7),
            Some.Span(3, parent: 1, kind: ObservationKind.Llm, input: 8, output: 6));

        Assert.Equal((15, 13), (summary.InputTokens, summary.OutputTokens));
    }

    [Fact]
    public void Two_instrumentations_of_one_call_count_once_also_with_an_http_span_between_them()
    {
        var summary = Summarize(
            Some.Span(1, kind: ObservationKind.Llm, input: 10, output: 3),
            Some.Span(2, parent: 1, kind: ObservationKind.Span),
            Some.Span(3, parent: 2, kind: ObservationKind.Llm, input: 10, output: 3));

        Assert.Equal((10, 3, 1), (summary.InputTokens, summary.OutputTokens, summary.InferenceCalls));
    }

    [Fact]
    public void A_call_that_a_tool_makes_inside_a_call_is_another_call()
    {
        var summary = Summarize(
            Some.Span(1, kind: ObservationKind.Llm, input: 10),
            Some.Span(2, parent: 1, kind: ObservationKind.Tool),
            Some.Span(3, parent: 2, kind: ObservationKind.Llm, input: 5));

        Assert.Equal((15, 2), (summary.InputTokens, summary.InferenceCalls));
    }

    [Fact]
    public void A_failed_attempt_without_usage_does_not_take_the_count_from_the_call_around_it()
    {
        var summary = Summarize(
            Some.Span(1, kind: ObservationKind.Llm, input: 10),
            Some.Span(2, parent: 1, kind: ObservationKind.Llm, status: 2));

        Assert.Equal(10, summary.InputTokens);
    }

    [Fact]
    public void A_parent_that_arrives_late_changes_what_is_counted()
    {
        var accumulator = new TraceAccumulator(Some.TraceId);
        accumulator.Add(Some.Span(3, parent: 2, kind: ObservationKind.Llm, input: 10));
        accumulator.Add(Some.Span(1, kind: ObservationKind.Llm, input: 10));
        Assert.Equal(20, accumulator.Summarize().InputTokens);

        accumulator.Add(Some.Span(2, parent: 1, kind: ObservationKind.Span));

        Assert.Equal(10, accumulator.Summarize().InputTokens);
    }

    [Fact]
    public void A_span_that_is_sent_again_replaces_itself()
    {
        var accumulator = new TraceAccumulator(Some.TraceId);
        accumulator.Add(Some.Span(1, kind: ObservationKind.Llm, input: 10));
        accumulator.Add(Some.Span(1, kind: ObservationKind.Llm, input: 12));

        var summary = accumulator.Summarize();
        Assert.Equal((12, 1), (summary.InputTokens, summary.SpanCount));
    }

    [Fact]
    public void The_name_and_status_are_the_first_roots_and_the_times_are_everybodys()
    {
        var summary = Summarize(
            Some.Span(2, parent: 1, start: 0), Some.Span(1, start: 5, status: 2), Some.Span(3, start: 8), Some.Span(4, parent: 9, start: 90));

        Assert.Equal(("span 1", 2, true), (summary.Name, summary.StatusCode, summary.HasRoot));
        Assert.Equal((Some.Moment(0), Some.Moment(100)), (summary.StartUnixNano, summary.EndUnixNano));
        Assert.Equal(1, summary.ErrorCount);
    }

    [Fact]
    public void While_no_root_has_arrived_the_earliest_span_gives_the_name()
    {
        var summary = Summarize(Some.Span(3, parent: 9), Some.Span(2, parent: 9));

        Assert.Equal(("span 2", false), (summary.Name, summary.HasRoot));
    }

    [Fact]
    public void A_run_of_another_time_under_the_same_id_does_not_stretch_the_trace_and_is_counted_all_the_same()
    {
        const int laterMs = 15 * 24 * 60 * 60 * 1000;
        var summary = Summarize(
            Some.Span(1, start: 0, kind: ObservationKind.Llm, input: 5), Some.Span(2, start: laterMs), Some.Span(3, parent: 2, start: laterMs + 4, kind: ObservationKind.Llm, input: 7));

        Assert.Equal(("span 2", Some.Moment(laterMs), Some.Moment(laterMs + 14)), (summary.Name, summary.StartUnixNano, summary.EndUnixNano));
        Assert.Equal((3, 12), (summary.SpanCount, summary.InputTokens));
    }

    [Fact]
    public void A_run_that_waited_a_week_is_one_run_and_a_millisecond_more_is_two()
    {
        const int weekMs = 7 * 24 * 60 * 60 * 1000;

        Assert.Equal(Some.Moment(0), Summarize(Some.Span(1, start: 0), Some.Span(2, start: 10 + weekMs)).StartUnixNano);
        Assert.Equal(Some.Moment(11 + weekMs), Summarize(Some.Span(1, start: 0), Some.Span(2, start: 11 + weekMs)).StartUnixNano);
    }

    [Fact]
    public void A_span_of_a_client_without_a_clock_does_not_put_the_trace_into_1970()
    {
        var summary = Summarize(Some.Span(1), Some.Span(2, parent: 1) with { StartUnixNano = 0, EndUnixNano = 0 });

        Assert.Equal(Some.Moment(1), summary.StartUnixNano);
    }

    [Fact]
    public void Models_and_services_are_named_once_in_the_order_of_their_first_use()
    {
        var summary = Summarize(
            Some.Span(2, kind: ObservationKind.Llm, model: "b", service: "tools"),
            Some.Span(1, kind: ObservationKind.Llm, model: "a", service: "agent"),
            Some.Span(3, kind: ObservationKind.Llm, model: "a", service: "agent"));

        Assert.Equal(["a", "b"], summary.Models);
        Assert.Equal(["agent", "tools"], summary.Services);
    }

    [Fact]
    public void A_chain_of_100_000_nested_calls_is_summed_up()
    {
        var accumulator = new TraceAccumulator(Some.TraceId);
        for (var id = 1; id <= 100_000; id++)
        {
            accumulator.Add(Some.Span(id, parent: id - 1, kind: ObservationKind.Llm, input: 1));
        }

        Assert.Equal(1, accumulator.Summarize().InputTokens);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void The_summary_does_not_depend_on_the_order_of_arrival(int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < 200; round++)
        {
            var spans = Enumerable.Range(1, 1 + random.Next(20))
                .Select(id => Some.Span(id, random.Next(0, 22), random.Next(4), (ObservationKind)random.Next(0, 7), $"s{random.Next(3)}", random.Next(9), random.Next(9), $"m{random.Next(3)}"))
                .ToArray();
            var summary = Summarize(spans);
            random.Shuffle(spans);
            var shuffled = Summarize(spans);

            Assert.Equal(summary.Models, shuffled.Models);
            Assert.Equal(summary.Services, shuffled.Services);
            Assert.Equal(summary with { Models = [], Services = [] }, shuffled with { Models = [], Services = [] });
        }
    }

    private static TraceSummary Summarize(params SpanRecord[] spans)
    {
        var accumulator = new TraceAccumulator(Some.TraceId);
        foreach (var span in spans)
        {
            accumulator.Add(span);
        }

        return accumulator.Summarize();
    }
}
