using System.Diagnostics;
using OpenTelemetry.Trace;
using OtelGenAI.Conventions;
using OtelGenAI.Tests.Support;

namespace OtelGenAI.Tests.Manual;

[Collection(ProcessWideCollection.Name)]
public sealed class ManualApiTests
{
    [Fact]
    public void Agents_workflows_tools_and_retrievals_nest_as_they_are_written()
    {
        using var telemetry = new Telemetry(options => options.CaptureContent = GenAIContentCaptureMode.SpanOnly);

        using (GenAI.StartWorkflow("triage"))
        using (var agent = GenAI.StartAgent("helper", description: "helps", model: "gpt-x"))
        {
            agent.SetInput("hello");
            agent.SetOutput("bye");
            using var tool = GenAI.StartTool("search", callId: "call_1");
            tool.SetArguments("""{"q":1}""");
            tool.SetResult("found");
            using var retrieval = GenAI.StartRetrieval("docs", topK: 3);
            retrieval.SetQuery("q");
        }

        Assert.Equal(
            ["retrieval docs", "execute_tool search", "invoke_agent helper", "invoke_workflow triage"],
            telemetry.Spans.Select(span => span.DisplayName));
        Assert.All(telemetry.Spans.Zip(telemetry.Spans.Skip(1)), pair => Assert.Equal(pair.Second.SpanId, pair.First.ParentSpanId));
        var toolSpan = telemetry.Spans[1];
        Assert.Equal("helper", toolSpan.Tag(GenAIAttributes.AgentName));
        Assert.Equal("""{"q":1}""", toolSpan.Tag(GenAIAttributes.ToolCallArguments));
        Assert.Equal("found", toolSpan.Tag(GenAIAttributes.ToolCallResult));
        Assert.Equal("""[{"role":"user","parts":[{"type":"text","content":"hello"}]}]""", telemetry.Spans[2].Tag(GenAIAttributes.InputMessages));
        Assert.Equal("q", telemetry.Spans[0].Tag(GenAIAttributes.RetrievalQueryText));
        Assert.All(telemetry.Spans, span => Assert.Equal(ActivityStatusCode.Unset, span.Status));
    }

    [Fact]
    public void A_failure_is_an_error_and_a_cancellation_is_not()
    {
        using var telemetry = new Telemetry();

        using (var tool = GenAI.StartTool("broken"))
        {
            tool.Fail(new InvalidOperationException("why"));
        }

        using (var tool = GenAI.StartTool("stopped"))
        {
            tool.Fail(new TaskCanceledException());
        }

        Assert.Equal([ActivityStatusCode.Error, ActivityStatusCode.Unset], telemetry.Spans.Select(span => span.Status));
        Assert.Equal(["System.InvalidOperationException", null], telemetry.Spans.Select(span => span.Tag(ErrorAttributes.Type)));
        Assert.Equal(OtelGenAIStreamOutcomeValues.Cancelled, telemetry.Spans[1].Tag(OtelGenAIAttributes.StreamOutcome));
    }

    [Fact]
    public void A_scope_disposed_twice_ends_once()
    {
        using var telemetry = new Telemetry();

        var chat = GenAI.StartChat("openai", "gpt-x");
        chat.SetUsage(new GenAIUsage(1, 2));
        chat.Dispose();
        chat.Dispose();

        Assert.Equal(1L, telemetry.OwnSpan.Tag(GenAIAttributes.UsageInputTokens));
    }

    [Fact]
    public void Without_listeners_the_manual_api_allocates_nothing()
    {
        Assert.Equal(0, AllocatedBy(UseEverything));
    }

    [Fact]
    public void Below_an_unsampled_span_the_manual_api_allocates_nothing()
    {
        using var telemetry = new Telemetry(sampler: new ParentBasedSampler(new AlwaysOffSampler()));
        using var root = Telemetry.App.StartActivity("root");

        Assert.False(root?.Recorded);
        Assert.Equal(0, AllocatedBy(UseAgentAndTool));
        Assert.Empty(telemetry.Spans);
    }

    private static void UseEverything()
    {
        UseAgentAndTool();
        using var chat = GenAI.StartChat("openai", "gpt-x");
        chat.RecordFirstChunk();
        using var embeddings = GenAI.StartEmbeddings("openai", "emb-x");
        embeddings.SetUsage(1);
        using var workflow = GenAI.StartWorkflow("triage");
        workflow.SetInput("in");
    }

    private static void UseAgentAndTool()
    {
        using var agent = GenAI.StartAgent("helper", model: "gpt-x");
        agent.SetInput("in");
        using var tool = GenAI.StartTool("search", callId: "call_1");
        tool.SetArguments("{}");
        tool.SetResult("found");
        agent.SetOutput("out");
    }

    private static long AllocatedBy(Action action)
    {
        // Twice: the first call compiles and fills caches.
        action();
        action();
        var before = GC.GetAllocatedBytesForCurrentThread();
        action();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
