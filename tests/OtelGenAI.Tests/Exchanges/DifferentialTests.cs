using System.Net;
using System.Text;
using OtelGenAI.Tests.Support;

namespace OtelGenAI.Tests.Exchanges;

/// <summary>What the application gets with instrumentation is what it gets without: every byte, when it comes, and every exception.</summary>
[Collection(ProcessWideCollection.Name)]
public sealed class DifferentialTests
{
    public static TheoryData<string> Names => [.. ExchangeServer.Exchanges.Select(static exchange => exchange.Name)];

    // When a break comes is only certain where the client says what it has read.
    public static TheoryData<string> UnbrokenNames => [.. ExchangeServer.Exchanges.Where(static exchange => !exchange.BreaksOff).Select(static exchange => exchange.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task An_exchange_is_the_same_to_the_application_piece_by_piece(string name)
    {
        var exchange = Assert.Single(ExchangeServer.Exchanges, exchange => exchange.Name == name);
        await using var provider = await FakeProvider.StartAsync();
        foreach (var encoding in exchange.BreaksOff ? [null] : new[] { null, "gzip", "br", "deflate" })
        {
            var without = await ReadAsync(provider, exchange, encoding);
            IReadOnlyList<string> with;
            using (var telemetry = Capturing())
            {
                with = await ReadAsync(provider, exchange, encoding);
                Assert.Single(telemetry.Of(GenAI.SourceName));
            }

            Assert.Equal(without, with);
            if (encoding is null && exchange is { BreaksOff: false, Status: 200 })
            {
                // Held back by nobody: the server sends a piece only when the one before was read.
                Assert.Equal(exchange.Chunks.Select(static chunk => Convert.ToHexString(chunk)), with.Skip(1).SkipLast(1));
            }
        }
    }

    [Theory]
    [MemberData(nameof(UnbrokenNames))]
    public async Task An_exchange_is_the_same_to_an_application_that_reads_it_whole(string name)
    {
        var exchange = Assert.Single(ExchangeServer.Exchanges, exchange => exchange.Name == name);
        await using var provider = await FakeProvider.StartAsync();

        var without = Whole(provider, exchange);
        using var telemetry = Capturing();
        var with = Whole(provider, exchange);

        Assert.Equal(without, with);
    }

    [Fact]
    public async Task A_cancellation_in_the_middle_of_a_stream_is_the_same_exception()
    {
        var exchange = Assert.Single(ExchangeServer.Exchanges, static exchange => exchange.Name == "bedrock converse, streamed");
        await using var provider = await FakeProvider.StartAsync();

        var without = await CancelAsync(provider, exchange);
        using var telemetry = Capturing();
        var with = await CancelAsync(provider, exchange);

        Assert.Equal(without, with);
    }

    [Fact]
    public async Task What_the_provider_gets_is_the_same_with_content_of_any_kind()
    {
        await using var provider = await FakeProvider.StartAsync();
        var without = await SendKindsAsync(provider);
        using var telemetry = Capturing();
        var with = await SendKindsAsync(provider);

        Assert.Equal(without, with);
    }

    private static Telemetry Capturing() => new(static options =>
    {
        options.CaptureContent = GenAIContentCaptureMode.SpanOnly;
        options.CaptureToolDetails = true;
    });

    private static HttpRequestMessage RequestOf(FakeProvider provider, Exchange exchange) => new(HttpMethod.Post, new Uri(provider.Address, exchange.Path))
    {
        Content = new StringContent(exchange.Request, Encoding.UTF8, "application/json"),
    };

    // Status and headers, then each read, then how it ended.
    private static async Task<IReadOnlyList<string>> ReadAsync(FakeProvider provider, Exchange exchange, string? encoding)
    {
        var seen = new List<string>();
        using var mayContinue = new SemaphoreSlim(0);
        provider.NextExchange(exchange, encoding, encoding is null ? mayContinue : null);
        using var handler = new SocketsHttpHandler { AutomaticDecompression = DecompressionMethods.All };
        using var client = new HttpClient(handler) { Timeout = TimeSpan.FromSeconds(20) };
        using var request = RequestOf(provider, exchange);
        try
        {
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
            seen.Add($"{(int)response.StatusCode} {WithoutDate(response)}");
            await using var stream = await response.Content.ReadAsStreamAsync();
            await ReadPiecesAsync(stream, exchange, encoding is not null, mayContinue, seen);
            seen.Add("end");
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or OperationCanceledException)
        {
            seen.Add(Describe(exception));
        }

        return seen;
    }

    private static async Task ReadPiecesAsync(Stream stream, Exchange exchange, bool isDecompressed, SemaphoreSlim mayContinue, List<string> seen)
    {
        var buffer = new byte[64 * 1024];
        var whole = new MemoryStream();
        var piece = 0;
        for (var count = await stream.ReadAsync(buffer); count > 0; count = await stream.ReadAsync(buffer))
        {
            whole.Write(buffer, 0, count);
            if (!isDecompressed && piece < exchange.Chunks.Count && whole.Length == exchange.Chunks[piece].Length)
            {
                seen.Add(Convert.ToHexString(whole.ToArray()));
                whole.SetLength(0);
                piece++;
                mayContinue.Release();
            }
        }

        if (whole.Length > 0)
        {
            seen.Add(Convert.ToHexString(whole.ToArray()));
        }
    }

    private static string Whole(FakeProvider provider, Exchange exchange)
    {
        provider.NextExchange(exchange);
        using var client = new HttpClient();
        using var request = RequestOf(provider, exchange);
        try
        {
            using var response = client.Send(request);
            using var copy = new MemoryStream();
            response.Content.CopyTo(copy, context: null, CancellationToken.None);
            return $"{(int)response.StatusCode} {WithoutDate(response)} {response.Content.Headers.ContentLength} {Convert.ToHexString(copy.ToArray())}";
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            return Describe(exception);
        }
    }

    private static async Task<string> CancelAsync(FakeProvider provider, Exchange exchange)
    {
        using var mayContinue = new SemaphoreSlim(0);
        using var cancellation = new CancellationTokenSource();
        provider.NextExchange(exchange, mayContinue: mayContinue);
        using var client = new HttpClient();
        using var request = RequestOf(provider, exchange);
        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        await using var stream = await response.Content.ReadAsStreamAsync();
        var buffer = new byte[1024];
        var first = await stream.ReadAsync(buffer);
        var waiting = stream.ReadAsync(buffer, cancellation.Token).AsTask();
        await cancellation.CancelAsync();
        var thrown = await Assert.ThrowsAnyAsync<Exception>(() => waiting);

        // Not what is inside: the runtime names the socket or the answer there, whichever noticed first.
        return $"{first} {thrown.GetType().FullName}: {thrown.Message}";
    }

    private static async Task<IReadOnlyList<string>> SendKindsAsync(FakeProvider provider)
    {
        var seen = new List<string>();
        const string Json = """{"model":"gpt-x","messages":[{"role":"user","content":"hé"}]}""";
        Func<HttpContent?>[] kinds =
        [
            static () => new StringContent(Json, Encoding.UTF8, "application/json"),
            static () => new ByteArrayContent(Encoding.UTF8.GetBytes(Json)),
            static () => new StreamContent(new MemoryStream(Encoding.UTF8.GetBytes(Json))),
            static () => null,
            static () => new ByteArrayContent([]),
            static () => new MultipartFormDataContent("boundary") { { new StringContent("x"), "file", "a.txt" } },
        ];
        foreach (var kind in kinds)
        {
            provider.Next(async context =>
            {
                var headers = context.Request.Headers.Where(static header => header.Key is not ("traceparent" or "Host"))
                    .Select(static header => $"{header.Key}={header.Value}").Order(StringComparer.Ordinal);
                lock (seen)
                {
                    seen.Add($"{string.Join(';', headers)} {provider.Seen[^1].Body?.ToJsonString()}");
                }

                await Task.CompletedTask;
            });
            using var client = new HttpClient();
            using var content = kind();
            using var response = await client.PostAsync(new Uri(provider.Address, "/v1/chat/completions"), content);
        }

        return seen;
    }

    private static string WithoutDate(HttpResponseMessage response) => string.Join(
        ';',
        response.Headers.Concat(response.Content.Headers).Where(static header => header.Key != "Date").Select(static header => $"{header.Key}={string.Join(',', header.Value)}"));

    private static string Describe(Exception? exception) =>
        exception is null ? "" : $"{exception.GetType().FullName}: {exception.Message} <- {Describe(exception.InnerException)}";
}
