using OpenTelemetry.Trace;
using OtelGenAI.Conventions;
using OtelGenAI.Tests.Support;

namespace OtelGenAI.Tests.Registration;

/// <summary>How many calls an agent makes in one run.</summary>
[Collection(ProcessWideCollection.Name)]
public sealed class AgentRunTests
{
    public static TheoryData<bool> Sampled => [true, false];

    [Theory]
    [MemberData(nameof(Sampled))]
    public async Task A_run_counts_its_own_calls_failed_ones_too_and_not_those_of_an_agent_inside(bool isSampled)
    {
        await using var provider = await FakeProvider.StartAsync();
        provider.NextJson("{}", status: 500);
        using var telemetry = new Telemetry(sampler: isSampled ? null : new AlwaysOffSampler(), withMetrics: true);

        using (GenAI.StartAgent("outer"))
        {
            await Assert.ThrowsAnyAsync<Exception>(() => Some.ChatClient(provider).CompleteChatAsync(Some.Question));
            await CallModelAsync(provider);
            using (GenAI.StartTool("search"))
            {
                // How a tool works is its own affair; a model that it asks is asked in this run.
                GenAI.StartTool("rank").Dispose();
                await CallModelAsync(provider);
                using (GenAI.StartAgent("inner"))
                {
                    GenAI.StartTool("look-up").Dispose();
                    GenAI.StartChat("openai", "gpt-x").Dispose();
                    GenAI.StartEmbeddings("openai", "emb-x").Dispose();
                }
            }

            GenAI.StartTool("write").Dispose();
        }

        // Outside any run.
        await CallModelAsync(provider);

        var metrics = telemetry.CollectMetrics();
        Assert.Equal((3, 2), Counts(metrics, "outer"));
        Assert.Equal((1, 1), Counts(metrics, "inner"));
        Assert.Equal(2, metrics.Count(static metric => metric.Name == GenAIMetrics.InvokeAgentInferenceCalls));
    }

    [Theory]
    [MemberData(nameof(Sampled))]
    public async Task Runs_beside_each_other_count_each_their_own(bool isSampled)
    {
        await using var provider = await FakeProvider.StartAsync();
        using var telemetry = new Telemetry(sampler: isSampled ? null : new AlwaysOffSampler(), withMetrics: true);

        await Task.WhenAll(Enumerable.Range(1, 8).Select(async calls =>
        {
            using var agent = GenAI.StartAgent($"agent-{calls}");
            await Task.WhenAll(Enumerable.Range(0, calls).Select(_ => CallModelAsync(provider)));
        }));

        var metrics = telemetry.CollectMetrics();
        Assert.All(Enumerable.Range(1, 8), calls => Assert.Equal((calls, 0), Counts(metrics, $"agent-{calls}")));
    }

    [Fact]
    public async Task A_call_that_is_recorded_twice_is_one_call()
    {
        await using var provider = await FakeProvider.StartAsync();
        using var telemetry = new Telemetry(withMetrics: true);

        using (GenAI.StartAgent("helper"))
        using (GenAI.StartChat("openai", "gpt-x"))
        {
            await CallModelAsync(provider);
        }

        Assert.Equal((1, 0), Counts(telemetry.CollectMetrics(), "helper"));
    }

    private static async Task CallModelAsync(FakeProvider provider) => await Some.ChatClient(provider).CompleteChatAsync(Some.Question);

    private static (int Inference, int Tools) Counts(IReadOnlyList<Measured> metrics, string agent) => (
        (int)metrics.Single(metric => metric.Name == GenAIMetrics.InvokeAgentInferenceCalls && agent.Equals(metric.Tags[GenAIAttributes.AgentName])).Sum,
        (int)metrics.Single(metric => metric.Name == GenAIMetrics.InvokeAgentToolCalls && agent.Equals(metric.Tags[GenAIAttributes.AgentName])).Sum);
}
