using System.Net;

namespace OtelGenAI.Collector.Tests.Receivers;

/// <summary>Telemetry from web pages of other origins.</summary>
public class CorsTests
{
    private const string Page = "https://app.example.com";
    private const string Json = "application/json";

    [Theory]
    [InlineData("https://app.example.com", Page)]
    [InlineData("https://*.example.com", Page)]
    [InlineData("*", "*")]
    [InlineData("https://example.com", null)]
    [InlineData("https://*.example.org", null)]
    public async Task A_preflight_is_answered_with_204_and_allows_an_origin_that_is_configured(string allowed, string? answered)
    {
        await using var collector = await TestCollector.StartAsync(
            settings: [("Receivers:Otlp:Cors:AllowedOrigins:0", allowed), ("Receivers:Otlp:Cors:AllowedHeaders:0", "x-mine")]);
        using var request = new HttpRequestMessage(HttpMethod.Options, new Uri("/v1/traces", UriKind.Relative));
        request.Headers.Add("Origin", Page);
        request.Headers.Add("Access-Control-Request-Method", "POST");
        request.Headers.Add("Access-Control-Request-Headers", "content-type,x-mine");

        using var response = await collector.OtlpHttp.SendAsync(request);

        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
        Assert.Equal(answered, Header(response, "Access-Control-Allow-Origin"));
        Assert.Equal(answered is null ? null : "POST", Header(response, "Access-Control-Allow-Methods"));
        Assert.Equal(answered is null ? null : "7200", Header(response, "Access-Control-Max-Age"));
        Assert.Equal("Origin, Access-Control-Request-Method, Access-Control-Request-Headers", Header(response, "Vary"));
        if (answered is not null)
        {
            Assert.All(["content-type", "x-mine", "x-api-key"], name => Assert.Contains(name, Header(response, "Access-Control-Allow-Headers"), StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData("{}", Json, "/v1/traces", HttpStatusCode.OK)]
    [InlineData("[]", Json, "/v1/traces", HttpStatusCode.BadRequest)]
    [InlineData("{}", "text/plain", "/v1/traces", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("{}", Json, "/v1/trace", HttpStatusCode.NotFound)]
    public async Task A_page_can_read_every_answer_errors_too(string body, string contentType, string path, HttpStatusCode expected)
    {
        await using var collector = await TestCollector.StartAsync(settings: ("Receivers:Otlp:Cors:AllowedOrigins:0", Page));

        using var response = await collector.PostAsync(System.Text.Encoding.UTF8.GetBytes(body), contentType, path, headers: ("Origin", Page));

        Assert.Equal(expected, response.StatusCode);
        Assert.Equal(Page, Header(response, "Access-Control-Allow-Origin"));
        Assert.Contains("Origin", Header(response, "Vary"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://a\u0001.example.com")]
    [InlineData("https://a\u007f.example.com")]
    public async Task An_origin_that_no_browser_has_is_not_written_back(string origin)
    {
        await using var collector = await TestCollector.StartAsync(settings: ("Receivers:Otlp:Cors:AllowedOrigins:0", "https://*.example.com"));
        using var socket = await RawSocket.ConnectAsync(collector.OtlpHttp.BaseAddress);
        await socket.SendAsync($"POST /v1/traces HTTP/1.1\r\nHost: localhost\r\nOrigin: {origin}\r\nContent-Type: {Json}\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{{}}");

        var said = await socket.ReadToEndAsync();

        Assert.StartsWith("HTTP/1.1 200", said, StringComparison.Ordinal);
        Assert.DoesNotContain("Access-Control-Allow-Origin", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_is_allowed_unless_it_is_configured()
    {
        await using var collector = await TestCollector.StartAsync();

        using var response = await collector.PostAsync("{}"u8.ToArray(), Json, headers: ("Origin", Page));

        Assert.Null(Header(response, "Access-Control-Allow-Origin"));
    }

    private static string? Header(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) ? string.Join(", ", values) : null;
}
