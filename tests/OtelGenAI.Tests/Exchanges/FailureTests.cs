using System.Diagnostics;
using System.Net;
using System.Text;
using Anthropic;
using Anthropic.Models.Messages;
using OtelGenAI.Conventions;
using OtelGenAI.Tests.Support;

namespace OtelGenAI.Tests.Exchanges;

/// <summary>What goes wrong, in every format that differs in it.</summary>
[Collection(ProcessWideCollection.Name)]
public sealed class FailureTests
{
    private const int Megabyte = 1024 * 1024;

    public static TheoryData<string> Streams =>
        [.. ExchangeServer.Exchanges.Where(static exchange => exchange.Chunks.Count > 2 && !exchange.Expected.ContainsKey(ErrorAttributes.Type)).Select(static exchange => exchange.Name)];

    [Theory]
    [MemberData(nameof(Streams))]
    public async Task A_stream_left_early_is_abandoned_and_no_error(string name)
    {
        using var telemetry = new Telemetry();

        await ReadFirstPieceAsync(Find(name), static (_, _) => Task.CompletedTask);

        Assert.Equal(OtelGenAIStreamOutcomeValues.Abandoned, telemetry.OwnSpan.Tag(OtelGenAIAttributes.StreamOutcome));
        Assert.Equal(ActivityStatusCode.Unset, telemetry.OwnSpan.Status);
        Assert.Null(telemetry.OwnSpan.Tag(ErrorAttributes.Type));
    }

    [Theory]
    [MemberData(nameof(Streams))]
    public async Task A_cancelled_stream_is_no_error(string name)
    {
        using var telemetry = new Telemetry();

        await ReadFirstPieceAsync(Find(name), static async (stream, _) =>
        {
            using var cancellation = new CancellationTokenSource();
            var waiting = stream.ReadAsync(new byte[100], cancellation.Token).AsTask();
            await cancellation.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        });

        Assert.Equal(OtelGenAIStreamOutcomeValues.Cancelled, telemetry.OwnSpan.Tag(OtelGenAIAttributes.StreamOutcome));
        Assert.Equal(ActivityStatusCode.Unset, telemetry.OwnSpan.Status);
    }

    [Theory]
    [MemberData(nameof(Streams))]
    public async Task A_stream_that_breaks_off_is_an_error(string name)
    {
        using var telemetry = new Telemetry();
        var exchange = Find(name);

        // Breaks off after the piece that was read: one on its way could get lost or arrive, and with a finish reason in it the answer is whole.
        await ReadFirstPieceAsync(exchange with { Chunks = [exchange.Chunks[0]], BreaksOff = true }, static async (stream, mayContinue) =>
        {
            mayContinue.Release();
            await Assert.ThrowsAnyAsync<Exception>(() => stream.CopyToAsync(Stream.Null));
        });

        Assert.Equal(ActivityStatusCode.Error, telemetry.OwnSpan.Status);
        Assert.Equal(OtelGenAIStreamOutcomeValues.Failed, telemetry.OwnSpan.Tag(OtelGenAIAttributes.StreamOutcome));
        Assert.NotNull(telemetry.OwnSpan.Tag(ErrorAttributes.Type));
    }

    [Theory]
    [MemberData(nameof(Streams))]
    public async Task A_stream_that_ends_without_saying_so_is_an_error(string name)
    {
        using var telemetry = new Telemetry();
        var exchange = Find(name);

        await ReadFirstPieceAsync(exchange with { Chunks = [exchange.Chunks[0]] }, static (stream, _) => stream.CopyToAsync(Stream.Null));

        Assert.Equal(ActivityStatusCode.Error, telemetry.OwnSpan.Status);
        Assert.Equal(OtelGenAIStreamOutcomeValues.Failed, telemetry.OwnSpan.Tag(OtelGenAIAttributes.StreamOutcome));
    }

    [Theory]
    [InlineData("anthropic messages, streamed", "data: {\"type\":\"content_block_delta\",\"index\":-5,\"delta\":{\"type\":\"text_delta\",\"text\":\"\\ud800\"}}\n\ndata: [[[\n\ndata: 7\n\n")]
    [InlineData("cohere chat, streamed", "data: {\"type\":\"content-delta\",\"index\":2000000000,\"delta\":[]}\n\ndata: nonsense\n\n: comment\n\n")]
    [InlineData("gemini streamGenerateContent, as events", "data: {\"candidates\":[{\"index\":-1,\"content\":{\"parts\":[7,{}]}},{\"index\":99999}]}\n\ndata: {\n\n")]
    [InlineData("ollama chat, streamed without being asked", "{\"message\":{\"content\":7,\"tool_calls\":[{}]}}\nnonsense\n[]\n")]
    public async Task Garbage_in_a_stream_is_read_around(string name, string garbage)
    {
        var exchange = Find(name);
        using var telemetry = new Telemetry(static options => options.CaptureContent = GenAIContentCaptureMode.SpanOnly);

        await ReadAllAsync(exchange with { Chunks = [exchange.Chunks[0], Encoding.UTF8.GetBytes(garbage), .. exchange.Chunks.Skip(1)] });

        Assert.Equal(exchange.Expected[GenAIAttributes.UsageInputTokens], telemetry.OwnSpan.Tag(GenAIAttributes.UsageInputTokens));
        Assert.Null(telemetry.OwnSpan.Tag(ErrorAttributes.Type));
    }

