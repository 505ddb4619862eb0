using OtelGenAI.Pricing;
using OtelGenAI.Telemetry.Findings;
using OtelGenAI.Telemetry.Tests.Traces;
using static OtelGenAI.Telemetry.Tests.Traces.RunBuilder;

namespace OtelGenAI.Telemetry.Tests.Findings;

/// <summary>Every rule just fires, and one less than its threshold does not.</summary>
public class FindingRulesTests
{
    [Fact]
    public void A_run_that_goes_well_gives_no_findings()
    {
        var run = new RunBuilder()
            .Call([User("hi")], Asks(("c1", "look", """{"q":1}""")), tools: "look", tokens: 2_000)
            .Tool("look", """{"q":1}""", "\"found\"", "c1")
            .Call([User("hi"), Asks(("c1", "look", """{"q":1}""")), Told("c1", "\"found\"")], Says("It is found."), tools: "look", tokens: 2_100, finish: "stop");

        Assert.Empty(FindingRules.Find(run.Open()));
    }

    [Theory]
    [InlineData(3, 1)]
    [InlineData(2, 0)]
    public void The_same_tool_with_the_same_arguments_three_times_is_found(int calls, int expected)
    {
        var run = new RunBuilder();
        for (var i = 0; i < calls; i++)
        {
            // The order of keys is not a difference.
            run.Tool("look", i % 2 == 0 ? """{"a":1,"b":2}""" : """{"b":2,"a":1}""", "\"same\"");
        }

        var found = Rules(run.Tool("look", """{"a":1,"b":3}""").Tool("find", """{"a":1,"b":2}"""), "repeated_tool_call");
        Assert.Equal(expected, found.Count);
        Assert.All(found, finding => Assert.Equal(calls, finding.Evidence.Count));
        Assert.All(found, finding => Assert.Contains("same answer each time", finding.Explanation, StringComparison.Ordinal));
    }

    [Fact]
    public void Requests_that_nobody_traced_the_execution_of_are_repeated_calls_too()
    {
        var run = new RunBuilder();
        for (var i = 0; i < 3; i++)
        {
            run.Call([User("hi")], Asks(($"c{i}", "look", """{"q":1}""")));
        }

        Assert.Single(Rules(run, "repeated_tool_call"));
    }

    [Fact]
    public void Two_agents_that_call_a_tool_alike_repeat_nothing()
    {
        var run = new RunBuilder()
            .Tool("look", """{"q":1}""").Tool("look", """{"q":1}""")
            .With(Some.Span(50, parent: 1, start: 500, kind: ObservationKind.Agent)).Tool("look", """{"q":1}""", parent: 50);

        Assert.Empty(Rules(run, "repeated_tool_call"));
    }

    [Theory]
    [InlineData(3, 1)]
    [InlineData(2, 0)]
    public void Three_failures_in_a_row_are_a_retry_storm(int failures, int expected)
    {
        var run = new RunBuilder();
        for (var i = 0; i < failures; i++)
        {
            run.Call(status: 2);
        }

        var found = Rules(run, "retry_storm");
        Assert.Equal(expected, found.Count);
        Assert.All(found, finding => Assert.Equal(FindingSeverity.Error, finding.Severity));
    }

    [Fact]
    public void A_storm_that_ends_well_is_a_warning_and_failures_with_a_success_between_them_are_none()
    {
        var storm = new RunBuilder().Call(status: 2).Call(status: 2).Call(status: 2).Call([User("hi")], Says("ok"));
        var calm = new RunBuilder().Call(status: 2).Call(status: 2).Call([User("hi")], Says("ok")).Call(status: 2);

        Assert.Equal(FindingSeverity.Warning, Assert.Single(Rules(storm, "retry_storm")).Severity);
        Assert.Empty(Rules(calm, "retry_storm"));
    }

    [Fact]
    public void Http_requests_that_an_SDK_repeats_below_one_call_are_a_storm()
    {
        var run = new RunBuilder().Call(status: 2);
        for (var i = 0; i < 3; i++)
        {
            run.Step(ObservationKind.Span, "POST", parent: 2, status: 2, flags: SpanFlags.Http);
        }

        Assert.Equal(3, Assert.Single(Rules(run, "retry_storm")).Evidence.Count);
    }

