using System.IO.Compression;
using OtelGenAI.Tests.Support;

namespace OtelGenAI.Tests.Exchanges;

/// <summary>Answers with recorded exchanges, on a real server.</summary>
internal static class ExchangeServer
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<Exchange> Exchanges { get; } =
    [
        .. OpenAIExchanges.All, .. AnthropicExchanges.All, .. GeminiExchanges.All, .. OllamaExchanges.All, .. CohereExchanges.All, .. BedrockExchanges.All,
    ];

    /// <summary>Answers the next request with an exchange.</summary>
    /// <param name="provider">The server.</param>
    /// <param name="exchange">What it answers.</param>
    /// <param name="encoding">Compression of the answer: gzip, br, deflate, or none.</param>
    /// <param name="mayContinue">Awaited before each piece but the first, so that a client reads the pieces as they were sent.</param>
    public static void NextExchange(this FakeProvider provider, Exchange exchange, string? encoding = null, SemaphoreSlim? mayContinue = null) => provider.Next(async context =>
    {
        context.Response.StatusCode = exchange.Status;
        context.Response.ContentType = exchange.ContentType;
        foreach (var (name, value) in exchange.Headers)
        {
            context.Response.Headers[name] = value;
        }

        if (encoding is not null)
        {
            context.Response.Headers.ContentEncoding = encoding;
        }

        var body = encoding is null ? context.Response.Body : Encoded(context.Response.Body, encoding);
        for (var i = 0; i < exchange.Chunks.Count; i++)
        {
            if (i > 0 && mayContinue is not null)
            {
                await mayContinue.WaitAsync(context.RequestAborted);
            }

            await body.WriteAsync(exchange.Chunks[i], context.RequestAborted);
            await body.FlushAsync(context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
        }

        if (encoding is not null)
        {
            await body.DisposeAsync();
        }

        if (exchange.BreaksOff)
        {
            // Not before the client has read the last piece, or the break could overtake it.
            await (mayContinue?.WaitAsync(context.RequestAborted) ?? Task.CompletedTask);
            context.Abort();
        }
    });

    private static Stream Encoded(Stream body, string encoding) => encoding switch
    {
        "gzip" => new GZipStream(body, CompressionLevel.Fastest, leaveOpen: true),
        "br" => new BrotliStream(body, CompressionLevel.Fastest, leaveOpen: true),
        _ => new ZLibStream(body, CompressionLevel.Fastest, leaveOpen: true),
    };
}
