using System.Net;
using OtelGenAI.Collector.Tests.Receivers;

namespace OtelGenAI.Collector.Tests.Access;

/// <summary>Without keys the API answers only under names that cannot be another site's.</summary>
public class HostTests
{
    [Theory]
    [InlineData("localhost", true)]
    [InlineData("localhost:4320", true)]
    [InlineData("traces.localhost", true)]
    [InlineData("127.0.0.1:4320", true)]
    [InlineData("[::1]:4320", true)]
    [InlineData("evil.example", false)]
    [InlineData("evil.example:4320", false)]
    [InlineData("localhost.evil.example", false)]
    [InlineData("notlocalhost", false)]
    [InlineData("traces.internal", true)]
    public async Task A_name_that_is_not_ours_is_refused_before_anything_is_read(string host, bool isServed)
    {
        await using var collector = await TestCollector.StartAsync(settings: ("AllowedHosts:0", "traces.internal"));

        Assert.Equal(isServed ? HttpStatusCode.OK : HttpStatusCode.MisdirectedRequest, await StatusAsync(collector, "/api/v1/traces", host));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(collector, "/healthz", host));
    }

    [Theory]
    [InlineData("evil..example")]
    [InlineData(".")]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.example")]
    public async Task A_name_that_no_host_can_have_is_refused_like_any_other(string host)
    {
        await using var collector = await TestCollector.StartAsync();
        using var socket = await RawSocket.ConnectAsync(collector.Api.BaseAddress);
        await socket.SendAsync($"GET /api/v1/traces HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 421", await socket.ReadToEndAsync(), StringComparison.Ordinal);
    }

    private static async Task<HttpStatusCode> StatusAsync(TestCollector collector, string path, string host)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(path, UriKind.Relative));
        request.Headers.Host = host;
        using var response = await collector.Api.SendAsync(request);
        return response.StatusCode;
    }
}
