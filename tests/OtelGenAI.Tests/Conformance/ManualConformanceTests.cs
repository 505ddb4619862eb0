using OtelGenAI.Conventions;
using OtelGenAI.Telemetry;

namespace OtelGenAI.Tests.Conformance;

/// <summary>What is recorded by hand, against the conventions.</summary>
[Collection(Support.ProcessWideCollection.Name)]
public sealed class ManualConformanceTests
{
    [Fact]
    public async Task Every_operation_of_the_manual_api_has_what_the_conventions_ask_for()
    {
        using var telemetry = new Telemetry(static options => options.CaptureContent = GenAIContentCaptureMode.SpanOnly);

        using (GenAI.BeginContext(conversationId: "c-1", sessionId: "s-1", userId: "u-1", tenant: "t-1", tags: ["a"], promptName: "p", promptVersion: "2"))
        using (GenAI.StartWorkflow("triage"))
        using (var agent = GenAI.StartAgent("helper", "helps", "gpt-x"))
        {
            agent.SetInput("hello");
            agent.SetInstructions("Be brief.");
            using (var plan = GenAI.StartPlan("helper"))
            using (var chat = GenAI.StartChat("openai", "gpt-x", "api.openai.com", 443))
            {
                chat.SetRequest(new GenAIChatRequest { MaxTokens = 10, Temperature = 0.5, OutputType = GenAIOutputTypeValues.Json, Tools = [new GenAIToolDefinition("function", "search", null, null)] });
                chat.SetInput("hello");
                chat.SetResponse("r-1", "gpt-x-2026", "stop");
                chat.SetUsage(new GenAIUsage(11, 7) { CacheReadInputTokens = 3, CacheWriteInputTokens = 1, ReasoningOutputTokens = 2, TextInputTokens = 9, ImageInputTokens = 2 });
            }

            using (var tool = GenAI.StartTool("search", "call_1", "searches"))
            {
                tool.SetArguments("{}");
                tool.Fail("not_found");
            }

            using (var retrieval = GenAI.StartRetrieval("docs", topK: 3))
            {
                retrieval.SetQuery("q");
                retrieval.SetDocuments("[]");
            }

            GenAI.StartEmbeddings("openai", "emb-x", "api.openai.com", 443).Dispose();
            GenAI.StartMemory(GenAIOperationNameValues.SearchMemory, "store-1").Dispose();
            GenAI.StartMemory(GenAIOperationNameValues.UpsertMemory, "store-1", "record-1").Dispose();
            agent.SetOutput("bye");
        }

        Assert.Equal(
            ["chat gpt-x", "plan helper", "execute_tool search", "retrieval docs", "embeddings emb-x", "search_memory", "upsert_memory", "invoke_agent helper", "invoke_workflow triage"],
            telemetry.Spans.Select(static span => span.DisplayName));
        Assert.Empty((await ReceivedBatch.OfAsync(telemetry.Spans)).Findings);
    }

    [Fact]
    public async Task Guardrails_and_evaluations_are_operations_that_the_conventions_do_not_have_yet_and_a_reader_knows()
    {
        using var telemetry = new Telemetry(static options => options.CaptureContent = GenAIContentCaptureMode.SpanOnly);

        using (var guardrail = GenAI.StartGuardrail("no-secrets"))
        {
            guardrail.SetInput("what is the password?");
            guardrail.SetOutput("refused");
        }

        GenAI.StartEvaluation("helpfulness").Dispose();

        var received = await ReceivedBatch.OfAsync(telemetry.Spans);
        Assert.Equal(
            [("run_guardrail no-secrets", ObservationKind.Guardrail), ("evaluate helpfulness", ObservationKind.Evaluator)],
            received.Calls.Select(static call => (call.Name, call.Kind)));
        Assert.All(received.Findings, static finding => Assert.StartsWith($"UnknownValue {GenAIAttributes.OperationName}", finding, StringComparison.Ordinal));
    }
}
