namespace OtelGenAI.Collector.Tests.Receivers;

/// <summary>What no gRPC library would send, byte by byte, to the gRPC address without TLS.</summary>
public sealed class GrpcConnectionTests : IAsyncLifetime
{
    private const string Ok = "0";
    private const string DeadlineExceeded = "4";
    private const string ResourceExhausted = "8";
    private const string Unimplemented = "12";
    private const string Refused = "otelgenai_receiver_connections_refused_total";

    private static readonly byte[] Good = OtlpBytes.Framed(OtlpBytes.Request("00f067aa0ba902b7"));
    private static readonly byte[] OverTheLimit = OtlpBytes.Framed([], length: (64L * 1024 * 1024) + 1);

    // A TLS 1.2 record with the beginning of a ClientHello.
    private static readonly byte[] TlsHello = [0x16, 0x03, 0x01, 0x02, 0x00, 0x01, 0x00, 0x01, 0xfc, 0x03, 0x03, .. new byte[64]];

    private TestCollector _collector = null!;

    [Fact]
    [CoversRows("1", "47")]
    public async Task Prior_knowledge_works_and_the_borders_of_frames_mean_nothing()
    {
        await using var connection = await RawHttp2.ConnectAsync(_collector.Grpc.BaseAddress!);
        var stream = await connection.BeginAsync();
        foreach (var part in new[] { Good[..2], Good[2..4], Good[4..9], Good[9..^1] })
        {
            await connection.SendAsync(stream, part, isLast: false);
        }

        await connection.SendAsync(stream, Good[^1..], isLast: true);

        Assert.Equal(Ok, (await connection.ReadAnswerAsync(stream)).Field("grpc-status"));
    }

    [Theory]
    [InlineData("trailers")]
    [InlineData(null)]
    [CoversRows("16")]
    public async Task Whether_a_client_sends_te_trailers_makes_no_difference(string? te)
    {
        var answer = await CallAsync(Good, te is null ? [] : [("te", te)]);

        Assert.Equal(Ok, answer.Field("grpc-status"));
    }

    [Fact]
    [CoversRows("2", "6")]
    public async Task HTTP_1_is_answered_with_a_sentence_and_the_connection_is_closed()
    {
        using var socket = await RawSocket.ConnectAsync(_collector.Grpc.BaseAddress);
        await socket.SendAsync($"POST {GrpcAnswer.TracesPath} HTTP/1.1\r\nHost: localhost\r\n\r\n");

        var said = await socket.ReadToEndAsync();

        Assert.StartsWith("HTTP/1.1 400", said, StringComparison.Ordinal);
        Assert.Contains("HTTP/1.x request was sent to an HTTP/2 only endpoint", said, StringComparison.Ordinal);
    }

