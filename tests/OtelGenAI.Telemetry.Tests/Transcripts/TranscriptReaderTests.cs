using OtelGenAI.Telemetry.Content;
using OtelGenAI.Telemetry.Tests.Traces;
using OtelGenAI.Telemetry.Transcripts;
using static OtelGenAI.Telemetry.Tests.Traces.RunBuilder;

namespace OtelGenAI.Telemetry.Tests.Transcripts;

public class TranscriptReaderTests
{
    [Fact]
    public void A_turn_shows_only_what_is_new_in_it()
    {
        var turns = Read(new RunBuilder()
            .Call([User("hi")], Says("hello"))
            .Call([User("hi"), Says("hello"), User("and now?")], Says("bye")));

        Assert.Equal(["hi", "> hello"], Texts(turns[0]));
        Assert.Equal(["and now?", "> bye"], Texts(turns[1]));
        Assert.Equal((2, 0), (turns[1].Repeated, turns[1].Forgotten));
    }

    [Fact]
    public void Somebody_who_says_the_same_twice_is_shown_twice()
    {
        var turns = Read(new RunBuilder().Call([User("yes")], Says("sure?")).Call([User("yes"), Says("sure?"), User("yes")], Says("done")));

        Assert.Equal(["yes", "> done"], Texts(turns[1]));
    }

    [Fact]
    public void A_history_that_was_shortened_is_said_to_be()
    {
        var turns = Read(new RunBuilder().Call([User("a"), User("b"), User("c")], Says("d")).Call([User("summary"), User("c")], Says("e")));

        Assert.Equal(["summary", "> e"], Texts(turns[1]));
        Assert.Equal((1, 2), (turns[1].Repeated, turns[1].Forgotten));
    }

    [Fact]
    public void A_tool_call_is_shown_with_its_result_and_the_spans_that_served_it()
    {
        var run = new RunBuilder().Call([User("hi")], Asks(("c1", "look", """{"q":1}"""))).Tool("look", """{"q":1}""", "\"from the span\"", "c1");
        run.Step(ObservationKind.Span, "POST", parent: 3, flags: SpanFlags.Http).Step(ObservationKind.Mcp, "tools/call look", parent: 4, service: "desk")
            .Call([User("hi"), Asks(("c1", "look", """{"q":1}""")), Told("c1", "\"as told\"")], Says("found"));

        var turns = Read(run);

        var call = Assert.Single(turns[0].ToolCalls);
        Assert.Equal(("look", "as told", true, false), (call.Name, (string?)call.Result, call.IsAnswered, call.HasFailed));
        Assert.Equal(2, call.ServedBy.Count);
        Assert.Equal(["> found"], Texts(turns[1]));
        Assert.Equal(2, turns.Count);
    }

    [Fact]
    public void Executions_without_an_id_serve_the_requests_of_their_name_in_order()
    {
        var turns = Read(new RunBuilder()
            .Call([User("hi")], Asks(("c1", "look", """{"q":1}"""), ("c2", "look", """{"q":2}""")))
            .Tool("look", null, "\"one\"").Tool("look", null, "\"two\""));

        Assert.Equal(["one", "two"], Assert.Single(turns).ToolCalls.Select(call => (string?)call.Result));
        Assert.All(turns[0].ToolCalls, call => Assert.False(call.IsAnswered));
    }

    [Fact]
    public void A_tool_that_no_model_asked_for_has_a_turn_of_its_own()
    {
        var turns = Read(new RunBuilder().Tool("look", """{"q":1}""", "\"x\"").Call([User("hi")], Says("ok")));

        Assert.Equal(["look"], turns[0].ToolCalls.Select(call => call.Name));
        Assert.Empty(turns[1].ToolCalls);
    }

    [Fact]
    public void The_system_prompt_is_shown_once_and_then_what_changed_in_it()
    {
        var turns = Read(new RunBuilder()
            .Call([User("a")], Says("b"), system: "You help.\nBe brief.\nToday is Monday.")
            .Call([User("a"), Says("b"), User("c")], Says("d"), system: "You help.\nBe brief.\nToday is Monday.")
            .Call([User("a"), Says("b"), User("c"), Says("d"), User("e")], Says("f"), system: "You help.\nBe brief.\nToday is Tuesday."));

        Assert.Equal(["You help.\nBe brief.\nToday is Monday.", null, null], turns.Select(turn => turn.System));
        Assert.Empty(turns[1].SystemChanges);
        Assert.Equal(["- Today is Monday.", "+ Today is Tuesday."], turns[2].SystemChanges.Where(line => line.Kind is DiffLineKind.Added or DiffLineKind.Removed).Select(Mark));
    }