    [Fact]
    public async Task Garbage_in_an_event_stream_ends_what_is_read_and_is_an_error()
    {
        var exchange = Find("bedrock converse, streamed");
        using var telemetry = new Telemetry();

        await ReadAllAsync(exchange with { Chunks = [exchange.Chunks[0], new byte[100], .. exchange.Chunks.Skip(1)] });

        Assert.Equal(ActivityStatusCode.Error, telemetry.OwnSpan.Status);
        Assert.Equal(OtelGenAIStreamOutcomeValues.Failed, telemetry.OwnSpan.Tag(OtelGenAIAttributes.StreamOutcome));
    }

    [Fact]
    public async Task Attempts_of_anthropics_sdk_are_below_its_own_span_which_alone_is_counted()
    {
        await using var provider = await FakeProvider.StartAsync();
        provider.NextJson("""{"type":"error","error":{"type":"rate_limit_error","message":"slow down"}}""", 429);
        using var telemetry = new Telemetry();
        var client = new AnthropicClient { BaseUrl = provider.Address.ToString().TrimEnd('/'), ApiKey = "key", MaxRetries = 1 };

        await client.Messages.Create(new MessageCreateParams { MaxTokens = 100, Model = "claude-x", Messages = [new UserMessageParam("hi")] });

        Assert.Empty(telemetry.Of(GenAI.SourceName));
        Assert.Equal(17L, Assert.Single(telemetry.Of("com.anthropic.sdk.csharp")).Tag(GenAIAttributes.UsageInputTokens));
        Assert.Equal(2, telemetry.Of("System.Net.Http").Count);
    }