    [Fact]
    [CoversRows("3")]
    public async Task A_TLS_hello_is_closed_at_once_and_counted()
    {
        using var socket = await RawSocket.ConnectAsync(_collector.Grpc.BaseAddress);
        await socket.SendAsync(TlsHello);

        Assert.Empty(await socket.ReadToEndAsync());
        Assert.Equal(1, await _collector.MetricAsync(Refused + "{reason=\"not_http\"}"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("PRI * HTTP")]
    [CoversRows("4")]
    public async Task What_does_not_become_HTTP_2_is_closed_in_time_and_counted(string said)
    {
        await using var collector = await TestCollector.StartAsync(settings: ("Receivers:Otlp:FirstBytesTimeout", "00:00:00.2"));
        using var socket = await RawSocket.ConnectAsync(collector.Grpc.BaseAddress);
        await socket.SendAsync(said);

        Assert.Empty(await socket.ReadToEndAsync());
        Assert.Equal(1, await collector.MetricAsync(Refused + "{reason=\"no_preface\"}"));
    }

    [Fact]
    [CoversRows("4")]
    public async Task A_line_of_noise_is_closed_at_once()
    {
        using var socket = await RawSocket.ConnectAsync(_collector.Grpc.BaseAddress);
        await socket.SendAsync("What is this?\r\n\r\n");

        Assert.Empty(await socket.ReadToEndAsync());
    }

    [Fact]
    [CoversRows("35")]
    public async Task Two_encodings_are_none_that_we_know()
    {
        var answer = await CallAsync(Good, ("grpc-encoding", "gzip"), ("grpc-encoding", "identity"));

        Assert.Equal(Unimplemented, answer.Field("grpc-status"));
        Assert.Equal("identity,gzip", answer.Field("grpc-accept-encoding"));
    }

    [Fact]
    [CoversRows("36", "37")]
    public async Task A_length_over_the_limit_is_refused_before_the_body_comes()
    {
        await using var connection = await RawHttp2.ConnectAsync(_collector.Grpc.BaseAddress!);
        var stream = await connection.BeginAsync();
        await connection.SendAsync(stream, OverTheLimit, isLast: false);

        Assert.Equal(ResourceExhausted, (await connection.ReadAnswerAsync(stream)).Field("grpc-status"));
    }

    [Fact]
    [CoversRows("38")]
    public async Task After_thirty_bodies_over_the_limit_the_connection_is_as_good_as_new()
    {
        await using var connection = await RawHttp2.ConnectAsync(_collector.Grpc.BaseAddress!);
        for (var i = 0; i < 30; i++)
        {
            // More than a thirtieth of the connection's window each: without refunds the last ones would stall.
            var stream = await connection.BeginAsync();
            await connection.SendAsync(stream, [.. OverTheLimit, .. new byte[16_000]], isLast: false);
            await connection.SendAsync(stream, new byte[16_000], isLast: false);
            await connection.SendAsync(stream, new byte[16_000], isLast: true);
            Assert.Equal(ResourceExhausted, (await connection.ReadAnswerAsync(stream)).Field("grpc-status"));
        }

        var last = await connection.BeginAsync();
        await connection.SendAsync(last, Good, isLast: true);
        Assert.Equal(Ok, (await connection.ReadAnswerAsync(last)).Field("grpc-status"));
    }

    [Fact]
    [CoversRows("39")]
    public async Task Many_connections_that_announce_64_MiB_and_send_nothing_hold_nothing()
    {
        var connections = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => RawHttp2.ConnectAsync(_collector.Grpc.BaseAddress!)));
        foreach (var connection in connections)
        {
            var stream = await connection.BeginAsync();
            await connection.SendAsync(stream, OtlpBytes.Framed([], length: 64L * 1024 * 1024), isLast: false);
        }

        Assert.Equal(0, (await _collector.CallAsync(Good)).Status);
        Assert.True(await _collector.MetricAsync("otelgenai_receiver_held_bytes") < 1024 * 1024);
        foreach (var connection in connections)
        {
            await connection.DisposeAsync();
        }
    }

    [Fact]
    [CoversRows("41")]
    public async Task A_deadline_ends_a_call_whose_body_stalls()
    {
        await using var connection = await RawHttp2.ConnectAsync(_collector.Grpc.BaseAddress!);
        var stream = await connection.BeginAsync(("grpc-timeout", "100m"));
        await connection.SendAsync(stream, Good[..7], isLast: false);

        var answer = await connection.ReadAnswerAsync(stream);

        Assert.Equal(DeadlineExceeded, answer.Field("grpc-status"));
        Assert.NotNull(answer.Field("grpc-status-details-bin"));
    }

