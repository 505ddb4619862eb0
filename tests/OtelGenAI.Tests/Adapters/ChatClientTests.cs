using System.Diagnostics;
using System.Text.Json;
using Anthropic;
using Microsoft.Extensions.AI;
using OpenTelemetry.Trace;
using OtelGenAI.Conventions;
using OtelGenAI.Tests.Support;

namespace OtelGenAI.Tests.Adapters;

/// <summary>What is called through Microsoft.Extensions.AI.</summary>
[Collection(ProcessWideCollection.Name)]
public sealed class ChatClientTests
{
    private static readonly ChatResponseUpdate[] s_answer =
    [
        new(ChatRole.Assistant, [new TextReasoningContent("Hm.")]) { ResponseId = "r-1", ModelId = "acme-1-2026" },
        new(ChatRole.Assistant, "12 degrees") { ResponseId = "r-1" },
        new(ChatRole.Assistant, [new FunctionCallContent("call_1", "weather", new Dictionary<string, object?> { ["city"] = "Oslo" })]) { ResponseId = "r-1", FinishReason = ChatFinishReason.ToolCalls },
        new(ChatRole.Assistant, [new UsageContent(new UsageDetails { InputTokenCount = 11, OutputTokenCount = 7, CachedInputTokenCount = 3, ReasoningTokenCount = 2 })]) { ResponseId = "r-1" },
    ];

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_call_is_a_span_with_all_that_options_and_answer_say(bool isStream)
    {
        using var telemetry = new Telemetry(
            static options =>
            {
                options.CaptureContent = GenAIContentCaptureMode.SpanOnly;
                options.CaptureToolDetails = true;
            },
            withMetrics: true);
        using var client = new ScriptedChatClient(s_answer).UseGenAI();
        var options = new ChatOptions
        {
            ModelId = "acme-2",
            Instructions = "Be brief.",
            MaxOutputTokens = 100,
            Temperature = 0.2f,
            TopP = 0.9f,
            TopK = 5,
            FrequencyPenalty = 0.1f,
            PresencePenalty = 0.3f,
            Seed = 4,
            StopSequences = ["END"],
            ResponseFormat = ChatResponseFormat.Json,
            ConversationId = "c-1",
            Reasoning = new ReasoningOptions { Effort = ReasoningEffort.Low },
            Tools = [AIFunctionFactory.CreateDeclaration("weather", "says the weather", JsonDocument.Parse("""{"type":"object"}""").RootElement)],
        };

        var text = await AskAsync(client, options, isStream);

        Assert.Equal("12 degrees", text);
        var span = telemetry.OwnSpan;
        Assert.Equal("chat acme-2", span.DisplayName);
        Assert.Equal(ActivityKind.Client, span.Kind);
        var expected = new Dictionary<string, object>
        {
            [GenAIAttributes.OperationName] = "chat",
            [GenAIAttributes.ProviderName] = "acme",
            [GenAIAttributes.RequestModel] = "acme-2",
            [ServerAttributes.Address] = "models.acme.example",
            [ServerAttributes.Port] = 8443L,
            [GenAIAttributes.RequestMaxTokens] = 100L,
            [GenAIAttributes.RequestTemperature] = 0.2,
            [GenAIAttributes.RequestTopP] = 0.9,
            [GenAIAttributes.RequestTopK] = 5L,
            [GenAIAttributes.RequestFrequencyPenalty] = 0.1,
            [GenAIAttributes.RequestPresencePenalty] = 0.3,
            [GenAIAttributes.RequestSeed] = 4L,
            [GenAIAttributes.OutputType] = "json",
            [GenAIAttributes.RequestReasoningLevel] = "low",
            [GenAIAttributes.ConversationId] = "c-1",
            [GenAIAttributes.ResponseId] = "r-1",
            [GenAIAttributes.ResponseModel] = "acme-1-2026",
            [GenAIAttributes.UsageInputTokens] = 11L,
            [GenAIAttributes.UsageOutputTokens] = 7L,
            [GenAIAttributes.UsageCacheReadInputTokens] = 3L,
            [GenAIAttributes.UsageReasoningOutputTokens] = 2L,
            [GenAIAttributes.SystemInstructions] = """[{"type":"text","content":"Be brief."}]""",
            [GenAIAttributes.InputMessages] = """[{"role":"user","parts":[{"type":"text","content":"how warm?"}]}]""",
            [GenAIAttributes.ToolDefinitions] = """[{"type":"function","name":"weather","description":"says the weather","parameters":{"type":"object"}}]""",
            [GenAIAttributes.OutputMessages] =
                """[{"role":"assistant","parts":[{"type":"reasoning","content":"Hm."},{"type":"text","content":"12 degrees"},{"type":"tool_call","id":"call_1","name":"weather","arguments":{"city":"Oslo"}}],"finish_reason":"tool_calls"}]""",
        };
        Assert.All(expected, pair => Assert.Equal(pair.Value, span.Tag(pair.Key)));
        Assert.Equal(["END"], (string[])span.Tag(GenAIAttributes.RequestStopSequences)!);
        Assert.Equal(["tool_calls"], (string[])span.Tag(GenAIAttributes.ResponseFinishReasons)!);
        Assert.Equal(isStream, span.Tag(GenAIAttributes.RequestStream) is true);
        Assert.Equal(isStream, span.Tag(GenAIAttributes.ResponseTimeToFirstChunk) is double);
        Assert.Equal(11, Assert.Single(telemetry.CollectMetrics(), static metric => metric.Name == GenAIMetrics.ClientInferenceUsageInputTokens).Sum);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Around_a_client_that_records_itself_over_http_that_is_seen_too_it_is_one_call(bool isSampled)
    {
        await using var provider = await FakeProvider.StartAsync();
        using var telemetry = new Telemetry(sampler: isSampled ? null : new AlwaysOffSampler(), withMetrics: true);
        using var anthropic = new AnthropicClient { BaseUrl = provider.Address.ToString().TrimEnd('/'), ApiKey = "key" };
        using var client = anthropic.AsIChatClient("claude-x").UseGenAI();

        var response = await client.GetResponseAsync("hi");

        Assert.Equal("Hello from Claude", response.Text);
        if (isSampled)
        {
            var inner = Assert.Single(telemetry.Of("com.anthropic.sdk.csharp"));
            Assert.Equal("chat claude-x", telemetry.OwnSpan.DisplayName);
            Assert.Equal(17L, telemetry.OwnSpan.Tag(GenAIAttributes.UsageInputTokens));
            Assert.Null(inner.Tag(GenAIAttributes.UsageInputTokens));
            Assert.Equal(telemetry.OwnSpan.SpanId.ToHexString(), inner.Tag(OtelGenAIAttributes.CoveredBy));
            Assert.Equal(inner.SpanId, Assert.Single(telemetry.Of("System.Net.Http")).ParentSpanId);
        }

        Assert.Equal(1, Assert.Single(telemetry.CollectMetrics(), static metric => metric.Name == GenAIMetrics.ClientInferenceDuration).Count);
    }

    [Fact]
    public async Task Below_an_unsampled_span_a_call_over_http_is_measured_once()
    {
        await using var provider = await FakeProvider.StartAsync();
        using var telemetry = new Telemetry(sampler: new AlwaysOffSampler(), withMetrics: true);
        using var root = Telemetry.App.StartActivity("root");

        using (var chat = GenAI.StartChat("openai", "gpt-x"))
        {
            await Some.ChatClient(provider).CompleteChatAsync(Some.Question);
            chat.SetUsage(new GenAIUsage(11, 7));
            using (GenAI.StartTool("ask_expert"))
            {
                // What a tool asks is a call of its own.
                await Some.ChatClient(provider).CompleteChatAsync(Some.Question);
            }
        }

        await Some.ChatClient(provider).CompleteChatAsync(Some.Question);

        Assert.Equal(3, telemetry.CollectMetrics().Where(static metric => metric.Name == GenAIMetrics.ClientInferenceDuration).Sum(static metric => metric.Count));
    }

    [Fact]
    public async Task The_span_is_current_for_every_step_of_a_stream_and_never_for_the_application()
    {
        using var telemetry = new Telemetry();
        var seen = new List<string?>();
        using var client = new ScriptedChatClient(s_answer) { OnPiece = () => seen.Add(Activity.Current?.DisplayName) }.UseGenAI();
        using var root = Telemetry.App.StartActivity("root");

        await foreach (var update in client.GetStreamingResponseAsync("how warm?"))
        {
            Assert.Same(root, Activity.Current);
        }

        Assert.Same(root, Activity.Current);
        Assert.Equal(5, seen.Count);
        Assert.All(seen, static name => Assert.Equal("chat acme-1", name));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_failure_passes_unchanged_and_is_an_error(bool isStream)
    {
        using var telemetry = new Telemetry();
        var thrown = new InvalidOperationException("no");
        using var client = new ScriptedChatClient(s_answer) { Failure = (1, thrown) }.UseGenAI();

        Assert.Same(thrown, await Assert.ThrowsAsync<InvalidOperationException>(() => AskAsync(client, options: null, isStream)));

        Assert.Equal("System.InvalidOperationException", telemetry.OwnSpan.Tag(ErrorAttributes.Type));
        Assert.Null(telemetry.OwnSpan.Tag(OtelGenAIAttributes.StreamOutcome));
    }

    [Fact]
    public async Task A_stream_that_is_left_or_cancelled_is_no_failure_and_ends_once()
    {
        using var telemetry = new Telemetry();
        using var client = new ScriptedChatClient(s_answer).UseGenAI();
        using var cancelled = new ScriptedChatClient(s_answer) { Failure = (1, new OperationCanceledException()) }.UseGenAI();

        await foreach (var update in client.GetStreamingResponseAsync("how warm?"))
        {
            break;
        }

        await Assert.ThrowsAsync<OperationCanceledException>(() => AskAsync(cancelled, options: null, isStream: true));

        Assert.Equal(
            [OtelGenAIStreamOutcomeValues.Abandoned, OtelGenAIStreamOutcomeValues.Cancelled],
            telemetry.Of(GenAI.SourceName).Select(static span => span.Tag(OtelGenAIAttributes.StreamOutcome)));
        Assert.All(telemetry.Of(GenAI.SourceName), static span => Assert.Equal(ActivityStatusCode.Unset, span.Status));
    }

    [Fact]
    public async Task Content_that_cannot_be_read_costs_the_content_and_not_the_call()
    {
        using var telemetry = new Telemetry(static options => options.CaptureContent = GenAIContentCaptureMode.SpanOnly);
        var endless = new Dictionary<string, object?>();
        endless["self"] = endless;
        using var client = new ScriptedChatClient(new ChatResponseUpdate(ChatRole.Assistant, [new FunctionCallContent("call_1", "loop", endless)])).UseGenAI();

        var response = await client.GetResponseAsync("go");

        Assert.Same(endless, Assert.IsType<FunctionCallContent>(Assert.Single(Assert.Single(response.Messages).Contents)).Arguments);
        Assert.Contains("\"name\":\"loop\"", (string)telemetry.OwnSpan.Tag(GenAIAttributes.OutputMessages)!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_a_stream_that_is_too_long_nothing_is_kept_that_may_not_be_written()
    {
        using var telemetry = new Telemetry(static options =>
        {
            options.CaptureContent = GenAIContentCaptureMode.SpanOnly;
            options.MaxContentBytes = 1024;
        });
        using var client = new ScriptedChatClient([.. Enumerable.Range(0, 100).Select(static _ => new ChatResponseUpdate(ChatRole.Assistant, new string('a', 100)))]).UseGenAI();

        Assert.Equal(10_000, (await AskAsync(client, options: null, isStream: true)).Length);

        Assert.Null(telemetry.OwnSpan.Tag(GenAIAttributes.OutputMessages));
        Assert.Equal(true, telemetry.OwnSpan.Tag(OtelGenAIAttributes.ContentTruncated));
    }

    [Fact]
    public async Task Function_invocation_around_it_finds_a_source_for_its_spans_of_tools()
    {
        using var telemetry = new Telemetry();
        using var client = new ScriptedChatClient(s_answer).UseGenAI();

        client.GetService<ActivitySource>()!.StartActivity("execute_tool weather")?.Dispose();
        await client.GetResponseAsync("how warm?");

        Assert.Equal(["execute_tool weather", "chat acme-1"], telemetry.Of(GenAI.SourceName).Select(static span => span.DisplayName));
        Assert.Same(client, client.UseGenAI());
    }

    private static async Task<string> AskAsync(IChatClient client, ChatOptions? options, bool isStream)
    {
        if (!isStream)
        {
            return (await client.GetResponseAsync("how warm?", options)).Text;
        }

        var text = "";
        await foreach (var update in client.GetStreamingResponseAsync("how warm?", options))
        {
            text += update.Text;
        }

        return text;
    }
}
