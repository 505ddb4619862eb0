using System.ClientModel;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Http;
using OtelGenAI.Conventions;
using OtelGenAI.Tests.Support;

namespace OtelGenAI.Tests.Http;

[Collection(ProcessWideCollection.Name)]
public sealed class EndingTests
{
    private const string RateLimit = """{"error":{"message":"slow down","type":"requests","code":"rate_limit_exceeded"}}""";

    [Theory]
    [InlineData(429, RateLimit, "rate_limit_exceeded")]
    [InlineData(500, """{"error":{"message":"oops","type":"server_error","code":null}}""", "server_error")]
    [InlineData(502, "<html>bad gateway</html>", "502")]
    public async Task A_refusal_is_an_error_of_the_type_the_provider_names_or_else_its_status(int status, string body, string errorType)
    {
        await using var provider = await FakeProvider.StartAsync();
        provider.NextJson(body, status);
        using var telemetry = new Telemetry();

        var thrown = await Assert.ThrowsAsync<ClientResultException>(() => Some.ChatClient(provider).CompleteChatAsync(Some.Question));

        Assert.Equal(status, thrown.Status);
        Assert.Equal(ActivityStatusCode.Error, telemetry.OwnSpan.Status);
        Assert.Equal(errorType, telemetry.OwnSpan.Tag(ErrorAttributes.Type));
        Assert.DoesNotContain("slow down", telemetry.OwnSpan.StatusDescription, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_without_a_body_ends_the_span_though_nobody_reads_it()
    {
        await using var provider = await FakeProvider.StartAsync();
        provider.Next(context =>
        {
            context.Response.StatusCode = 503;
            return Task.CompletedTask;
        });
        using var telemetry = new Telemetry();
        using var client = new HttpClient { BaseAddress = provider.Address };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/chat/completions");
        request.Content = new StringContent("""{"model":"gpt-x","messages":[]}""");

        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);

        Assert.Equal("503", telemetry.OwnSpan.Tag(ErrorAttributes.Type));
    }

    [Fact]
    public async Task An_answer_that_is_not_compressed_as_it_claims_fails_in_the_application_only()
    {
        await using var provider = await FakeProvider.StartAsync();
        provider.Next(async context =>
        {
            context.Response.Headers.ContentEncoding = "gzip";
            await context.Response.WriteAsync("this is not gzip at all");
        });
        using var telemetry = new Telemetry();
        using var handler = new SocketsHttpHandler { AutomaticDecompression = DecompressionMethods.All };
        using var client = new HttpClient(handler) { BaseAddress = provider.Address };
        using var body = new StringContent("""{"model":"gpt-x","messages":[]}""");

        await Assert.ThrowsAnyAsync<Exception>(() => client.PostAsync(new Uri("/v1/chat/completions", UriKind.Relative), body));

        Assert.Equal("chat gpt-x", telemetry.OwnSpan.DisplayName);
    }

    [Fact]
    public async Task Every_attempt_of_a_retrying_sdk_is_a_span_and_only_the_one_answered_has_tokens()
    {
        await using var provider = await FakeProvider.StartAsync();
        provider.NextJson(RateLimit, 429).NextJson(RateLimit, 429);
        using var telemetry = new Telemetry();

        using (Telemetry.App.StartActivity("root"))
        {
            await Some.ChatClient(provider, retries: 3).CompleteChatAsync(Some.Question);
        }

        var attempts = telemetry.Of(GenAI.SourceName);
        Assert.Equal([null, 1L, 2L], attempts.Select(attempt => attempt.Tag(HttpAttributes.RequestResendCount)));
        Assert.Equal([null, null, 11L], attempts.Select(attempt => attempt.Tag(GenAIAttributes.UsageInputTokens)));
        Assert.Equal([ActivityStatusCode.Error, ActivityStatusCode.Error, ActivityStatusCode.Unset], attempts.Select(attempt => attempt.Status));
    }

    [Fact]
    public async Task A_refused_connection_is_an_error_and_reaches_the_application_unchanged()
    {
        using var telemetry = new Telemetry();
        // Bound, so that nobody else gets the port meanwhile, but not listening.
        using var deaf = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        deaf.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var port = ((IPEndPoint)deaf.LocalEndPoint!).Port;
        using var client = new HttpClient();
        using var body = new StringContent("""{"model":"gpt-x","messages":[]}""");

        await Assert.ThrowsAsync<HttpRequestException>(() => client.PostAsync(new Uri($"http://127.0.0.1:{port}/v1/chat/completions"), body));

        Assert.Equal(ActivityStatusCode.Error, telemetry.OwnSpan.Status);
        Assert.Equal("connection_error", telemetry.OwnSpan.Tag(ErrorAttributes.Type));
        Assert.Equal(("chat", "chat"), (telemetry.OwnSpan.DisplayName, telemetry.OwnSpan.Tag(GenAIAttributes.OperationName)));
        Assert.Equal("openai", telemetry.OwnSpan.Tag(GenAIAttributes.ProviderName));
    }

    [Fact]
    public async Task A_stream_left_early_is_abandoned_and_no_error()
    {
        await using var provider = await FakeProvider.StartAsync();
        provider.Next(StreamForeverAsync);
        using var telemetry = new Telemetry();

        using (var root = Telemetry.App.StartActivity("root"))
        {
            await foreach (var update in Some.ChatClient(provider).CompleteChatStreamingAsync(Some.Question))
            {
                break;
            }

            Assert.Same(root, Activity.Current);
        }

        Assert.Equal(ActivityStatusCode.Unset, telemetry.OwnSpan.Status);
        Assert.Equal(OtelGenAIStreamOutcomeValues.Abandoned, telemetry.OwnSpan.Tag(OtelGenAIAttributes.StreamOutcome));
        Assert.Null(telemetry.OwnSpan.Tag(ErrorAttributes.Type));
    }

    [Fact]
    public async Task A_stream_left_at_its_finish_reason_is_complete()
    {
        await using var provider = await FakeProvider.StartAsync();
        provider.Next(async context =>
        {
            await FakeProvider.EventAsync(context, FakeProvider.Chunk("""{"content":"Hello"}"""));
            await FakeProvider.EventAsync(context, FakeProvider.Chunk("{}", "stop"));
            await WaitForLeaveAsync(context);
        });
        using var telemetry = new Telemetry();

        await foreach (var update in Some.ChatClient(provider).CompleteChatStreamingAsync(Some.Question))
        {
            if (update.FinishReason is not null)
            {
                break;
            }
        }

        Assert.Null(telemetry.OwnSpan.Tag(OtelGenAIAttributes.StreamOutcome));
        Assert.Equal(["stop"], (string[])telemetry.OwnSpan.Tag(GenAIAttributes.ResponseFinishReasons)!);
    }

    [Fact]
    public async Task A_stream_the_application_cancels_while_it_waits_is_cancelled_and_no_error()
    {
        await using var provider = await FakeProvider.StartAsync();
        provider.Next(StreamForeverAsync);
        using var telemetry = new Telemetry();
        using var client = new HttpClient { BaseAddress = provider.Address };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/chat/completions");
        request.Content = new StringContent("""{"model":"gpt-x","stream":true,"messages":[]}""");
        using var cancellation = new CancellationTokenSource();

        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        await using var stream = await response.Content.ReadAsStreamAsync();
        using var reader = new StreamReader(stream);
        await reader.ReadLineAsync();
        await reader.ReadLineAsync();
        var waiting = reader.ReadLineAsync(cancellation.Token);
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await waiting);

        Assert.Equal(ActivityStatusCode.Unset, telemetry.OwnSpan.Status);
        Assert.Equal(OtelGenAIStreamOutcomeValues.Cancelled, telemetry.OwnSpan.Tag(OtelGenAIAttributes.StreamOutcome));
    }

