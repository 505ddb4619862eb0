using OpenTelemetry.Trace;
using OtelGenAI.Conventions;
using OtelGenAI.Tests.Support;

namespace OtelGenAI.Tests.Registration;

[Collection(ProcessWideCollection.Name)]
public sealed class MetricsTests
{
    [Fact]
    public async Task A_chat_is_measured_with_the_buckets_of_the_registry()
    {
        await using var provider = await FakeProvider.StartAsync();
        using var telemetry = new Telemetry(withMetrics: true);

        await Some.ChatClient(provider).CompleteChatAsync(Some.Question);

        var metrics = telemetry.CollectMetrics();
        var duration = Assert.Single(metrics, metric => metric.Name == GenAIMetrics.ClientInferenceDuration);
        Assert.Equal(telemetry.OwnSpan.Duration.TotalSeconds, duration.Sum, tolerance: 0.05);
        Assert.Equal([0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92], duration.Bounds);
        Assert.Equal("gpt-x", duration.Tags[GenAIAttributes.RequestModel]);
        Assert.Equal("gpt-x-2026", duration.Tags[GenAIAttributes.ResponseModel]);
        Assert.Equal(11, Assert.Single(metrics, metric => metric.Name == GenAIMetrics.ClientInferenceUsageInputTokens).Sum);
        Assert.Equal(7, Assert.Single(metrics, metric => metric.Name == GenAIMetrics.ClientInferenceUsageOutputTokens).Sum);
        Assert.Equal(3, Assert.Single(metrics, metric => metric.Name == GenAIMetrics.ClientInferenceUsageCacheReadInputTokens).Sum);
        Assert.DoesNotContain(metrics, metric => metric.Name == DeprecatedMetrics.GenAIClientTokenUsage);
    }

    [Fact]
    public async Task Metrics_do_not_depend_on_sampling_nor_on_traces()
    {
        await using var provider = await FakeProvider.StartAsync();
        using (var unsampled = new Telemetry(sampler: new AlwaysOffSampler(), withMetrics: true))
        {
            await Some.ChatClient(provider).CompleteChatAsync(Some.Question);
            Assert.Equal(11, Assert.Single(unsampled.CollectMetrics(), metric => metric.Name == GenAIMetrics.ClientInferenceUsageInputTokens).Sum);
        }

        using var untraced = new Telemetry(withTraces: false, withMetrics: true);
        await Some.ChatClient(provider).CompleteChatAsync(Some.Question);
        Assert.Equal(11, Assert.Single(untraced.CollectMetrics(), metric => metric.Name == GenAIMetrics.ClientInferenceUsageInputTokens).Sum);
    }

    [Fact]
    public async Task The_names_of_before_are_recorded_when_asked_for()
    {
        await using var provider = await FakeProvider.StartAsync();
        using var telemetry = new Telemetry(options => options.EmitDeprecatedMetrics = true, withMetrics: true);

        await Some.ChatClient(provider).CompleteChatAsync(Some.Question);

        var metrics = telemetry.CollectMetrics();
        Assert.Equal(2, metrics.Count(metric => metric.Name == DeprecatedMetrics.GenAIClientTokenUsage));
        Assert.Single(metrics, metric => metric.Name == GenAIMetrics.ClientOperationDuration);
    }

    [Fact]
    public void Agents_and_tools_are_measured()
    {
        using var telemetry = new Telemetry(withMetrics: true);

        using (GenAI.StartAgent("helper"))
        using (var tool = GenAI.StartTool("search"))
        {
            tool.Fail("not_found");
        }

        var metrics = telemetry.CollectMetrics();
        Assert.Equal("helper", Assert.Single(metrics, metric => metric.Name == GenAIMetrics.InvokeAgentDuration).Tags[GenAIAttributes.AgentName]);
        Assert.Equal("not_found", Assert.Single(metrics, metric => metric.Name == GenAIMetrics.ExecuteToolDuration).Tags[ErrorAttributes.Type]);
    }
}