    [Theory]
    [InlineData(3, 1)]
    [InlineData(2, 0)]
    public void The_same_two_turns_three_times_are_a_loop_which_tells_the_repeated_calls_too(int rounds, int expected)
    {
        var run = new RunBuilder();
        List<string> history = [User("hi")];
        for (var i = 0; i < rounds; i++)
        {
            run.Call([.. history], Asks(($"a{i}", "look", """{"q":1}"""))).Tool("look", """{"q":1}""", callId: $"a{i}")
                .Call([.. history, Told($"a{i}", "1")], Asks(($"b{i}", "read", """{"p":2}"""))).Tool("read", """{"p":2}""", callId: $"b{i}");
            history.AddRange([Told($"a{i}", "1"), Told($"b{i}", "2")]);
        }

        Assert.Equal(expected, Rules(run, "loop_of_turns").Count);
        Assert.Empty(Rules(run, "repeated_tool_call"));
    }

    [Theory]
    [InlineData(3, 1)]
    [InlineData(2, 0)]
    public void The_same_answer_three_times_is_a_loop(int answers, int expected)
    {
        var (run, batch) = (new RunBuilder(), new RunBuilder());
        List<string> history = [];
        for (var i = 0; i < answers; i++)
        {
            history.Add(User($"again {i}"));
            run.Call([.. history], Says("Please give me your order number."));
            history.Add(Says("Please give me your order number."));
            batch.Call([User("rules"), User($"text {i}")], Says("positive"));
        }

        Assert.Equal(expected, Rules(run, "loop_of_turns").Count);
        Assert.Empty(Rules(batch, "loop_of_turns"));
    }

    [Fact]
    public void A_search_that_goes_on_with_other_arguments_is_no_loop()
    {
        var run = new RunBuilder();
        for (var i = 0; i < 6; i++)
        {
            run.Call([User("hi")], Asks(($"a{i}", i % 2 == 0 ? "look" : "read", $$"""{"q":{{i}}}""")));
        }

        Assert.Empty(FindingRules.Find(run.Open()));
    }

    [Fact]
    public void A_failed_tool_after_which_the_model_just_answers_is_found()
    {
        var run = new RunBuilder().Call([User("hi")], Asks(("c1", "look", "{}"))).Tool("look", "{}", callId: "c1", status: 2).Call([User("hi")], Says("All is well."));

        var finding = Assert.Single(Rules(run, "tool_error_ignored"));
        Assert.Equal([Some.SpanId(3), Some.SpanId(4)], finding.Evidence);
    }

    [Fact]
    public void An_MCP_result_that_says_it_is_an_error_counts_as_one()
    {
        var run = new RunBuilder().Tool("look", "{}", """{"isError":true,"content":[]}""").Call([User("hi")], Says("All is well."));

        Assert.Single(Rules(run, "tool_error_ignored"));
    }

    [Fact]
    public void A_failed_tool_that_is_tried_again_or_ends_the_run_is_not_ignored()
    {
        var again = new RunBuilder().Tool("look", "{}", status: 2).Call([User("hi")], Asks(("c2", "find", "{}"))).Tool("find", "{}").Call([User("hi")], Says("ok"));
        var failed = new RunBuilder().Tool("look", "{}", status: 2).Call([User("hi")], status: 2);
        var last = new RunBuilder().Call([User("hi")], Asks(("c1", "look", "{}"))).Tool("look", "{}", status: 2);

        Assert.Empty(Rules(again, "tool_error_ignored"));
        Assert.Empty(Rules(failed, "tool_error_ignored"));
        Assert.Empty(Rules(last, "tool_error_ignored"));
    }

    [Theory]
    [InlineData("[]", 1)]
    [InlineData("""[{"id":"d1"}]""", 0)]
    [InlineData(null, 0)]
    public void A_retrieval_that_found_nothing_before_a_call_is_found(string? documents, int expected)
    {
        var run = new RunBuilder().Step(ObservationKind.Retrieval, "retrieval", documents).Call([User("hi")], Says("ok"));
        var unused = new RunBuilder().Call([User("hi")], Says("ok")).Step(ObservationKind.Retrieval, "retrieval", documents);

        Assert.Equal(expected, Rules(run, "empty_retrieval").Count);
        Assert.Empty(Rules(unused, "empty_retrieval"));
    }

    [Theory]
    [InlineData("length", 1)]
    [InlineData("stop,length", 1)]
    [InlineData("stop", 0)]
    [InlineData(null, 0)]
    public void An_answer_that_reached_the_limit_is_found(string? finish, int expected) =>
        Assert.Equal(expected, Rules(new RunBuilder().Call([User("hi")], Says("It is"), finish: finish), "finish_by_length").Count);