    [Theory]
    [InlineData("/v1/messages", """{"type":"error","error":{"type":"rate_limit_error"}}""", "rate_limit_error", """{"model":"m","max_tokens":1,"messages":[]}""")]
    [InlineData("/v1beta/models/m:generateContent", """{"error":{"status":"RESOURCE_EXHAUSTED"}}""", "RESOURCE_EXHAUSTED", """{"contents":[]}""")]
    [InlineData("/api/chat", """{"error":"too busy"}""", "429", """{"model":"m","messages":[]}""")]
    [InlineData("/v2/chat", """{"message":"too many"}""", "429", """{"model":"m","messages":[]}""")]
    [InlineData("/model/m/converse", """{"__type":"com.amazon#ThrottlingException"}""", "ThrottlingException", """{"messages":[]}""")]
    public async Task Attempts_without_an_sdk_are_spans_that_say_they_are_repeats(string path, string refusal, string errorType, string body)
    {
        await using var provider = await FakeProvider.StartAsync();
        provider.NextJson(refusal, 429).NextJson(refusal, 429);
        using var telemetry = new Telemetry();
        using var client = new HttpClient();

        using (Telemetry.App.StartActivity("root"))
        {
            for (var attempt = 0; attempt < 2; attempt++)
            {
                using var content = new StringContent(body);
                using var response = await client.PostAsync(new Uri(provider.Address, path), content);
            }
        }

        Assert.Equal([errorType, errorType], telemetry.Of(GenAI.SourceName).Select(static span => span.Tag(ErrorAttributes.Type)));
        Assert.Equal([null, 1L], telemetry.Of(GenAI.SourceName).Select(static span => span.Tag(HttpAttributes.RequestResendCount)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_answer_of_100_megabytes_passes_without_being_kept(bool isStream)
    {
        await using var provider = await FakeProvider.StartAsync();
        var piece = Encoding.UTF8.GetBytes(isStream
            ? $"data: {FakeProvider.Chunk($$"""{"content":"{{new string('x', Megabyte)}}"}""")}\n\n"
            : new string(' ', Megabyte));
        provider.Next(async context =>
        {
            context.Response.ContentType = isStream ? "text/event-stream" : "application/json";
            for (var i = 0; i < 100; i++)
            {
                await context.Response.Body.WriteAsync(piece);
            }
        });
        using var telemetry = new Telemetry(static options => options.CaptureContent = GenAIContentCaptureMode.SpanOnly);
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(provider.Address, "/v1/chat/completions"));
        request.Content = new StringContent($$"""{"model":"gpt-x","stream":{{(isStream ? "true" : "false")}},"messages":[]}""");
        var before = GC.GetTotalMemory(forceFullCollection: true);

        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        await using var stream = await response.Content.ReadAsStreamAsync();
        var buffer = new byte[64 * 1024];
        long read = 0;
        var kept = 0L;
        for (var count = await stream.ReadAsync(buffer); count > 0; count = await stream.ReadAsync(buffer))
        {
            if (read / (10 * Megabyte) != (read + count) / (10 * Megabyte))
            {
                kept = Math.Max(kept, GC.GetTotalMemory(forceFullCollection: true) - before);
            }

            read += count;
        }

        // Whole answers are kept up to 16 MiB, in a buffer that doubles and with what the pool held back; of streams one event at a time.
        Assert.Equal(piece.Length * 100L, read);
        Assert.InRange(kept, long.MinValue, 48L * Megabyte);
        Assert.Equal("chat gpt-x", telemetry.OwnSpan.DisplayName);
    }

    [Fact]
    public async Task Ten_thousand_calls_at_once_are_ten_thousand_spans_each_with_its_own_answer()
    {
        const int Calls = 10_000;
        await using var provider = await FakeProvider.StartAsync();
        var allSent = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        for (var i = 0; i < Calls; i++)
        {
            provider.Next(async context =>
            {
                await allSent.Task;
                var id = context.Request.Query["call"];
                await FakeProvider.EventAsync(context, $$"""{"id":"answer-{{id}}","choices":[{"index":0,"delta":{"content":"x"},"finish_reason":"stop"}]}""");
            });
        }

        using var telemetry = new Telemetry(withHttpSpans: false);
        using var handler = new SocketsHttpHandler { MaxConnectionsPerServer = 200 };
        using var client = new HttpClient(handler) { BaseAddress = provider.Address, Timeout = TimeSpan.FromMinutes(2) };
        var calls = Enumerable.Range(0, Calls).Select(async call =>
        {
            using var content = new StringContent($$"""{"model":"model-{{call}}","stream":true,"messages":[]}""");
            using var response = await client.PostAsync(new Uri($"/v1/chat/completions?call={call}", UriKind.Relative), content);
        }).ToList();
        allSent.SetResult();
        await Task.WhenAll(calls);

        var spans = telemetry.Of(GenAI.SourceName);
        Assert.Equal(Calls, spans.Count);
        Assert.Equal(Calls, spans.Select(static span => span.SpanId).Distinct().Count());
        Assert.All(spans, static span => Assert.Equal(
            "answer-" + ((string)span.Tag(GenAIAttributes.RequestModel)!)["model-".Length..],
            span.Tag(GenAIAttributes.ResponseId)));
    }

    [Fact]
    public async Task Without_the_runtimes_propagator_there_is_an_answer_and_no_span()
    {
        await using var provider = await FakeProvider.StartAsync();
        using var telemetry = new Telemetry();
        using var handler = new SocketsHttpHandler { ActivityHeadersPropagator = null };
        using var client = new HttpClient(handler);
        using var content = new StringContent("""{"model":"gpt-x","messages":[]}""");

        using var response = await client.PostAsync(new Uri(provider.Address, "/v1/chat/completions"), content);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Empty(telemetry.Spans);
    }

    [Fact]
    public async Task With_nobody_listening_a_call_is_only_a_call()
    {
        await using var provider = await FakeProvider.StartAsync();
        using (new Telemetry())
        {
        }

        await Some.ChatClient(provider).CompleteChatAsync(Some.Question);

        Assert.Null(Assert.Single(provider.Seen).TraceParent);
        Assert.Null(Activity.Current);
    }

    private static Exchange Find(string name) => Assert.Single(ExchangeServer.Exchanges, exchange => exchange.Name == name);

    private static async Task ReadFirstPieceAsync(Exchange exchange, Func<Stream, SemaphoreSlim, Task> then)
    {
        await using var provider = await FakeProvider.StartAsync();
        using var mayContinue = new SemaphoreSlim(0);
        provider.NextExchange(exchange, mayContinue: mayContinue);
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(provider.Address, exchange.Path)) { Content = new StringContent(exchange.Request) };
        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        await using var stream = await response.Content.ReadAsStreamAsync();
        await stream.ReadExactlyAsync(new byte[exchange.Chunks[0].Length]);
        await then(stream, mayContinue);
    }

    private static async Task ReadAllAsync(Exchange exchange)
    {
        await using var provider = await FakeProvider.StartAsync();
        provider.NextExchange(exchange);
        using var client = new HttpClient();
        using var content = new StringContent(exchange.Request);
        using var response = await client.PostAsync(new Uri(provider.Address, exchange.Path), content);
    }
}
