using System.Globalization;
using OtelGenAI.Conventions;
using OtelGenAI.Storage.Query;
using OtelGenAI.Storage.Tests.Builders;

namespace OtelGenAI.Storage.Tests.Conformance;

// What questions in the query language mean, whatever engine answers them.
public abstract partial class StoreConformance
{
    private const string Region = "app.region";
    private const string Retries = "app.retries";

    [Theory]
    [InlineData("", "6 5 4 3 2 1")]
    [InlineData("kind:tool", "4 3 2")]
    [InlineData("not kind:tool", "6 5 1")]
    [InlineData("model:gpt-4o", "6 5 3 2 1")]
    [InlineData("model:GPT-4O*", "6 5 4 3 2 1")]
    [InlineData("model:\"gpt-4o*\"", "")]
    [InlineData("model:(claude,gpt-4o-mini)", "4")]
    [InlineData("tokens.total>100", "2")]
    [InlineData("tokens.total:15..1015", "6 5 4 3 2 1")]
    [InlineData("tokens.input>=1k", "2")]
    [InlineData("duration>=3s", "3 2")]
    [InlineData("duration<3s", "6 5 4 1")]
    [InlineData("error:true", "3 2")]
    [InlineData("error:false kind:tool", "4")]
    [InlineData("service:worker", "4")]
    [InlineData("session:s1", "2 1")]
    [InlineData("session:S1", "")]
    [InlineData("session:s*", "3 2 1")]
    [InlineData("user:*", "1")]
    [InlineData("tool:search error:true", "3 2")]
    [InlineData("has(tool:search error:true)", "2")]
    [InlineData("has(kind:tool error:true followed_by(kind:llm))", "2")]
    [InlineData("has(kind:tool error:true not followed_by(kind:llm))", "3")]
    [InlineData("has(kind:tool error:true followed_by(kind:tool same(tool)))", "2")]
    [InlineData("has(kind:tool parent(kind:agent))", "3")]
    [InlineData("child(kind:tool)", "4 3")]
    [InlineData("has(kind:agent descendant(kind:llm))", "3")]
    [InlineData("has(kind:llm ancestor(kind:agent))", "3")]
    [InlineData("has(kind:agent count(kind:tool)>=2)", "3")]
    [InlineData("count(kind:tool)>1", "3 2")]
    [InlineData("count(kind:tool):1", "4")]
    [InlineData("count(kind:tool)<1", "6 5 1")]
    [InlineData("has(kind:tool trace(session:s2))", "3")]
    [InlineData("attr[\"app.region\"]:eu-*", "4 1")]
    [InlineData("attr[app.region]:us", "2")]
    [InlineData("attr.app.retries>2", "4")]
    [InlineData("attr.app.retries:2..3", "4 1")]
    [InlineData("resource[\"service.name\"]:worker", "4")]
    [InlineData("tag:needs_review", "5")]
    [InlineData("metadata.plan:gold", "5")]
    [InlineData("score.helpfulness<0.5", "6")]
    [InlineData("score.helpfulness:*", "6 5")]
    [InlineData("\"where is my refund\"", "1")]
    [InlineData("refund", "4 1")]
    [InlineData("refu*", "4 1")]
    [InlineData("\"my refund\" or timed", "3 2 1")]
    [InlineData("\"timed out\"", "3 2")]
    [InlineData("postponed", "6")]
    [InlineData("has(kind:llm \"where is my refund\")", "1")]
    [InlineData("has(kind:llm \"timed out\")", "")]
    [InlineData("has(kind:llm postponed)", "6")]
    [InlineData("not (error:true or \"my refund\")", "6 5 4")]
    [InlineData("start>=2026-01-02T00:02:00Z start<2026-01-02T00:05:00Z", "4 3 2")]
    [InlineData("start:2026-01-02", "6 5 4 3 2 1")]
    [InlineData("span:\"chat gpt-4o-mini\"", "4")]
    [InlineData("name:execute_tool*", "2")]
    [InlineData("error.type:timeout", "2")]
    [InlineData("root:false", "")]
    [InlineData("calls:1", "6 5 4 3 2 1")]
    [InlineData("spans>2 and errors<2", "3 2")]
    public async Task A_query_finds_these_traces(string text, string expected)
    {
        await OtlpSpec.AppendAsync(Store, QueriedTraces());

        Assert.Equal(expected, await Found(text));
        Assert.Equal(
            expected.Split(' ', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal),
            (await Store.ListAll(FilterOf(text) with { Order = TraceOrder.CostliestFirst }, pageSize: 2)).Select(Number).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_query_sees_a_trace_whole_whenever_its_spans_arrive()
    {
        await OtlpSpec.AppendAsync(Store, OtlpSpec.Tool(trace: 1, id: 1, "search"));
        await OtlpSpec.AppendAsync(Store, OtlpSpec.Chat(trace: 2));
        await OtlpSpec.AppendAsync(Store, OtlpSpec.Chat(trace: 1, id: 2, start: 5));
        await OtlpSpec.AppendAsync(Store, new OtlpSpec { Trace = 1, Id = 2, Body = "said later" });

        Assert.Equal("1", await Found("has(tool:search followed_by(kind:llm))"));
        Assert.Equal("1", await Found("tool:search model:gpt-4o"));
        Assert.Equal("1", await Found("\"said later\""));
        Assert.Equal("2", await Found("not tool:search"));
    }

    [Fact]
    public async Task A_failed_tool_whose_result_no_later_call_was_given_is_found()
    {
        const string told = """[{"role":"tool","parts":[{"type":"tool_call_response","id":"call_1","response":"It timed out."}]}]""";
        const string other = """[{"role":"tool","parts":[{"type":"tool_call_response","id":"call_2","response":"Sunny."}]}]""";
        await OtlpSpec.AppendAsync(
            Store,
            [
                .. Failed(trace: 1), Later(trace: 1).With(GenAIAttributes.InputMessages, told),
                .. Failed(trace: 2), Later(trace: 2).With(GenAIAttributes.InputMessages, other),
                .. Failed(trace: 3), Later(trace: 3), InLog(trace: 3, told),
                .. Failed(trace: 4),
            ]);

        Assert.Equal("2", await Found("has(kind:tool error:true followed_by(kind:llm not same(tool_result, tool_call)))"));
        Assert.Equal("3 1", await Found("has(kind:tool error:true followed_by(kind:llm same(tool_result, tool_call)))"));
        Assert.Equal("2", await Found("tool_result:call_2"));

        static OtlpSpec[] Failed(int trace) => [OtlpSpec.Tool(trace, id: 1, "weather", start: trace).With(GenAIAttributes.ToolCallId, "call_1") with { Failure = "It timed out." }];
        static OtlpSpec InLog(int trace, string messages) => new OtlpSpec { Trace = trace, Id = 2, Start = trace + 2, Body = "called" }
            .With(EventAttributes.Name, GenAIEvents.ClientInferenceOperationDetails).With(GenAIAttributes.InputMessages, messages);
        static OtlpSpec Later(int trace) => OtlpSpec.Chat(trace, id: 2, start: trace + 2);
    }

    [Fact]
    public async Task A_score_is_asked_for_wherever_an_evaluator_wrote_it()
    {
        await OtlpSpec.AppendAsync(
            Store,
            OtlpSpec.Chat(trace: 1, id: 1).With(GenAIAttributes.ResponseId, "resp_1"),
            OtlpSpec.Tool(trace: 1, id: 2, "search"),
            OtlpSpec.Chat(trace: 2, id: 1, start: 1),
            Evaluation(trace: 0, id: 0, time: 3, [.. Score("relevant", 0.25), (GenAIAttributes.ResponseId, "resp_1")]),
            Evaluation(trace: 2, id: 0, time: 4, Score("relevant", 0.75)));

        Assert.Equal("2 1", await Found("score.relevant<=1"));
        Assert.Equal("1", await Found("has(kind:llm score.relevant<0.5)"));
        Assert.Equal("", await Found("has(kind:tool score.relevant<1)"));
        Assert.Equal(QueryDepth.Spans, FilterOf("score.relevant<1").Query!.Depth);
    }

    [Fact]
    public async Task Pages_of_a_query_go_on_where_the_one_before_ended_while_traces_arrive()
    {
        await OtlpSpec.AppendAsync(Store, Enumerable.Range(1, 9).Select(trace => OtlpSpec.Chat(trace, start: trace, model: trace % 2 == 0 ? "even" : "odd")));
        var first = await Store.ListTracesAsync(Some.Tenant, FilterOf("model:odd"), after: null, limit: 2, CancellationToken.None);
        await OtlpSpec.AppendAsync(Store, OtlpSpec.Chat(trace: 11, start: 20, model: "odd"));

        var second = await Store.ListTracesAsync(Some.Tenant, FilterOf("model:odd"), first.Next, limit: 2, CancellationToken.None);
        var third = await Store.ListTracesAsync(Some.Tenant, FilterOf("model:odd"), second.Next, limit: 2, CancellationToken.None);

        Assert.Equal(["9 7", "5 3", "1"], new[] { first, second, third }.Select(page => string.Join(' ', page.Items.Select(Number))));
        Assert.Null(third.Next);
    }

    private static TraceFilter FilterOf(string text)
    {
        var query = TraceQuery.Parse(text, DateTimeOffset.UnixEpoch, out var problem);
        Assert.Null(problem);
        return new TraceFilter { Query = query };
    }

    private async Task<string> Found(string text) => string.Join(' ', (await Store.ListAll(FilterOf(text), pageSize: 2)).Select(Number));

    private static string Number(Telemetry.Traces.TraceSummary trace) => ((uint)trace.TraceId.Value).ToString(CultureInfo.InvariantCulture);

    private static IEnumerable<OtlpSpec> QueriedTraces()
    {
        yield return OtlpSpec.Chat(trace: 1, start: 60)
            .With(GenAIAttributes.ConversationId, "s1").With(UserAttributes.Id, "u1").With(Region, "eu-west").With(Retries, 2)
            .With(GenAIAttributes.InputMessages, """[{"role":"user","parts":[{"type":"text","content":"Where is\nmy REFUND?"}]}]""");

        // The same tool twice, the first time in vain; then a model that goes on.
        yield return OtlpSpec.Tool(trace: 2, id: 1, "search", start: 120).With(ErrorAttributes.Type, "timeout") with { Failure = "The search timed out." };
        yield return OtlpSpec.Tool(trace: 2, id: 2, "search", start: 122);
        yield return OtlpSpec.Chat(trace: 2, id: 3, start: 123, input: 1_000).With(GenAIAttributes.ConversationId, "s1").With(Region, "us");

        // A tool that fails at the end, below an agent, as does another that works.
        yield return new OtlpSpec { Trace = 3, Id = 1, Name = "invoke_agent planner", Start = 180, Seconds = 5, Attributes = [(GenAIAttributes.OperationName, "invoke_agent")] };
        yield return OtlpSpec.Chat(trace: 3, id: 2, parent: 1, start: 180).With(GenAIAttributes.ConversationId, "s2");
        yield return OtlpSpec.Tool(trace: 3, id: 3, "search", parent: 1, start: 182);
        yield return OtlpSpec.Tool(trace: 3, id: 4, "book", parent: 1, start: 183) with { Failure = "It timed out." };

        yield return OtlpSpec.Chat(trace: 4, id: 1, start: 240, model: "gpt-4o-mini").With(Region, "eu-north").With(Retries, 3) with { Service = "worker" };
        yield return OtlpSpec.Tool(trace: 4, id: 2, "pay", parent: 1, start: 241)
            .With(GenAIAttributes.ToolCallArguments, """{"kind":"refund","amount":5}""") with
        { Service = "worker" };

        yield return OtlpSpec.Chat(trace: 5, start: 300).With("langfuse.trace.tags", new[] { "needs_review", "night" }).With("langfuse.trace.metadata.plan", "gold") with
        {
            Event = (GenAIEvents.EvaluationResult, [(GenAIAttributes.EvaluationName, "helpfulness"), (GenAIAttributes.EvaluationScoreValue, 0.9)]),
        };

        yield return OtlpSpec.Chat(trace: 6, start: 360) with
        {
            Event = (GenAIEvents.EvaluationResult, [(GenAIAttributes.EvaluationName, "helpfulness"), (GenAIAttributes.EvaluationScoreValue, 0.25)]),
        };
        yield return new OtlpSpec { Trace = 6, Id = 1, Start = 360, Body = "The meeting was postponed." };
    }
}
