using System.Diagnostics;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using OtelGenAI.Conventions;
using OtelGenAI.Tests.Support;

namespace OtelGenAI.Tests.Exchanges;

/// <summary>What each provider's wire format becomes on a span.</summary>
[Collection(ProcessWideCollection.Name)]
public sealed class ExchangeTests
{
    // Not of the exchange: where and when it took place.
    private static readonly string[] s_circumstances =
        [ServerAttributes.Address, ServerAttributes.Port, GenAIAttributes.ResponseTimeToFirstChunk, OtelGenAIAttributes.StreamOutcome];

    public static TheoryData<string> Names => [.. ExchangeServer.Exchanges.Where(static exchange => !exchange.BreaksOff).Select(static exchange => exchange.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_call_is_a_span_that_says_all_its_exchange_makes_known_and_no_more(string name)
    {
        var exchange = Find(name);
        await using var provider = await FakeProvider.StartAsync();
        provider.NextExchange(exchange);
        using var telemetry = new Telemetry();

        await SendAsync(provider, exchange, completion: HttpCompletionOption.ResponseHeadersRead);

        var span = telemetry.OwnSpan;
        Assert.Equal(exchange.SpanName, span.DisplayName);
        AssertTags(exchange, span);
        Assert.Equal("127.0.0.1", span.Tag(ServerAttributes.Address));
        Assert.Equal((long)provider.Address.Port, span.Tag(ServerAttributes.Port));
        Assert.Equal(exchange.Expected.ContainsKey(ErrorAttributes.Type) ? ActivityStatusCode.Error : ActivityStatusCode.Unset, span.Status);
        if (exchange.Chunks.Count > 1)
        {
            Assert.InRange((double)span.Tag(GenAIAttributes.ResponseTimeToFirstChunk)!, 0, span.Duration.TotalSeconds);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_synchronous_buffered_compressed_call_is_the_same_span(string name)
    {
        var exchange = Find(name);
        await using var provider = await FakeProvider.StartAsync();
        using var telemetry = new Telemetry();
        foreach (var encoding in new[] { "gzip", "br", "deflate" })
        {
            provider.NextExchange(exchange, encoding);
            using var handler = new SocketsHttpHandler { AutomaticDecompression = DecompressionMethods.All };
            using var client = new HttpClient(handler);
            using var request = RequestOf(provider, exchange);
            using var response = client.Send(request, HttpCompletionOption.ResponseContentRead);
        }

        Assert.Equal(3, telemetry.Of(GenAI.SourceName).Count);
        Assert.All(telemetry.Of(GenAI.SourceName), span => AssertTags(exchange, span));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Captured_content_has_the_shape_of_the_conventions(string name)
    {
        var exchange = Find(name);
        await using var provider = await FakeProvider.StartAsync();
        provider.NextExchange(exchange);
        using var telemetry = new Telemetry(options =>
        {
            options.CaptureContent = GenAIContentCaptureMode.SpanOnly;
            options.CaptureToolDetails = true;
        });

        await SendAsync(provider, exchange);

        var span = telemetry.OwnSpan;
        AssertJson(exchange.Input, span.Tag(GenAIAttributes.InputMessages));
        AssertJson(exchange.Output, span.Tag(GenAIAttributes.OutputMessages));
        if (exchange.Request.Contains("Be brief.", StringComparison.Ordinal) && !exchange.Request.Contains("\"role\":\"system\"", StringComparison.Ordinal))
        {
            AssertJson("""[{"type":"text","content":"Be brief."}]""", span.Tag(GenAIAttributes.SystemInstructions));
        }

        if (exchange.Request.Contains("\"tools\"", StringComparison.Ordinal))
        {
            Assert.Matches("\"name\":\"(weather|look)\"", (string)span.Tag(GenAIAttributes.ToolDefinitions)!);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Bytes_may_arrive_one_by_one(string name)
    {
        var exchange = Find(name);
        await using var provider = await FakeProvider.StartAsync();
        using var telemetry = new Telemetry();
        provider.NextExchange(exchange);
        using var client = new HttpClient();
        using var request = RequestOf(provider, exchange);
        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        await using var stream = await response.Content.ReadAsStreamAsync();
        var one = new byte[1];
        while (await stream.ReadAsync(one) > 0)
        {
        }

        AssertTags(exchange, telemetry.OwnSpan);
    }

    private static Exchange Find(string name) => Assert.Single(ExchangeServer.Exchanges, exchange => exchange.Name == name);

    private static HttpRequestMessage RequestOf(FakeProvider provider, Exchange exchange) => new(HttpMethod.Post, new Uri(provider.Address, exchange.Path))
    {
        Content = new StringContent(exchange.Request, Encoding.UTF8, "application/json"),
    };

    private static async Task SendAsync(FakeProvider provider, Exchange exchange, HttpCompletionOption completion = HttpCompletionOption.ResponseContentRead)
    {
        using var client = new HttpClient();
        using var request = RequestOf(provider, exchange);
        using var response = await client.SendAsync(request, completion);
        await response.Content.ReadAsByteArrayAsync();
    }

    private static void AssertTags(Exchange exchange, Activity span)
    {
        var actual = span.TagObjects.Where(static tag => !s_circumstances.Contains(tag.Key)).ToDictionary(static tag => tag.Key, static tag => tag.Value!);
        Assert.Equal(Readable(exchange.Expected), Readable(actual));
    }

    private static string Readable(Dictionary<string, object> tags) => string.Join(
        '\n',
        tags.OrderBy(static tag => tag.Key, StringComparer.Ordinal).Select(static tag =>
            $"{tag.Key} = {tag.Value.GetType().Name} {(tag.Value is string[] texts ? string.Join(", ", texts) : tag.Value)}"));

    private static void AssertJson(string? expected, object? actual)
    {
        if (expected is not null)
        {
            Assert.Equal(JsonNode.Parse(expected)!.ToJsonString(), JsonNode.Parse((string)actual!)!.ToJsonString());
        }
    }
}