    [Fact]
    public async Task A_request_cancelled_before_its_answer_is_cancelled_and_no_error()
    {
        await using var provider = await FakeProvider.StartAsync();
        using var telemetry = new Telemetry();
        using var cancellation = new CancellationTokenSource();
        provider.Next(async context =>
        {
            await cancellation.CancelAsync();
            await WaitForLeaveAsync(context);
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => Some.ChatClient(provider).CompleteChatAsync(Some.Question, cancellationToken: cancellation.Token));

        Assert.Equal(ActivityStatusCode.Unset, telemetry.OwnSpan.Status);
        Assert.Equal(OtelGenAIStreamOutcomeValues.Cancelled, telemetry.OwnSpan.Tag(OtelGenAIAttributes.StreamOutcome));
        Assert.Equal("gpt-x", telemetry.OwnSpan.Tag(GenAIAttributes.RequestModel));
    }

    [Fact]
    public async Task A_stream_that_breaks_off_is_an_error()
    {
        await using var provider = await FakeProvider.StartAsync();
        var hasArrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        provider.Next(async context =>
        {
            await FakeProvider.EventAsync(context, FakeProvider.Chunk("""{"content":"Hel"}"""));
            await hasArrived.Task;
            context.Abort();
        });
        using var telemetry = new Telemetry();

        await Assert.ThrowsAnyAsync<Exception>(async () =>
        {
            await foreach (var update in Some.ChatClient(provider).CompleteChatStreamingAsync(Some.Question))
            {
                hasArrived.TrySetResult();
            }
        });

        Assert.Equal(ActivityStatusCode.Error, telemetry.OwnSpan.Status);
        Assert.NotNull(telemetry.OwnSpan.Tag(ErrorAttributes.Type));
        Assert.Equal(OtelGenAIStreamOutcomeValues.Failed, telemetry.OwnSpan.Tag(OtelGenAIAttributes.StreamOutcome));
    }

    [Fact]
    public async Task A_stream_that_ends_without_saying_so_is_an_error()
    {
        await using var provider = await FakeProvider.StartAsync();
        provider.NextEvents(FakeProvider.Chunk("""{"content":"Hel"}"""));
        using var telemetry = new Telemetry();

        await foreach (var update in Some.ChatClient(provider).CompleteChatStreamingAsync(Some.Question))
        {
        }

        Assert.Equal(ActivityStatusCode.Error, telemetry.OwnSpan.Status);
        Assert.Equal(OtelGenAIStreamOutcomeValues.Failed, telemetry.OwnSpan.Tag(OtelGenAIAttributes.StreamOutcome));
    }

    [Fact]
    public async Task An_error_inside_a_stream_is_an_error()
    {
        await using var provider = await FakeProvider.StartAsync();
        provider.NextEvents(FakeProvider.Chunk("""{"content":"Hel"}"""), """{"error":{"type":"overloaded_error","message":"too much"}}""");
        using var telemetry = new Telemetry();
        using var client = new HttpClient { BaseAddress = provider.Address };
        using var body = new StringContent("""{"model":"gpt-x","stream":true,"messages":[]}""");

        using var response = await client.PostAsync(new Uri("/v1/chat/completions", UriKind.Relative), body);

        Assert.Equal("overloaded_error", telemetry.OwnSpan.Tag(ErrorAttributes.Type));
        Assert.Equal(ActivityStatusCode.Error, telemetry.OwnSpan.Status);
    }

    [Fact]
    public async Task A_stream_with_garbage_in_it_is_read_around_the_garbage()
    {
        await using var provider = await FakeProvider.StartAsync();
        provider.NextEvents("not json", """{"choices":[{"index":-5,"delta":{"content":"x"}},{"index":2000000000,"finish_reason":"y"}]}""", "[1,2]", FakeProvider.Chunk("{}", "stop"), FakeProvider.UsageChunk, "[DONE]");
        using var telemetry = new Telemetry(options => options.CaptureContent = GenAIContentCaptureMode.SpanOnly);
        using var client = new HttpClient { BaseAddress = provider.Address };
        using var body = new StringContent("""{"model":"gpt-x","stream":true,"messages":[]}""");

        using var response = await client.PostAsync(new Uri("/v1/chat/completions", UriKind.Relative), body);

        Assert.Equal(11L, telemetry.OwnSpan.Tag(GenAIAttributes.UsageInputTokens));
        Assert.Equal(["stop"], (string[])telemetry.OwnSpan.Tag(GenAIAttributes.ResponseFinishReasons)!);
    }

    private static async Task StreamForeverAsync(HttpContext context)
    {
        await FakeProvider.EventAsync(context, FakeProvider.Chunk("""{"content":"Hello"}"""));
        await WaitForLeaveAsync(context);
    }

    private static async Task WaitForLeaveAsync(HttpContext context)
    {
        var left = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = context.RequestAborted.Register(left.SetResult);
        await left.Task;
    }
}
