using System.Text;

namespace OtelGenAI.Collector.Tests.Receivers;

/// <summary>What no HTTP library would send, byte by byte, to the OTLP/HTTP address.</summary>
public sealed class HttpConnectionTests : IAsyncLifetime
{
    private const string Post = "POST /v1/traces HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n";

    private TestCollector _collector = null!;

    [Fact]
    [CoversRows("5")]
    public async Task The_preface_of_HTTP_2_is_closed()
    {
        using var socket = await RawSocket.ConnectAsync(_collector.OtlpHttp.BaseAddress);
        await socket.SendAsync("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");

        // Kestrel answers in HTTP/2, with settings and a GOAWAY frame that says HTTP_1_1_REQUIRED (13), and closes.
        var said = await socket.ReadToEndAsync();
        Assert.EndsWith("\0\0\b\a\0\0\0\0\0\0\0\0\0\0\0\0\r", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_TLS_hello_is_a_bad_request()
    {
        using var socket = await RawSocket.ConnectAsync(_collector.OtlpHttp.BaseAddress);
        await socket.SendAsync([0x16, 0x03, 0x01, 0x02, 0x00, 0x01, 0x00, 0x01, 0xfc, 0x03, 0x03, .. new byte[64]]);

        Assert.StartsWith("HTTP/1.1 400", await socket.ReadToEndAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_connection_carries_many_requests_of_both_encodings()
    {
        using var socket = await RawSocket.ConnectAsync(_collector.OtlpHttp.BaseAddress);
        for (var i = 0; i < 3; i++)
        {
            await socket.SendAsync(Post + "Content-Length: 2\r\n\r\n{}");
            Assert.StartsWith("HTTP/1.1 200", await socket.ReadUntilAsync("\r\n\r\n{}"), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Headers_over_the_limit_are_431()
    {
        using var socket = await RawSocket.ConnectAsync(_collector.OtlpHttp.BaseAddress);
        await socket.SendAsync(Post + $"x: {new string('x', 40_000)}\r\nContent-Length: 2\r\n\r\n{{}}");

        Assert.StartsWith("HTTP/1.1 431", await socket.ReadToEndAsync(), StringComparison.Ordinal);
    }

    [Fact]
    [CoversRows("7")]
    public async Task An_upgrade_to_HTTP_2_is_ignored()
    {
        using var socket = await RawSocket.ConnectAsync(_collector.OtlpHttp.BaseAddress);
        await socket.SendAsync(Post + "Connection: Upgrade, HTTP2-Settings, close\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\nContent-Length: 2\r\n\r\n{}");

        Assert.StartsWith("HTTP/1.1 200", await socket.ReadToEndAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Expect: 100-continue\r\n")]
    [CoversRows("59", "60")]
    public async Task A_length_over_the_limit_is_413_before_the_body_is_asked_for(string header)
    {
        using var socket = await RawSocket.ConnectAsync(_collector.OtlpHttp.BaseAddress);
        await socket.SendAsync(Post + header + $"Content-Length: {(64L * 1024 * 1024) + 1}\r\n\r\n");

        var said = await socket.ReadUntilAsync("MaxRequestBytes");

        Assert.StartsWith("HTTP/1.1 413", said, StringComparison.Ordinal);
        Assert.DoesNotContain("100 Continue", said, StringComparison.Ordinal);
        Assert.Contains("\"code\":8", said, StringComparison.Ordinal);
    }

    [Fact]
    [CoversRows("61")]
    public async Task A_length_beside_chunks_is_ignored_and_the_connection_closed()
    {
        using var socket = await RawSocket.ConnectAsync(_collector.OtlpHttp.BaseAddress);
        await socket.SendAsync(Post + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n");

        var said = await socket.ReadToEndAsync();

        Assert.StartsWith("HTTP/1.1 200", said, StringComparison.Ordinal);
        Assert.Contains("Connection: close", said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("264dd9df64")]
    [InlineData("xyz")]
    public async Task A_chunk_of_a_size_that_is_none_is_a_bad_request(string size)
    {
        using var socket = await RawSocket.ConnectAsync(_collector.OtlpHttp.BaseAddress);
        await socket.SendAsync(Post + $"Transfer-Encoding: chunked\r\n\r\n{size}\r\n{{}}\r\n0\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 400", await socket.ReadToEndAsync(), StringComparison.Ordinal);
    }

    [Fact]
    [CoversRows("62")]
    public async Task A_body_that_stops_coming_is_408_with_a_status()
    {
        await using var collector = await TestCollector.StartAsync(
            settings: [("Receivers:Otlp:BodyRateGrace", "00:00:01.1"), ("Receivers:Otlp:MinBodyBytesPerSecond", "100000")]);
        using var socket = await RawSocket.ConnectAsync(collector.OtlpHttp.BaseAddress);
        await socket.SendAsync(Post + "Content-Length: 100\r\n\r\n{\"");

        var said = await socket.ReadToEndAsync();

        Assert.StartsWith("HTTP/1.1 408", said, StringComparison.Ordinal);
        Assert.Contains("\"message\"", said, StringComparison.Ordinal);
        Assert.Equal(1, await collector.MetricAsync("otelgenai_receiver_requests_refused_total{transport=\"http\",reason=\"slow_body\"}"));
    }

    [Fact]
    [CoversRows("63")]
    public async Task A_client_that_leaves_in_the_middle_leaves_nothing_behind()
    {
        using (var socket = await RawSocket.ConnectAsync(_collector.OtlpHttp.BaseAddress))
        {
            await socket.SendAsync(Post + "Content-Length: 100\r\n\r\n{\"resource");
        }

        using var next = await _collector.PostAsync("{}"u8.ToArray(), "application/json");

        Assert.True(next.IsSuccessStatusCode);
        Assert.Equal(0, await _collector.MetricAsync("otelgenai_receiver_requests_refused_total{transport=\"http\",reason=\"500\"}"));
    }

    [Theory]
    [InlineData("application/json", "{")]
    [InlineData("application/x-protobuf", "\b")]
    [CoversRows("64")]
    public async Task An_error_is_a_status_in_the_type_of_the_request(string type, string begins)
    {
        using var response = await _collector.PostAsync(Encoding.UTF8.GetBytes("{"), type);

        Assert.Equal(type, response.Content.Headers.ContentType?.MediaType);
        Assert.StartsWith(begins, await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    public async Task InitializeAsync() => _collector = await TestCollector.StartAsync();

    public async Task DisposeAsync() => await _collector.DisposeAsync();
}
