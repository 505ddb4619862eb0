using System.ClientModel;
using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using OpenAI;
using OpenAI.Chat;
using OpenTelemetry.Trace;
using OtelGenAI.Conventions;
using OtelGenAI.Tests.Support;

namespace OtelGenAI.Tests.Adapters;

/// <summary>OpenAI's SDK with the policy: one span a call.</summary>
[Collection(ProcessWideCollection.Name)]
public sealed class OpenAIPipelineTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_call_that_is_tried_again_is_one_span_above_all_its_requests(bool isSynchronous)
    {
        await using var provider = await FakeProvider.StartAsync();
        provider.NextJson("""{"error":{"message":"slow down","type":"rate_limit_error"}}""", StatusCodes.Status429TooManyRequests)
            .NextJson("""{"error":{"message":"overloaded"}}""", StatusCodes.Status503ServiceUnavailable);
        using var telemetry = new Telemetry(withMetrics: true);
        using var root = Telemetry.App.StartActivity("root");

        var answer = await AskAsync(Client(provider, retries: 2), isSynchronous);

        Assert.Equal("Hello there", answer);
        Assert.Same(root, Activity.Current);
        var call = telemetry.OwnSpan;
        Assert.Equal("chat gpt-x", call.DisplayName);
        Assert.Equal(root!.SpanId, call.ParentSpanId);
        Assert.Equal(ActivityStatusCode.Unset, call.Status);
        Assert.Equal((11L, 7L, 3L), ((long)call.Tag(GenAIAttributes.UsageInputTokens)!, (long)call.Tag(GenAIAttributes.UsageOutputTokens)!, (long)call.Tag(GenAIAttributes.UsageCacheReadInputTokens)!));
        Assert.Equal(["stop"], (string[])call.Tag(GenAIAttributes.ResponseFinishReasons)!);
        Assert.Equal(3, telemetry.Of("System.Net.Http").Count);
        Assert.All(telemetry.Of("System.Net.Http"), request => Assert.Equal(call.SpanId, request.ParentSpanId));
        var metrics = telemetry.CollectMetrics();
        Assert.Equal(1, Assert.Single(metrics, static metric => metric.Name == GenAIMetrics.ClientInferenceDuration).Count);
        Assert.Equal(11, Assert.Single(metrics, static metric => metric.Name == GenAIMetrics.ClientInferenceUsageInputTokens).Sum);
    }

    [Fact]
    public async Task No_attribute_stands_twice_and_all_of_the_wire_is_known_as_without_the_policy()
    {
        await using var provider = await FakeProvider.StartAsync();
        using var telemetry = new Telemetry(static options => options.CaptureContent = GenAIContentCaptureMode.SpanOnly);

        await Client(provider).CompleteChatAsync(Some.Question);
        await Some.ChatClient(provider).CompleteChatAsync(Some.Question);

        var (with, without) = (telemetry.Of(GenAI.SourceName)[0], telemetry.Of(GenAI.SourceName)[1]);
        Assert.Equal(with.TagObjects.Count(), with.TagObjects.DistinctBy(static tag => tag.Key).Count());
        Assert.Equal(without.TagObjects.Select(Readable), with.TagObjects.Select(Readable));
    }

    [Fact]
    public async Task A_stream_arrives_piece_by_piece_and_ends_the_span_with_its_last()
    {
        await using var provider = await FakeProvider.StartAsync();
        using var mayContinue = new SemaphoreSlim(0);
        provider.Next(async context =>
        {
            await FakeProvider.EventAsync(context, FakeProvider.Chunk("""{"role":"assistant","content":"Hel"}"""));
            await mayContinue.WaitAsync(context.RequestAborted);
            await FakeProvider.EventAsync(context, FakeProvider.Chunk("""{"content":"lo"}""", "stop"));
            await FakeProvider.EventAsync(context, FakeProvider.UsageChunk);
            await FakeProvider.EventAsync(context, "[DONE]");
        });
        using var telemetry = new Telemetry();

        var text = "";
        await foreach (var update in Client(provider).CompleteChatStreamingAsync(Some.Question))
        {
            text += string.Concat(update.ContentUpdate.Select(static part => part.Text));
            if (text == "Hel")
            {
                // The second piece is not even sent: nothing waited for it.
                Assert.Empty(telemetry.Of(GenAI.SourceName));
                mayContinue.Release();
            }
        }

        Assert.Equal("Hello", text);
        Assert.Equal(11L, telemetry.OwnSpan.Tag(GenAIAttributes.UsageInputTokens));
        Assert.Equal(true, telemetry.OwnSpan.Tag(GenAIAttributes.RequestStream));
        Assert.NotNull(telemetry.OwnSpan.Tag(GenAIAttributes.ResponseTimeToFirstChunk));
        Assert.Null(telemetry.OwnSpan.Tag(OtelGenAIAttributes.StreamOutcome));
    }

    [Fact]
    public async Task A_call_that_failed_for_good_is_one_error_and_its_exception_passes_unchanged()
    {
        await using var provider = await FakeProvider.StartAsync();
        for (var attempt = 0; attempt < 3; attempt++)
        {
            provider.NextJson("""{"error":{"message":"no quota","type":"insufficient_quota","code":"insufficient_quota"}}""", StatusCodes.Status429TooManyRequests);
        }

        using var telemetry = new Telemetry();

        var thrown = await Assert.ThrowsAsync<ClientResultException>(() => Client(provider, retries: 2).CompleteChatAsync(Some.Question));

        Assert.Equal(429, thrown.Status);
        Assert.Contains("no quota", thrown.Message, StringComparison.Ordinal);
        Assert.Equal("insufficient_quota", telemetry.OwnSpan.Tag(ErrorAttributes.Type));
        Assert.Equal(ActivityStatusCode.Error, telemetry.OwnSpan.Status);
    }

    [Fact]
    public async Task A_refused_connection_is_named_by_what_it_was()
    {
        var nobody = new Uri("http://127.0.0.1:1");
        using var telemetry = new Telemetry();

        await Assert.ThrowsAnyAsync<Exception>(() => Client(nobody, retries: 1).CompleteChatAsync(Some.Question));

        Assert.Equal("connection_error", telemetry.OwnSpan.Tag(ErrorAttributes.Type));
    }

    [Fact]
    public async Task An_unsampled_call_is_measured_once()
    {
        await using var provider = await FakeProvider.StartAsync();
        using var telemetry = new Telemetry(sampler: new AlwaysOffSampler(), withMetrics: true);

        await Client(provider).CompleteChatAsync(Some.Question);
        await foreach (var update in Client(provider).CompleteChatStreamingAsync(Some.Question))
        {
        }

        Assert.Empty(telemetry.Spans);
        Assert.Equal(22, telemetry.CollectMetrics().Where(static metric => metric.Name == GenAIMetrics.ClientInferenceUsageInputTokens).Sum(static metric => metric.Sum));
    }

    [Fact]
    public async Task Added_twice_or_without_instrumentation_it_changes_nothing()
    {
        await using var provider = await FakeProvider.StartAsync();
        Assert.Equal("Hello there", await AskAsync(Client(provider, times: 2), isSynchronous: false));
        using var telemetry = new Telemetry();

        Assert.Equal("Hello there", await AskAsync(Client(provider, times: 2), isSynchronous: false));

        Assert.Equal(11L, telemetry.OwnSpan.Tag(GenAIAttributes.UsageInputTokens));
        Assert.Equal(telemetry.OwnSpan.TagObjects.Count(), telemetry.OwnSpan.TagObjects.DistinctBy(static tag => tag.Key).Count());
    }

    private static ChatClient Client(FakeProvider provider, int retries = 0, int times = 1) => Client(provider.Address, retries, times);

    private static ChatClient Client(Uri address, int retries, int times = 1)
    {
        var options = new OpenAIClientOptions { Endpoint = new Uri(address, "/v1"), RetryPolicy = Some.Retries(retries) };
        for (var i = 0; i < times; i++)
        {
            options = options.AddGenAIInstrumentation();
        }

        return new ChatClient("gpt-x", new ApiKeyCredential("key"), options);
    }

    private static async Task<string> AskAsync(ChatClient client, bool isSynchronous)
    {
        var completion = isSynchronous ? client.CompleteChat(Some.Question) : await client.CompleteChatAsync(Some.Question);
        return completion.Value.Content[0].Text;
    }

    private static string Readable(KeyValuePair<string, object?> tag) => $"{tag.Key} = {(tag.Value is string[] texts ? string.Join(", ", texts) : tag.Value)}";
}
