using Microsoft.Extensions.Logging;
using OpenTelemetry.Trace;
using OtelGenAI.Tests.Support;

namespace OtelGenAI.Tests.Registration;

[Collection(ProcessWideCollection.Name)]
public sealed class ExplainTests
{
    [Fact]
    public void Without_instrumentation_it_says_what_to_do() => Assert.Contains("AddGenAIInstrumentation()", GenAI.Explain(), StringComparison.Ordinal);

    [Fact]
    public async Task It_says_what_was_recorded_and_what_was_left_out_and_why()
    {
        await using var provider = await FakeProvider.StartAsync();
        provider.Next(static _ => Task.CompletedTask);
        using var telemetry = new Telemetry(static options => options.FilterHttpRequest = static address => address.AbsolutePath != "/v1/embeddings");
        using var client = new HttpClient { BaseAddress = provider.Address };
        using var nothing = new StringContent("[]");
        using var embedding = new StringContent("""{"model":"emb-x","input":"a"}""");
        using var claude = new StringContent("""{"model":"claude-x","max_tokens":1,"messages":[]}""");

        (await client.PostAsync(new Uri("/v1/chat/completions", UriKind.Relative), nothing)).Dispose();
        (await client.PostAsync(new Uri("/v1/embeddings", UriKind.Relative), embedding)).Dispose();
        await Some.ChatClient(provider).CompleteChatAsync(Some.Question);
        using (GenAI.StartChat("anthropic"))
        {
            (await client.PostAsync(new Uri("/v1/messages", UriKind.Relative), claude)).Dispose();
        }

        var explained = GenAI.Explain();
        Assert.Contains("HTTP: on, Nested, filtered", explained, StringComparison.Ordinal);
        Assert.Contains("Content: NoContent", explained, StringComparison.Ordinal);
        Assert.Contains("2 OtelGenAI: chat", explained, StringComparison.Ordinal);
        Assert.Contains("1 127.0.0.1: chat: openai", explained, StringComparison.Ordinal);
        Assert.Contains("1 127.0.0.1: chat: recorded by its SDK", explained, StringComparison.Ordinal);
        Assert.Contains("1 127.0.0.1: refused by FilterHttpRequest", explained, StringComparison.Ordinal);
        Assert.Contains("1 127.0.0.1: /v1/chat/completions: the path of a model's API, and no call of one", explained, StringComparison.Ordinal);
        Assert.DoesNotContain("Say hello", explained, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_says_what_was_not_sampled()
    {
        await using var provider = await FakeProvider.StartAsync();
        using var telemetry = new Telemetry(sampler: new AlwaysOffSampler());

        await Some.ChatClient(provider).CompleteChatAsync(Some.Question);

        Assert.Contains("1 127.0.0.1: not sampled", GenAI.Explain(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_operation_is_a_log_line_without_content_when_asked_for()
    {
        await using var provider = await FakeProvider.StartAsync();
        using var logs = new LogExporter();
        using var factory = LoggerFactory.Create(logging => logging.AddOpenTelemetry(options => options.AddProcessor(new OpenTelemetry.SimpleLogRecordExportProcessor(logs))));
        using var telemetry = new Telemetry(options =>
        {
            options.LoggerFactory = factory;
            options.LogOperations = true;
            options.CaptureContent = GenAIContentCaptureMode.SpanOnly;
        });

        await Some.ChatClient(provider).CompleteChatAsync(Some.Question);
        using (var tool = GenAI.StartTool("search"))
        {
            tool.Fail("not_found");
        }

        Assert.Equal(["chat", "execute_tool"], logs.Records.Select(static record => record.Attributes["Operation"]));
        var chat = logs.Records[0].Attributes;
        var spans = telemetry.Of(GenAI.SourceName);
        Assert.Equal(("gpt-x", true, 11L, 7L), (chat["Name"], (bool)chat["Ok"]!, (long)chat["InputTokens"]!, (long)chat["OutputTokens"]!));
        Assert.Equal(spans[0].SpanId.ToHexString(), chat["GenAISpanId"]);
        Assert.Equal(("search", false, "not_found"), (logs.Records[1].Attributes["Name"], (bool)logs.Records[1].Attributes["Ok"]!, logs.Records[1].Attributes["ErrorType"]));
        Assert.All(logs.Records.SelectMany(static record => record.Attributes.Values), static value => Assert.DoesNotContain("hello", value?.ToString() ?? "", StringComparison.OrdinalIgnoreCase));
    }
}
