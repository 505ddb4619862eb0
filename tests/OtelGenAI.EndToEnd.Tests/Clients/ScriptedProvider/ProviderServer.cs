using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace OtelGenAI.EndToEnd.Tests.Clients.ScriptedProvider;

/// <summary>A model provider on the loopback address that speaks the wire formats of OpenAI, Anthropic and Gemini, with fixed figures.</summary>
internal sealed class ProviderServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private int _answers;

    private ProviderServer(WebApplication app) => _app = app;

    /// <summary>Where it listens.</summary>
    public Uri Address { get; private set; } = null!;

    public static async Task<ProviderServer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var server = new ProviderServer(builder.Build());
        server._app.MapPost("/v1/chat/completions", context => server.AnswerAsync(context, ChatCompletions.AnswerAsync));
        server._app.MapPost("/v1/responses", context => server.AnswerAsync(context, Responses.AnswerAsync));
        server._app.MapPost("/v1/embeddings", context => server.AnswerAsync(context, (to, request, _) => Embeddings.AnswerAsync(to, request)));
        server._app.MapPost("/v1/messages", context => server.AnswerAsync(context, AnthropicMessages.AnswerAsync));
        server._app.MapPost("/v1beta/models/{call}", context => server.AnswerAsync(context, AnswerGeminiAsync));
        await server._app.StartAsync();
        server.Address = new Uri(server._app.Urls.Single());
        return server;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    // gemini-2.5-flash:generateContent; a route template cannot be split at a colon.
    private static Task AnswerGeminiAsync(HttpContext context, JsonNode request, string id)
    {
        var call = ((string)context.Request.RouteValues["call"]!).Split(':');
        return GeminiContent.AnswerAsync(context, call[0], isStream: call[1] == "streamGenerateContent", id);
    }

    private async Task AnswerAsync(HttpContext context, Func<HttpContext, JsonNode, string, Task> answer)
    {
        var request = await JsonNode.ParseAsync(context.Request.Body);
        await answer(context, request!, Interlocked.Increment(ref _answers).ToString("x8", CultureInfo.InvariantCulture));
    }
}
