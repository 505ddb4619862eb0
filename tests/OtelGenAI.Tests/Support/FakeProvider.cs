using System.Collections.Concurrent;
using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace OtelGenAI.Tests.Support;

internal sealed record SeenRequest(string Path, string? TraceParent, JsonNode? Body);

/// <summary>A model provider on the loopback address that speaks OpenAI's and Anthropic's wire formats.</summary>
internal sealed class FakeProvider : IAsyncDisposable
{
    public const string ChatAnswer =
        """
        {"id":"chatcmpl-1","object":"chat.completion","created":1,"model":"gpt-x-2026","service_tier":"default","system_fingerprint":"fp_1",
         "choices":[{"index":0,"message":{"role":"assistant","content":"Hello there"},"finish_reason":"stop"}],
         "usage":{"prompt_tokens":11,"completion_tokens":7,"total_tokens":18,
                  "prompt_tokens_details":{"cached_tokens":3,"audio_tokens":0},"completion_tokens_details":{"reasoning_tokens":2}}}
        """;

    private const string MessagesAnswer =
        """
        {"id":"msg_1","type":"message","role":"assistant","model":"claude-x","content":[{"type":"text","text":"Hello from Claude"}],
         "stop_reason":"end_turn","stop_sequence":null,
         "usage":{"input_tokens":12,"cache_creation_input_tokens":2,"cache_read_input_tokens":3,"output_tokens":6}}
        """;

    private readonly WebApplication _app;
    private readonly ConcurrentQueue<Func<HttpContext, Task>> _scripted = new();
    private readonly ConcurrentQueue<SeenRequest> _seen = new();

    private FakeProvider(WebApplication app) => _app = app;

    public Uri Address { get; private set; } = null!;

    public IReadOnlyList<SeenRequest> Seen => [.. _seen];

    public static async Task<FakeProvider> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var provider = new FakeProvider(app);
        app.Run(provider.AnswerAsync);
        await app.StartAsync();
        provider.Address = new Uri(app.Urls.Single());
        return provider;
    }

    /// <summary>Answers the next request this way instead.</summary>
    public FakeProvider Next(Func<HttpContext, Task> answer)
    {
        _scripted.Enqueue(answer);
        return this;
    }

    public FakeProvider NextJson(string json, int status = StatusCodes.Status200OK) => Next(context => JsonAsync(context, json, status));

    public FakeProvider NextEvents(params string[] events) => Next(async context =>
    {
        foreach (var data in events)
        {
            await EventAsync(context, data);
        }
    });

    /// <summary>Writes one server-sent event and sends it off.</summary>
    public static async Task EventAsync(HttpContext context, string data, string? name = null)
    {
        if (!context.Response.HasStarted)
        {
            context.Response.ContentType = "text/event-stream";
        }

        await context.Response.WriteAsync((name is null ? "" : $"event: {name}\n") + $"data: {data}\n\n");
        await context.Response.Body.FlushAsync();
    }

    public static string Chunk(string delta, string? finishReason = null) =>
        $$"""
        {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1,"model":"gpt-x-2026","choices":[{"index":0,"delta":{{delta}},"finish_reason":{{(finishReason is null ? "null" : $"\"{finishReason}\"")}}}]}
        """;

    public static string UsageChunk =>
        """
        {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1,"model":"gpt-x-2026","choices":[],"usage":{"prompt_tokens":11,"completion_tokens":7,"total_tokens":18,"prompt_tokens_details":{"cached_tokens":3}}}
        """;

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var text = await reader.ReadToEndAsync();
        var body = text.StartsWith('{') ? JsonNode.Parse(text) : null;
        _seen.Enqueue(new SeenRequest(context.Request.Path.Value!, context.Request.Headers.TraceParent, body));
        if (_scripted.TryDequeue(out var answer))
        {
            await answer(context);
            return;
        }

        var isStream = body?["stream"]?.GetValue<bool>() == true;
        switch (context.Request.Path.Value)
        {
            case "/v1/chat/completions" when isStream:
                await EventAsync(context, Chunk("""{"role":"assistant","content":""}"""));
                await EventAsync(context, Chunk("""{"content":"Hello "}"""));
                await EventAsync(context, Chunk("""{"content":"there"}"""));
                await EventAsync(context, Chunk("{}", "stop"));
                await EventAsync(context, UsageChunk);
                await EventAsync(context, "[DONE]");
                break;
            case "/v1/chat/completions":
                await JsonAsync(context, ChatAnswer);
                break;
            case "/v1/embeddings":
                await JsonAsync(context, """{"object":"list","data":[{"object":"embedding","index":0,"embedding":"AAAAAAAAgD8="}],"model":"emb-1","usage":{"prompt_tokens":4,"total_tokens":4}}""");
                break;
            case "/v1/messages":
                await JsonAsync(context, MessagesAnswer);
                break;
            default:
                context.Response.StatusCode = StatusCodes.Status404NotFound;
                break;
        }
    }

    private static async Task JsonAsync(HttpContext context, string json, int status = StatusCodes.Status200OK)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        var bytes = Encoding.UTF8.GetBytes(json);
        if (!context.Request.Headers.AcceptEncoding.ToString().Contains("gzip", StringComparison.Ordinal))
        {
            await context.Response.Body.WriteAsync(bytes);
            return;
        }

        context.Response.Headers.ContentEncoding = "gzip";
        await using var gzip = new GZipStream(context.Response.Body, CompressionLevel.Fastest, leaveOpen: true);
        await gzip.WriteAsync(bytes);
    }
}