    [Fact]
    public void Changes_of_the_offered_tools_are_named()
    {
        var turns = Read(new RunBuilder().Call([User("a")], Says("b"), tools: "look,read").Call([User("a")], Says("b"), tools: "look,read").Call([User("a")], Says("b"), tools: "read,book"));

        Assert.Equal(["Added look", "Added read"], turns[0].ToolChanges.Select(change => $"{change.Kind} {change.Name}"));
        Assert.Empty(turns[1].ToolChanges);
        Assert.Equal(["Removed look", "Added book"], turns[2].ToolChanges.Select(change => $"{change.Kind} {change.Name}"));
    }

    [Fact]
    public void Each_agent_has_its_own_history()
    {
        var run = new RunBuilder().Call([User("plan a trip")], Says("asking the expert"));
        run.With(Some.Span(50, parent: 1, start: 100, kind: ObservationKind.Agent, duration: 500) with { AgentName = "expert" })
            .Call([User("plan a trip")], Says("Rome"), system: "Hotels only.", parent: 50);

        var turns = Read(run);

        Assert.Equal(["helper", "expert"], turns.Select(turn => turn.Agent));
        Assert.Equal(["plan a trip", "> Rome"], Texts(turns[1]));
        Assert.Equal("Hotels only.", turns[1].System);
    }

    [Fact]
    public void What_two_instrumentations_report_of_one_call_is_one_turn_with_the_content_that_one_of_them_has()
    {
        var run = new RunBuilder().Call([User("hi")], Says("hello"), tokens: 5).Call(parent: 2, tokens: 5);

        var turn = Assert.Single(Read(run));
        Assert.Equal(["hi", "> hello"], Texts(turn));
    }

    [Fact]
    public void Content_that_is_missing_or_cut_off_is_said_to_be()
    {
        var turns = Read(new RunBuilder().Call().Call([User("hi")], Says("he"), cutOff: "Output"));

        Assert.Equal([TranscriptContent.Missing, TranscriptContent.CutOff], turns.Select(turn => turn.Content));
        Assert.Equal(["Output"], turns[1].CutOff);
    }

    [Fact]
    public void An_agent_whose_calls_say_nothing_speaks_for_them()
    {
        var run = new RunBuilder().Call();
        run.With(Some.Span(50, parent: 1, start: 100, kind: ObservationKind.Agent) with { AgentName = "quiet" }, new SpanContent
        {
            Input = [System.Text.Json.Nodes.JsonNode.Parse(User("hi"))],
            Output = [System.Text.Json.Nodes.JsonNode.Parse(Says("done"))],
        });

        var turn = Read(run).Single(turn => turn.Agent == "quiet");
        Assert.Equal(["hi", "> done"], Texts(turn));
    }

    [Fact]
    public void A_retrieval_shows_what_it_found()
    {
        var turn = Read(new RunBuilder().Step(ObservationKind.Retrieval, "retrieval", """[{"id":"d1"}]""")).Single();

        Assert.Equal("""[{"id":"d1"}]""", turn.Documents!.ToJsonString());
    }

    [Fact]
    public void A_run_of_two_hundred_turns_says_each_message_once()
    {
        var run = new RunBuilder();
        List<string> history = [User("start")];
        for (var i = 0; i < 200; i++)
        {
            run.Call([.. history], Says($"answer {i}"));
            history.AddRange([Says($"answer {i}"), User($"question {i}")]);
        }

        var texts = Read(run).SelectMany(Texts).ToArray();
        Assert.Equal(1 + 200 + 199, texts.Length);
        Assert.Equal(texts.Length, texts.Distinct().Count());
    }

    [Theory]
    [InlineData("a\nb\nc", "a\nx\nc", " a,-b,+x, c")]
    [InlineData("", "a", "-,+a")]
    [InlineData("1\n2\n3\n4\n5\n6\n7\n8\nend", "1\n2\n3\n4\n5\n6\n7\n8\nEND", "…6, 7, 8,-end,+END")]
    [InlineData("start\n2\n3\n4\n5\n6\nend", "START\n2\n3\n4\n5\n6\nEND", "-start,+START, 2, 3,…1, 5, 6,-end,+END")]
    [InlineData("same", "same", "")]
    public void A_difference_shows_the_lines_that_changed_and_where(string before, string after, string expected) =>
        Assert.Equal(expected, string.Join(',', LineDiff.Of(before, after).Select(line => line.Kind switch
        {
            DiffLineKind.Added => "+" + line.Text,
            DiffLineKind.Removed => "-" + line.Text,
            DiffLineKind.Skipped => "…" + line.Text,
            _ => " " + line.Text,
        })));

    private static string Mark(DiffLine line) => (line.Kind == DiffLineKind.Added ? "+ " : "- ") + line.Text;

    private static IReadOnlyList<TranscriptTurn> Read(RunBuilder run) => TranscriptReader.Read(run.Open()).Turns;

    private static IEnumerable<string> Texts(TranscriptTurn turn) =>
        turn.Messages.Select(message => (message.IsOutput ? "> " : "") + (string?)message.Message["parts"]![0]!["content"]);
}