    [Fact]
    [CoversRows("44")]
    public async Task A_body_that_trickles_ends_its_connection_without_a_status()
    {
        await using var collector = await TestCollector.StartAsync(
            settings: [("Receivers:Otlp:BodyRateGrace", "00:00:01.1"), ("Receivers:Otlp:MinBodyBytesPerSecond", "100000")]);
        await using var connection = await RawHttp2.ConnectAsync(collector.Grpc.BaseAddress!);
        var stream = await connection.BeginAsync();
        await connection.SendAsync(stream, Good[..7], isLast: false);

        // Kestrel gives up the whole connection, and the reset can overtake its GOAWAY.
        var answer = await connection.ReadAnswerAsync(stream);
        Assert.True(answer.IsClosed || answer.GoAway == RawAnswer.InternalError || answer.Reset == RawAnswer.InternalError, $"{answer}");
        Assert.Null(answer.Field("grpc-status"));
        await collector.HasMetricAsync("otelgenai_receiver_requests_refused_total{transport=\"grpc\",reason=\"connection_aborted\"}", 1);
    }

    [Fact]
    [CoversRows("45")]
    public async Task A_client_that_takes_its_call_back_leaves_nothing_behind()
    {
        await using var connection = await RawHttp2.ConnectAsync(_collector.Grpc.BaseAddress!);
        var stream = await connection.BeginAsync();
        await connection.SendAsync(stream, Good[..20], isLast: false);
        await connection.ResetAsync(stream);
        var next = await connection.BeginAsync();
        await connection.SendAsync(next, Good, isLast: true);

        Assert.Equal(Ok, (await connection.ReadAnswerAsync(next)).Field("grpc-status"));
        await _collector.HasMetricAsync("otelgenai_receiver_held_bytes", 0);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    [CoversRows("46")]
    public async Task A_content_length_that_is_not_the_bodys_is_a_protocol_error(int off)
    {
        var answer = await CallAsync(Good, ("content-length", $"{Good.Length + off}"));

        Assert.Equal(RawAnswer.ProtocolError, answer.Reset);
    }

    [Fact]
    [CoversRows("48")]
    public async Task Headers_over_the_limit_are_431()
    {
        var answer = await CallAsync(Good, ("x-large", new string('x', 40_000)));

        Assert.Contains("431", answer.Headers, StringComparison.Ordinal);
    }

    [Fact]
    [CoversRows("49")]
    public async Task More_streams_than_Kestrel_allows_on_a_connection_are_refused_and_the_others_go_on()
    {
        await using var connection = await RawHttp2.ConnectAsync(_collector.Grpc.BaseAddress!);
        var first = await connection.BeginAsync();
        for (var i = 1; i < 100; i++)
        {
            await connection.BeginAsync();
        }

        var oneTooMany = await connection.BeginAsync();

        Assert.NotNull((await connection.ReadAnswerAsync(oneTooMany)).Reset);
        await connection.SendAsync(first, Good, isLast: true);
        Assert.Equal(Ok, (await connection.ReadAnswerAsync(first)).Field("grpc-status"));
    }

    [Fact]
    public async Task Connections_over_the_limit_are_closed_at_once_and_counted()
    {
        await using var collector = await TestCollector.StartAsync(settings: ("Receivers:Otlp:MaxConnections", "3"));
        using var first = await RawSocket.ConnectAsync(collector.OtlpHttp.BaseAddress);
        using var second = await RawSocket.ConnectAsync(collector.OtlpHttp.BaseAddress);
        Assert.Equal(0, await collector.MetricAsync(Refused));

        Assert.Empty(await RawSocket.ListenAsync(collector.OtlpHttp.BaseAddress));
        Assert.Equal(1, await collector.MetricAsync(Refused + "{reason=\"too_many\"}"));
    }

    public async Task InitializeAsync() => _collector = await TestCollector.StartAsync();

    public async Task DisposeAsync() => await _collector.DisposeAsync();

    private async Task<RawAnswer> CallAsync(byte[] body, params (string Name, string Value)[] headers)
    {
        await using var connection = await RawHttp2.ConnectAsync(_collector.Grpc.BaseAddress!);
        var stream = await connection.BeginAsync(headers);
        await connection.SendAsync(stream, body, isLast: true);
        return await connection.ReadAnswerAsync(stream);
    }
}