    [Theory]
    [InlineData(1_024, 1)]
    [InlineData(1_023, 0)]
    public void A_prefix_that_changed_is_found_when_it_was_long_enough_to_be_cached(long tokens, int expected)
    {
        var run = new RunBuilder()
            .Call([User("first"), Says("a"), User("b")], Says("c"), tokens: tokens)
            .Call([User("FIRST"), Says("a"), User("b"), Says("c"), User("d")], Says("e"), tokens: 3_000);

        var found = Rules(run, "cache_prefix_broken");
        Assert.Equal(expected, found.Count);
        Assert.All(found, finding => Assert.Contains("message 1 (user)", finding.Title, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(999, 1)]
    [InlineData(1_000, 0)]
    public void Half_of_the_call_before_read_from_the_cache_is_enough(long cacheRead, int expected)
    {
        var run = new RunBuilder().Call([User("first"), Says("a")], Says("c"), tokens: 2_000).Call([User("FIRST"), Says("a"), Says("c"), User("d")], Says("e"), tokens: 3_000, cacheRead: cacheRead);

        Assert.Equal(expected, Rules(run, "cache_prefix_broken").Count);
    }

    [Fact]
    public void The_system_prompt_and_the_tools_are_the_beginning_of_the_prefix()
    {
        var system = new RunBuilder().Call([User("a"), User("b")], Says("c"), "It is 10:01.", tokens: 2_000).Call([User("a"), User("b"), Says("c"), User("d")], Says("c2"), "It is 10:02.", tokens: 2_000);
        var tools = new RunBuilder().Call([User("a"), User("b")], Says("c"), tools: "x,y", tokens: 2_000).Call([User("a"), User("b"), Says("c"), User("d")], Says("c2"), tools: "y,x", tokens: 2_000);

        Assert.Contains("the system prompt", Assert.Single(Rules(system, "cache_prefix_broken")).Title, StringComparison.Ordinal);
        Assert.Contains("the tools", Assert.Single(Rules(tools, "cache_prefix_broken")).Title, StringComparison.Ordinal);
    }

    [Fact]
    public void A_prefix_that_goes_on_or_is_another_models_or_has_another_reminder_at_its_end_is_whole()
    {
        var longer = new RunBuilder().Call([User("a")], Says("b"), tokens: 2_000).Call([User("a"), Says("b"), User("c")], Says("d"), tokens: 2_000);
        var other = new RunBuilder().Call([User("a"), User("b")], Says("b"), tokens: 2_000).Call([User("x"), User("b"), Says("b"), User("c")], Says("d"), tokens: 2_000, model: "gpt-4o");
        var reminder = new RunBuilder().Call([User("a"), User("it is 10:01")], Says("b"), tokens: 2_000).Call([User("a"), User("it is 10:02"), User("c")], Says("c"), tokens: 2_000);
        var unrelated = new RunBuilder().Call([User("a"), User("b")], Says("b"), tokens: 2_000).Call([User("x"), User("y"), User("z")], Says("c"), tokens: 2_000);

        Assert.Empty(Rules(longer, "cache_prefix_broken"));
        Assert.Empty(Rules(other, "cache_prefix_broken"));
        Assert.Empty(Rules(reminder, "cache_prefix_broken"));
        Assert.Empty(Rules(unrelated, "cache_prefix_broken"));
    }

    [Theory]
    [InlineData(102_400, "gpt-4o", 1)]
    [InlineData(102_399, "gpt-4o", 0)]
    [InlineData(102_400, "openai/gpt-4o-2024-08-06", 1)]
    [InlineData(102_400, "gpt-4.1-mini", 0)]
    [InlineData(102_400, "nobody-knows", 0)]
    [InlineData(160_000, "us.anthropic.claude-haiku-4-5-20251001-v1:0", 1)]
    [InlineData(999_000, "claude-sonnet-4-5", 0)]
    [InlineData(999_000, "gpt-4o-of-somebody", 0)]
    public void A_context_that_grew_to_four_fifths_of_the_window_is_found(long tokens, string model, int expected)
    {
        var grown = new RunBuilder().Call(tokens: 1_000, model: model).Call(tokens: tokens, model: model).Call(tokens: tokens, model: model);
        var largeFromTheStart = new RunBuilder().Call(tokens: tokens, model: model).Call(tokens: tokens, model: model);

        Assert.Equal(expected, Rules(grown, "context_nearly_full").Count);
        Assert.Empty(Rules(largeFromTheStart, "context_nearly_full"));
    }

    [Fact]
    public void An_agent_whose_parent_is_missing_while_the_run_is_there_lost_its_hand_off()
    {
        var run = new RunBuilder().With(Some.Span(20, parent: 99, kind: ObservationKind.Agent));
        var step = new RunBuilder().With(Some.Span(20, parent: 99, kind: ObservationKind.Span));

        Assert.Equal([Some.SpanId(20)], Assert.Single(Rules(run, "hand_off_lost_parent")).Evidence);
        Assert.Empty(Rules(step, "hand_off_lost_parent"));
    }

    [Fact]
    public void A_run_whose_caller_is_not_traced_here_lost_nothing()
    {
        var tree = Telemetry.Traces.TraceTree.Build([Some.Span(2, parent: 1, kind: ObservationKind.Agent), Some.Span(3, parent: 1, kind: ObservationKind.Agent)]);
        var trace = new Telemetry.Traces.OpenedTrace(tree, Telemetry.Traces.SubtreeRollUps.Of(tree, PriceBook.BuiltIn), new Telemetry.Content.SpanContent?[tree.Nodes.Count]);

        Assert.Empty(FindingRules.Find(trace));
    }

    [Fact]
    public void A_tool_that_was_not_offered_is_found_unless_it_ran_well()
    {
        var invented = new RunBuilder().Call([User("hi")], Asks(("c1", "lookup", "{}")), tools: "look,read");
        var served = new RunBuilder().Call([User("hi")], Asks(("c1", "lookup", "{}")), tools: "look,read").Tool("lookup", "{}", callId: "c1");
        var unknown = new RunBuilder().Call([User("hi")], Asks(("c1", "lookup", "{}")));
        var cutOff = new RunBuilder().Call([User("hi")], Asks(("c1", "lookup", "{}")), tools: "look", cutOff: "ToolDefinitions");

        Assert.Equal(FindingSeverity.Error, Assert.Single(Rules(invented, "unknown_tool")).Severity);
        Assert.Empty(Rules(served, "unknown_tool"));
        Assert.Empty(Rules(unknown, "unknown_tool"));
        Assert.Empty(Rules(cutOff, "unknown_tool"));
    }

    [Theory]
    [InlineData(10_000, 6_000, 1)]
    [InlineData(9_999, 6_000, 0)]
    [InlineData(10_000, 5_999, 0)]
    public void A_step_that_a_long_run_mostly_waited_for_is_told(int runMs, int stepMs, int expected)
    {
        var spans = new[]
        {
            Some.Span(1, start: 0, duration: runMs, kind: ObservationKind.Agent), Some.Span(2, parent: 1, start: 1, duration: stepMs, kind: ObservationKind.Tool),
            Some.Span(3, parent: 2, start: 1, duration: stepMs), Some.Span(4, parent: 1, start: 9_990, duration: 1, kind: ObservationKind.Llm),
        };
        var tree = Telemetry.Traces.TraceTree.Build(spans);
        var trace = new Telemetry.Traces.OpenedTrace(tree, Telemetry.Traces.SubtreeRollUps.Of(tree, PriceBook.BuiltIn), new Telemetry.Content.SpanContent?[tree.Nodes.Count]);

        var found = FindingRules.Find(trace).Where(finding => finding.Rule == "slowest_step").ToList();
        Assert.Equal(expected, found.Count);
        Assert.All(found, finding => Assert.Equal([Some.SpanId(2)], finding.Evidence));
    }

    [Theory]
    [InlineData(200_000, 100_000, 100_000, 1)]
    [InlineData(199_999, 100_000, 100_000, 0)]
    [InlineData(300_000, 100, 0, 0)]
    public void A_call_that_made_half_of_a_dear_run_is_told(long first, long second, long third, int expected)
    {
        // gpt-4o-mini: $0.15 per million, so the first case costs $0.06.
        var run = new RunBuilder().Call(tokens: first).Call(tokens: second);
        if (third > 0)
        {
            run.Call(tokens: third);
        }

        Assert.Equal(expected, Rules(run, "dearest_call").Count);
    }

    private static List<Finding> Rules(RunBuilder run, string rule) => [.. FindingRules.Find(run.Open()).Where(finding => finding.Rule == rule)];
}
